"""External programs, run with a time limit in a directory of their own."""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from maudao.documents.reader.extract.model import UnreadableDocument


def has_tool(name: str) -> bool:
    """Tell whether a program is installed."""
    return shutil.which(name) is not None


def run_tool(command: Sequence[str], *, folder: Path, seconds: float) -> subprocess.CompletedProcess[bytes]:
    """Run a program in `folder`; it and its children are ended when the time is up.

    Raises:
        UnreadableDocument: the time is up.
    """
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "OMP_THREAD_LIMIT": "1",
    }
    with subprocess.Popen(
        list(command),
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            output, errors = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise UnreadableDocument(
                "too_slow",
                "Đọc tệp mất quá nhiều thời gian. Hãy gửi bản DOCX, hoặc dán nội dung vào ô văn bản.",
            ) from error
    return subprocess.CompletedProcess(list(command), process.returncode, output, errors)
