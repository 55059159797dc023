"""Fields that forms about people share: each says in plain words what is wrong with what was typed."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from maudao.donors.rules import Sex
from maudao.lib.identifiers import parse_identity, parse_phone
from maudao.lib.vietnamese import format_date, normalise, parse_date

_YEAR = re.compile(r"[0-9]{4}")
_OLDEST = 110

#: As choices stand alone on a form, with a capital.
SEXES: list[tuple[str, Any]] = [(value, capfirst(label)) for value, label in Sex.choices]


class NameField(forms.CharField):
    """A person's name, in one spelling and with single spaces."""

    def __init__(self, **kwargs: Any) -> None:
        too_long = _("Tên dài nhất 120 ký tự. Hãy xem lại: có thể nhiều người đã dán vào một ô.")
        super().__init__(
            max_length=120,
            error_messages={"required": _("Hãy nhập họ và tên."), "max_length": too_long},
            **kwargs,
        )
        self.widget.attrs.update({"autocomplete": "off", "spellcheck": "false"})

    def to_python(self, value: Any) -> str:
        name = " ".join(normalise(str(value or "")).split())
        if name and not any(letter.isalpha() for letter in name):
            raise forms.ValidationError(_("Họ và tên cần có chữ cái."), code="no_letters")
        return name


class PhoneField(forms.CharField):
    """A mobile number, as `lib.identifiers` writes it; empty where nothing was typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update({"inputmode": "tel", "autocomplete": "off"})

    def to_python(self, value: Any) -> str:
        return _read(parse_phone, value, _("Số di động cần 10 chữ số, ví dụ 0912 345 678."), "not_a_phone")


class IdentityField(forms.CharField):
    """A personal identity number, as `lib.identifiers` writes it; empty where nothing was typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> str:
        message = _(
            "Số căn cước có 12 chữ số bắt đầu bằng số 0; số chứng minh cũ có 9 chữ số. Hãy xem lại trên thẻ."
        )
        return _read(parse_identity, value, message, "not_an_identity")


def _read(parse: Any, value: Any, message: Any, code: str) -> str:
    text = str(value or "").strip()
    try:
        return str(parse(text)) if text else ""
    except ValueError as error:
        raise forms.ValidationError(message, code=code) from error


@dataclass(frozen=True)
class Birth:
    """A day of birth, or the year where no more is known."""

    on: date | None = None
    year: int | None = None

    def __str__(self) -> str:
        return format_date(self.on) if self.on else str(self.year or "")


class BirthField(forms.CharField):
    """A day of birth written dd/mm/yyyy, or the year alone; gives a `Birth`."""

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(**kwargs)
        self.widget.attrs.update(
            {"inputmode": "text", "placeholder": _("dd/mm/yyyy hoặc yyyy"), "autocomplete": "off"}
        )

    def prepare_value(self, value: Any) -> str:
        return str(value or "")

    def to_python(self, value: Any) -> Any:
        text = "" if value is None else str(value).strip()
        if not text:
            return Birth()
        birth = Birth(year=int(text)) if _YEAR.fullmatch(text) else Birth(on=self._day(text))
        year = birth.on.year if birth.on else int(birth.year or 0)
        if year > self.today.year or (birth.on and birth.on > self.today):
            message = _("Ngày sinh không thể sau hôm nay. Hãy ghi năm đủ 4 chữ số.")
            raise forms.ValidationError(message, code="in_future")
        if year < self.today.year - _OLDEST:
            raise forms.ValidationError(self._too_early(), code="too_early")
        return birth

    def validate(self, value: Any) -> None:
        """Ask for a birth where one is needed; `Birth()` is none."""
        super().validate(value if value != Birth() else "")

    def run_validators(self, value: Any) -> None:
        """Check nothing more: it is no text any more."""

    def _day(self, text: str) -> date:
        try:
            return parse_date(text)
        except ValueError as error:
            year = text[-4:]
            if _YEAR.fullmatch(year) and int(year) < 1900:
                raise forms.ValidationError(self._too_early(), code="too_early") from error
            message = _("Ngày sinh cần có dạng dd/mm/yyyy như 07/04/1990, hoặc năm như 1990.")
            raise forms.ValidationError(message, code="not_a_day") from error

    def _too_early(self) -> Any:
        return _("Năm sinh này quá xa. Hãy xem lại năm, ví dụ 1990.")
