"""Load from keep-alive clients: each sends one request after another, and every answer is timed.

The clients are threads that write and read plain sockets, so that measuring takes little of the processors it measures.
"""

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count


@dataclass(frozen=True)
class Answer:
    """The status of an answer, and how long it took in seconds."""

    status: int
    seconds: float
    body: bytes


@dataclass(frozen=True)
class Run:
    """What a load came to."""

    answers: list[Answer]
    seconds: float

    def with_status(self, *statuses: int) -> list[Answer]:
        """Return the answers that have one of the statuses."""
        return [answer for answer in self.answers if answer.status in statuses]

    def p95_ms(self) -> float:
        """Return the time within which 95 of 100 answers came, in milliseconds."""
        times = sorted(answer.seconds for answer in self.answers)
        return round(times[int(len(times) * 0.95)] * 1000, 1) if times else 0.0


def post(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """Return a request as it goes over the wire."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def get(path: str, headers: dict[str, str]) -> bytes:
    """Return a request for a page as it goes over the wire."""
    lines = [
        f"GET {path} HTTP/1.1",
        "Host: 127.0.0.1",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def run(port: int, requests: Sequence[bytes], *, clients: int, seconds: float | None = None) -> Run:
    """Send the requests from so many clients at once, each request once; stop early after `seconds`."""
    number = count()
    until = time.monotonic() + (seconds or 3600)
    answers: list[list[Answer]] = [[] for _ in range(clients)]
    threads = [
        threading.Thread(target=_client, args=(port, requests, number, until, answers[place]))
        for place in range(clients)
    ]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Run([answer for one in answers for answer in one], time.monotonic() - begun)


def paced(port: int, request: bytes, *, per_second: int, seconds: int) -> Run:
    """Send a request so many times a second, from as many clients, whether or not earlier answers have come."""
    answers: list[list[Answer]] = [[] for _ in range(per_second)]
    begun = time.monotonic() + 0.2
    threads = [
        threading.Thread(
            target=_each_second, args=(port, request, begun + place / per_second, seconds, answers[place])
        )
        for place in range(per_second)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Run([answer for one in answers for answer in one], time.monotonic() - begun)


def _each_second(port: int, request: bytes, first: float, seconds: int, answers: list[Answer]) -> None:
    connection = _Connection(port)
    for second in range(seconds):
        time.sleep(max(first + second - time.monotonic(), 0))
        begun = time.monotonic()
        status, body = connection.ask(request)
        answers.append(Answer(status, time.monotonic() - begun, body))


def wait(port: int) -> None:
    """Wait until somebody listens."""
    for _ in range(240):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise RuntimeError(f"nobody listens on {port}")


def _client(
    port: int, requests: Sequence[bytes], number: "count[int]", until: float, answers: list[Answer]
) -> None:
    connection = _Connection(port)
    while time.monotonic() < until and (place := next(number)) < len(requests):
        begun = time.monotonic()
        status, body = connection.ask(requests[place])
        answers.append(Answer(status, time.monotonic() - begun, body))


class _Connection:
    def __init__(self, port: int) -> None:
        self.port = port
        self.open()

    def open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=120)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reader = self.socket.makefile("rb")

    def ask(self, request: bytes) -> tuple[int, bytes]:
        self.socket.sendall(request)
        status = int(self.reader.readline().split(b" ", 2)[1])
        length, closes, is_chunked = 0, False, False
        while (line := self.reader.readline().strip().lower()) != b"":
            name, _, value = line.partition(b":")
            length = int(value) if name == b"content-length" else length
            closes = closes or (name == b"connection" and value.strip() == b"close")
            is_chunked = is_chunked or name == b"transfer-encoding"
        body = b"".join(self._chunks()) if is_chunked else self.reader.read(length)
        if closes:
            self.socket.close()
            self.open()
        return status, body

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self.reader.readline().split(b";")[0], 16):
            yield self.reader.read(size)
            self.reader.readline()
        self.reader.readline()
