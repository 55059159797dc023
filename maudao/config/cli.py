"""`maudao`: one command for everything; Django's own commands work under it too."""

import os
import sys
from collections.abc import Callable

#: Commands that touch no database: they run without Django, and start at once.
PURE: dict[str, Callable[[list[str]], int]] = {}
#: Django commands that need no database server.
WITHOUT_DATABASE = {
    "help",
    "makemessages",
    "compilemessages",
    "collectstatic",
    "check",
    "--help",
    "-h",
    "--version",
}


def _read(argv: list[str]) -> int:
    from maudao.documents.reader import cli  # noqa: PLC0415  # only this command pays for loading it

    return cli.main(argv)


PURE["read"] = _read


def _run_django(argv: list[str]) -> int:
    from django.core.management import execute_from_command_line  # noqa: PLC0415  # after the settings are chosen

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maudao.config.settings")
    execute_from_command_line(["maudao", *argv])
    return 0


def _start_database() -> None:
    from maudao.lib import embedded  # noqa: PLC0415  # not needed with a database of one's own

    embedded.start(embedded.data_folder())


def main() -> int:
    """Run the command named by the arguments. Exit status: 0, 1 (refused or failed), 2 (wrong arguments)."""
    argv = sys.argv[1:]
    name = argv[0] if argv else "help"
    if name in PURE:
        return PURE[name](argv[1:])
    if not os.environ.get("DATABASE_URL") and name not in WITHOUT_DATABASE:
        _start_database()
    return _run_django(argv)


if __name__ == "__main__":
    sys.exit(main())
