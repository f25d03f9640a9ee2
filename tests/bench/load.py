"""The load generator: one thread, raw kept connections, requests that were made beforehand.

Each connection has one request under way and sends the next one as soon as the answer is there (a closed loop). It
shares the cores with what it measures, so it tells how much of them it took itself.
"""

from __future__ import annotations

import json
import re
import selectors
import socket
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_SILENCE_SECONDS = 60.0


@dataclass
class Measured:
    """seconds: from the first request to the last answer. own: processor seconds that the generator took of them."""

    seconds: float
    own: float
    #: Milliseconds of each answer.
    waits: list[float]
    statuses: Counter[int]

    @property
    def rate(self) -> float:
        return len(self.waits) / self.seconds

    def percentile(self, percent: int) -> float:
        return statistics.quantiles(self.waits, n=100)[percent - 1]


@dataclass
class _Caller:
    sock: socket.socket
    began: float = 0.0
    held: bytearray = field(default_factory=bytearray)
    #: Bytes that the whole answer has; 0: its head is not there yet.
    expected: int = 0


def request_bytes(base_url: str, token: str, method: str, path: str, body: object = None) -> bytes:
    content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    head = f"{method} {path} HTTP/1.1\r\nHost: {urlsplit(base_url).netloc}\r\nAuthorization: Bearer {token}\r\n"
    if body is not None:
        head += f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n"
    return head.encode() + b"\r\n" + content


def measure(base_url: str, requests: Sequence[bytes], connections: int) -> Measured:
    """Send all `requests` over so many connections, each as soon as one of them is free.

    Raises:
        ConnectionError: the server closed a connection. TimeoutError: nothing came for a minute.
    """
    target = urlsplit(base_url)
    callers = [_connected(str(target.hostname), int(target.port or 80)) for _ in range(connections)]
    waits, statuses, upcoming = list[float](), Counter[int](), iter(requests)
    own, began = time.process_time(), time.perf_counter()
    with selectors.DefaultSelector() as waiting:
        for caller in callers:
            _send_next(caller, upcoming, waiting)
        while waiting.get_map():
            ready = waiting.select(_SILENCE_SECONDS)
            if not ready:
                raise TimeoutError("the server is silent")
            for key, _ in ready:
                status = _received(key.data)
                if status:
                    waits.append((time.perf_counter() - key.data.began) * 1000)
                    statuses[status] += 1
                    waiting.unregister(key.data.sock)
                    _send_next(key.data, upcoming, waiting)
    seconds, own = time.perf_counter() - began, time.process_time() - own
    for caller in callers:
        caller.sock.close()
    return Measured(seconds, own, waits, statuses)


def _connected(host: str, port: int) -> _Caller:
    sock = socket.create_connection((host, port))
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return _Caller(sock)


def _send_next(caller: _Caller, upcoming: Iterator[bytes], waiting: selectors.BaseSelector) -> None:
    request = next(upcoming, None)
    if request is None:
        return
    caller.held.clear()
    caller.expected = 0
    caller.began = time.perf_counter()
    caller.sock.sendall(request)
    waiting.register(caller.sock, selectors.EVENT_READ, caller)


def _received(caller: _Caller) -> int:
    """The status, when the whole answer is there; else 0."""
    part = caller.sock.recv(1 << 18)
    if not part:
        raise ConnectionError("the server closed the connection")
    held = caller.held
    held += part
    if not caller.expected:
        end = held.find(b"\r\n\r\n")
        if end < 0:
            return 0
        length = _LENGTH.search(held, 0, end + 2)
        caller.expected = end + 4 + (int(length[1]) if length else 0)
    return int(held[9:12]) if len(held) >= caller.expected else 0
