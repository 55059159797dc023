"""`maudao check-eligibility [FILE]`: donor facts in, decisions out, one JSON object a line."""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from maudao.donors.rules.eligibility import Malformed, decide, facts_from

USAGE = """\
Cách dùng: maudao check-eligibility [TỆP]

Đọc mỗi dòng một đối tượng JSON về một người, trả lời mỗi dòng một đối tượng JSON: có hiến máu được không, từ ngày nào.
Không có TỆP hoặc TỆP là “-” thì đọc đầu vào chuẩn. Kết thúc với mã 1 nếu có dòng không đọc được.
"""
_MARK = b"\xef\xbb\xbf"


def main(argv: list[str]) -> int:
    """Answer every line of a file or of standard input; 0 all answered, 1 some are malformed, 2 wrong arguments."""
    if "-h" in argv or "--help" in argv:
        sys.stdout.write(USAGE)
        return 0
    if len(argv) > 1 or any(word.startswith("-") and word != "-" for word in argv):
        sys.stderr.write(USAGE)
        return 2
    if not argv or argv == ["-"]:
        return _print(sys.stdin.buffer)
    try:
        stream = Path(argv[0]).open("rb")  # noqa: SIM115  # closed below, where an error is none of opening it
    except OSError:
        sys.stderr.write(f"Không mở được tệp “{argv[0]}”. Hãy kiểm tra đường dẫn và quyền đọc.\n")
        return 2
    with stream:
        return _print(stream)


def answers(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Answer each line; empty ones are passed over, but counted in line numbers."""
    for number, line in enumerate(lines, start=1):
        text = line.removeprefix(_MARK) if number == 1 else line
        if not text.strip():
            continue
        try:
            yield decide(facts_from(_parsed(text))).as_json()
        except Malformed as error:
            yield {"error": str(error), "line": number}


def _parsed(line: bytes) -> object:
    try:
        return json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Malformed("không phải chữ mã hoá UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise Malformed("không phải JSON hợp lệ") from error


def _print(stream: BinaryIO) -> int:
    """Print each answer at once, as UTF-8. Whoever reads them may stop reading."""
    failed = False
    try:
        for answer in answers(stream):
            failed = failed or "error" in answer
            sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # or Python complains of the pipe at its end
    return 1 if failed else 0
