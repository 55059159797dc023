"""What is decided: may the person give, if not why, and from which day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from maudao.donors.rules.eligibility.law import Rule


@dataclass(frozen=True)
class Reason:
    """A rule that excludes, and the first day on which it does not any more (None: no day is known)."""

    rule: str
    what: str
    until: date | None
    source: str
    confidence: str

    def as_json(self) -> dict[str, Any]:
        """Return the reason with its day as text."""
        until = self.until.isoformat() if self.until else None
        return {
            "rule": self.rule,
            "what": self.what,
            "until": until,
            "source": self.source,
            "confidence": self.confidence,
        }


@dataclass(frozen=True)
class Advice:
    """What refuses nobody, but is to be known or told to the examining doctor."""

    rule: str
    what: str
    source: str
    confidence: str

    def as_json(self) -> dict[str, Any]:
        """Return the advice as text."""
        return {
            "rule": self.rule,
            "what": self.what,
            "source": self.source,
            "confidence": self.confidence,
        }


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The decision for one day. The examining doctor has the last word."""

    eligible: bool
    not_before: date | None
    permanent: bool
    max_volume_ml: int | None
    reasons: tuple[Reason, ...]
    advice: tuple[Advice, ...]
    unknown: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the decision in the words of the contract of `maudao check-eligibility`."""
        return {
            "eligible": self.eligible,
            "not_before": self.not_before.isoformat() if self.not_before else None,
            "permanent": self.permanent,
            "max_volume_ml": self.max_volume_ml,
            "reasons": [reason.as_json() for reason in self.reasons],
            "advice": [advice.as_json() for advice in self.advice],
            "unknown": list(self.unknown),
        }


def reason(rule: Rule, *, until: date | None = None) -> Reason:
    """Say that a rule excludes, until a day."""
    return Reason(rule.id, rule.what, until, rule.source, rule.confidence)


def advice(rule: Rule) -> Advice:
    """Pass a rule on that excludes nobody."""
    return Advice(rule.id, rule.what, rule.source, rule.confidence)
