"""The list of who registered, for the receiving centre: in the order of the slots, to be printed, and read back."""

from collections.abc import Iterable

from django.utils import timezone, translation

from maudao.documents.writer.xlsx import Column, Sheet, Value, Workbook, render_xlsx
from maudao.drives.models import Drive, Registration
from maudao.lib.vietnamese import format_date
from maudao.organization.sealing import IDENTITY, PHONE, sealer

#: The headings are those that `import_results` reads.
_COLUMNS = (
    Column("STT", 6, "integer"),
    Column("Họ và tên", 28),
    Column("Ngày sinh", 13),
    Column("Giới tính", 9),
    Column("Số CCCD", 16),
    Column("Điện thoại", 14),
    Column("Đơn vị", 32),
    Column("Khung giờ", 14),
    Column("Mã vé", 16),
    Column("Thể tích (ml)", 11),
    Column("Kết quả", 11),
    Column("Số giấy chứng nhận", 18),
)


@translation.override("vi")  # official papers are Vietnamese, whoever makes them
def registration_list(drive: Drive, rows: Iterable[Registration]) -> bytes:
    """Write registrations, with donor, slot and unit loaded, to XLSX: A4 landscape, the heading on every page.

    The last three columns are for the centre to fill in; sent back, the file is read by `import_results`.
    """
    title = (
        "DANH SÁCH ĐĂNG KÝ HIẾN MÁU TÌNH NGUYỆN",
        drive.title,
        f"Ngày {format_date(drive.held_on)}, tại {drive.place}",
        f"Đơn vị tổ chức: {drive.host.name}"
        + (f" – Nơi tiếp nhận: {drive.centre.name}" if drive.centre else ""),
    )
    lines = tuple(_line(number, row) for number, row in enumerate(rows, start=1))
    return render_xlsx(Workbook((Sheet("Danh sách đăng ký", _COLUMNS, lines, title_lines=title),)))


def _line(number: int, row: Registration) -> tuple[Value, ...]:
    donor = row.donor
    phone, identity = donor.phone_sealed, donor.identity_sealed
    return (
        number,
        donor.full_name,
        format_date(donor.birth_date) if donor.birth_date else str(donor.birth_year or ""),
        {"M": "Nam", "F": "Nữ"}.get(donor.sex, ""),
        sealer().open(identity, purpose=IDENTITY) if identity is not None else "",
        sealer().open(phone, purpose=PHONE) if phone is not None else "",
        row.credited_to.name if row.credited_to else row.drive.host.name,
        _slot(row),
        row.ticket,
        *("", "", ""),
    )


def _slot(row: Registration) -> str:
    if row.slot is None:
        return "đến trực tiếp"
    starts, ends = timezone.localtime(row.slot.starts_at), timezone.localtime(row.slot.ends_at)
    return f"{starts:%H:%M}–{ends:%H:%M}"
