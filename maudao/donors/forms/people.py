"""A person of the unit, as a chair types them; and looking for some of many."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maudao.campaigns.forms.fields import DayField
from maudao.donors.actions.people import Person
from maudao.donors.forms.consents import ConsentForm
from maudao.donors.forms.fields import SEXES, Birth, BirthField, IdentityField, NameField, PhoneField
from maudao.donors.rules import BloodGroup, BloodGroupSource, ConsentPurpose
from maudao.organization.sealing import sealer

_UNKNOWN = ("", _("Chưa biết"))


class PersonForm(forms.Form):
    """Name, birth, sex, numbers; a blood group only with its consent, which a paper may bring at once.

    `person` is what the record says now, to be corrected; without it, somebody new. `consented` says that consent to
    keep the blood group stands.
    """

    full_name = NameField(label=_("Họ và tên"))
    sex = forms.ChoiceField(label=_("Giới tính"), choices=[_UNKNOWN, *SEXES], required=False)
    phone = PhoneField(
        label=_("Số điện thoại di động"), required=False, help_text=_("Nhiều người có thể dùng chung một số.")
    )
    identity = IdentityField(label=_("Số căn cước"), required=False)
    blood_group = forms.ChoiceField(
        label=_("Nhóm máu"), choices=[_UNKNOWN, *BloodGroup.choices], required=False
    )
    blood_group_source = forms.ChoiceField(
        label=_("Nhóm máu này"), choices=[("", "—"), *BloodGroupSource.choices], required=False
    )

    def __init__(
        self, data: Any = None, *, today: date, person: Person | None = None, consented: bool = False
    ) -> None:
        self.person, self.consented = person, consented
        super().__init__(data, initial=_initial(person, consented=consented))
        self.fields["birth"] = BirthField(label=_("Ngày sinh hoặc năm sinh"), today=today, required=False)
        standing = [ConsentPurpose.BLOOD_GROUP] if consented else []
        self.consents = ConsentForm(
            data, on=today, purposes=[ConsentPurpose.BLOOD_GROUP], standing=standing, prefix="giay"
        )
        if person is None:
            self.fields["member_from"] = DayField(
                label=_("Là đoàn viên từ ngày"),
                initial=today,
                help_text=_("Không nhớ ngày thì để hôm nay."),
            )
        elif person.identity:
            self.fields["forget_identity"] = forms.BooleanField(label=_("Xoá số đang lưu"), required=False)
            self.fields["identity"].help_text = _(
                "Đang lưu số có 4 số cuối %(last4)s. Để trống nếu không đổi."
            ) % {"last4": person.identity[-4:]}
        self.today = today

    @property
    def is_blood_group_open(self) -> bool:
        """Whether the part about the blood group is to be seen at once."""
        names = ("blood_group", "blood_group_source")
        return any(self[name].value() or self[name].errors for name in names) or bool(self.purposes())

    def clean_member_from(self) -> date:
        """Take no day that is still to come."""
        day: date = self.cleaned_data["member_from"]
        if day > self.today:
            raise forms.ValidationError(_("Ngày này còn ở phía trước; hãy ghi từ hôm nay."), code="in_future")
        return day

    def clean(self) -> dict[str, Any]:
        """Keep a blood group only with its consent and its source."""
        given: dict[str, Any] = self.cleaned_data
        group = given.get("blood_group")
        if group and not given.get("blood_group_source"):
            self.add_error(
                "blood_group_source",
                forms.ValidationError(_("Hãy chọn: tự khai hay từ kết quả xét nghiệm."), code="no_source"),
            )
        if group and not self.consented and not self.purposes():
            message = _("Chỉ lưu nhóm máu khi người đó đã đồng ý: đánh dấu ô đồng ý bên dưới, hoặc để trống.")
            self.add_error("blood_group", forms.ValidationError(message, code="no_consent"))
        return given

    def purposes(self) -> list[ConsentPurpose]:
        """Return the consents that came on paper."""
        return self.consents.given() if self.consents.is_valid() else []

    def said(self) -> Person:
        """Return what was typed; a number that was left as it is stays."""
        given = self.cleaned_data
        birth: Birth = given["birth"]
        kept = self.person.identity if self.person and not given.get("forget_identity") else ""
        group = given["blood_group"]
        return Person(
            full_name=given["full_name"],
            birth_date=birth.on,
            birth_year=birth.year,
            sex=given["sex"],
            phone=given["phone"],
            identity=given["identity"] or kept,
            blood_group=group,
            blood_group_source=given["blood_group_source"] if group else "",
        )


class EditForm(PersonForm):
    """A record to be corrected, which nobody else may have changed since the page was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, today: date, person: Person, consented: bool) -> None:
        super().__init__(data, today=today, person=person, consented=consented)
        self.initial["seen"] = _mark(person)

    def clean(self) -> dict[str, Any]:
        """Refuse to overwrite what somebody else has written meanwhile; sent once more, it is taken."""
        given = super().clean()
        assert self.person is not None
        if given.get("seen") != _mark(self.person):
            self.data = {name: self.data.get(name) for name in self.data} | {"seen": _mark(self.person)}
            message = _(
                "Có người vừa sửa hồ sơ này. Hãy xem lại các ô bên dưới rồi lưu lần nữa; bản đang lưu có tên %(name)s."
            )
            raise forms.ValidationError(
                message, code="changed_meanwhile", params={"name": self.person.full_name}
            )
        return given


def _mark(person: Person) -> str:
    """Return a mark of what a record says, which tells nothing of it."""
    return sealer().fingerprint(repr(person), purpose="seen")[:16]


def _initial(person: Person | None, *, consented: bool) -> dict[str, Any]:
    if person is None:
        return {}
    shown = person if consented else replace(person, blood_group="", blood_group_source="")
    return {
        "full_name": shown.full_name,
        "birth": Birth(shown.birth_date, shown.birth_year),
        "sex": shown.sex,
        "phone": shown.phone,
        "blood_group": shown.blood_group,
        "blood_group_source": shown.blood_group_source,
    }


class LeaveForm(forms.Form):
    """The last day of a membership."""

    last_day = DayField(label=_("Ngày cuối cùng là đoàn viên của đơn vị"))

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"last_day": today})


class PaperForm(forms.Form):
    """When a paper was signed."""

    signed_on = DayField(label=_("Ngày ký trên giấy"))

    def __init__(self, data: Any = None, *, today: date) -> None:
        self.today = today
        super().__init__(data, initial={"signed_on": today})

    def clean_signed_on(self) -> date:
        """Take no day that is still to come."""
        day: date = self.cleaned_data["signed_on"]
        if day > self.today:
            message = _("Ngày ký không thể sau hôm nay.")
            raise forms.ValidationError(message, code="signed_in_future")
        return day


class PeopleFilter(forms.Form):
    """Some of the people of a unit."""

    tim = forms.CharField(
        label=_("Tên, điện thoại, 4 số cuối căn cước"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    loc = forms.ChoiceField(
        label=_("Chỉ xem"),
        required=False,
        choices=[
            ("", _("Tất cả đoàn viên")),
            ("co-so", _("Có số điện thoại")),
            ("chua-co-so", _("Chưa có số điện thoại")),
            ("da-dong-y", _("Đã ghi sự đồng ý")),
            ("chua-dong-y", _("Chưa ghi sự đồng ý")),
            ("da-roi", _("Đã rời đơn vị")),
        ],
    )

    def chosen(self) -> dict[str, Any]:
        """Return the arguments of `people_of`; what is not one of the choices is no filter."""
        self.is_valid()
        given = self.cleaned_data
        return {"search": given.get("tim", ""), **_CHOICES.get(given.get("loc", ""), {})}


_CHOICES: dict[str, dict[str, Any]] = {
    "co-so": {"has_phone": True},
    "chua-co-so": {"has_phone": False},
    "da-dong-y": {"has_consented": True},
    "chua-dong-y": {"has_consented": False},
    "da-roi": {"has_left": True},
}
