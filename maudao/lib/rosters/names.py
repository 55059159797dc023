"""Names of a roster: each word is worked out once, for Vietnamese names are made of few words."""

from dataclasses import dataclass

from maudao.lib import vietnamese


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a name as it is stored, found and sorted."""

    stored: str
    folded: str
    key: str


class Words:
    """The words met so far."""

    def __init__(self) -> None:
        self._known: dict[str, Word] = {}

    def of(self, text: str) -> list[Word]:
        """Return the words of a name, in one spelling; a name all in capitals, or in none, gets its own."""
        raw = text.split()
        if text.isupper() or text.islower():
            raw = [word.title() for word in raw]
        known = self._known
        try:
            return [known[word] for word in raw]
        except KeyError:
            return [word for word in map(self._word, raw) if word.stored]

    def _word(self, raw: str) -> Word:
        if raw not in self._known:
            stored = vietnamese.normalise(raw)
            if stored and (" " in stored or "\n" in stored or "\t" in stored):
                stored = "".join(stored.split())
            self._known[raw] = Word(stored, vietnamese.fold(stored), vietnamese.sort_key(stored))
        return self._known[raw]


def stored(words: list[Word]) -> str:
    """Return a name as it is stored."""
    return " ".join([word.stored for word in words])


def folded(words: list[Word]) -> str:
    """Return a name as it is found."""
    return " ".join([word.folded for word in words])


def sort_key(name: str, words: Words) -> str:
    """Return a name as it is sorted."""
    if "-" in name or "–" in name:  # two words to the one who sorts
        return vietnamese.sort_key(name)
    parts = words.of(name)
    return " ".join([word.key for word in [*parts[-1:], *parts[:-1]] if word.key])
