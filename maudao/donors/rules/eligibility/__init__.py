"""Who may give, what and from which day: Thông tư 26/2013/TT-BYT as dated data (`../law/eligibility.toml`)."""

from maudao.donors.rules.eligibility.deciding import decide, to_know
from maudao.donors.rules.eligibility.facts import Event, Facts, PastDonation
from maudao.donors.rules.eligibility.history import next_eligible_on, rest_days
from maudao.donors.rules.eligibility.law import Law, Rule, Site, law
from maudao.donors.rules.eligibility.outcome import Advice, Decision, Reason
from maudao.donors.rules.eligibility.reading import Malformed, facts_from
from maudao.donors.rules.eligibility.spans import Span

__all__ = [
    "Advice",
    "Decision",
    "Event",
    "Facts",
    "Law",
    "Malformed",
    "PastDonation",
    "Reason",
    "Rule",
    "Site",
    "Span",
    "decide",
    "facts_from",
    "law",
    "next_eligible_on",
    "rest_days",
    "to_know",
]
