"""Kept connections to the engine: used again, replaced when they end, never shared by two processes."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from botocore.awsrequest import AWSPreparedRequest
from botocore.exceptions import ConnectionClosedError, EndpointConnectionError

from chalicelib.core.transport import Transport

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: 2\r\n\r\n{}"


class Peer:
    """A server that counts connections and answers `per_connection` requests on each."""

    def __init__(self, per_connection: int, *, answers: bool = True) -> None:
        self.connections = 0
        self.heads: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._per_connection, self._answers = per_connection, answers
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}/"

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._converse, args=(connection,), daemon=True).start()

    def _converse(self, connection: socket.socket) -> None:
        with closing(connection):
            for _ in range(self._per_connection):
                data = connection.recv(65536)
                if not data:
                    return
                self.heads.append(data)
                if not self._answers:
                    return
                connection.sendall(ANSWER)

    def close(self) -> None:
        self._listener.close()


@pytest.fixture
def peer() -> Iterator[Peer]:
    made = Peer(1000)
    yield made
    made.close()


def _request(url: str) -> AWSPreparedRequest:
    return AWSPreparedRequest("POST", url, {"X-Amz-Target": "DynamoDB_20120810.GetItem"}, b"{}", False)


def test_one_connection_serves_request_after_request_from_any_thread(peer: Peer) -> None:
    transport = Transport()
    assert transport.send(_request(peer.url)).content == b"{}"
    worker = threading.Thread(target=lambda: transport.send(_request(peer.url)))
    worker.start()
    worker.join()
    transport.send(_request(peer.url))
    assert peer.connections == 1


def test_the_host_is_sent_as_it_was_signed(peer: Peer) -> None:
    Transport().send(_request(peer.url))
    assert f"Host: {peer.url[7:-1]}\r\n".encode() in peer.heads[0]


def test_a_connection_that_the_other_side_has_closed_is_replaced() -> None:
    peer = Peer(1)
    transport = Transport()
    for _ in range(3):
        assert transport.send(_request(peer.url)).status_code == 200
    assert peer.connections == 3
    peer.close()


def test_an_answer_that_never_comes_on_a_new_connection_is_for_the_retry_policy() -> None:
    peer = Peer(1, answers=False)
    with pytest.raises(ConnectionClosedError):
        Transport().send(_request(peer.url))
    peer.close()


def test_nobody_there_is_for_the_retry_policy() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(EndpointConnectionError):
        Transport().send(_request(f"http://127.0.0.1:{port}/"))


def test_a_child_process_opens_connections_of_its_own(peer: Peer) -> None:
    transport = Transport()
    transport.send(_request(peer.url))
    child = os.fork()
    if child == 0:
        transport.send(_request(peer.url))
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    transport.send(_request(peer.url))
    assert peer.connections == 2
