"""The text of a draft, block by block, and its issue."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maudao.documents.forms.fields import LineField, date_field
from maudao.documents.writer.blocks import (
    Block,
    Bullets,
    Heading,
    Numbered,
    OfficialDocument,
    Paragraph,
    Signature,
    Text,
    runs_of,
)
from maudao.lib import vietnamese


def plain(text: Text) -> str:
    """Return the words of a text without its styles."""
    return "".join(run.text for run in runs_of(text))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in vietnamese.normalise(text).split("\n") if line.strip())


class DraftForm(forms.Form):
    """What a draft says. A block whose words stay the same keeps its styles; tables are made from figures, not here."""

    subject = LineField(label=_("Trích yếu"), widget=forms.Textarea(attrs={"rows": 2}))
    addressees = forms.CharField(
        label=_("Kính gửi (mỗi nơi một dòng)"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    bases = forms.CharField(
        label=_("Căn cứ (mỗi căn cứ một dòng)"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    added = forms.CharField(
        label=_("Thêm đoạn vào cuối"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    recipients = forms.CharField(
        label=_("Nơi nhận (mỗi nơi một dòng)"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    authority = LineField(label=_("Ký thay mặt (TM. …)"), required=False)
    deputising = LineField(label=_("Ký thay (KT. …)"), required=False)
    title = LineField(label=_("Chức vụ người ký"), required=False)
    name = LineField(label=_("Họ tên người ký"), required=False)

    def __init__(self, content: OfficialDocument, data: Any = None) -> None:
        self.content = content
        signature = content.signature or Signature(title="")
        initial = {
            "subject": content.subject,
            "addressees": "\n".join(content.addressees),
            "bases": "\n".join(content.bases),
            "recipients": "\n".join(content.recipients),
            **{name: getattr(signature, name) for name in ("authority", "deputising", "title", "name")},
        }
        super().__init__(data, initial=initial)
        for place, block in enumerate(content.body):
            if (words := _words(block)) is not None:
                self.fields[f"block-{place}"] = _field(block, words)

    def block_fields(self) -> Iterator[forms.BoundField]:
        """Yield the fields of the body, in its order."""
        return (self[name] for name in self.fields if name.startswith("block-"))

    def revised(self) -> OfficialDocument:
        """Return the content with what was typed; an emptied block goes."""
        given = self.cleaned_data
        body = [self._block(place, block) for place, block in enumerate(self.content.body)]
        added = [Paragraph(line) for line in _lines(given["added"])]
        return replace(
            self.content,
            subject=given["subject"],
            addressees=_lines(given["addressees"]),
            bases=_lines(given["bases"]),
            body=tuple(block for block in (*body, *added) if block is not None),
            recipients=_lines(given["recipients"]),
            signature=self._signature(),
        )

    def _block(self, place: int, block: Block) -> Block | None:
        before = _words(block)
        if before is None:
            return block
        words = vietnamese.normalise(self.cleaned_data[f"block-{place}"]).strip()
        if words == vietnamese.normalise(before).strip():
            return block
        if not words:
            return None
        if isinstance(block, Bullets | Numbered):
            return replace(block, items=_lines(words))
        return replace(block, text=words) if isinstance(block, Heading | Paragraph) else block

    def _signature(self) -> Signature | None:
        given = self.cleaned_data
        signature = replace(
            self.content.signature or Signature(title=""),
            authority=given["authority"] or "",
            deputising=given["deputising"] or "",
            title=given["title"] or "",
            name=given["name"] or "",
        )
        return signature if self.content.signature or signature != Signature(title="") else None


def _words(block: Block) -> str | None:
    """Return what can be edited of a block; None where nothing can."""
    match block:
        case Heading(text=text) | Paragraph(text=text):
            return plain(text)
        case Bullets(items=items) | Numbered(items=items):
            return "\n".join(plain(item).replace("\n", " ") for item in items)
    return None


def _field(block: Block, words: str) -> forms.CharField:
    labels = {Heading: _("Mục"), Paragraph: _("Đoạn"), Bullets: _("Các ý (mỗi ý một dòng)")}
    label = labels.get(type(block), _("Các ý (mỗi ý một dòng)"))
    rows = 1 if isinstance(block, Heading) else 3
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, initial=words, required=False, strip=False, widget=widget)


class IssueForm(forms.Form):
    """The day on which a document is issued, and who signs it."""

    issued_on = date_field(_("Ngày ban hành"))
    signer = LineField(label=_("Người ký"), max_length=120)

    def __init__(self, data: Any = None, *, today: date, signer: str = "") -> None:
        self.today = today
        super().__init__(data, initial={"issued_on": today, "signer": signer})

    def clean_issued_on(self) -> date:
        day: date = self.cleaned_data["issued_on"]
        if day > self.today:
            raise forms.ValidationError(_("Ngày ban hành không thể sau hôm nay."), code="future")
        return day
