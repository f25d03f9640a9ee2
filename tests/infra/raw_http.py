"""HTTP byte by byte, so that a test can also say what no client library would."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from infra.local.stack import Stack


@dataclass
class RawResponse:
    status: int
    headers: dict[str, list[str]]
    body: bytes

    def header(self, name: str) -> str:
        return ", ".join(self.headers.get(name.lower(), []))


@dataclass
class RawClient:
    sock: socket.socket
    _held: bytes = field(default=b"")

    def send(self, text: str | bytes) -> None:
        self.sock.sendall(text.encode() if isinstance(text, str) else text)

    def read(self, *, is_head: bool = False) -> RawResponse:
        head = self._until(b"\r\n\r\n").decode("latin-1")
        first, *lines = head.split("\r\n")
        headers: dict[str, list[str]] = {}
        for line in lines:
            name, _, value = line.partition(": ")
            headers.setdefault(name.lower(), []).append(value)
        length = 0 if is_head else int(headers.get("content-length", ["0"])[0])
        while len(self._held) < length:
            self._held += self._receive()
        body, self._held = self._held[:length], self._held[length:]
        return RawResponse(int(first.split()[1]), headers, body)

    def ask(self, text: str | bytes) -> RawResponse:
        self.send(text)
        return self.read()

    def is_closed(self) -> bool:
        return not self._held and self.sock.recv(1) == b""

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._held:
            self._held += self._receive()
        found, _, self._held = self._held.partition(mark)
        return found

    def _receive(self) -> bytes:
        got = self.sock.recv(1 << 16)
        if not got:
            raise EOFError("the server closed the connection")
        return got


def connect(stack: Stack) -> RawClient:
    address = urlsplit(stack.base_url)
    return RawClient(socket.create_connection((address.hostname, address.port), timeout=30))
