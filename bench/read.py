"""How long the directive reader takes for one document, measured over the project's own sample texts."""

import os
import platform
import statistics
import time
from pathlib import Path
from typing import Any

from maudao.documents import reader

SAMPLES = Path(reader.__file__).parent / "tests" / "samples"
ROUNDS = 30


def run() -> dict[str, Any]:
    """Measure `reader.read` and give the median of all rounds in milliseconds a document."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
    for text in texts:
        reader.read(text)
    times = [_milliseconds(texts) for _ in range(ROUNDS)]
    return {
        "bench": "read",
        "ms_per_document": round(statistics.median(times), 2),
        "unit": "ms",
        "conditions": {
            "processors": os.cpu_count(),
            "python": platform.python_version(),
            "documents": len(texts),
            "characters": sum(map(len, texts)),
            "rounds": ROUNDS,
            "what": "processor time, text in, record out; extraction from a file is not counted",
        },
    }


def _milliseconds(texts: list[str]) -> float:
    begun = time.process_time()
    for text in texts:
        reader.read(text)
    return (time.process_time() - begun) * 1000 / len(texts)
