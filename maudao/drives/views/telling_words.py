"""What a host reads of who learns that a drive moves or is cancelled: before it is done, and after."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from maudao.drives.queries.drives import ToTell
from maudao.drives.rules.telling import Delivery, delivery
from maudao.messaging.channels import can_send


def delivery_of(days: Collection[date], *, now: datetime) -> Delivery:
    """Return when people are told of a change that concerns these days, decided now."""
    return delivery(days, at=now, has_channel=can_send())


@dataclass(frozen=True)
class Forewarning:
    """Who will be told: a notice, and how many the main button says that it tells (0: it does not say)."""

    delivery: Delivery
    told: int
    tone: str
    title: str
    text: str


def forewarning(to_tell: ToTell, when: Delivery, *, moves: bool = False) -> Forewarning:
    """Return what the page says before anything is done. Where a drive `moves` to is not known yet."""
    people, by_message = to_tell.by_message + to_tell.by_chair, to_tell.by_message
    if not people:
        return Forewarning(when, 0, "info", "", _("Chưa có ai đăng ký, nên không cần báo ai."))
    if when == Delivery.NEVER and by_message:
        title = _("Máy chủ này chưa gửi tin nhắn: %(people)s người chưa được báo") % {"people": people}
        text = _(
            "Công đoàn cơ sở của họ thấy việc này ở Cần làm. Ai không thuộc đơn vị nào thì báo cách khác."
        )
        return Forewarning(when, 0, "warn", title, text)
    is_soon = when == Delivery.MORNING and moves and by_message
    texts = [_("Nếu dời sang hôm nay hoặc ngày mai thì họ nhận ngay.")] if is_soon else []
    texts += [_by_chair(to_tell.by_chair)] if to_tell.by_chair else []
    texts = texts or [_("Ai đã đăng ký hoặc đang chờ chỗ đều được báo.")]
    return Forewarning(when, by_message, "warn", _title(by_message, when), " ".join(texts))


def _title(people: int, when: Delivery) -> str:
    if not people:
        return ""
    if when == Delivery.MORNING:
        return _("%(people)s người sẽ nhận tin nhắn từ 7 giờ sáng") % {"people": people}
    return _("%(people)s người sẽ nhận tin nhắn ngay") % {"people": people}


def _by_chair(people: int) -> str:
    return _(
        "%(people)s người không có số điện thoại: công đoàn cơ sở của họ thấy ở Cần làm để báo tận nơi."
    ) % {"people": people}


def told_sentence(told: ToTell, when: Delivery) -> str:
    """Return who is being told, and whom somebody still has to tell."""
    if not (told.by_message or told.by_chair):
        return _("Chưa có ai đăng ký, nên không cần báo.")
    said = [_by_message(told.by_message, when)] if told.by_message else []
    if told.by_chair:
        said.append(_without_phone(told.by_chair))
    if told.units:
        units = _("%(units)s đơn vị thấy ở trang Cần làm phải báo cho ai của mình.") % {"units": told.units}
        said.append(units)
    return " ".join(said)


def _without_phone(people: int) -> str:
    return _("%(people)s người không có số điện thoại, phải báo tận nơi.") % {"people": people}


def _by_message(people: int, when: Delivery) -> str:
    sentences = {
        Delivery.NOW: _("Đang nhắn tin cho %(people)s người."),
        Delivery.MORNING: _("Tin nhắn đến %(people)s người từ 7 giờ sáng."),
        Delivery.NEVER: _(
            "Máy chủ chưa gửi tin nhắn, nên %(people)s người chưa được báo: hãy báo cách khác."
        ),
    }
    return sentences[when] % {"people": people}
