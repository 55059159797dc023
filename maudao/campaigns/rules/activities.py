"""What an activity adds to the counted facts, and which figures its form asks for."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maudao.campaigns.rules.vocabulary import ActivityKind, Fact

_COMMUNICATION = frozenset({ActivityKind.COMMUNICATION, ActivityKind.BANNER, ActivityKind.TALK})
_BAG_ML = {Fact.BAGS_250: 250, Fact.BAGS_350: 350, Fact.BAGS_450: 450}
_MOST = 10_000_000  # of anything that one activity of one unit can count; above it, a slip of the keyboard
_MOST_ML = _MOST * 450


class FactsDisagree(Exception):
    """The figures of an activity cannot all be true; `reason` says which rule they break."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


@dataclass(frozen=True)
class Figure:
    """A number that the form of an activity asks for."""

    fact: Fact
    label: str | Promise
    help: str | Promise = ""


_REACH = (Figure(Fact.COMMUNICATION_REACH, _("Số người nghe, người xem")),)

#: For each kind of activity, the figures that may be typed; the first is the one asked for at once.
FIGURES: Mapping[ActivityKind, tuple[Figure, ...]] = {
    ActivityKind.COMMUNICATION: _REACH,
    ActivityKind.BANNER: _REACH,
    ActivityKind.TALK: _REACH,
    ActivityKind.DRIVE: (
        Figure(
            Fact.DONORS,
            _("Số người hiến được máu"),
            _("Biết số túi thì ghi thêm ở phần dưới, để tính được đơn vị máu."),
        ),
        Figure(Fact.REGISTERED, _("Số người đăng ký")),
        Figure(Fact.ARRIVED, _("Số người đến")),
        Figure(Fact.DEFERRED, _("Số người được hẹn lại")),
        Figure(Fact.BAGS_250, _("Số túi 250 ml")),
        Figure(Fact.BAGS_350, _("Số túi 350 ml")),
        Figure(Fact.BAGS_450, _("Số túi 450 ml")),
    ),
    ActivityKind.CLUB: (
        Figure(Fact.CLUB_MEMBERS, _("Số thành viên câu lạc bộ, đội")),
        Figure(Fact.CLUBS, _("Số câu lạc bộ, đội mới lập")),
        Figure(Fact.RESERVE_MEMBERS, _("Số người trong đội dự bị")),
    ),
    ActivityKind.RECOGNITION: (
        Figure(Fact.HONOURED_PEOPLE, _("Số cá nhân được tôn vinh")),
        Figure(Fact.HONOURED_FAMILIES, _("Số gia đình được tôn vinh")),
        Figure(Fact.HONOURED_COLLECTIVES, _("Số tập thể được tôn vinh")),
    ),
    ActivityKind.ENTERPRISE: (
        Figure(Fact.ENTERPRISES, _("Số doanh nghiệp tham gia")),
        Figure(Fact.BUDGET_SOCIAL, _("Kinh phí xã hội hoá (đồng)")),
    ),
    ActivityKind.SUPPORT: (Figure(Fact.BUDGET_UNION, _("Kinh phí công đoàn (đồng)")),),
    ActivityKind.OTHER: _REACH,
}


def counts_as_communication(kind: ActivityKind) -> bool:
    """Say whether an activity of this kind is one communication activity."""
    return kind in _COMMUNICATION


def activity_facts(kind: ActivityKind, given: Mapping[Fact, int]) -> dict[Fact, int]:
    """Return the facts that one activity counts: what was given, and what follows from it.

    At one drive a person gives once, so people, turns and (whole-blood) bags follow from one another where only
    some are given. Millilitres follow from the bags unless given.

    Raises:
        FactsDisagree: a figure is negative or impossibly large, or a drive's parts are more than its whole.
    """
    facts = {Fact(fact): value for fact, value in given.items()}
    _check_sizes(facts)
    if counts_as_communication(kind):
        facts[Fact.COMMUNICATION_ACTIVITIES] = 1
    if kind == ActivityKind.DRIVE:
        facts = _drive_facts(facts)
    return {fact: value for fact, value in facts.items() if value}


def _check_sizes(facts: Mapping[Fact, int]) -> None:
    for fact, value in facts.items():
        if value < 0:
            raise FactsDisagree("negative", str(_("Số liệu không được nhỏ hơn 0.")))
        if value > (_MOST_ML if fact in {Fact.VOLUME_ML, Fact.BUDGET_SOCIAL, Fact.BUDGET_UNION} else _MOST):
            raise FactsDisagree("too_large", str(_("Số quá lớn. Kiểm tra lại số đã nhập.")))


def _drive_facts(facts: Mapping[Fact, int]) -> dict[Fact, int]:
    bags = sum(facts.get(fact, 0) for fact in _BAG_ML)
    turns = facts.get(Fact.DONATIONS) or facts.get(Fact.DONORS) or bags
    full = {Fact.DONATIONS: turns, Fact.DONORS: turns, Fact.VOLUME_ML: _volume_ml(facts), **facts}
    _check_drive(full, bags)
    return full


def _volume_ml(facts: Mapping[Fact, int]) -> int:
    return sum(size * facts.get(fact, 0) for fact, size in _BAG_ML.items())


def _check_drive(facts: Mapping[Fact, int], bags: int) -> None:
    if bags > facts[Fact.DONATIONS]:
        raise FactsDisagree("more_bags_than_donations", str(_("Số túi máu nhiều hơn số lượt hiến.")))
    if facts[Fact.DONORS] > facts[Fact.DONATIONS]:
        raise FactsDisagree("more_donors_than_donations", str(_("Số người hiến nhiều hơn số lượt hiến.")))
    arrived = facts.get(Fact.ARRIVED)
    if arrived and facts[Fact.DONORS] + facts.get(Fact.DEFERRED, 0) > arrived:
        raise FactsDisagree(
            "more_than_arrived", str(_("Số người hiến được và được hẹn lại nhiều hơn số người đến."))
        )
