"""The shapes of input on report pages."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maudao.campaigns.rules import Fact
from maudao.lib import vietnamese
from maudao.organization.models import Office
from maudao.reports.actions import Draft
from maudao.reports.models import Report
from maudao.reports.queries import OwnFigures, Stand
from maudao.reports.rules.figures import Asked
from maudao.reports.rules.timeliness import EXTENSION_DAYS

_MOST = 10**12
TEXTS = ("results", "difficulties", "proposals")


class ReportForm(forms.Form):
    """A unit's own figures and words. A field left empty says: as counted."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    basis = forms.CharField(widget=forms.HiddenInput, required=False)
    results = forms.CharField(
        label=gettext_lazy("Kết quả nổi bật"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    difficulties = forms.CharField(
        label=gettext_lazy("Khó khăn, vướng mắc"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    proposals = forms.CharField(
        label=gettext_lazy("Đề xuất, kiến nghị"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        report: Report,
        own: OwnFigures,
        asked: Asked,
        *,
        link: Callable[[Fact], str],
        data: Mapping[str, Any] | None = None,
        texts: Mapping[str, str] | None = None,
    ) -> None:
        """`link` gives the page that says what a counted figure is made of; `texts` stand in for the report's own."""
        self.asked, self.own = asked, own
        words = {name: getattr(report, name) for name in TEXTS} | dict(texts or {})
        super().__init__(data, initial={"version": report.version, "basis": own.basis, **words})
        for fact in asked.all:
            self.fields[fact.value] = self._field(fact, link(fact))

    def _field(self, fact: Fact, link: str) -> forms.IntegerField:
        counted = self.own.counted[fact]
        stands = counted + self.own.typed_by_hand[fact]
        return forms.IntegerField(
            label=str(fact.label)[:1].upper() + str(fact.label)[1:],
            required=False,
            min_value=0,
            max_value=_MOST,
            initial=stands or None,
            widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": "1"}),
            help_text=_counted(counted, link) if counted else "",
        )

    def visible(self) -> list[forms.BoundField]:
        """The few figures that are asked for at once."""
        return [self[fact.value] for fact in self.asked.visible]

    def more(self) -> list[forms.BoundField]:
        """All other figures."""
        return [self[fact.value] for fact in self.asked.more]

    def words(self) -> list[forms.BoundField]:
        """The unit's own words."""
        return [self[name] for name in TEXTS]

    @property
    def has_more(self) -> bool:
        """Whether one of the other figures was typed, or is wrong: then they are shown."""
        typed = any(self.own.typed_by_hand[fact] for fact in self.asked.more)
        return typed or (self.is_bound and any(field.errors for field in self.more()))

    @property
    def counted_more(self) -> int:
        """How many of the other figures have been counted from records."""
        return sum(bool(self.own.counted[fact]) for fact in self.asked.more)

    @property
    def has_words(self) -> bool:
        """Whether anything is written."""
        return any(field.value() for field in self.words())

    def draft(self) -> Draft:
        """Return what a valid form says."""
        given = self.cleaned_data
        return Draft(
            totals={fact: given[fact.value] for fact in self.asked.all if given.get(fact.value) is not None},
            basis=given["basis"],
            **{name: vietnamese.normalise(given[name]) for name in TEXTS},
        )


def _counted(counted: int, link: str) -> str:
    text = _("đếm từ hồ sơ: %(number)s") % {"number": vietnamese.format_number(counted)}
    return format_html('<a href="{}">{}</a>', link, text)


class SignForm(forms.Form):
    """Who signs, and which version of the report."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    signer = forms.CharField(label=gettext_lazy("Người ký"), max_length=120)
    signer_title = forms.CharField(label=gettext_lazy("Chức danh"), max_length=80)


def signed_by(report: Report, office: Office | None) -> dict[str, Any]:
    """Return initial values for `SignForm`: who signed last, else who holds the office."""
    name = report.signer or (office.user.full_name if office else "")
    title = report.signer_title or (office.title if office else "") or _("Chủ tịch")
    return {"version": report.version, "signer": name, "signer_title": title}


class VersionForm(forms.Form):
    """Which version of a report a button was pressed on."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReasonForm(VersionForm):
    """Why a report is given back or opened again."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=1000,
        help_text=gettext_lazy("Đơn vị đọc câu này; xin nói rõ cần làm gì."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ExtendForm(forms.Form):
    """How much longer, and why; one tap gives the usual reason."""

    days = forms.TypedChoiceField(
        label=gettext_lazy("Thêm"),
        coerce=int,
        choices=[(days, gettext_lazy("%d ngày") % days) for days in EXTENSION_DAYS],
    )
    reason = forms.CharField(label=gettext_lazy("Lý do"), max_length=300, required=False)

    def clean_reason(self) -> str:
        """Return the reason, or the usual one."""
        return str(self.cleaned_data["reason"]).strip() or _("Theo đề nghị của đơn vị")


class IssueForm(forms.Form):
    """Day and signer of an official report."""

    issued_on = forms.DateField(label=gettext_lazy("Ngày ban hành"))
    signer = forms.CharField(label=gettext_lazy("Người ký"), max_length=120)
    signer_title = forms.CharField(label=gettext_lazy("Chức danh"), max_length=80)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_issued_on(self) -> date:
        """Refuse a day that is still to come."""
        day: date = self.cleaned_data["issued_on"]
        if day > self.today:
            raise forms.ValidationError(_("Ngày ban hành không thể ở tương lai."))
        return day


class DeskFilter(forms.Form):
    """Looking for some of many reports."""

    search = forms.CharField(label=gettext_lazy("Tên hoặc mã đơn vị"), required=False)
    stand = forms.ChoiceField(label=gettext_lazy("Tình trạng"), required=False)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        stands = [(stand.value, stand.label) for stand in Stand]
        self.fields["stand"].choices = [("", _("Tất cả")), *stands]  # type: ignore[attr-defined]


class FileForm(forms.Form):
    """As of which day, and in which tree, a file is asked for."""

    as_of = forms.DateField(required=False)
    tree = forms.ChoiceField(choices=[("", ""), ("then", "then"), ("now", "now")], required=False)
