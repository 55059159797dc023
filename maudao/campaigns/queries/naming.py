"""What a campaign is called where several stand side by side."""

from collections.abc import Callable, Iterable

from maudao.campaigns.models import Campaign

_TELLS_APART: tuple[Callable[[Campaign], str], ...] = (
    lambda one: one.unit.name,
    lambda one: f"{one.starts_on:%d/%m/%Y} – {one.ends_on:%d/%m/%Y}",
    lambda one: one.code,
)


def titles(campaigns: Iterable[Campaign]) -> dict[int, str]:
    """Return what each of several campaigns is called, by number.

    Of those with one title each says what tells it apart: the unit that launched it, else its days, else its code.
    `unit` should be loaded.
    """
    same: dict[str, dict[int, Campaign]] = {}
    for one in campaigns:
        same.setdefault(" ".join(one.title.casefold().split()), {})[one.pk] = one
    return {pk: title for group in same.values() for pk, title in _told_apart(list(group.values())).items()}


def _told_apart(group: list[Campaign]) -> dict[int, str]:
    if len(group) == 1:
        return {group[0].pk: group[0].title}
    marks = next(
        found for mark in _TELLS_APART if len(set(found := [mark(one) for one in group])) == len(group)
    )
    return {one.pk: f"{one.title} ({mark})" for one, mark in zip(group, marks, strict=True)}
