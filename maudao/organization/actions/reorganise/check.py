"""Everything that is wrong with a decision, asked of the tree."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from maudao.organization.actions.reorganise.decision import Create, Decision, Fault, Split
from maudao.organization.actions.reorganise.tree import Outcome, Tree
from maudao.organization.models import Unit

_FINEST_SHARE = Decimal("0.00001")


def faults(decision: Decision, tree: Tree, made: Outcome, *, within: Unit | None = None) -> list[Fault]:
    """List every fault of a decision; `within` is the unit outside whose subtree it may touch nothing."""
    found = [
        *_named_twice(decision),
        *_codes(decision, tree, made, within),
        *_shares(decision),
        *_subjects(decision, tree, made),
        *_targets(decision, tree, made),
        *_cycles(decision, tree, made),
        *_children_left(decision, tree, made),
        *_below(decision, tree, made),
    ]
    return sorted(found, key=lambda fault: fault.change)


def _named_twice(decision: Decision) -> Iterator[Fault]:
    named = [(number, code) for number, change in decision.numbered() for code in change.subjects]
    named += [
        (number, create.unit) for number, create in decision.creations() if (number, create.unit) not in named
    ]
    times = Counter(code for _number, code in named)
    reported: set[str] = set()
    for number, code in named:
        if times[code] > 1 and code not in reported:
            reported.add(code)
            yield Fault("named_twice", _("Đơn vị %(unit)s được nêu hai lần.") % {"unit": code}, number, code)


def _codes(decision: Decision, tree: Tree, made: Outcome, within: Unit | None) -> Iterator[Fault]:
    known = {code for code, node in tree.nodes.items() if within is None or node.path.startswith(within.path)}
    for number, create in decision.creations():
        if create.unit in tree:
            yield Fault(
                "already_exists", _("Mã %(unit)s đã có.") % {"unit": create.unit}, number, create.unit
            )
    for number, code in _references(decision):
        if code not in known and code not in made.created:
            yield Fault("unknown_code", _("Không có đơn vị nào mã %(unit)s.") % {"unit": code}, number, code)


def _references(decision: Decision) -> Iterator[tuple[int, str]]:
    """Return each code that must exist, with the change that names it."""
    for number, change in decision.numbered():
        subjects = () if isinstance(change, Create) else change.subjects
        yield from ((number, code) for code in dict.fromkeys((*subjects, *change.targets)))
    for number, create in decision.creations():
        if not isinstance(decision.changes[number - 1], Create):
            yield number, create.parent


def _shares(decision: Decision) -> Iterator[Fault]:
    for number, change in decision.numbered():
        if isinstance(change, Split):
            if any(share <= 0 or share != share.quantize(_FINEST_SHARE) for share in change.into.values()):
                message = _("Mỗi tỷ lệ phải lớn hơn 0 và có nhiều nhất 5 chữ số thập phân.")
                yield Fault("bad_share", message, number, change.unit)
            if (total := sum(change.into.values())) != 1:
                message = _("Các tỷ lệ cộng lại được %(total)s, phải bằng 1.") % {"total": total}
                yield Fault("shares", message, number, change.unit)


def _subjects(decision: Decision, tree: Tree, made: Outcome) -> Iterator[Fault]:
    """Units that change must be open on the day, and not have changed since."""
    day = decision.in_force_on
    for number, change in decision.numbered():
        for code in dict.fromkeys(change.subjects):
            if code not in tree or isinstance(change, Create):
                continue
            node = tree[code]
            first = node.opened_on + timedelta(days=1) if code in made.closed else node.opened_on
            if node.closed_on:
                yield Fault(
                    "already_closed", _("Đơn vị %(unit)s đã kết thúc.") % {"unit": code}, number, code
                )
            elif day < first:
                message = _("Ngày hiệu lực đứng trước khi đơn vị %(unit)s được thành lập.") % {"unit": code}
                yield Fault("before_opening", message, number, code)
            elif node.placed_on and day < node.placed_on:
                message = _("Đơn vị %(unit)s đã được sắp xếp lại sau ngày hiệu lực.") % {"unit": code}
                yield Fault("later_placement", message, number, code)


def _targets(decision: Decision, tree: Tree, made: Outcome) -> Iterator[Fault]:
    """Units that receive must be open from the day on."""
    for number, code in _references(decision):
        if code in made.closed and code in _received(decision, number):
            message = _("Đơn vị %(unit)s kết thúc theo chính quyết định này, không nhận được đơn vị khác.")
            yield Fault("successor_closed", message % {"unit": code}, number, code)
        elif code in tree and code in _received(decision, number):
            if tree[code].closed_on:
                yield Fault(
                    "already_closed", _("Đơn vị %(unit)s đã kết thúc.") % {"unit": code}, number, code
                )
            elif decision.in_force_on < tree[code].opened_on:
                message = _("Ngày hiệu lực đứng trước khi đơn vị %(unit)s được thành lập.") % {"unit": code}
                yield Fault("before_opening", message, number, code)


def _received(decision: Decision, number: int) -> set[str]:
    parents = {create.parent for place, create in decision.creations() if place == number}
    return {*decision.changes[number - 1].targets, *parents}


def _cycles(decision: Decision, tree: Tree, made: Outcome) -> Iterator[Fault]:
    for number, change in decision.numbered():
        for code in (*change.subjects, *change.targets):
            if _meets_itself(code, tree, made):
                message = _("Đơn vị %(unit)s sẽ nằm dưới chính nó.") % {"unit": code}
                yield Fault("cycle", message, number, code)
                break


def _meets_itself(code: str, tree: Tree, made: Outcome) -> bool:
    seen, above = {code}, made.parent(code, tree)
    while above is not None and above not in seen:
        seen.add(above)
        above = made.parent(above, tree)
    return above is not None


def _children_left(decision: Decision, tree: Tree, made: Outcome) -> Iterator[Fault]:
    """A unit cannot end while open units stand below it."""
    for number, change in decision.numbered():
        for code in change.subjects:
            if code in made.closed and code in tree:
                left = [child for child in tree.children(code) if _stays(child, code, tree, made)]
                if left:
                    message = _("Đơn vị %(unit)s kết thúc mà còn đơn vị trực thuộc: %(left)s.")
                    listed = ", ".join(left[:10]) + ("…" if len(left) > 10 else "")
                    yield Fault("children_left", message % {"unit": code, "left": listed}, number, code)


def _stays(child: str, parent: str, tree: Tree, made: Outcome) -> bool:
    is_open = tree[child].closed_on is None and child not in made.closed
    return is_open and made.parent(child, tree) == parent


def _below(decision: Decision, tree: Tree, made: Outcome) -> Iterator[Fault]:
    """What moves along must not have been moved since the day, unless it only opened since."""
    subjects = {code for change in decision.changes for code in change.subjects}
    moving = [code for code in made.parents if code in tree]
    along = {below for code in moving for below in tree.subtree(code)} - subjects
    for code in sorted(along):
        placed = tree[code].placed_on
        if placed and decision.in_force_on < placed and placed != tree[code].opened_on:
            message = _("Đơn vị %(unit)s đã được sắp xếp lại sau ngày hiệu lực.") % {"unit": code}
            yield Fault("later_placement", message, 0, code)
