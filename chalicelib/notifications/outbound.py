"""The one door for requests to addresses that users gave: none of them reaches the server's own network (SSRF).

A URL is checked twice. `check_url` looks at its text when a user enters it, so that a mistake is told at once. What
counts is the second check, at connecting: `connect` resolves the name once, refuses unless every address of the answer
is public, and connects to one of just those addresses. No name is resolved again after the check, so a name that
answers differently the second time (DNS rebinding) gains nothing. Redirects aren't followed and proxies of the
environment aren't used, because either would move the connection away from the checked address. TLS is verified
against the name.

The check sits in the connection class of a `requests` adapter, not in a patched `socket`: it holds for each connection
that the adapter makes, in whatever thread, and nothing else in the process is touched.

GLASSPIPE_OUTBOUND_ALLOW (`host:port`, comma-separated; empty by default) names what may be reached although it is
private: for self-hosted installations whose chat server is in the same network, and for tests.

Imports `requests`; import this module inside the functions that send.
"""

from __future__ import annotations

import ipaddress
import logging
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import idna
import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NameResolutionError, NewConnectionError

from chalicelib.core.settings import variable

CONNECT_SECONDS = 5.0
READ_SECONDS = 10.0
#: From the first packet to the last byte of the answer, however slowly it drips.
TOTAL_SECONDS = 20.0
MOST_ANSWER_BYTES = 64 * 1024
WEB_PORTS = frozenset({80, 443})
MAIL_PORTS = frozenset({25, 465, 587})

#: At DEBUG, urllib3 logs paths, and the path of a webhook is its secret.
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)

# The registries of special-purpose addresses (IANA, RFC 6890 and later), plus what clouds answer on from inside.
_REFUSED_V4 = tuple(
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32",  # Azure's host agent: a public address that only answers inside
    )
)  # fmt: skip
# Global unicast is 2000::/3; all else (loopback, ULA, link-local, mapped, NAT64, multicast) is refused by not being it.
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_REFUSED_V6 = tuple(
    ipaddress.IPv6Network(block)
    for block in (
        "2001::/23",  # Teredo (carries an IPv4 address), benchmarking, ORCHID and other protocol assignments
        "2001:db8::/32", "2002::/16",  # documentation; 6to4 (carries an IPv4 address)
        "2620:4f:8000::/48", "3fff::/20",
    )
)  # fmt: skip
_PLAIN_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*")
#: Browsers and libc read a host whose last label is a number as an IPv4 address (WHATWG URL, "ends in a number").
_NUMERIC_LABEL = re.compile(r"(\d+|0x[0-9a-f]*)")

SocketAddress = tuple[str, int] | tuple[str, int, int, int]
Resolved = tuple[socket.AddressFamily, SocketAddress]


class OutboundRefused(Exception):
    """The rule refused a request before anything was sent. The message names no secret part of the URL."""


@dataclass(frozen=True)
class Target:
    """Where a checked URL leads; `host` in ASCII and lower case, IPv6 without brackets."""

    scheme: str
    host: str
    port: int


def is_public(address: str) -> bool:
    """Whether a numeric IP address is one of the public internet. IPv6 that carries an IPv4 address is not."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not any(ip in block for block in _REFUSED_V4)
    return ip in _GLOBAL_V6 and ip.scope_id is None and not any(ip in block for block in _REFUSED_V6)


def check_url(url: str, *, ports: frozenset[int] = WEB_PORTS) -> Target:
    """Judge a URL by its text alone; nothing is resolved.

    Raises:
        OutboundRefused: it isn't http(s), has credentials, an odd host or port, or is an address of a private network.
    """
    if not url.isprintable() or re.search(r"[\s\\]", url):
        raise OutboundRefused("the URL has characters that no URL has")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise OutboundRefused("the URL can't be read") from None
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https"):
        raise OutboundRefused("only http and https are allowed")
    if "@" in parts.netloc:
        raise OutboundRefused("a URL with a user name or password is not allowed")
    host = check_host(parts.hostname or "")
    port = port if port is not None else (443 if scheme == "https" else 80)
    _check_place(host, port, ports)
    return Target(scheme, host, port)


def check_host(host: str) -> str:
    """The host in ASCII and lower case, if it is a name or an IP address in its usual notation.

    Raises:
        OutboundRefused: empty, with a zone, or an IP address in decimal, octal, hexadecimal or shortened notation.
    """
    if ":" in host:
        try:
            return str(ipaddress.IPv6Address(host)) if "%" not in host else _no_host()
        except ValueError:
            return _no_host()
    try:
        ascii_host = host if host.isascii() else idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        return _no_host()
    ascii_host = ascii_host.lower().removesuffix(".")
    if len(ascii_host) > 253 or not _PLAIN_HOST.fullmatch(ascii_host):
        return _no_host()
    if _NUMERIC_LABEL.fullmatch(ascii_host.rpartition(".")[2]):
        try:
            return str(ipaddress.IPv4Address(ascii_host))
        except ValueError:
            raise OutboundRefused("an IP address must be written in the usual four numbers") from None
    return ascii_host


def _no_host() -> str:
    raise OutboundRefused("the URL names no valid host")


def _check_place(host: str, port: int, ports: frozenset[int]) -> None:
    if is_allowed(host, port):
        return
    if port not in ports:
        raise OutboundRefused(f"port {port} is not allowed")
    if _is_numeric(host) and not is_public(host):
        raise OutboundRefused(f"{host} is not an address of the public internet")
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal", ".home.arpa")):
        raise OutboundRefused(f"{host} is a name of a private network")


def _is_numeric(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_allowed(host: str, port: int) -> bool:
    """Whether the operator's GLASSPIPE_OUTBOUND_ALLOW names this place."""
    place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    allowed = variable("GLASSPIPE_OUTBOUND_ALLOW")
    return place in {entry.strip().lower() for entry in allowed.split(",")}


def resolve(host: str, port: int) -> list[Resolved]:
    """The addresses of `host`, each of them public. One private address among public ones refuses them all.

    Raises:
        OutboundRefused: an address is not public, and the place is not on the operator's list.
        socket.gaierror: there is no such name.
    """
    found = [
        (family, address)
        for family, _, _, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        if family in (socket.AF_INET, socket.AF_INET6)
    ]
    if not is_allowed(host, port):
        for _, address in found:
            if not is_public(str(address[0])):
                raise OutboundRefused(f"{host} leads to an address that is not of the public internet")
    return found  # type: ignore[return-value]


def dial(family: socket.AddressFamily, address: SocketAddress, seconds: float) -> socket.socket:
    """A TCP connection to one numeric address."""
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.settimeout(seconds)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.connect(address)
    except BaseException:
        sock.close()
        raise
    return sock


def connect(host: str, port: int, *, ports: frozenset[int] = WEB_PORTS) -> socket.socket:
    """A TCP connection to a checked address of `host`, within CONNECT_SECONDS over all its addresses.

    Raises:
        OutboundRefused, OSError (TimeoutError, socket.gaierror included)
    """
    host = check_host(host)
    _check_place(host, port, ports)
    give_up_at = time.monotonic() + CONNECT_SECONDS
    problem = OSError(f"{host} has no address")
    for family, address in resolve(host, port):
        left = give_up_at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        try:
            sock = dial(family, address, left)
        except OSError as failed:
            problem = failed
            continue
        # A public address may be our own (behind its own name, or by hairpin): talking to oneself is refused as well.
        if sock.getsockname()[0] == sock.getpeername()[0] and not is_allowed(host, port):
            sock.close()
            raise OutboundRefused(f"{host} leads to this server itself")
        return sock
    raise problem


@dataclass
class Exchange:
    """One request of `guarded` code: what came back, or what stood in the way."""

    status: int | None = None
    answer: bytes = b""
    problem: Exception | None = None
    _line: socket.socket | None = field(default=None, repr=False)

    @contextmanager
    def ended_by(self, seconds: float) -> Iterator[None]:
        """Cuts the connection after `seconds`; a read that waits then fails."""
        timer = threading.Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            if self._line is not None:
                self._line.close()

    def hold(self, sock: socket.socket) -> None:
        # A duplicate, since TLS takes the descriptor out of the socket that it wraps.
        self._line = sock.dup()

    def _cut(self) -> None:
        if self._line is not None:
            try:
                self._line.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it has ended by itself meanwhile


_exchange: ContextVar[Exchange | None] = ContextVar("glasspipe_exchange", default=None)


def _connect_for(connection: HTTPConnection) -> socket.socket:
    try:
        sock = connect(connection.host, connection.port or 0)
    except socket.gaierror as problem:
        raise NameResolutionError(connection.host, connection, problem) from problem
    except TimeoutError as problem:
        raise ConnectTimeoutError(connection, "connecting took too long") from problem
    except OSError as problem:
        raise NewConnectionError(connection, f"connecting failed: {type(problem).__name__}") from problem
    exchange = _exchange.get()
    if exchange is not None:
        exchange.hold(sock)
    sock.settimeout(READ_SECONDS)
    return sock


class _Connection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connect_for(self)


class _TlsConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _connect_for(self)


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


class GuardedAdapter(HTTPAdapter):
    """Every connection of a session goes through `connect`; there are no retries and no proxies."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}

    def proxy_manager_for(self, proxy: str, **_: Any) -> Any:
        raise OutboundRefused("requests to users' addresses don't go through a proxy")


def request(
    method: str,
    url: str,
    *,
    data: bytes | str | None = None,
    headers: Mapping[str, str] | None = None,
    params: Mapping[str, str] | None = None,
) -> requests.Response:
    """Send one request under the rule; the answer is read up to MOST_ANSWER_BYTES, and a redirect is not followed.

    Raises:
        OutboundRefused: before anything was sent.
        requests.RequestException: unreachable, too slow, TLS not accepted, or no HTTP.
    """
    check_url(url)
    exchange = Exchange()
    token = _exchange.set(exchange)
    try:
        with exchange.ended_by(TOTAL_SECONDS), requests.Session() as session:
            session.trust_env = False
            session.mount("http://", GuardedAdapter())
            session.mount("https://", GuardedAdapter())
            response = session.request(
                method, url, data=data, headers=headers, params=params, allow_redirects=False, stream=True,
                timeout=(CONNECT_SECONDS, READ_SECONDS), verify=True,
            )  # fmt: skip
            with response:
                response._content = _read(response)
    finally:
        _exchange.reset(token)
    return response


def _read(response: requests.Response) -> bytes:
    try:
        answer: bytes = response.raw.read(MOST_ANSWER_BYTES, decode_content=True)
    except HTTPError as problem:
        raise requests.ConnectionError(f"the answer broke off: {type(problem).__name__}") from problem
    return answer


class GuardedRequests:
    """Stands in for the `requests` module inside another library's module, so that its calls go through `request`.

    `record` gets an Exchange for each call. What the library passes for `verify`, `timeout`, `allow_redirects` is
    not asked: the rule's own values hold. Anything but `post`, `request` and the names of codes and exceptions is
    absent.
    """

    codes = requests.codes
    RequestException = requests.RequestException
    ConnectionError = requests.ConnectionError
    Timeout = requests.Timeout

    def __init__(self, record: Callable[[Exchange], None]) -> None:
        self._record = record

    def post(self, url: str, **kwargs: Any) -> requests.Response:
        return self.request("post", url, **kwargs)

    def request(
        self,
        method: str,
        url: str,
        *,
        data: Any = None,
        headers: Any = None,
        params: Any = None,
        files: None = None,
        verify: Any = True,
        timeout: Any = None,
        allow_redirects: Any = False,
    ) -> requests.Response:
        if files is not None:
            raise OutboundRefused("files are not sent")
        try:
            response = request(method, url, data=data, headers=headers, params=params)
        except (OutboundRefused, requests.RequestException) as problem:
            self._record(Exchange(problem=problem))
            raise
        self._record(Exchange(status=response.status_code, answer=response.content))
        return response
