"""What the columns of a list of people may be called."""

from collections.abc import Mapping

from maudao.lib.workbooks import Columns, Headings

#: Headings of a person's columns as they are met, folded.
PERSON: Mapping[str, tuple[str, ...]] = {
    "no": ("stt", "tt", "so tt", "so thu tu", "no"),
    "name": (
        "ho va ten",
        "ho ten",
        "ho & ten",
        "ho, ten",
        "ho va ten doan vien",
        "ten doan vien",
        "ten nguoi hien mau",
        "ten nguoi hien",
        "nguoi hien mau",
        "ten nguoi lao dong",
        "full name",
        "ho va ten nguoi hien mau",
    ),
    "family": (
        "ho dem",
        "ho va dem",
        "ho va ten dem",
        "ho ten dem",
        "ho lot",
        "ho va ten lot",
        "ho chu dem",
        "ho",
    ),
    "given": ("ten",),
    "birth": (
        "ngay sinh",
        "nam sinh",
        "ngay thang nam sinh",
        "ngay, thang, nam sinh",
        "ngay thang sinh",
        "ngay/thang/nam sinh",
        "sinh ngay",
        "sinh nam",
        "ns",
        "ntns",
        "nam sinh ngay sinh",
        "birth date",
        "date of birth",
    ),
    "male": ("nam", "sinh nam nam", "nam sinh nam"),
    "female": ("nu", "nam sinh nu"),
    "sex": ("gioi tinh", "phai", "gioi", "sex", "nam nu"),
    "identity": (
        "cccd",
        "so cccd",
        "can cuoc",
        "can cuoc cong dan",
        "so can cuoc",
        "so can cuoc cong dan",
        "so the can cuoc",
        "cmnd",
        "so cmnd",
        "cmt",
        "so cmt",
        "cmtnd",
        "so dinh danh",
        "so dinh danh ca nhan",
        "ma dinh danh",
        "so giay to",
        "so cmnd cccd",
        "cmnd cccd",
    ),
    "phone": (
        "dien thoai",
        "so dien thoai",
        "sdt",
        "so dt",
        "dt",
        "di dong",
        "so di dong",
        "dien thoai di dong",
        "so dien thoai lien he",
        "phone",
    ),
    "unit": (
        "ma don vi",
        "ma cdcs",
        "ma cong doan",
        "don vi",
        "ten don vi",
        "don vi cong tac",
        "cong doan co so",
        "cdcs",
        "noi cong tac",
        "co quan",
        "unit",
    ),
}
EXACT = frozenset({"no", "given", "male", "female", "family"})


def is_roster(columns: Columns) -> bool:
    """Say whether columns make a list of people: a name, and something besides."""
    return ("name" in columns or "given" in columns) and len(columns) > ("family" in columns) + 1


ROSTER = Headings(PERSON, is_roster, EXACT)
