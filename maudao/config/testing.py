"""A pytest plugin, loaded before the settings: tests run on the embedded PostgreSQL in a folder of their own."""

import atexit
import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]

os.environ["MAUDAO_DATA"] = os.environ.get("MAUDAO_TEST_DATA", str(REPOSITORY / "var" / "test"))
os.environ["MAUDAO_CONN_MAX_AGE"] = "0"  # a live server must leave nothing open when its database goes
os.environ["MAUDAO_SECOND_FACTOR"] = "0"  # tests of the second factor switch it on themselves
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
    "1"  # Playwright's synchronous API runs an event loop in the test's thread
)

if not os.environ.get("DATABASE_URL"):
    from maudao.lib import embedded

    atexit.register(embedded.stop_if_unused, embedded.start(embedded.data_folder()))
