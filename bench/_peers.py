"""The peers that the benchmarks run beside us: each in a virtual environment of its own, from pinned hashes."""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
REQUIREMENTS = HERE.parent / "requirements"
ENVIRONMENTS = HERE.parent / "var" / "peers"


def peer_python(name: str, requirements: str) -> Path | str:
    """Return the Python of the peer's environment, made where there is none; or why it cannot be made.

    `requirements` is a file of `requirements/` with pinned hashes. The environment is made anew when that changes.
    """
    pinned = REQUIREMENTS / requirements
    if not pinned.exists():
        return f"requirements/{requirements} is missing"
    folder = ENVIRONMENTS / name
    python = folder / "bin" / "python"
    mark, wanted = folder / ".complete", hashlib.sha256(pinned.read_bytes()).hexdigest()
    if mark.exists() and mark.read_text() == wanted:
        return python
    try:
        _make(folder, python, pinned)
    except (OSError, subprocess.SubprocessError) as failed:
        return f"{name} could not be installed: {_why(failed)}"
    mark.write_text(wanted)
    return python


def _make(folder: Path, python: Path, pinned: Path) -> None:
    print(f"Installing the peer in {folder} …", file=sys.stderr)  # noqa: T201  # it takes a minute
    venv.create(folder, clear=True, with_pip=True, symlinks=True)
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "-r", str(pinned)]
    command = [str(python), "-m", "pip", "install", *options]
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=900)


def _why(failed: Exception) -> str:
    if isinstance(failed, subprocess.CalledProcessError):
        return (failed.stderr or "").strip().rpartition("\n")[2][:200] or "pip failed"
    return f"{type(failed).__name__}: {failed}"[:200]
