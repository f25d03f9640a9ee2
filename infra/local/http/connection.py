"""One connection: request after request until the peer goes, is too slow, or the server drains."""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus

from infra.local.http.files import Files, Pieces
from infra.local.http.gateway import Answer, Gateway
from infra.local.http.problems import Refusal
from infra.local.http.wire import MOST_BODY, Closed, Head, Stream, parse_head

_REASONS = {status.value: status.phrase for status in HTTPStatus}
_UNFIT = str.maketrans("", "", "\r\n\0")
_NEVER_WITH_BODY = frozenset({204, 304})
#: Whoever reads the rest of such an address may use it.
_SECRET_PATHS = ("/_files/", "/track/", "/v1/track/")
#: Requests of one process that run at once; further ones wait. Below the 32 connections that it has to the engine.
_MOST_RUNNING = 24


@dataclass(frozen=True)
class Patience:
    """Seconds until a peer is given up."""

    #: Between two requests; more than the 60 s of common proxies, so that it is they who close.
    idle: float = 75.0
    #: From the first byte of a request to the end of its headers.
    head: float = 20.0
    #: For the whole body.
    body: float = 120.0
    #: For a file that is sent straight to storage.
    file: float = 600.0
    #: Without taking a byte of our answer.
    send: float = 30.0


@dataclass
class Serving:
    """What the connections of one process share."""

    gateway: Gateway
    patience: Patience = field(default_factory=Patience)
    logs_requests: bool = True
    files: Files | None = None
    draining: bool = False
    running: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(_MOST_RUNNING))


class Connection:
    """Serves one accepted socket in the calling thread."""

    def __init__(self, sock: socket.socket, serving: Serving) -> None:
        self._sock = sock
        self._serving = serving
        self._stream = Stream(self._receive)
        self._timeout = 0.0
        self._is_idle = False
        peer = sock.getpeername()
        self._peer_ip = peer[0] if isinstance(peer, tuple) else ""

    def serve(self) -> None:
        """Until the connection ends; closes the socket."""
        try:
            # A small answer must leave at once: with Nagle's algorithm it waits 40 ms for the peer's delayed ACK.
            self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _timeval(self._serving.patience.send))
            while self._serve_one():
                pass
        except (Closed, OSError):
            pass  # the peer has gone: there is nobody to tell
        finally:
            self._sock.close()

    def drain(self) -> None:
        """Ends the wait for a next request; one that has begun is still answered. Called by another thread."""
        if self._is_idle:
            self._stop_receiving()

    def _serve_one(self) -> bool:
        """Answer one request. False: the connection is to be closed."""
        serving = self._serving
        try:
            head = self._next_head()
            started = time.perf_counter()
            if serving.files is not None and serving.files.takes(head):
                return self._serve_file(serving.files, head, started)
            body = b"" if head.length == 0 else self._body(head)
        except Refusal as refusal:
            self._refuse(refusal)
            return False
        with serving.running:
            answer = serving.gateway.answer(head, body, self._peer_ip)
        keeps_alive = head.keeps_alive and not serving.draining
        self._sock.sendall(_encoded(answer, keeps_alive, head.method == "HEAD"))
        if serving.logs_requests:
            _log(head, answer.status, (time.perf_counter() - started) * 1000)
        return keeps_alive

    def _serve_file(self, files: Files, head: Head, started: float) -> bool:
        """Take or give a file, past the app. It doesn't count as running: it waits for the peer nearly all the time.

        Raises:
            Refusal
        """
        answer = files.answer(head, self._file_pieces(head))
        # A body that nobody asked for is not read, and would be taken for the next request.
        is_read = head.length == 0 or head.method == "PUT"
        keeps_alive = head.keeps_alive and is_read and not self._serving.draining
        headers = [*answer.headers, ("Content-Length", str(answer.length))]
        # As if to HEAD: what the headers say of the body stands, and no body is put behind them.
        self._sock.sendall(_encoded(Answer(answer.status, headers, b""), keeps_alive, is_head=True))
        for piece in answer.pieces:
            self._sock.sendall(piece)
        if self._serving.logs_requests:
            _log(head, answer.status, (time.perf_counter() - started) * 1000)
        return keeps_alive

    def _file_pieces(self, head: Head) -> Pieces:
        def pieces(length: int) -> Iterator[bytes]:
            self._continue(head)
            return self._stream.pieces(length, patience=self._serving.patience.file)

        return pieces

    def _next_head(self) -> Head:
        self._is_idle = True
        # Checked after `_is_idle` is set, as `drain` reads it after `draining` is set: one of the two always sees it.
        if self._serving.draining:
            self._stop_receiving()
        patience = self._serving.patience
        raw = self._stream.read_head(idle=patience.idle, patience=patience.head)
        self._is_idle = False
        return parse_head(raw)

    def _body(self, head: Head) -> bytes:
        if head.length is not None and head.length > MOST_BODY:
            raise Refusal(413, "body_too_large")
        self._continue(head)
        return self._stream.read_body(head.length, patience=self._serving.patience.body)

    def _continue(self, head: Head) -> None:
        if head.expects_continue and self._stream.is_empty:
            self._sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _refuse(self, refusal: Refusal) -> None:
        answer = self._serving.gateway.problem(refusal)
        self._sock.sendall(_encoded(answer, keeps_alive=False, is_head=False))
        if self._serving.logs_requests:
            os.write(2, f"- - {refusal.status} {refusal.code}\n".encode())
        self._sock.shutdown(socket.SHUT_WR)
        self._stream.discard(4 * MOST_BODY, 3.0)

    def _receive(self, most: int, seconds: float) -> bytes:
        # SO_RCVTIMEO costs one call when the wait changes; a socket timeout of Python's costs a poll() for each recv.
        if seconds != self._timeout:
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _timeval(seconds))
            self._timeout = seconds
        try:
            return self._sock.recv(most)
        except BlockingIOError:
            raise TimeoutError from None

    def _stop_receiving(self) -> None:
        with contextlib.suppress(OSError):  # it may be closed already
            # What has arrived can still be read after this (Linux), then comes the end.
            self._sock.shutdown(socket.SHUT_RD)


def _timeval(seconds: float) -> bytes:
    whole = int(seconds)
    # 0 would mean to wait for ever.
    return struct.pack("ll", whole, max(int((seconds - whole) * 1_000_000), 0 if whole else 1000))


def _encoded(answer: Answer, keeps_alive: bool, is_head: bool) -> bytes:
    status = answer.status
    lines = [f"HTTP/1.1 {status} {_REASONS.get(status, 'Unknown')}", f"Date: {_date(int(time.time()))}"]
    for name, value in answer.headers:
        if not is_head and name.lower() == "content-length":
            continue
        lines.append(f"{name}: {value}".translate(_UNFIT))
    if not is_head and status not in _NEVER_WITH_BODY:
        lines.append(f"Content-Length: {len(answer.body)}")
    if not keeps_alive:
        lines.append("Connection: close")
    head = "\r\n".join(lines) + "\r\n\r\n"
    try:
        encoded = head.encode("latin-1")
    except UnicodeEncodeError:
        encoded = head.encode("utf-8")
    return encoded if is_head or status in _NEVER_WITH_BODY else encoded + answer.body


@lru_cache(maxsize=1)
def _date(second: int) -> str:
    return formatdate(second, usegmt=True)


def _log(head: Head, status: int, milliseconds: float) -> None:
    # The query stays out of the log: it may hold a name or a phone number that someone searched for.
    path = head.target.partition("?")[0][:200]
    if path.startswith(_SECRET_PATHS):
        path = f"{path.rpartition('/')[0]}/…"
    if not path.isprintable():
        path = repr(path)
    with contextlib.suppress(
        OSError
    ):  # stderr is closed: an answer that has been given is not to fail for its log line
        os.write(2, f"{head.method} {path} {status} {milliseconds:.1f} ms\n".encode())
