"""Consent, one box for each purpose, never ticked beforehand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maudao.donors.rules import ConsentPurpose
from maudao.donors.rules.consents import ConsentText, consent_texts


@dataclass(frozen=True)
class Box:
    """One purpose as `donors/_consents.html` shows it: its text, its box, and whether it must be ticked."""

    text: ConsentText
    field: forms.BoundField


class ConsentForm(forms.Form):
    """Boxes for the purposes to which no consent stands yet. Shown by `donors/_consents.html`.

    `needed` must be ticked: what is asked for cannot be done without. A box is never ticked beforehand.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        on: date,
        purposes: Iterable[str] = tuple(ConsentPurpose),
        standing: Iterable[str] = (),
        needed: Iterable[str] = (),
        prefix: str = "dong-y",
    ) -> None:
        super().__init__(data, prefix=prefix)
        given = set(standing)
        self.texts = consent_texts(on, [purpose for purpose in purposes if purpose not in given])
        for text in self.texts:
            self.fields[text.purpose] = forms.BooleanField(
                label=text.title,
                required=text.purpose in set(needed),
                error_messages={"required": _("Cần đánh dấu vào ô này thì mới làm tiếp được.")},
            )

    @property
    def boxes(self) -> Iterator[Box]:
        """The boxes, with their texts."""
        return (Box(text, self[text.purpose]) for text in self.texts)

    @property
    def common(self) -> ConsentText | None:
        """Any of the texts, for what they all say: who answers for the data, rights and duties."""
        return self.texts[0] if self.texts else None

    def given(self) -> list[ConsentPurpose]:
        """Return the purposes that were ticked."""
        return [text.purpose for text in self.texts if self.cleaned_data[text.purpose]]
