"""Tree paths as stored text: `"1/23/456/"`, a unit's own number last.

Every segment ends in the delimiter, so `path LIKE '1/23/%'` is exactly the subtree of 1/23/ (with itself), and
never that of 1/234/. The delimiter sorts before the digits: ordered by path under the C collation, a parent
stands before its children, and each subtree in one piece.
"""

DELIMITER = "/"
ROOT = ""
"""The path above the topmost unit."""


def child_path(parent_path: str, number: int) -> str:
    """Give the path of the unit `number` under `parent_path`, which is `ROOT` for a topmost unit.

    Raises:
        ValueError: `parent_path` is not a path, or already holds `number`.
    """
    if number <= 0:
        raise ValueError(f"not the number of a unit: {number}")
    if number in numbers(parent_path):
        raise ValueError(f"{number} would stand below itself: {parent_path}")
    return f"{parent_path}{number}{DELIMITER}"


def is_within(path: str, ancestor: str) -> bool:
    """Tell whether `path` is `ancestor` itself or stands below it."""
    return path.startswith(ancestor)


def ancestors(path: str) -> list[str]:
    """Give the paths above `path`, topmost first, without itself."""
    ends = [index + 1 for index, character in enumerate(path) if character == DELIMITER]
    return [path[:end] for end in ends[:-1]]


def depth(path: str) -> int:
    """Count the levels of `path`: 1 for a topmost unit."""
    return path.count(DELIMITER)


def numbers(path: str) -> list[int]:
    """Give the numbers of the units on the way down `path`, its own last.

    Raises:
        ValueError: it is not a path.
    """
    if path and not path.endswith(DELIMITER):
        raise ValueError(f"not a path: {path}")
    return [int(segment) for segment in path.split(DELIMITER)[:-1]]


def moved(path: str, *, old: str, new: str) -> str:
    """Give the path of a unit at or below `old` after `old` has become `new`.

    Raises:
        ValueError: `path` is not within `old`, or `new` would be below `old`.
    """
    if not is_within(path, old) or (new != old and is_within(new, old)):
        raise ValueError(f"{path} cannot move from {old} to {new}")
    return new + path.removeprefix(old)
