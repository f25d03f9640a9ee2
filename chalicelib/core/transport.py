"""How the client's signed requests reach the engine: kept-alive connections with little ceremony.

botocore stays what makes, signs, retries and reports each request. Two of its own extension points are used, since half
of the time of a GetItem went where nothing is gained (docs/benchmarks.md has the figures):

- `before-send` may answer in the place of urllib3. A kept connection of the standard library does it: DynamoDB's
  answers are never chunked, redirected or compressed unless asked for.
- The session's `response_parser_factory` makes the parser. DynamoDB's answers are JSON already in the shape that is
  handed on, so walking them along the service model changes nothing but binary values, and nothing here keeps those.
"""

from __future__ import annotations

import http.client
import os
import socket
import ssl
import threading
from collections import defaultdict, deque
from typing import Any
from urllib.parse import SplitResult, urlsplit

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import ConnectionClosedError, EndpointConnectionError, ReadTimeoutError
from botocore.parsers import JSONParser, ResponseParserFactory

CONNECT_SECONDS = 3.0
READ_SECONDS = 10.0
_MOST_KEPT = 32
_ENDED = (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError)


class PlainParser(JSONParser):  # type: ignore[misc]
    """The body as it is; errors as botocore reads them."""

    def _handle_json_body(self, raw_body: bytes, shape: Any) -> Any:
        return self._parse_body_as_json(raw_body)


class PlainParserFactory(ResponseParserFactory):  # type: ignore[misc]
    def create_parser(self, protocol_name: str) -> Any:
        return PlainParser() if protocol_name == "json" else super().create_parser(protocol_name)


class _Body:
    """What AWSResponse reads: the whole body, in memory."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self) -> tuple[bytes]:
        return (self._content,)


class Transport:
    """Sends prepared requests over kept connections: the one used last is used next, whichever thread asks."""

    def __init__(self) -> None:
        # append and pop of a deque are atomic: no lock is needed, and a connection is with one thread at a time.
        self._kept: defaultdict[str, deque[http.client.HTTPConnection]] = defaultdict(lambda: deque(maxlen=_MOST_KEPT))
        # Two processes on one connection would read each other's answers.
        os.register_at_fork(after_in_child=self._kept.clear)

    def install(self, events: Any) -> None:
        events.register("before-send.dynamodb", self.send, unique_id="glasspipe-transport")

    def send(self, request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        """
        Raises:
            EndpointConnectionError, ConnectionClosedError, ReadTimeoutError: botocore's retry policy decides on them.
        """
        target = urlsplit(request.url)
        connection = self._take(target.netloc)
        if connection is not None:
            try:
                return self._exchange(connection, request, target)
            except ConnectionClosedError as error:
                # A kept connection may have ended before it was used: then a new one, once, as urllib3 would do.
                # TransactWriteItems carry an idempotency token, and all other writes their conditions.
                if not isinstance(error.kwargs.get("error"), _ENDED):
                    raise
        return self._exchange(_connected(target), request, target)

    def _take(self, netloc: str) -> http.client.HTTPConnection | None:
        try:
            return self._kept[netloc].pop()
        except IndexError:
            return None

    def _exchange(
        self, connection: http.client.HTTPConnection, request: AWSPreparedRequest, target: SplitResult
    ) -> AWSResponse:
        try:
            response, reusable = _exchange(connection, request, target.netloc, target.path or "/")
        except TimeoutError as error:
            connection.close()
            raise ReadTimeoutError(endpoint_url=request.url, error=error) from error
        except (http.client.HTTPException, OSError) as error:
            connection.close()
            raise ConnectionClosedError(endpoint_url=request.url, error=error) from error
        if reusable:
            self._kept[target.netloc].append(connection)
        return response


def _connected(target: SplitResult) -> http.client.HTTPConnection:
    if target.scheme == "https":
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            target.netloc, timeout=CONNECT_SECONDS, context=_tls()
        )
    else:
        connection = http.client.HTTPConnection(target.netloc, timeout=CONNECT_SECONDS)
    try:
        connection.connect()
    except OSError as error:
        raise EndpointConnectionError(endpoint_url=target.geturl(), error=error) from error
    connection.sock.settimeout(READ_SECONDS)
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _exchange(
    connection: http.client.HTTPConnection, request: AWSPreparedRequest, host: str, path: str
) -> tuple[AWSResponse, bool]:
    """The answer, and whether the connection may be kept. `host` as it was signed: the URL's own."""
    body = request.body or b""
    headers = "".join(
        f"{name}: {_text(value)}\r\n"
        for name, value in request.headers.items()
        if name.lower() not in ("content-length", "host")
    )
    head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
    connection.sock.sendall(head.encode("latin-1") + body)
    response = http.client.HTTPResponse(connection.sock, method="POST")
    response.begin()
    content = response.read()
    answer = AWSResponse(request.url, response.status, dict(response.getheaders()), _Body(content))
    return answer, not response.will_close


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


_tls_lock = threading.Lock()
_tls_context: list[ssl.SSLContext] = []


def _tls() -> ssl.SSLContext:
    """One context for the process: loading the trust store takes 20 ms."""
    with _tls_lock:
        if not _tls_context:
            _tls_context.append(ssl.create_default_context())
        return _tls_context[0]
