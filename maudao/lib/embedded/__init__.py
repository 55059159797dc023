"""The embedded PostgreSQL: one server per data folder, started on first use, nothing to install by hand.

The programs come from a wheel; starting, joining and stopping them is done here, because the wheel's own
starter trusts a process number after a crash, lets every local user in, and makes system users.

    server = start(data_folder())     # makes the cluster, starts the server, or joins the running one
    server.django_settings()          # for DATABASES; location(data_folder()) gives the same without starting
    stop_if_started(server)           # at exit
"""

from .places import EmbeddedServerError, Server, data_folder, location
from .server import start, stop, stop_if_started, stop_if_unused

__all__ = [
    "EmbeddedServerError",
    "Server",
    "data_folder",
    "location",
    "start",
    "stop",
    "stop_if_started",
    "stop_if_unused",
]
