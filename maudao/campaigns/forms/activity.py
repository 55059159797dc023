"""What a unit did: short enough for a phone."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maudao.campaigns.actions import EvidenceFile, EvidenceLink, EvidencePhoto, Piece
from maudao.campaigns.forms.fields import CountField, DayField, FilesField
from maudao.campaigns.rules import FIGURES, ActivityKind, Fact

_MOST_BYTES = 10 * 1024 * 1024


class ActivityForm(forms.Form):
    """One activity of a kind: its day, one number, a photo; the rest only for who wants to say more."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Nội dung"), max_length=300)
    held_on = DayField(label=_("Ngày"))
    camera = FilesField(label=_("Chụp ảnh"), attrs={"accept": "image/*", "capture": "environment"})
    photos = FilesField(label=_("Chọn ảnh có sẵn"), attrs={"accept": "image/*"})
    place = forms.CharField(label=_("Địa điểm"), max_length=200, required=False)
    link = forms.CharField(
        label=_("Liên kết bài đăng"),
        max_length=500,
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    file = FilesField(label=_("Tệp PDF, DOCX, XLSX (tối đa 10 MB)"), attrs={"accept": ".pdf,.docx,.xlsx"})
    is_other_drive = forms.BooleanField(label=_("Đây là đợt khác, chưa được đếm"), required=False)

    def __init__(
        self,
        kind: ActivityKind,
        data: Any = None,
        files: Any = None,
        *,
        today: date,
        counted: Callable[[date], list[str]] = lambda day: [],
    ) -> None:
        """`counted` names the drives of a day whose figures count by themselves."""
        self.kind, self.today, self.counted = kind, today, counted
        title = str(kind.label)
        initial = {"key": uuid.uuid4(), "held_on": today, "title": title[:1].upper() + title[1:]}
        super().__init__(data, files, initial=initial)
        for figure in FIGURES[kind]:
            self.fields[f"fact-{figure.fact}"] = CountField(
                label=figure.label, help_text=figure.help, required=False
            )

    @property
    def first_figure(self) -> forms.BoundField:
        """The one number that is asked for at once."""
        return self[f"fact-{FIGURES[self.kind][0].fact}"]

    @property
    def more_figures(self) -> list[forms.BoundField]:
        """Numbers for who knows them."""
        return [self[f"fact-{figure.fact}"] for figure in FIGURES[self.kind][1:]]

    @property
    def has_more_errors(self) -> bool:
        """Whether something is wrong in the part that is folded away."""
        names = [field.name for field in self.more_figures] + ["place", "link", "file", "photos"]
        return any(name in self.errors for name in names)

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        if day > self.today:
            message = _("Hoạt động ghi sau khi đã diễn ra; ngày không thể sau hôm nay.")
            raise forms.ValidationError(message, code="in_future")
        return day

    def clean(self) -> dict[str, Any]:
        """Ask whether figures of a drive are of one that counts by itself: they would count twice."""
        given = super().clean() or self.cleaned_data
        day = given.get("held_on")
        if self.kind is not ActivityKind.DRIVE or day is None or given.get("is_other_drive"):
            return given
        if any(given.get(f"fact-{figure.fact}") for figure in FIGURES[self.kind]) and (
            found := self.counted(day)
        ):
            told = _(
                "Số liệu của “%(drive)s” trong ngày này đã tự đếm từ danh sách hiến máu. "
                "Hãy để trống các số để không đếm hai lần; nếu đây là đợt khác thì đánh dấu vào ô này."
            )
            params = {"drive": ", ".join(found)}
            self.add_error(
                "is_other_drive", forms.ValidationError(told, code="counted_already", params=params)
            )
        return given

    def facts(self) -> dict[Fact, int]:
        """Return the numbers that were typed."""
        typed = {figure.fact: self.cleaned_data[f"fact-{figure.fact}"] for figure in FIGURES[self.kind]}
        return {fact: value for fact, value in typed.items() if value is not None}

    def evidence(self) -> list[Piece]:
        """Return what was sent as evidence, photos first."""
        given = self.cleaned_data
        photos = [EvidencePhoto(_read(file)) for file in [*given["camera"], *given["photos"]]]
        files = [EvidenceFile(file.name, _read(file)) for file in given["file"]]
        links = [EvidenceLink(given["link"])] if given["link"] else []
        return [*photos, *links, *files]


def _read(file: Any) -> bytes:
    """Read a file, and one byte more than is allowed, so that the rule that refuses it sees that it is too large."""
    data: bytes = file.read(_MOST_BYTES + 1)
    return data
