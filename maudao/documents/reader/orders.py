"""What makes a sentence an order: who is told, to do what; purposes, conditions and headings are none."""

import re
from dataclasses import dataclass

from maudao.documents.reader.lines import clean, squeeze
from maudao.documents.reader.names import HEAD

MIN_ORDER = 15
MAX_TRIES = 6
_VERB = (
    r"tổ chức|phối hợp|xây dựng|triển khai|tuyên truyền|đẩy mạnh|vận động|chỉ đạo|chủ động|tăng cường|tạo điều kiện"
    r"|theo dõi|tổng hợp|lập|cử|cung cấp|giới thiệu|truyền thông|treo|đăng ký|huy động|nghiên cứu|thực hiện|hướng dẫn"
    r"|báo cáo|đưa|cùng|mở|lo|chuẩn bị|bố trí|hỗ trợ|khen thưởng|tham mưu|phân công|quán triệt|gửi|sơ kết|đảm bảo"
    r"|bảo đảm|tiếp tục|tiếp nhận|đề xuất|kiểm tra|đôn đốc|giao(?= chỉ tiêu| kế hoạch)|thông báo|phổ biến|phát huy"
    r"|in ấn|viết|liên hệ|sử dụng|lồng ghép|báo(?! chí| cáo viên)|chuyển|rà soát|kiện toàn|củng cố|duy trì|quản lý"
    r"|phát động|lựa chọn|ưu tiên|phân bổ|niêm yết|đăng tải|phát sóng|cấp phát|cấp|trao|tôn vinh|biểu dương|chủ trì"
    r"|đặt|nâng cao|chấn chỉnh|khắc phục|động viên|khuyến khích|thành lập|ra mắt|tư vấn|chăm sóc|khám|vệ sinh"
    r"|trang trí|dự trù|thanh toán|nộp|chốt|bám sát|quan tâm|hoàn thành|hoàn tất"
)
_MANNER = (
    r"(?:(?:(?:có|chịu) trách nhiệm|chủ động|tích cực|tập trung|khẩn trương|thường xuyên|kịp thời|tiếp tục|nghiêm túc"
    r"|chủ trì|phải|cần|hãy|sẽ|làm tốt|là cơ quan thường trực|là đầu mối|là đơn vị chủ trì|căn cứ [^,.;]{3,90}"
    r"|trên cơ sở [^,.;]{3,90}|theo chức năng[^,.;]{0,60})(?:\s*[,:]|\s+và)?\s+)"
)
_STARTS = re.compile(rf"{_MANNER}{{0,3}}(?:{_VERB})\b", re.IGNORECASE)
_CAPITAL = "[A-ZĐÀÁẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬÈÉẺẼẸÊẾỀỂỄỆÌÍỈĨỊÒÓỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢÙÚỦŨỤƯỨỪỬỮỰỲÝỶỸỴ]"
_IN_A_NAME = (
    r"(?<!phòng )(?<!ban )(?<!công tác )(?<!việc )(?<!đề nghị )(?<!phong trào )(?<!bộ )(?<!quan )(?!vận động hiến máu)"
    r"(?!tổ chức (?:mình|đoàn|công đoàn|chính trị|hội))(?!tuyên truyền viên)(?!cùng cấp)(?!cấp\b(?! phát| giấy))"
)
_ASSIGNED = re.compile(
    r"(?:(?:đề nghị|yêu cầu|giao cho|giao|kêu gọi|mời)\s+)?(?P<who>[^.;:“”]{3,230}?)\s*(?:[,:]\s*|\s+)"
    rf"(?P<what>(?:(?<=: )|(?-i:(?!{_CAPITAL}))){_IN_A_NAME}{_MANNER}{{0,3}}(?:{_VERB})\b.+)",
    re.DOTALL | re.IGNORECASE,
)
_SOMEBODY = re.compile(
    r"(?:(?:các|mỗi|từng|toàn thể|đối với|tất cả)\s(?!điểm|hoạt động|nội dung|trường hợp|đợt|ngày|nhóm|loại|thông tin"
    r"|bệnh|địa điểm|biện pháp|buổi|vấn đề|chế độ|tiêu chí)|đài\s|báo\s(?!cáo)|nhà trường|thủ trưởng|trưởng\s"
    r"|ban\b(?!\s*hành)|tổ\s(?!chức)|cán bộ\s|giáo viên|đ/c\s|đồng chí\s|hội\s(?!trường|nghị|thảo)|đoàn\s|khoa\s"
    r"|công an|quân sự|xã\s|phường\s|thôn\s|doanh nghiệp|bí thư|chủ tịch|bác sĩ|nhân viên|cơ quan|đơn vị|chi bộ"
    r"|cộng tác viên|tình nguyện viên)",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"mục đích|yêu cầu|nội dung|thời gian|người hiến|người tham gia|người bệnh|quyền lợi|điều kiện|kinh phí"
    r"|được (?:nghỉ|hưởng|nhận|tặng|cấp)|vừa có|đã có|đã ra|\bnăm \d{4}\b",
    re.IGNORECASE,
)
_ACT = (
    r"(?:các\s+)?(?:luật|nghị|quyết|công văn|kế hoạch|hướng dẫn|chỉ thị|thông tư|thông báo|văn bản|ý kiến|tinh thần"
    r"|chỉ tiêu|đề nghị|tờ trình|chương trình|thư)\b"
)
_BASIS = re.compile(
    rf"(?:theo|thi hành|xét)\s+{_ACT}|thực hiện\s+{_ACT}[^.;]{{0,80}}?\b(?:số|của)\b"
    r"|căn cứ\b|xác định\b|nhằm\b|để\b|trong quá trình|trong khi|nếu\b|trường hợp|khi\b",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:(?:nghiêm túc|khẩn trương|quan tâm|tích cực|chủ động|phối hợp|tổ chức|tập trung)\s*,?\s*)*"
    r"(?:triển khai(?:,? tổ chức)?(?:,? thực hiện)?|thực hiện|quan tâm(?:,? thực hiện)?|phối hợp)"
    r"(?:\s+(?:thực hiện|nghiêm túc|tốt|các nội dung trên|nội dung trên|(?:kế hoạch|công văn|hướng dẫn|chỉ thị) này"
    r"|thông báo này|đảm bảo|bảo đảm|hiệu quả|có hiệu quả|thiết thực|và|kịp thời|đúng tiến độ))*\W*",
    re.IGNORECASE,
)
_HAND_IN = re.compile(
    r"(?:gửi|gởi|nộp|đăng ký|báo cáo|chốt danh sách|định kỳ|lập (?:danh sách|báo cáo)[^;]{0,40}?\s(?:gửi|nộp)"
    r"|tổng hợp (?:kết quả|báo cáo|số liệu))\b",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*\([^()]{25,}\).*|\s*(?:,|\brồi|\bvà|\bđề nghị)\s*(?:gửi|gởi|nộp)"
    r"\s+(?:về|cho|lại|trước|kèm|báo cáo|VP|Văn phòng).*"
    r"|\s*(?:,|\bvà)\s*báo cáo (?:kết quả|về|số liệu|bằng).*"
    r"|,\s*(?:kèm|bám theo|sẵn sàng|góp phần|qua đó|từ đó|trong đó|tránh|nhất là|đặc biệt|gắn với|đồng thời"
    r"|bao gồm)\s.*"
    r"|\s+(?:tại|vào lúc|lúc|vào ngày)\s[^.;]{0,120}?\d{1,2}\s*(?:[hg:/]|giờ).*"
    r"|\s*(?:về|với|theo|gồm)\s+(?:các|những|một số)\s+(?:nội dung|hình thức|khẩu hiệu|thông điệp)[^:]{0,40}:\s*$"
    r"|,?\s+(?:như sau|sau đây|cụ thể|trong đó|bao gồm|gồm)(?:\s+như sau)?\s*:\s*$|\s+là (?:cán bộ|đoàn viên)\s.*",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(
    r"(?:căn cứ|trên cơ sở|tùy|tuỳ|theo đó|từ đó|trong quá trình|nhân dịp|riêng|hằng năm|hàng năm|sau khi|ngoài ra"
    r"|đồng thời)\b",
    re.IGNORECASE,
)


_GOES_ON = re.compile(r"(?:đơn vị|cơ quan|ban,? ngành|địa phương|xã|phường)\s*,", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Order:
    """Who is told (None where nobody is named) to do what; `offset` is where the words of `what` begin."""

    who: str | None
    what: str
    offset: int
    is_hand_in: bool


def read_order(text: str) -> Order | None:
    """Read one clause as an order, without a condition before it and details after it."""
    if text.isupper() or (_BASIS.match(text) and not _CONDITION.match(text)):
        return None
    if _CONDITION.match(text):
        return _after_condition(text)
    return _plain(text, 0)


def _after_condition(text: str) -> Order | None:
    """Try what follows each comma of "Căn cứ tình hình của ngành, đơn vị, các xã tổ chức …"."""
    for comma in list(re.finditer(r",\s+", text))[:MAX_TRIES]:
        rest = text[comma.end() :]
        if names_somebody(rest) and not _GOES_ON.match(rest) and (order := _plain(rest, comma.end())):
            return order
        if _STARTS.match(rest) and text[: comma.start()].lower() in {
            "từ đó",
            "theo đó",
            "ngoài ra",
            "đồng thời",
        }:
            return _plain(rest, comma.end())
    return None


def _plain(text: str, offset: int) -> Order | None:
    if _STARTS.match(text):
        return _cut(None, text, offset)
    assigned = _ASSIGNED.fullmatch(text)
    if assigned is None or not names_somebody(assigned["who"]):
        return None
    who = re.split(r"\s+(?:nếu|khi|có đủ)\s", assigned["who"], maxsplit=1)[0]
    return _cut(clean(who), assigned["what"], offset + assigned.start("what"))


def _cut(who: str | None, what: str, offset: int) -> Order | None:
    tail = _TAIL.search(what)
    kept = what[: tail.start()] if tail and tail.start() >= MIN_ORDER else what
    kept = kept.rstrip(" .,;/")
    if len(kept) < MIN_ORDER or kept.endswith(":") or _GENERIC.fullmatch(kept) or _BASIS.match(kept):
        return None
    return Order(who, squeeze(kept), offset, _HAND_IN.match(what) is not None)


def names_somebody(words: str) -> bool:
    """Tell whether words begin with somebody who can be told to do something."""
    return bool(_SOMEBODY.match(words) or HEAD.match(words)) and _NOBODY.search(words[:90]) is None


def is_verb_first(text: str) -> bool:
    """Tell whether a clause begins with what is to be done."""
    return _STARTS.match(text) is not None
