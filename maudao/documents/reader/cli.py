"""`maudao read [--json] FILE…`"""

import json
import sys
from pathlib import Path

from maudao.documents.reader import read


def main(argv: list[str]) -> int:
    for name in [a for a in argv if not a.startswith("--")]:
        record = {"file": name, **read(Path(name).read_text(encoding="utf-8"))}
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
    return 0
