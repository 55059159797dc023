"""How counted figures are told."""

from collections import Counter

from django.utils.translation import gettext as _

from maudao.campaigns.rules import Fact
from maudao.lib.vietnamese import format_number


def late_sentence(late: Counter[Fact]) -> str:
    """Say what was recorded after the report that counts it was sent; empty where nothing waits.

    `late` is what `late_facts` or `late_of_drive` returns.
    """
    if not late:
        return ""
    told = [
        _("%(count)s lượt hiến") % {"count": format_number(late[Fact.DONATIONS])}
        if late[Fact.DONATIONS] > 0
        else "",
        _("%(count)s lượt đăng ký") % {"count": format_number(late[Fact.REGISTERED])}
        if late[Fact.REGISTERED] > 0
        else "",
    ]
    what = _(" và ").join(part for part in told if part)
    if not what:
        return _(
            "Có thay đổi đến sau khi báo cáo đã gửi, chưa tính. Số liệu sẽ tính lại khi báo cáo được mở ra."
        )
    return _("%(what)s đến sau khi báo cáo đã gửi, chưa tính.") % {"what": what}
