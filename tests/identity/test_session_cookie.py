"""Browsers keep their refresh token in a cookie that scripts cannot read."""

from __future__ import annotations

from tests.identity.house import PASSWORD, Client, Company

WANTED = {"x_session_cookie": "1"}


def _log_in(call: Client, company: Company) -> tuple[str, str]:
    reply = call("POST", "/v1/login", {"email": company.email, "password": PASSWORD}, **WANTED)
    assert reply.status == 200
    assert "refresh_token" not in reply.json
    return reply.json["access_token"], reply.headers["set-cookie"]


def test_the_refresh_token_is_in_an_http_only_cookie_and_not_in_the_body(call: Client, company: Company) -> None:
    _, cookie = _log_in(call, company)
    assert cookie.startswith("gp_session=gr_")
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/v1" in cookie


def test_without_the_header_nothing_changes(call: Client, company: Company) -> None:
    reply = call("POST", "/v1/login", {"email": company.email, "password": PASSWORD})
    assert reply.json["refresh_token"] and "set-cookie" not in reply.headers


def test_the_cookie_refreshes_and_is_replaced(call: Client, company: Company) -> None:
    _, cookie = _log_in(call, company)
    reply = call("POST", "/v1/token/refresh", {}, cookie=cookie.partition(";")[0], **WANTED)
    assert reply.status == 200 and reply.json["access_token"]
    assert reply.headers["set-cookie"].partition(";")[0] != cookie.partition(";")[0]


def test_a_cookie_without_the_header_is_not_enough(call: Client, company: Company) -> None:
    _, cookie = _log_in(call, company)
    assert call("POST", "/v1/token/refresh", {}, cookie=cookie.partition(";")[0]).status == 422


def test_logging_out_takes_the_cookie_away_and_ends_the_family(call: Client, company: Company) -> None:
    token, cookie = _log_in(call, company)
    reply = call("POST", "/v1/logout", token=token, cookie=cookie.partition(";")[0], **WANTED)
    assert reply.status == 204 and "Max-Age=0" in reply.headers["set-cookie"]
    again = call("POST", "/v1/token/refresh", {}, cookie=cookie.partition(";")[0], **WANTED)
    assert again.status == 401 and "Max-Age=0" in again.headers["set-cookie"]


def test_a_wrong_password_does_not_end_the_session(call: Client, company: Company) -> None:
    token, _ = _log_in(call, company)
    body = {"current_password": "not-the-password-1", "new_password": "another-password-42"}
    reply = call("POST", "/v1/password/change", body, token=token, **WANTED)
    assert reply.status == 401 and "set-cookie" not in reply.headers


def test_entering_a_workspace_takes_no_body_and_renews_the_cookie(call: Client, company: Company) -> None:
    token, cookie = _log_in(call, company)
    path = f"/v1/workspaces/{company.signed_up['workspace']['id']}/enter"
    reply = call("POST", path, token=token, cookie=cookie.partition(";")[0], **WANTED)
    assert reply.status == 200 and reply.headers["set-cookie"].startswith("gp_session=gr_")
