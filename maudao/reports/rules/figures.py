"""Which figures a report asks for, what follows from them, and whether they fit together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from maudao.campaigns.rules import Fact, Measure
from maudao.campaigns.rules.indicators import ML_A_UNIT

Figures = Mapping[Fact, int]

#: Bags by what they hold, in millilitres.
BAG_ML: Mapping[Fact, int] = {Fact.BAGS_250: 250, Fact.BAGS_350: 350, Fact.BAGS_450: 450}
#: A chair with a phone types no more than this without asking for more.
VISIBLE_FIELDS = 3

_MEASURED: Mapping[str, Fact] = {
    Measure.DONORS: Fact.DONORS,
    Measure.DONATIONS: Fact.DONATIONS,
    Measure.REGISTERED: Fact.REGISTERED,
}
_FIRST = (Fact.DONORS, Fact.BAGS_350, Fact.BAGS_250, Fact.BAGS_450)
#: Facts that follow from others and are never asked for.
_FOLLOWING = frozenset({Fact.VOLUME_ML})


@dataclass(frozen=True)
class Asked:
    """The facts that a form asks for: at once, and behind "more figures"."""

    visible: tuple[Fact, ...]
    more: tuple[Fact, ...]

    @property
    def all(self) -> tuple[Fact, ...]:
        return (*self.visible, *self.more)


def asked_facts(measures: Iterable[str]) -> Asked:
    """Choose what a form asks for: what the campaign measures first, then people and bags; the rest on request."""
    first = dict.fromkeys([_MEASURED[measure] for measure in measures if measure in _MEASURED] + list(_FIRST))
    chosen = set(list(first)[:VISIBLE_FIELDS])
    return Asked(
        visible=tuple(fact for fact in Fact if fact in chosen),
        more=tuple(fact for fact in Fact if fact not in chosen | _FOLLOWING),
    )


def bags(figures: Figures) -> int:
    """Return how many bags of all sizes there are."""
    return sum(figures.get(fact, 0) for fact in BAG_ML)


def volume_of_bags(figures: Figures) -> int:
    """Return what the bags hold, in millilitres."""
    return sum(figures.get(fact, 0) * ml for fact, ml in BAG_ML.items())


def units_converted(volume_ml: int) -> float:
    """Return blood units of 250 ml, to two places."""
    return round(volume_ml / ML_A_UNIT, 2)


def supplement(totals: Figures, counted: Figures) -> dict[Fact, int]:
    """Return what typed totals add to the counted figures. Negative where a total is below what was counted."""
    return {
        fact: total - counted.get(fact, 0) for fact, total in totals.items() if total != counted.get(fact, 0)
    }


#: Facts that follow from typed ones where they were not typed themselves.
FOLLOWING = frozenset({Fact.VOLUME_ML, Fact.DONATIONS, Fact.ARRIVED})


def completed(typed: Figures, counted: Figures) -> dict[Fact, int]:
    """Add to typed figures what follows from them and was not typed: the volume of the bags, turns, arrivals.

    Every bag is a turn and every person gave at least once, so turns rise to whichever total is larger. Where arrivals
    were counted, whoever gave or was deferred on top of them has come too.
    """
    full = {fact: value for fact, value in typed.items() if value}
    if volume := volume_of_bags(full):
        full.setdefault(Fact.VOLUME_ML, volume)
    totals = added(counted, full)
    turns = max(bags(totals) + totals.get(Fact.DONATIONS_APHERESIS, 0), totals.get(Fact.DONORS, 0))
    came = totals.get(Fact.DONORS, 0) + totals.get(Fact.DEFERRED, 0) if counted.get(Fact.ARRIVED) else 0
    for fact, least in ((Fact.DONATIONS, turns), (Fact.ARRIVED, came)):
        if (more := least - counted.get(fact, 0)) > 0:
            full.setdefault(fact, more)
    return full


def added(counted: Figures, typed: Figures) -> dict[Fact, int]:
    """Return totals: counted and typed together."""
    return {fact: value for fact in Fact if (value := counted.get(fact, 0) + typed.get(fact, 0))}


@dataclass(frozen=True)
class Finding:
    """Something about the figures; a refusal must be mended before the report is sent."""

    code: str
    fact: Fact
    sentence: str
    is_refusal: bool = False


def below_counted(totals: Figures, counted: Figures) -> list[Finding]:
    """Refuse totals that are below what the records prove."""
    sentence = _(
        "%(label)s: hồ sơ đã có %(counted)d, nên tổng không thể là %(total)d. "
        "Nếu hồ sơ sai, xin sửa ở hoạt động tương ứng."
    )
    return [
        Finding(
            "below_counted",
            fact,
            sentence % {"label": _capital(fact.label), "counted": counted[fact], "total": total},
            is_refusal=True,
        )
        for fact, total in totals.items()
        if total < counted.get(fact, 0)
    ]


def findings(figures: Figures, *, members: int | None = None) -> list[Finding]:
    """Check the totals of one unit against each other; what is zero is not known and contradicts nothing."""
    checks = (_arrivals, _turns, _parts, _volume)
    found = [finding for check in checks for finding in check(figures)]
    return [*found, *_against_members(figures, members)]


def _arrivals(figures: Figures) -> Iterable[Finding]:
    registered, arrived = figures.get(Fact.REGISTERED, 0), figures.get(Fact.ARRIVED, 0)
    came_through = figures.get(Fact.DONORS, 0) + figures.get(Fact.DEFERRED, 0)
    if arrived and came_through > arrived:
        yield Finding(
            "more_than_arrived",
            Fact.ARRIVED,
            _(
                "Số người hiến được và số người được hẹn lại cộng lại là %(through)d, "
                "nhiều hơn số người đến (%(arrived)d)."
            )
            % {"through": came_through, "arrived": arrived},
            is_refusal=True,
        )
    if registered and arrived > registered:
        yield Finding(
            "more_than_registered",
            Fact.REGISTERED,
            _(
                "Số người đến (%(arrived)d) nhiều hơn số người đăng ký (%(registered)d). "
                "Có người đến không đăng ký trước?"
            )
            % {"arrived": arrived, "registered": registered},
        )


def _turns(figures: Figures) -> Iterable[Finding]:
    donors, donations = figures.get(Fact.DONORS, 0), figures.get(Fact.DONATIONS, 0)
    apheresis = figures.get(Fact.DONATIONS_APHERESIS, 0)
    if donations and donors > donations:
        yield Finding(
            "fewer_turns_than_people",
            Fact.DONATIONS,
            _(
                "Số lượt hiến (%(donations)d) ít hơn số người hiến được (%(donors)d); mỗi người hiến ít nhất một lượt."
            )
            % {"donations": donations, "donors": donors},
            is_refusal=True,
        )
    if donations and (held := bags(figures)) and held != donations - apheresis:
        yield Finding(
            "bags_against_turns",
            Fact.DONATIONS,
            _(
                "Số túi máu là %(bags)d nhưng số lượt hiến máu toàn phần là %(turns)d. Xin xem lại số túi từng loại."
            )
            % {"bags": held, "turns": max(donations - apheresis, 0)},
            is_refusal=held > donations - apheresis,
        )


def _parts(figures: Figures) -> Iterable[Finding]:
    donations = figures.get(Fact.DONATIONS, 0)
    parts = (Fact.DONATIONS_WOMEN, Fact.DONATIONS_MEMBERS, Fact.DONATIONS_APHERESIS)
    for fact in parts:
        if figures.get(fact, 0) > donations:
            yield _part_too_large(fact, figures[fact], donations)
    first, repeat = figures.get(Fact.DONATIONS_FIRST, 0), figures.get(Fact.DONATIONS_REPEAT, 0)
    if first + repeat > donations:
        yield _part_too_large(Fact.DONATIONS_FIRST, first + repeat, donations)
    elif first and repeat and first + repeat < donations:
        yield Finding(
            "first_and_repeat",
            Fact.DONATIONS_REPEAT,
            _("Hiến lần đầu và hiến nhắc lại cộng lại là %(sum)d, ít hơn số lượt hiến (%(donations)d).")
            % {"sum": first + repeat, "donations": donations},
        )


def _part_too_large(fact: Fact, part: int, donations: int) -> Finding:
    return Finding(
        "part_too_large",
        fact,
        _("%(label)s là %(part)d, nhiều hơn tổng số lượt hiến (%(donations)d).")
        % {"label": _capital(fact.label), "part": part, "donations": donations},
        is_refusal=True,
    )


def _volume(figures: Figures) -> Iterable[Finding]:
    if figures.get(Fact.DONORS, 0) and not bags(figures) and not figures.get(Fact.VOLUME_ML, 0):
        yield Finding(
            "no_bags",
            Fact.BAGS_350,
            _(
                "Có người hiến nhưng chưa có số túi máu, nên chưa tính được tổng thể tích. Nếu biết, xin điền số túi."
            ),
        )


def _against_members(figures: Figures, members: int | None) -> Iterable[Finding]:
    donors = figures.get(Fact.DONORS, 0)
    if members is not None and donors > members:
        yield Finding(
            "more_than_members",
            Fact.DONORS,
            _("Số người hiến được (%(donors)d) nhiều hơn số đoàn viên (%(members)d). Xin kiểm tra lại.")
            % {"donors": donors, "members": members},
        )


def _capital(label: object) -> str:
    text = str(label)
    return text[:1].upper() + text[1:]
