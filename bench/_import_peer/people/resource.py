"""The roster's columns, read and checked by django-import-export."""

import re
import unicodedata

from import_export import resources
from import_export.fields import Field
from import_export.instance_loaders import CachedInstanceLoader
from import_export.widgets import CharWidget, DateWidget

from people.models import Person


class Matching(CharWidget):
    """Text of a given shape."""

    def __init__(self, pattern):
        super().__init__()
        self.pattern = re.compile(pattern)

    def clean(self, value, row=None, **kwargs):
        text = super().clean(value, row, **kwargs)
        if not text or not self.pattern.fullmatch(text):
            raise ValueError(f"not {self.pattern.pattern}")
        return text


class Sex(CharWidget):
    """ "Nam" or "Nữ"."""

    def clean(self, value, row=None, **kwargs):
        return {"Nam": "M", "Nữ": "F"}[value]


def fold(text):
    """Give the form to search by."""
    plain = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return " ".join("".join(c for c in plain if unicodedata.category(c) != "Mn").split())


class Roster(resources.ModelResource):
    """In bulk, as its documentation recommends for speed: batches of 1,000, all people loaded once, no differences."""

    full_name = Field("full_name", "Họ và tên", Matching(r"[^\d]{2,120}"))
    birth_date = Field("birth_date", "Ngày sinh", DateWidget("%d/%m/%Y"))
    sex = Field("sex", "Giới tính", Sex())
    identity = Field("identity", "Số CCCD", Matching(r"0\d{11}"))
    phone = Field("phone", "Điện thoại", Matching(r"0[35789]\d{8}"))

    class Meta:
        model = Person
        fields = ("full_name", "birth_date", "sex", "identity", "phone")
        import_id_fields = ("identity",)
        instance_loader_class = CachedInstanceLoader
        use_bulk = True
        batch_size = 1000
        use_transactions = True
        skip_diff = True
        report_skipped = False

    def before_save_instance(self, instance, row, **kwargs):
        instance.name_folded = fold(instance.full_name)


class Again(Roster):
    """The same, leaving out the rows that say what is there; it then has to compare."""

    class Meta(Roster.Meta):
        skip_unchanged = True
        skip_diff = False
        skip_html_diff = True
