"""Why the embedded server cannot start, in a sentence that says what to do."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from .places import EmbeddedServerError, Place
from .programs import ProgramFailed

CAUSES = {
    "No space left on device": "Ổ đĩa đã đầy: hãy giải phóng chỗ trống rồi chạy lại (dữ liệu ở {home}).",
    "Permission denied": "Không có quyền đọc hoặc ghi {home}: hãy sửa quyền, hoặc đặt MAUDAO_DATA.",
    "Read-only file system": "Không ghi được vào {home} (chỉ đọc): hãy đặt MAUDAO_DATA tới chỗ ghi được.",
    "has wrong ownership": "Thư mục {home} thuộc về người dùng khác: hãy chạy bằng người dùng đó.",
    "has invalid permissions": "Quyền của {cluster} bị thay đổi: hãy chạy chmod 700 cho thư mục ấy.",
    "incompatible with server": "Cơ sở dữ liệu ở {home} thuộc phiên bản khác: hãy dùng phiên bản cũ.",
    "could not locate a valid checkpoint": "Cơ sở dữ liệu ở {home} bị hỏng: hãy khôi phục từ bản sao lưu.",
}
ERRNO_CAUSES = {
    errno.ENOSPC: "No space left on device",
    errno.EDQUOT: "No space left on device",
    errno.EACCES: "Permission denied",
    errno.EPERM: "Permission denied",
    errno.EROFS: "Read-only file system",
}


def refusal_for(output: str, place: Place) -> EmbeddedServerError | None:
    """Give the error for a cause that trying again does not cure, if `output` names one."""
    for cause, sentence in CAUSES.items():
        if cause in output:
            return EmbeddedServerError(sentence.format(home=place.home, cluster=place.cluster))
    return None


@contextmanager
def explain(place: Place) -> Iterator[None]:
    """Turn what the system and PostgreSQL's programs report into an `EmbeddedServerError`."""
    try:
        yield
    except (ProgramFailed, psycopg.Error) as failure:
        output = str(failure)
        raise refusal_for(output, place) or EmbeddedServerError(
            f"Không khởi động được cơ sở dữ liệu ở {place.home}: hãy gửi dòng này cho người hỗ trợ:"
            f" {_telling_line(output)}"
        ) from failure
    except OSError as error:
        known = refusal_for(ERRNO_CAUSES.get(error.errno or 0, ""), place)
        raise known or EmbeddedServerError(
            f"Không dùng được {error.filename or place.home} ({error.strerror}): hãy chọn thư mục khác"
            " bằng MAUDAO_DATA."
        ) from error


def _telling_line(output: str) -> str:
    """Pick the line that names the cause: the first complaint, or else the last word."""
    lines = output.strip().splitlines() or ["?"]
    return next((line for line in lines if "FATAL" in line or "error:" in line), lines[-1])
