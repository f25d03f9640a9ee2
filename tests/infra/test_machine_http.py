"""The HTTP server, over a real socket against the running stack."""

from __future__ import annotations

import hashlib
import json
from contextlib import ExitStack

import pytest
import requests

from infra.local.stack import Stack
from tests.infra.raw_http import RawClient, connect

GET = "GET {path} HTTP/1.1\r\nHost: glasspipe\r\n\r\n"
TEN_MB = 10 * 1024 * 1024


def problem_of(response: requests.Response) -> dict[str, object]:
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, object] = response.json()
    assert set(problem) == {"type", "title", "status", "detail", "code", "request_id"}
    assert problem["status"] == response.status_code
    return problem


def test_path_parameters_arrive_percent_decoded(stack: Stack) -> None:
    answer = requests.get(f"{stack.base_url}/echo/%E5%8D%8E%2F%20a+b").json()
    assert answer["name"] == "华/ a+b"


def test_an_address_in_plain_utf_8_is_understood_as_its_escaped_form(client: RawClient) -> None:
    answer = json.loads(client.ask(GET.format(path="/echo/明线?q=客户")).body)
    assert answer["name"] == "明线"
    assert answer["query"] == {"q": ["客户"]}


def test_a_fixed_segment_wins_over_a_variable_one(stack: Stack) -> None:
    assert requests.get(f"{stack.base_url}/echo/fixed").json() == {"name": "the fixed one"}


def test_a_slash_at_the_end_makes_no_difference(stack: Stack) -> None:
    assert requests.get(f"{stack.base_url}/echo/abc/").json()["name"] == "abc"


@pytest.mark.parametrize("path", ["/echo/%FF", "/echo/%C3%28", "/echo/a?q=%FF", "/echo/%zz", "/echo/%4"])
def test_an_address_that_is_no_utf_8_is_a_bad_request(stack: Stack, path: str) -> None:
    with connect(stack).sock as sock:
        answer = RawClient(sock).ask(GET.format(path=path))
    assert answer.status == 400
    assert json.loads(answer.body)["code"] == "bad_request"


def test_an_unknown_address_is_a_not_found_problem_that_a_browser_may_read(stack: Stack) -> None:
    response = requests.get(f"{stack.base_url}/nowhere", headers={"X-Request-Id": "abc-1", "Authorization": "Bearer x"})
    assert response.status_code == 404
    problem = problem_of(response)
    assert (problem["code"], problem["request_id"]) == ("not_found", "abc-1")
    assert response.headers["access-control-allow-origin"] == "https://console.example"


@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        ("zh-CN", "未找到"), ("en", "Not found"), ("en;q=0.3, zh-CN;q=0.8", "未找到"),
        ("zh;q=0.3,en;q=0.8", "Not found"),
        ("fr, en;q=0.1", "Not found"), ("fr", "未找到"), ("", "未找到"),
    ],
)  # fmt: skip
def test_a_problem_is_told_in_the_language_wanted_most_and_named_as_the_apps_are(
    stack: Stack, wanted: str, title: str
) -> None:
    problem = problem_of(requests.get(f"{stack.base_url}/nowhere", headers={"Accept-Language": wanted}))
    assert (problem["title"], problem["type"]) == (title, "/docs/errors#not_found")


def test_a_wrong_method_is_refused_with_the_allowed_ones(stack: Stack) -> None:
    response = requests.delete(f"{stack.base_url}/echo/abc")
    assert response.status_code == 405
    assert problem_of(response)["code"] == "method_not_allowed"
    assert response.headers["allow"] == "GET, HEAD, POST"


def test_preflight_is_answered_as_api_gateway_does(stack: Stack) -> None:
    response = requests.options(f"{stack.base_url}/echo/abc", headers={"Access-Control-Request-Method": "POST"})
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["access-control-allow-origin"] == "https://console.example"
    assert set(response.headers["access-control-allow-methods"].split(",")) == {"GET", "POST", "OPTIONS"}
    assert "If-Match" in response.headers["access-control-allow-headers"]
    assert response.headers["access-control-max-age"] == "600"


def test_preflight_of_a_route_without_cors_is_refused(stack: Stack) -> None:
    assert requests.options(f"{stack.base_url}/plain").status_code == 405


def test_head_is_get_without_the_body(client: RawClient) -> None:
    client.send("HEAD /quick HTTP/1.1\r\nHost: g\r\n\r\n")
    answer = client.read(is_head=True)
    assert answer.status == 200
    assert int(answer.header("content-length")) > 0
    assert client.ask(GET.format(path="/quick")).status == 200


def test_binary_answers_and_several_headers_of_one_name_arrive_as_they_are(stack: Stack) -> None:
    response = requests.get(f"{stack.base_url}/file", headers={"Accept": "application/octet-stream"})
    assert response.content == bytes(range(256))
    assert response.raw.headers.getlist("set-cookie") == ["a=1", "b=2"]


def test_a_binary_content_type_reaches_the_app_byte_for_byte(stack: Stack) -> None:
    body = "客户,金额\n".encode("gb18030") + bytes(range(256))
    headers = {"Content-Type": "text/csv; charset=gb18030"}
    answer = requests.post(f"{stack.base_url}/echo/a", data=body, headers=headers).json()
    assert answer["base64"] is True
    assert answer["digest"] == hashlib.sha256(body).hexdigest()


def test_a_text_that_is_no_utf_8_is_a_bad_request(stack: Stack) -> None:
    response = requests.post(
        f"{stack.base_url}/echo/a", data=b'{"a": "\xff"}', headers={"Content-Type": "application/json"}
    )
    assert response.status_code == 400
    assert problem_of(response)["detail"] == "The body is not valid UTF-8."


def test_the_app_sees_the_callers_address_and_every_header_of_a_name(client: RawClient) -> None:
    answer = client.ask(
        "GET /echo/a HTTP/1.1\r\nHost: g\r\nCookie: a=1\r\nCookie: b=2\r\nX-Forwarded-For: 9.9.9.9\r\n\r\n"
    )
    seen = json.loads(answer.body)
    assert seen["source_ip"] == "127.0.0.1"
    assert seen["cookies"] == ["a=1", "b=2"]


def test_a_body_of_10_mb_is_taken_and_one_byte_more_is_not(stack: Stack) -> None:
    url, headers = f"{stack.base_url}/echo/a", {"Content-Type": "text/csv"}
    taken = requests.post(url, data=b"x" * TEN_MB, headers=headers)
    assert taken.json()["length"] == TEN_MB
    refused = requests.post(url, data=b"x" * (TEN_MB + 1), headers=headers)
    assert refused.status_code == 413
    assert problem_of(refused)["code"] == "body_too_large"


def test_a_chunked_body_is_put_together_and_has_the_same_limit(stack: Stack) -> None:
    url, headers = f"{stack.base_url}/echo/a", {"Content-Type": "text/csv"}
    parts = [bytes([number % 256]) * (number + 1) for number in range(300)]
    answer = requests.post(url, data=iter(parts), headers=headers).json()
    assert answer["digest"] == hashlib.sha256(b"".join(parts)).hexdigest()
    refused = requests.post(url, data=iter([b"x" * 1024 * 1024] * 11), headers=headers)
    assert refused.status_code == 413


def test_chunks_that_arrive_byte_by_byte_with_extensions_and_trailers_are_read(client: RawClient) -> None:
    request = (
        "POST /echo/a HTTP/1.1\r\nHost: g\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
        "5;note=1\r\nhello\r\n0\r\nX-After: 1\r\n\r\n"
    )
    for byte in request:
        client.send(byte)
    assert json.loads(client.read().body)["digest"] == hashlib.sha256(b"hello").hexdigest()


@pytest.mark.parametrize(
    ("request_text", "status"),
    [
        ("POST /echo/a HTTP/1.1\r\nHost: g\r\nContent-Length: -1\r\n\r\n", 400),
        ("POST /echo/a HTTP/1.1\r\nHost: g\r\nContent-Length: 0x10\r\n\r\n", 400),
        ("POST /echo/a HTTP/1.1\r\nHost: g\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
        ("POST /echo/a HTTP/1.1\r\nHost: g\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("POST /echo/a HTTP/1.1\r\nHost: g\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
        ("POST /echo/a HTTP/1.1\r\nHost: g\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400),
        ("POST /echo/a HTTP/1.1\r\nHost: g\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n", 400),
        ("POST /echo/a HTTP/1.1\r\nHost: g\r\nTransfer-Encoding: chunked\r\n\r\n" + "f" * 12 + "\r\n", 413),
        ("GET /quick HTTP/1.1\r\n\r\n", 400),
        ("GET /quick HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        ("GET /quick HTTP/1.1\r\nHost: g\r\nX Y: 1\r\n\r\n", 400),
        ("GET /quick HTTP/1.1\r\nHost: g\r\nA: 1\r\n folded\r\n\r\n", 400),
        ("GET /quick HTTP/1.1\nHost: g\r\n\r\n", 400),
        ("GET /quick HTTP/2.0\r\nHost: g\r\n\r\n", 505),
        ("nonsense\r\n\r\n", 400),
        ("GET /quick HTTP/1.1\r\nHost: g\r\nX: " + "y" * 20_000 + "\r\n\r\n", 431),
        ("GET /" + "y" * 20_000, 431),
    ],
)
def test_what_is_not_proper_http_is_a_problem_and_ends_the_connection(
    client: RawClient, request_text: str, status: int
) -> None:
    answer = client.ask(request_text)
    assert answer.status == status
    assert answer.header("content-type") == "application/problem+json"
    assert answer.header("connection") == "close"
    assert client.is_closed()


def test_several_requests_sent_at_once_are_answered_in_their_order(client: RawClient) -> None:
    post = "POST /echo/{name} HTTP/1.1\r\nHost: g\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nabc"
    client.send("".join(post.format(name=name) for name in ("one", "two", "three")) + GET.format(path="/nowhere"))
    assert [json.loads(client.read().body)["name"] for _ in range(3)] == ["one", "two", "three"]
    assert client.read().status == 404


def test_a_connection_ends_when_the_client_says_so_and_with_http_1_0(stack: Stack) -> None:
    for request in ("GET /quick HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n", "GET /quick HTTP/1.0\r\n\r\n"):
        client = connect(stack)
        assert client.ask(request).status == 200
        assert client.is_closed()
        client.sock.close()


def test_a_client_that_waits_to_be_asked_for_its_body_is_asked(client: RawClient) -> None:
    client.send(
        "POST /echo/a HTTP/1.1\r\nHost: g\r\nContent-Type: text/plain\r\n"
        "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n"
    )
    assert client.read().status == 100
    assert json.loads(client.ask("hello").body)["length"] == 5


def test_a_body_that_is_too_large_is_refused_before_it_is_sent(client: RawClient) -> None:
    answer = client.ask(
        f"POST /echo/a HTTP/1.1\r\nHost: g\r\nContent-Length: {TEN_MB + 1}\r\nExpect: 100-continue\r\n\r\n"
    )
    assert answer.status == 413


def test_four_connections_are_spread_over_both_processes(stack: Stack) -> None:
    with ExitStack() as connections:
        clients = [connect(stack) for _ in range(4)]
        for each in clients:
            connections.enter_context(each.sock)
        pids = [json.loads(each.ask(GET.format(path="/quick")).body)["pid"] for each in clients]
    assert sorted(pids.count(pid) for pid in set(pids)) == [2, 2]


@pytest.mark.parametrize("path", ["/broken", "/unserialisable"])
def test_a_defect_of_the_app_is_a_problem_whose_request_id_is_in_the_log(stack: Stack, path: str) -> None:
    response = requests.get(f"{stack.base_url}{path}", headers={"X-Request-Id": f"trace-{path[1:]}"})
    assert response.status_code == 500
    problem = problem_of(response)
    assert (problem["code"], problem["request_id"]) == ("internal_error", f"trace-{path[1:]}")
    assert f"trace-{path[1:]}" in stack.log()


def test_the_log_has_one_line_for_a_request_and_not_its_query(stack: Stack, client: RawClient) -> None:
    client.ask(GET.format(path="/echo/only-once?phone=13800138000"))
    client.ask(GET.format(path="/quick"))  # by its answer the line of the one before is written
    lines = [line for line in stack.log().splitlines() if "only-once" in line]
    assert len(lines) == 1
    assert lines[0].startswith("GET /echo/only-once 200 ")
    assert "13800138000" not in stack.log()


def test_what_one_process_changes_the_other_sees_at_once(stack: Stack) -> None:
    with connect(stack).sock as first, connect(stack).sock as second:
        bumped = json.loads(RawClient(first).ask("POST /epochs/setup HTTP/1.1\r\nHost: g\r\n\r\n").body)
        seen = json.loads(RawClient(second).ask(GET.format(path="/epochs/setup")).body)
    assert seen["pid"] != bumped["pid"]
    assert seen["epoch"] == bumped["epoch"] > 0
