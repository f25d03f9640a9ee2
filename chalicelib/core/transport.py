"""How the client's signed requests reach the engine: kept-alive connections with little ceremony.

botocore stays what makes, signs, retries and reports each request. Two of its own extension points are used, since half
of the time of a GetItem went where nothing is gained (docs/benchmarks.md has the figures):

- `before-send` may answer in the place of urllib3. A connection of the standard library per thread does it: DynamoDB's
  answers are never chunked, redirected or compressed unless asked for.
- The session's `response_parser_factory` makes the parser. DynamoDB's answers are JSON already in the shape that is
  handed on, so walking them along the service model changes nothing but binary values, and nothing here keeps those.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from typing import Any
from urllib.parse import urlsplit

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import ConnectionClosedError, EndpointConnectionError, ReadTimeoutError
from botocore.parsers import JSONParser, ResponseParserFactory

CONNECT_SECONDS = 3.0
READ_SECONDS = 10.0


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
    """Sends prepared requests over one connection per thread and endpoint."""

    def __init__(self) -> None:
        self._local = threading.local()

    def install(self, events: Any) -> None:
        events.register("before-send.dynamodb", self.send, unique_id="glasspipe-transport")

    def send(self, request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        """
        Raises:
            EndpointConnectionError, ConnectionClosedError, ReadTimeoutError: botocore's retry policy decides on them.
        """
        target = urlsplit(request.url)
        connection, reused = self._connection(target.scheme, target.netloc)
        try:
            return _exchange(connection, request, target.netloc, target.path or "/")
        except TimeoutError as error:
            self._drop(target.netloc)
            raise ReadTimeoutError(endpoint_url=request.url, error=error) from error
        except (http.client.HTTPException, OSError) as error:
            self._drop(target.netloc)
            if reused and isinstance(error, http.client.RemoteDisconnected | ConnectionResetError | BrokenPipeError):
                # The kept connection had ended before it was used: a new one, once, as urllib3 would do.
                return self._once_more(request, target.scheme, target.netloc, target.path or "/")
            raise ConnectionClosedError(endpoint_url=request.url, error=error) from error

    def _once_more(self, request: AWSPreparedRequest, scheme: str, netloc: str, path: str) -> AWSResponse:
        connection, _ = self._connection(scheme, netloc)
        try:
            return _exchange(connection, request, netloc, path)
        except (http.client.HTTPException, OSError) as error:
            self._drop(netloc)
            raise ConnectionClosedError(endpoint_url=request.url, error=error) from error

    def _connection(self, scheme: str, netloc: str) -> tuple[http.client.HTTPConnection, bool]:
        kept: dict[str, http.client.HTTPConnection] = self._local.__dict__.setdefault("kept", {})
        connection = kept.get(netloc)
        if connection is not None:
            return connection, True
        if scheme == "https":
            connection = http.client.HTTPSConnection(netloc, timeout=CONNECT_SECONDS, context=_tls())
        else:
            connection = http.client.HTTPConnection(netloc, timeout=CONNECT_SECONDS)
        try:
            connection.connect()
        except OSError as error:
            raise EndpointConnectionError(endpoint_url=f"{scheme}://{netloc}", error=error) from error
        connection.sock.settimeout(READ_SECONDS)
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        kept[netloc] = connection
        return connection, False

    def _drop(self, netloc: str) -> None:
        connection = self._local.__dict__.get("kept", {}).pop(netloc, None)
        if connection is not None:
            connection.close()


def _exchange(connection: http.client.HTTPConnection, request: AWSPreparedRequest, host: str, path: str) -> AWSResponse:
    """`host` as it was signed: the URL's, with a port only where it has one."""
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
    if response.will_close:
        connection.close()
    return AWSResponse(request.url, response.status, dict(response.getheaders()), _Body(content))


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
