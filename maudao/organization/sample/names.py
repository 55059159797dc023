"""Invented names in the style of the north-western mountains: no real place, company or person."""

from itertools import count
from random import Random

_PLACE_FIRST = ("Mường", "Nà", "Pú", "Chiềng", "Huổi", "Nậm", "Sín", "Tà", "Phiêng", "Bản")
_PLACE_SECOND = (
    "Lanh", "Phưn", "Khem", "Vai", "Đươn", "Lốm", "Mơn", "Pheo", "Sươn", "Xoan", "Ngoan", "Hươm", "Tươn", "Bương",
    "Lươi", "Khoang", "Hướng", "Ngươn", "Lăm", "Xớm",
)  # fmt: skip
_FAMILY = (
    "Lò", "Quàng", "Lường", "Cà", "Tòng", "Vàng", "Giàng", "Sùng", "Mùa", "Thào", "Nguyễn", "Trần", "Phạm", "Bùi",
    "Đỗ", "Hoàng", "Vũ", "Đặng", "Lê", "Ngô",
)  # fmt: skip
_MIDDLE_WOMEN = ("Thị", "Thu", "Ngọc", "Thanh", "Minh", "Thị Mai")
_GIVEN_WOMEN = ("Hoà", "Xuân", "Lan", "Hạnh", "Pâng", "Mỷ", "Dung", "Thảo", "Yến", "Nga", "Huyền", "Én")
_MIDDLE_MEN = ("Văn", "Minh", "Đức", "Quang", "A", "Tiến")
_GIVEN_MEN = ("Pánh", "Sơn", "Dũng", "Chứ", "Tuấn", "Thắng", "Ánh", "Dế", "Hùng", "Kiên", "Phong", "Ươn")
_BRANDS = (
    "Ban Mai", "Hoa Ban", "Suối Ngàn", "Đỉnh Mây", "Bình Minh", "Tâm Đức", "Hưng Phát", "An Khang", "Trường Xuân",
    "Tây Bắc Xanh", "Thành Công", "Đại Ngàn", "Sao Hôm", "Mùa Vàng",
)  # fmt: skip
_TRADES = (
    "Xây dựng",
    "Thương mại",
    "May",
    "Chế biến chè",
    "Vận tải",
    "Thuỷ điện",
    "Cà phê",
    "Lâm nghiệp",
    "Du lịch",
)


class Names:
    """Draws names, never the same place, company or office twice."""

    def __init__(self, random: Random) -> None:
        self._random = random
        places = [f"{first} {second}" for first in _PLACE_FIRST for second in _PLACE_SECOND]
        companies = [f"{trade} {brand}" for trade in _TRADES for brand in _BRANDS]
        self._places = self._shuffled(places)
        self._companies = self._shuffled(companies)
        self._given: dict[str, int] = {}
        self._serial = count(2)

    def _shuffled(self, names: list[str]) -> list[str]:
        return self._random.sample(names, len(names))

    def place(self) -> str:
        """Return a new name of a place."""
        return self._places.pop() if self._places else f"Bản Mới {next(self._serial)}"

    def company(self) -> str:
        """Return a new name of a company."""
        return self._companies.pop() if self._companies else f"Thương mại số {next(self._serial)}"

    def once(self, what: str, place: str) -> str:
        """Return "what place", with a number from its second time on: "Trường Mầm non số 2 Mường Lanh"."""
        plain = f"{what} {place}"
        times = self._given[plain] = self._given.get(plain, 0) + 1
        return plain if times == 1 else f"{what} số {times} {place}"

    def person(self) -> str:
        """Return the name of a person."""
        return self.woman() if self._random.random() < 0.5 else self.man()

    def woman(self) -> str:
        """Return the name of a woman."""
        draw = self._random.choice
        return f"{draw(_FAMILY)} {draw(_MIDDLE_WOMEN)} {draw(_GIVEN_WOMEN)}"

    def man(self) -> str:
        """Return the name of a man."""
        draw = self._random.choice
        return f"{draw(_FAMILY)} {draw(_MIDDLE_MEN)} {draw(_GIVEN_MEN)}"
