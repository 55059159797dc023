"""`maudao read [--json] FILE…`: reads directives from the command line."""

import json
import sys
from pathlib import Path
from typing import Any

from maudao.documents.reader import read
from maudao.documents.reader.extract import UnreadableDocument, extract
from maudao.documents.reader.extract.model import MAX_BYTES

USAGE = """\
Cách dùng: maudao read [--json] TỆP…

Đọc văn bản chỉ đạo (TXT, HTML, DOCX, PDF, DOC, RTF, PNG, JPG) và cho biết nội dung chính.
  --json   mỗi tệp một dòng JSON, theo thứ tự các tệp
"""


def main(argv: list[str]) -> int:
    """Read the files named in `argv`; 0 all read, 1 some could not be, 2 wrong arguments."""
    if "-h" in argv or "--help" in argv:
        sys.stdout.write(USAGE)
        return 0
    only_files = argv.index("--") if "--" in argv else len(argv)
    flags = [argument for argument in argv[:only_files] if argument.startswith("-") and argument != "-"]
    names = [argument for argument in argv[:only_files] if argument not in flags] + argv[only_files + 1 :]
    if not names or any(flag != "--json" for flag in flags):
        sys.stderr.write(USAGE)
        return 2
    answers = map(answer, names)
    failed = _print_json(answers) if flags else _print_summaries(answers)
    return 1 if failed else 0


def answer(name: str) -> dict[str, Any]:
    """Read one file into its record, or into an error that says why not."""
    try:
        extracted = extract(_bytes(name), name)
    except UnreadableDocument as refusal:
        return {"file": name, "error": {"code": refusal.reason, "message": refusal.message}}
    facts = {
        "file": name,
        "kind": extracted.kind,
        "pages": extracted.pages,
        "ocr": extracted.ocr,
        "notes": extracted.notes,
    }
    return facts | read(extracted.text)


def _bytes(name: str) -> bytes:
    try:
        with Path(name).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        message = f"Không mở được tệp “{name}”. Hãy kiểm tra đường dẫn và quyền đọc."
        raise UnreadableDocument("not_found", message) from error


def _print_json(answers: Any) -> int:
    failed = 0
    for row in answers:
        failed += "error" in row
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return failed


def _print_summaries(answers: Any) -> int:
    from maudao.documents.reader.summary import print_summary  # noqa: PLC0415 - slow to import, rarely needed

    failed = 0
    for row in answers:
        failed += "error" in row
        print_summary(row)
    return failed
