"""`maudao`: one command for everything; Django's own commands work under it too."""

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maudao.lib.embedded import Server

#: Commands that touch no database: they run without Django, and start at once.
PURE: dict[str, Callable[[list[str]], int]] = {}
#: Our own commands whose name has a hyphen, and the module that has them.
OURS = {"check-tree": "check_tree", "check-facts": "check_facts", "import": "import_rows"}
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


def _check_eligibility(argv: list[str]) -> int:
    from maudao.donors import eligibility_cli  # noqa: PLC0415  # only this command pays for loading it

    return eligibility_cli.main(argv)


PURE["read"] = _read
PURE["check-eligibility"] = _check_eligibility


def _run_django(argv: list[str]) -> int:
    from django.core.management import execute_from_command_line  # noqa: PLC0415  # after the settings are chosen

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maudao.config.settings")
    execute_from_command_line(["maudao", *argv])
    return 0


def _run_on_embedded(argv: list[str]) -> int:
    """Run with the embedded server: started or joined before, stopped afterwards if nobody else uses it."""
    from maudao.lib import embedded  # noqa: PLC0415  # not needed with a database of one's own

    try:
        server = embedded.start(embedded.data_folder())
    except embedded.EmbeddedServerError as refused:
        print(refused, file=sys.stderr)  # noqa: T201  # there is no Django yet to say it
        return 1
    try:
        return _run_django(argv)
    finally:
        _leave(server)


def _leave(server: "Server") -> None:
    from django.db import connections  # noqa: PLC0415

    from maudao.lib import embedded  # noqa: PLC0415

    connections.close_all()
    embedded.stop_if_unused(server)


def main() -> int:
    """Run the command named by the arguments. Exit status: 0, 1 (refused or failed), 2 (wrong arguments)."""
    argv = sys.argv[1:]
    name = argv[0] if argv else "help"
    if name in OURS:
        argv[0] = OURS[name]
    if name in PURE:
        return PURE[name](argv[1:])
    if os.environ.get("DATABASE_URL") or name in WITHOUT_DATABASE:
        return _run_django(argv)
    return _run_on_embedded(argv)


if __name__ == "__main__":
    sys.exit(main())
