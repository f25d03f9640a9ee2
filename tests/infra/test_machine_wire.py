"""Reading requests out of a stream whose pace the test decides; no socket, no waiting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest

from infra.local.http.problems import Refusal
from infra.local.http.wire import Closed, Head, Stream, parse_head

PATIENCE = 60.0


@dataclass
class Peer:
    """Sends the parts one by one, then falls silent (or hangs up), and notes how long it was waited for."""

    parts: list[bytes]
    hangs_up: bool = False
    waits: list[float] = field(default_factory=list)

    def receive(self, most: int, seconds: float) -> bytes:
        self.waits.append(seconds)
        if self.parts:
            part = self.parts.pop(0)
            self.parts[:0] = [part[most:]] if len(part) > most else []
            return part[:most]
        if self.hangs_up:
            return b""
        raise TimeoutError


def stream_of(*parts: bytes, hangs_up: bool = False) -> Stream:
    return Stream(Peer(list(parts), hangs_up).receive)


def head_of(lines: Iterable[str]) -> Head:
    return parse_head("\r\n".join(lines).encode())


def test_silence_between_two_requests_ends_the_connection_without_a_word() -> None:
    for stream in (stream_of(), stream_of(hangs_up=True), stream_of(b"\r\n")):
        with pytest.raises(Closed):
            stream.read_head(idle=75, patience=20)


def test_a_head_that_does_not_end_in_time_is_a_timeout() -> None:
    peer = Peer([b"GET / HT", b"TP/1.1\r\n"])
    with pytest.raises(Refusal) as refusal:
        Stream(peer.receive).read_head(idle=75, patience=20)
    assert refusal.value.status == 408
    assert peer.waits[0] == 75
    assert all(wait <= 20 for wait in peer.waits[1:])


def test_a_body_that_does_not_come_in_time_is_a_timeout_and_one_that_breaks_off_a_bad_request() -> None:
    for hangs_up, status in ((False, 408), (True, 400)):
        with pytest.raises(Refusal) as refusal:
            stream_of(b"half", hangs_up=hangs_up).read_body(8, patience=PATIENCE)
        assert refusal.value.status == status


def test_what_follows_a_body_belongs_to_the_next_request() -> None:
    stream = stream_of(b"GET / HTTP/1.1\r\nHost: g\r\n\r\nabcdeGET /", b"next HTTP/1.1\r\n\r\n")
    assert stream.read_head(idle=1, patience=1) == b"GET / HTTP/1.1\r\nHost: g"
    assert stream.read_body(3, patience=PATIENCE) == b"abc"
    assert stream.read_body(2, patience=PATIENCE) == b"de"
    assert stream.read_head(idle=1, patience=1) == b"GET /next HTTP/1.1"
    assert stream.is_empty


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_chunks_are_put_together_however_they_are_cut(size: int) -> None:
    sent = b"3\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\n\r\nrest"
    stream = stream_of(*(sent[start : start + size] for start in range(0, len(sent), size)))
    assert stream.read_body(None, patience=PATIENCE) == b"abc0123456789abcdef"
    assert stream.read_body(4, patience=PATIENCE) == b"rest"


def test_a_body_in_too_many_chunks_is_too_large() -> None:
    with pytest.raises(Refusal) as refusal:
        stream_of(*[b"1\r\nx\r\n" * 10_000] * 60).read_body(None, patience=PATIENCE)
    assert refusal.value.status == 413


def test_the_last_header_of_a_name_is_given_and_all_are_kept() -> None:
    head = head_of(["GET /a?b=c#d HTTP/1.1", "Host: g", "X-A:  1 ", "x-a: 2"])
    assert (head.method, head.target) == ("GET", "/a?b=c")
    assert head.headers["x-a"] == "2"
    assert head.every["x-a"] == ["1", "2"]


@pytest.mark.parametrize(
    ("version", "connection", "keeps_alive"),
    [("1.1", None, True), ("1.1", "close", False), ("1.0", None, False), ("1.0", "Keep-Alive", True)],
)
def test_a_connection_is_kept_as_the_version_and_the_client_say(
    version: str, connection: str | None, keeps_alive: bool
) -> None:
    lines = [f"GET / HTTP/{version}", "Host: g", *([f"Connection: {connection}"] if connection else [])]
    assert head_of(lines).keeps_alive is keeps_alive


def test_an_address_with_a_host_is_read_as_its_path() -> None:
    assert head_of(["GET http://glasspipe:8000/v1/leads HTTP/1.1", "Host: g"]).target == "/v1/leads"
    assert head_of(["OPTIONS * HTTP/1.1", "Host: g"]).target == "/*"
