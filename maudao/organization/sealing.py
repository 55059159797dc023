"""The installation's own sealer for personal numbers. Its key stands beside the data, or in the environment."""

from functools import cache

from django.conf import settings

from maudao.lib.sealing import Sealer

PHONE = "phone"
IDENTITY = "identity"


@cache
def sealer() -> Sealer:
    """Return the sealer made from `settings.SEAL_KEY`."""
    return Sealer(settings.SEAL_KEY.encode())
