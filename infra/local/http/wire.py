"""HTTP/1.1 requests out of a byte stream (RFC 9112), strictly: what two readers could take differently is refused."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from infra.local.http.problems import Refusal

#: API Gateway's own limits are 10 MB for a payload and 10,240 bytes for all headers; ours are no smaller.
MOST_BODY = 10 * 1024 * 1024
MOST_HEAD = 16 * 1024
_MOST_CHUNK_LINE = 256
#: A peer that sends byte by byte would make us work for each.
_MOST_CHUNKS = 500_000
_RECEIVE = 64 * 1024
_PIECE = 256 * 1024

_REQUEST_LINE = re.compile(r"([!#$%&'*+\-.^_`|~0-9A-Za-z]{1,32}) ([^\x00-\x20\x7f]+) HTTP/(\d)\.(\d)")
_HEADER = re.compile(r"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([^\x00-\x08\x0a-\x1f\x7f]*)")
_LENGTH = re.compile(r"[0-9]{1,18}")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,12})[ \t]*(?:;[^\x00-\x08\x0a-\x1f\x7f]*)?")
_ABSOLUTE = re.compile(r"https?://[^/?#]*", re.IGNORECASE)


@dataclass(slots=True)
class Head:
    """A request without its body. `headers` has the last value of each name (lower case), `every` has all of them."""

    method: str
    target: str
    headers: dict[str, str]
    every: dict[str, list[str]]
    keeps_alive: bool
    #: Bytes of the body; None: it comes in chunks.
    length: int | None
    expects_continue: bool


class Closed(Exception):
    """The peer has gone, or has said nothing for too long between two requests: nobody to answer to."""


def parse_head(raw: bytes) -> Head:
    """Read what stands before the empty line.

    Raises:
        Refusal: 400, 413, 501 or 505.
    """
    lines = raw.decode("latin-1").split("\r\n")
    start = _REQUEST_LINE.fullmatch(lines[0])
    if start is None:
        raise Refusal(400, "bad_request", "The request line is not HTTP/1.1.")
    method, target, major, minor = start.groups()
    if major != "1":
        raise Refusal(505, "not_implemented")
    headers: dict[str, str] = {}
    every: dict[str, list[str]] = {}
    for line in lines[1:]:
        match = _HEADER.fullmatch(line)
        if match is None:
            raise Refusal(400, "bad_request", "A header line is malformed.")
        name, value = match[1].lower(), match[2].rstrip(" \t")
        headers[name] = value
        if name in every:
            every[name].append(value)
        else:
            every[name] = [value]
    if minor != "0" and len(every.get("host", ())) != 1:
        raise Refusal(400, "bad_request", "There must be one Host header.")
    connection = headers.get("connection", "").lower()
    return Head(
        method=method,
        target=_readable(target),
        headers=headers,
        every=every,
        keeps_alive="close" not in connection if minor != "0" else "keep-alive" in connection,
        length=_body_length(every, minor),
        expects_continue=headers.get("expect", "").lower() == "100-continue" and minor != "0",
    )


def _readable(target: str) -> str:
    """Origin form, as text: clients such as curl send what they were given, in UTF-8 and not percent-encoded."""
    if not target.isascii():
        try:
            target = target.encode("latin-1").decode("utf-8")
        except UnicodeDecodeError:
            raise Refusal(400, "bad_request", "The address is not valid UTF-8.") from None
    if not target.startswith("/"):
        target = _ABSOLUTE.sub("", target, count=1)
        target = target if target.startswith("/") else "/" + target
    return target.partition("#")[0]


def _body_length(every: dict[str, list[str]], minor: str) -> int | None:
    codings = every.get("transfer-encoding")
    lengths = every.get("content-length")
    if codings is not None:
        if lengths is not None or minor == "0":
            raise Refusal(400, "bad_request", "Transfer-Encoding cannot stand here.")
        if len(codings) != 1 or codings[0].lower() != "chunked":
            raise Refusal(501, "not_implemented", "The only Transfer-Encoding is chunked.")
        return None
    if lengths is None:
        return 0
    if len(set(lengths)) != 1 or _LENGTH.fullmatch(lengths[0]) is None:
        raise Refusal(400, "bad_request", "Content-Length is not a number of bytes.")
    return int(lengths[0])


class Stream:
    """The bytes of one connection, some of which have been received before they are asked for (pipelining).

    receive(n, seconds): up to n bytes, b"" when the peer has closed; TimeoutError after so many seconds of silence.
    """

    def __init__(self, receive: Callable[[int, float], bytes]) -> None:
        self._receive = receive
        #: What has been received; everything before `_at` has been read (so that small reads copy nothing).
        self._held = b""
        self._at = 0

    @property
    def is_empty(self) -> bool:
        return self._at == len(self._held)

    def read_head(self, *, idle: float, patience: float) -> bytes:
        """Up to the empty line. Waits `idle` seconds for the first byte and `patience` seconds for the rest.

        Raises:
            Closed: no request has begun. Refusal: 408, 431, or 400 when the peer went in the middle.
        """
        held = self._held[self._at :].lstrip(b"\r\n")
        deadline = 0.0
        while (end := held.find(b"\r\n\r\n")) < 0:
            if len(held) > MOST_HEAD:
                raise Refusal(431, "headers_too_large")
            if not held:
                try:
                    received = self._receive(_RECEIVE, idle)
                except TimeoutError:
                    raise Closed from None
                if not received:
                    raise Closed
                held = received.lstrip(b"\r\n")
                continue
            deadline = deadline or time.monotonic() + patience
            held += self._wait(_RECEIVE, deadline)
        if end > MOST_HEAD:
            raise Refusal(431, "headers_too_large")
        self._held, self._at = held, end + 4
        return held[:end]

    def read_body(self, length: int | None, *, patience: float) -> bytes:
        """The body, chunks put together.

        Raises:
            Refusal: 400 malformed or broken off, 408, 413.
        """
        deadline = time.monotonic() + patience
        return self._read_chunks(deadline) if length is None else self._read_exactly(length, deadline)

    def pieces(self, length: int, *, patience: float) -> Iterator[bytes]:
        """The body piece by piece, as it comes.

        Raises:
            Refusal: 400 broken off, 408.
        """
        deadline = time.monotonic() + patience
        while length > 0:
            piece = self._read_exactly(min(length, _PIECE), deadline)
            length -= len(piece)
            yield piece

    def discard(self, most: int, seconds: float) -> None:
        """Let a peer that still sends finish, so that it reads our answer and not a reset connection."""
        deadline = time.monotonic() + seconds
        try:
            while most > 0 and (left := deadline - time.monotonic()) > 0:
                got = self._receive(_RECEIVE, left)
                if not got:
                    return
                most -= len(got)
        except OSError:  # TimeoutError is one of them
            return

    def _read_exactly(self, length: int, deadline: float) -> bytes:
        end = self._at + length
        if len(self._held) >= end:
            got = self._held[self._at : end]
            self._at = end
            return got
        parts = [self._held[self._at :]]
        missing = end - len(self._held)
        self._held, self._at = b"", 0
        while missing > 0:
            part = self._wait(min(max(missing, _RECEIVE), 1 << 20), deadline)
            if len(part) > missing:
                self._held, part = part[missing:], part[:missing]
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def _read_chunks(self, deadline: float) -> bytes:
        parts: list[bytes] = []
        total = 0
        while True:
            size_line = _CHUNK_SIZE.fullmatch(self._read_line(_MOST_CHUNK_LINE, deadline))
            if size_line is None:
                raise Refusal(400, "bad_request", "A chunk's size is malformed.")
            size = int(size_line[1], 16)
            if size == 0:
                break
            total += size
            if total > MOST_BODY or len(parts) >= _MOST_CHUNKS:
                raise Refusal(413, "body_too_large")
            parts.append(self._read_exactly(size, deadline))
            if self._read_exactly(2, deadline) != b"\r\n":
                raise Refusal(400, "bad_request", "A chunk is longer or shorter than its size says.")
        trailer = MOST_HEAD
        while line := self._read_line(trailer, deadline):
            trailer -= len(line)
        return b"".join(parts)

    def _read_line(self, most: int, deadline: float) -> bytes:
        while (end := self._held.find(b"\r\n", self._at)) < 0:
            if len(self._held) - self._at > most:
                raise Refusal(400, "bad_request", "A line within the chunked body is too long.")
            self._held, self._at = self._held[self._at :] + self._wait(_RECEIVE, deadline), 0
        line = self._held[self._at : end]
        if len(line) > most:
            raise Refusal(400, "bad_request", "A line within the chunked body is too long.")
        self._at = end + 2
        return line

    def _wait(self, most: int, deadline: float) -> bytes:
        left = deadline - time.monotonic()
        try:
            got = self._receive(most, left) if left > 0 else None
        except TimeoutError:
            got = None
        if got is None:
            raise Refusal(408, "request_timeout")
        if not got:
            raise Refusal(400, "bad_request", "The request broke off.")
        return got
