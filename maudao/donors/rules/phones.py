"""Proving a phone by a one-time code: how long a code lasts, how often it is tried and sent."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network

CODE_DIGITS = 6
CODE_LASTS = timedelta(minutes=10)
MOST_TRIES = 5
#: How long a code's row is kept: for as long as codes of a day are counted.
KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """At most so many codes in a span."""

    most: int
    span: timedelta


#: What one phone is sent: a typing mistake or two, and no bombardment.
PER_PHONE = (Limit(3, timedelta(hours=1)), Limit(10, timedelta(days=1)))
#: What one address may ask for. A factory, and half a mobile network, stand behind one.
PER_CLIENT = (Limit(300, timedelta(hours=1)),)
#: The brake of the whole installation, against those who are paid for the messages that others send.
IN_ALL = (Limit(5000, timedelta(hours=1)),)


def new_code() -> str:
    """Return a code that nobody can foresee: six digits."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def network_of(address: str) -> str:
    """Return what stands for a visitor: an IPv4 address, or the /64 network of an IPv6 one, which is one customer's.

    Raises:
        ValueError: it is no address.
    """
    found = ip_address(address)
    if found.version == 4:
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network((found, 64), strict=False))
