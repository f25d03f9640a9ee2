"""No request that a user can cause reaches the server's own network."""

from __future__ import annotations

import socket
from typing import Any

import pytest
import requests

from chalicelib.notifications import outbound

from .conftest import Answer, StartServer, WebServer

PRIVATE = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.1.2.3", "169.254.169.254",
    "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::1", "2002:808:808::1",
    "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "fe80::1%eth0",
]  # fmt: skip


def answers(*addresses: str) -> Any:
    """A resolver that gives one list of addresses (comma-separated) per call, and the last one from then on."""
    left = list(addresses)

    def getaddrinfo(host: str, port: int, *_: object, **__: object) -> list[Any]:
        now = left.pop(0) if len(left) > 1 else left[0]
        return [
            (socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port))
            for one in now.split(",")
        ]

    return getaddrinfo


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_of_a_private_or_special_network_is_not_public(address: str) -> None:
    assert not outbound.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "203.119.1.1", "2606:4700:4700::1111", "2400:3200::1"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert outbound.is_public(address)


@pytest.mark.parametrize(
    "url",
    [f"http://{one}/" for one in PRIVATE if ":" not in one]
    + [f"http://[{one}]/" for one in PRIVATE if ":" in one]
    + [
        "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/", "http://0/",
        "http://127.0.0.1./", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://1.2.3.4.5/", "http://08.8.8.8/",
        "http://localhost/", "http://LOCALHOST./", "http://x.localhost/", "http://printer.local/",
        "http://metadata.google.internal/", "ftp://example.com/", "file:///etc/passwd",
        "gopher://example.com/", "//example.com/",
        "example.com", "", "http://", "http:///x", "http://user@example.com/", "http://user:pass@example.com/",
        "http://example.com:22/", "http://example.com:8080/", "http://example.com:0/", "http://example.com:99999/",
        "http://example.com:x/", "http://example.com\\@127.0.0.1/", "http://exa mple.com/",
        "http://example.com/\r\nX: y",
        "http://example.com/\tx", "http://[::1/", "http://[::1]x/", "http://-x.com/", "http://a..b/", "http://exam%70le.com/",
    ],
)  # fmt: skip
def test_a_url_that_could_lead_inside_is_refused_by_its_text(url: str) -> None:
    with pytest.raises(outbound.OutboundRefused):
        outbound.check_url(url)


def test_a_url_of_the_internet_passes_with_its_host_in_plain_form() -> None:
    assert outbound.check_url("https://Hooks.Example.com/x?y=1") == outbound.Target("https", "hooks.example.com", 443)
    assert outbound.check_url("http://8.8.8.8/").port == 80
    assert outbound.check_url("https://例子.公司/x").host == "xn--fsqu00a.xn--55qx5d"
    assert outbound.check_url("https://[2606:4700:4700::1111]/").host == "2606:4700:4700::1111"
    assert outbound.check_url("https://example.com:587/", ports=outbound.MAIL_PORTS).port == 587


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "2130706433", "[::1]", "[::ffff:127.0.0.1]"])
def test_a_server_on_the_loopback_is_not_reached(web: WebServer, host: str) -> None:
    with pytest.raises(outbound.OutboundRefused):
        outbound.request("GET", f"http://{host}:{web.port}/secret")
    assert web.paths == []


@pytest.mark.parametrize("answer", ["127.0.0.1", "8.8.8.8,127.0.0.1", "::1", "::ffff:127.0.0.1", "169.254.169.254"])
def test_a_name_that_leads_inside_is_refused_even_when_it_also_leads_outside(
    monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", answers(answer))
    monkeypatch.setattr(outbound, "dial", lambda *_: pytest.fail("a connection was made"))
    for scheme in ("http", "https"):
        with pytest.raises(outbound.OutboundRefused, match=r"hooks\.example\.com leads to"):
            outbound.request("POST", f"{scheme}://hooks.example.com/x")


def test_a_name_that_changes_after_the_check_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    dialled: list[str] = []

    def dial(_: socket.AddressFamily, address: outbound.SocketAddress, __: float) -> socket.socket:
        dialled.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", answers("8.8.8.8", "127.0.0.1"))
    monkeypatch.setattr(outbound, "dial", dial)
    with pytest.raises(requests.ConnectionError):
        outbound.request("POST", "http://rebinding.example.com/x")
    assert dialled == ["8.8.8.8"]
    with pytest.raises(outbound.OutboundRefused):
        outbound.request("POST", "http://rebinding.example.com/x")
    assert dialled == ["8.8.8.8"]


def test_a_redirect_inside_is_not_followed(allowed_web: WebServer, start_server: StartServer) -> None:
    inside = start_server()
    allowed_web.answer = Answer(302, b"", {"Location": f"{inside.url}/secret"})
    assert outbound.request("GET", f"{allowed_web.url}/hook").status_code == 302
    assert inside.paths == []


def test_a_public_address_that_is_this_server_itself_is_refused(
    web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbound, "is_public", lambda _: True)
    with pytest.raises(outbound.OutboundRefused, match="this server itself"):
        outbound.connect("127.0.0.1", web.port, ports=frozenset({web.port}))


def test_a_proxy_of_the_environment_is_not_used(
    allowed_web: WebServer, start_server: StartServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = start_server()
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, proxy.url)
    assert outbound.request("GET", f"{allowed_web.url}/hook").content == b"ok"
    assert proxy.paths == []


def test_the_operators_list_allows_one_host_and_port_and_no_other(
    allowed_web: WebServer, start_server: StartServer
) -> None:
    other = start_server()
    assert outbound.request("POST", f"{allowed_web.url}/hook", data=b"x").content == b"ok"
    with pytest.raises(outbound.OutboundRefused):
        outbound.request("POST", f"{other.url}/hook")
    with pytest.raises(outbound.OutboundRefused):
        outbound.request("POST", f"http://localhost:{allowed_web.port}/hook")
    assert other.paths == []


def test_only_the_head_of_a_huge_answer_is_read(allowed_web: WebServer) -> None:
    allowed_web.answer = Answer(body=b"x" * (8 * 1024 * 1024))
    assert len(outbound.request("GET", f"{allowed_web.url}/hook").content) == outbound.MOST_ANSWER_BYTES


def test_an_answer_that_never_ends_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound, "TOTAL_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        monkeypatch.setenv("GLASSPIPE_OUTBOUND_ALLOW", f"127.0.0.1:{port}")
        with pytest.raises(requests.ConnectionError):
            outbound.request("GET", f"http://127.0.0.1:{port}/")


def test_the_guard_leaves_the_rest_of_the_process_alone(web: WebServer) -> None:
    with requests.Session() as session:
        session.trust_env = False
        assert session.get(web.url).content == b"ok"
