"""What the figures say, in the sentences of a union report. Nothing is said about what is zero."""

from collections.abc import Iterable, Mapping

from maudao.campaigns.rules import Fact
from maudao.lib.vietnamese import format_date, format_number, format_percent
from maudao.reports.exports.columns import counts_workers
from maudao.reports.exports.wording import (
    cited,
    full_name,
    is_grassroots,
    joined,
    listed,
    number,
    part_of,
)
from maudao.reports.queries import Paper, RollUp
from maudao.reports.rules.figures import bags, units_converted

_BAG_NAMES = {Fact.BAGS_250: "250 ml", Fact.BAGS_350: "350 ml", Fact.BAGS_450: "450 ml"}


def guidance(paper: Paper) -> list[str]:
    """Tell how the unit passed the campaign on, and how far the units below it are."""
    rolled = paper.rolled
    return [*_own_direction(paper), *_units_below(rolled)]


def _own_direction(paper: Paper) -> Iterable[str]:
    part, document = paper.rolled.assignment, paper.direction
    name = full_name(paper.rolled.name)
    to_below = " và triển khai đến các đơn vị trực thuộc" if paper.rolled.children else ""
    if document is not None:
        yield f"{name} đã ban hành {cited(document, by=paper.rolled.unit)}{to_below}."
    elif part is not None and part.directed_on:
        yield f"{name} đã ban hành văn bản triển khai ngày {format_date(part.directed_on)}{to_below}."
    elif paper.rolled.children:
        yield f"{name} đã giao nhiệm vụ cho các đơn vị trực thuộc trên hệ thống theo dõi chung."


def _units_below(rolled: RollUp) -> Iterable[str]:
    counts = rolled.others.counts
    if not counts.units:
        return
    steps = joined(
        [
            f"{part_of(counts.acknowledged, counts.units, 'đơn vị')} đã tiếp nhận nhiệm vụ",
            f"{part_of(counts.directed, counts.units, 'đơn vị')} ban hành văn bản chỉ đạo",
            f"{part_of(counts.with_activity, counts.units, 'đơn vị')} tổ chức hoạt động cụ thể",
        ]
    )
    yield f"Đến hết ngày {format_date(rolled.as_of)}, {steps}."
    yield f"Số đơn vị có cả văn bản chỉ đạo và hoạt động cụ thể là {part_of(counts.active, counts.units, 'đơn vị')}."


def communication(rolled: RollUp) -> list[str]:
    """Tell of communication, enterprises, clubs and money."""
    facts = rolled.facts
    told = [*_campaigning(rolled), *_clubs(rolled)]
    if facts[Fact.ENTERPRISES]:
        told.append(f"Vận động được {number(facts[Fact.ENTERPRISES])} doanh nghiệp cùng tham gia, hỗ trợ.")
    money = {"công đoàn": facts[Fact.BUDGET_UNION], "xã hội hoá": facts[Fact.BUDGET_SOCIAL]}
    spent = [f"{number(value)} đồng từ nguồn {source}" for source, value in money.items() if value]
    if spent:
        told.append(f"Kinh phí tổ chức gồm {joined(spent)}.")
    who = "Đơn vị chưa" if is_grassroots(rolled) else "Các đơn vị chưa"
    return told or [f"{who} ghi nhận hoạt động tuyên truyền trên hệ thống."]


def _campaigning(rolled: RollUp) -> Iterable[str]:
    held, reached = rolled.facts[Fact.COMMUNICATION_ACTIVITIES], rolled.facts[Fact.COMMUNICATION_REACH]
    who = "Đơn vị đã" if is_grassroots(rolled) else "Các cấp công đoàn đã"
    reach = f", tiếp cận {number(reached)} lượt đoàn viên, người lao động" if reached else ""
    if held:
        yield f"{who} tổ chức {number(held)} hoạt động truyền thông, treo băng rôn, nói chuyện chuyên đề{reach}."
    elif reached:
        yield f"Công tác tuyên truyền đã tiếp cận {number(reached)} lượt đoàn viên, người lao động."


def _clubs(rolled: RollUp) -> Iterable[str]:
    clubs, members = rolled.facts[Fact.CLUBS], rolled.facts[Fact.CLUB_MEMBERS]
    reserve = rolled.facts[Fact.RESERVE_MEMBERS]
    if clubs or members:
        of = f" với {number(members)} thành viên" if members else ""
        yield (
            f"Duy trì, phát triển {number(clubs)} câu lạc bộ, đội hiến máu{of}."
            if clubs
            else (f"Các câu lạc bộ, đội hiến máu có {number(members)} thành viên.")
        )
    if reserve:
        yield f"Lực lượng hiến máu dự bị có {number(reserve)} người."


def donation(rolled: RollUp) -> list[str]:
    """Tell who came, who gave, and what was received."""
    facts = rolled.facts
    if not facts[Fact.DONORS] and not facts[Fact.DONATIONS]:
        return [*_arrivals(rolled), "Trong kỳ báo cáo chưa ghi nhận người hiến được máu."]
    told = [*_arrivals(rolled), _givers(rolled)]
    if facts[Fact.VOLUME_ML] or bags(facts):
        told.append(_received(rolled))
    calls, units = facts[Fact.EMERGENCY_CALLS], facts[Fact.EMERGENCY_UNITS]
    if calls or units:
        told.append(
            f"Huy động khẩn cấp {number(calls)} lần, hiến {number(units)} đơn vị máu phục vụ cấp cứu."
        )
    return told


def _arrivals(rolled: RollUp) -> Iterable[str]:
    parts = _counted(
        rolled,
        {
            Fact.REGISTERED: "người đăng ký hiến máu",
            Fact.ARRIVED: "người đến tham gia",
            Fact.DEFERRED: "người được hẹn lại",
        },
    )
    if parts:
        yield f"Có {joined(parts)}."


def _counted(rolled: RollUp, words: Mapping[Fact, str]) -> list[str]:
    """Return each fact that is there with its words: `12 người đăng ký`."""
    return [f"{number(rolled.facts[fact])} {word}" for fact, word in words.items() if rolled.facts[fact]]


def _givers(rolled: RollUp) -> str:
    facts = rolled.facts
    among = _counted(
        rolled,
        {
            Fact.DONATIONS_FIRST: "lượt hiến lần đầu",
            Fact.DONATIONS_REPEAT: "lượt hiến nhắc lại",
            Fact.DONATIONS_WOMEN: "lượt của nữ",
            Fact.DONATIONS_MEMBERS: "lượt của đoàn viên",
            Fact.DONATIONS_APHERESIS: "lượt hiến thành phần máu",
        },
    )
    detail = f", trong đó có {joined(among)}" if among else ""
    return (
        f"Số người hiến được máu là {number(facts[Fact.DONORS])} người{_of_whom(rolled)}, "
        f"với {number(facts[Fact.DONATIONS])} lượt hiến{detail}."
    )


def _of_whom(rolled: RollUp) -> str:
    """Say what share of whom it is: of the members, or of all who work there where a target counts them too."""
    both = counts_workers(rolled)
    whole = rolled.whole.counts.members_and_workers if both else rolled.whole.members
    if not whole:
        return ""
    who = "tổng số đoàn viên, người lao động" if both else "số đoàn viên"
    return f", bằng {format_percent(rolled.facts[Fact.DONORS] / whole)} {who} ({number(whole)} người)"


def _received(rolled: RollUp) -> str:
    facts = rolled.facts
    sizes = [f"{number(facts[fact])} túi {name}" for fact, name in _BAG_NAMES.items() if facts[fact]]
    held = f"{number(bags(facts))} túi máu ({'; '.join(sizes)}), " if sizes else ""
    units = format_number(round(units_converted(facts[Fact.VOLUME_ML]), 1))
    return f"Tiếp nhận {held}tổng thể tích {number(facts[Fact.VOLUME_ML])} ml, bằng {units} đơn vị máu quy đổi 250 ml."


def honours(rolled: RollUp) -> list[str]:
    """Tell who was honoured."""
    parts = _counted(
        rolled,
        {
            Fact.HONOURED_PEOPLE: "cá nhân",
            Fact.HONOURED_FAMILIES: "gia đình",
            Fact.HONOURED_COLLECTIVES: "tập thể",
        },
    )
    return [f"Đã tôn vinh, khen thưởng {joined(parts)} có thành tích tiêu biểu."] if parts else []


def reporting(rolled: RollUp) -> list[str]:
    """Tell how complete the reports are, and whose are missing."""
    done = rolled.completeness
    if not rolled.children:
        return []
    detail = [f"{number(done.on_time)} đơn vị gửi đúng hạn"]
    if done.nothing:
        detail.append(f"{number(done.nothing)} đơn vị báo cáo không phát sinh")
    told = [
        f"Đã nhận báo cáo của {part_of(done.received, done.expected, 'đơn vị')}, trong đó {joined(detail)}."
    ]
    missing = [full_name(row.name) for row in rolled.missing()]
    if missing:
        told.append(f"Đơn vị trực thuộc chưa gửi báo cáo: {listed(missing)}.")
    return told


def judgement(rolled: RollUp) -> list[str]:
    """Say which of the indicators are met."""
    judged = [row for row in rolled.indicators if row.is_met is not None]
    if not judged:
        return []
    met = [_within(row.indicator.name) for row in judged if row.is_met]
    not_met = [_within(row.indicator.name) for row in judged if not row.is_met]
    told = [
        f"đạt {number(len(met))}/{number(len(judged))} chỉ tiêu" + (f" ({'; '.join(met)})" if met else "")
    ]
    if not_met:
        told.append(f"chưa đạt {number(len(not_met))} chỉ tiêu ({'; '.join(not_met)})")
    return [f"Đối chiếu với chỉ tiêu đề ra: {', '.join(told)}."]


def _within(name: str) -> str:
    """Write an indicator's name inside a sentence."""
    return name[:1].lower() + name[1:]
