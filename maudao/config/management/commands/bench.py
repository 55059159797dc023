"""`maudao bench NAME…`: the benchmarks of `bench/`, one JSON object a line."""

import json
import sys
from argparse import ArgumentParser
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

BENCHES = Path(__file__).resolve().parents[4] / "bench"


def _names() -> list[str]:
    return sorted(file.stem for file in BENCHES.glob("*.py") if not file.stem.startswith("_"))


def _run(name: str) -> dict[str, Any]:
    spec = spec_from_file_location(f"bench_{name}", BENCHES / f"{name}.py")
    if spec is None or spec.loader is None:
        raise CommandError(f"bench/{name}.py cannot be loaded", returncode=1)
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    result: dict[str, Any] = module.run()
    return result


class Command(BaseCommand):
    help = "Runs benchmarks: `maudao bench read`, or `maudao bench all`."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="+", choices=[*_names(), "all"], metavar="NAME")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = _names() if "all" in options["names"] else options["names"]
        for name in chosen:
            self.stdout.write(json.dumps(_run(name), ensure_ascii=False))
