from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.identity.house import PASSWORD, Client, Company, new_email, sign_up


def body_with(**more: Any) -> dict[str, Any]:
    return {"company": "Blue Lake", "name": "Wang Wei", "email": new_email(), "password": PASSWORD, **more}


def test_signing_up_makes_group_workspace_and_owner_and_signs_in(call: Client) -> None:
    email = new_email()
    reply = call("POST", "/v1/signup", body_with(email=f"  {email.upper()} "))
    assert reply.status == 201, reply.text
    made = reply.json
    assert made["group"]["id"].startswith("g_")
    assert made["workspace"]["id"].startswith("w_")
    assert made["workspace"]["group_id"] == made["group"]["id"]
    assert (made["member"]["role"], made["member"]["email"], made["member"]["status"]) == ("owner", email, "active")
    assert made["expires_in"] == 900
    assert "password" not in reply.text
    me = call("GET", "/v1/me", token=made["access_token"])
    assert me.status == 200, me.text
    assert me.json["user"]["email"] == email
    assert me.json["memberships"][0]["workspace"] == {"id": made["workspace"]["id"], "name": "Blue Lake"}
    assert "workspace.write" in me.json["permissions"]


def test_what_is_not_said_comes_from_the_pack(call: Client) -> None:
    workspace = call("POST", "/v1/signup", body_with()).json["workspace"]
    assert (workspace["pack"], workspace["timezone"], workspace["currency"]) == ("sales_leads", "Asia/Shanghai", "CNY")
    assert len(workspace["stages"]) >= 3
    assert workspace["source_channels"]


def test_pack_language_time_zone_and_currency_can_be_chosen(call: Client) -> None:
    chosen = {"pack": "medical_devices", "locale": "en", "timezone": "Europe/Berlin", "currency": "EUR"}
    workspace = call("POST", "/v1/signup", body_with(**chosen)).json["workspace"]
    assert {name: workspace[name] for name in chosen} == chosen
    assert workspace["stages"][0]["name"] == workspace["stages"][0]["names"]["en"]


def test_the_same_email_signs_up_once_whatever_its_case_and_width(call: Client) -> None:
    email = new_email()
    assert call("POST", "/v1/signup", body_with(email=email)).status == 201
    again = call("POST", "/v1/signup", body_with(email=email.upper().replace("@", "＠")))
    assert (again.status, again.json["code"]) == (409, "email_taken")


def test_of_ten_who_sign_up_with_one_email_at_once_exactly_one_succeeds(call: Client) -> None:
    email = new_email()
    with ThreadPoolExecutor(10) as pool:
        replies = list(pool.map(lambda _: call("POST", "/v1/signup", body_with(email=email)), range(10)))
    assert sorted(reply.status for reply in replies) == [201] + [409] * 9
    winner = next(reply.json for reply in replies if reply.status == 201)
    logged_in = call("POST", "/v1/login", {"email": email, "password": PASSWORD}).json
    assert logged_in["workspace"]["id"] == winner["workspace"]["id"]
    assert len(call("GET", "/v1/me", token=logged_in["access_token"]).json["memberships"]) == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": "a@b@c.com"}, "email"),
        ({"email": "a b@example.com"}, "email"),
        ({"email": "x\r\ny@example.com"}, "email"),
        ({"email": "x" * 300 + "@example.com"}, "email"),
        ({"email": "a@example"}, "email"),
        ({"email": ".a@example.com"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "x" * 201}, "password"),
        ({"company": ""}, "company"),
        ({"company": "x" * 81}, "company"),
        ({"name": "a\x00b"}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"timezone": "../etc/passwd"}, "timezone"),
        ({"currency": "yuan"}, "currency"),
        ({"locale": "fr"}, "locale"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_wrong_is_named(call: Client, wrong: dict[str, Any], field: str) -> None:
    reply = call("POST", "/v1/signup", body_with(**wrong))
    assert (reply.status, reply.json["errors"][0]["field"]) == (422, field)


def test_an_unknown_pack_is_refused(call: Client) -> None:
    reply = call("POST", "/v1/signup", body_with(pack="../secrets"))
    assert (reply.status, reply.json["code"]) == (422, "pack_unknown")


@pytest.mark.parametrize(
    "password",
    [
        "password123", "Passw0rd!2024", "1234567890", "qwertyuiop", "aaaaaaaaaaaa", "abcabcabcabc", "iloveyou2020",
        "woaini1314520", "0987654321", "ｐａｓｓｗｏｒｄ１２３", "bluelake2024", "Administrator1",
    ],
)  # fmt: skip
def test_a_password_that_is_guessed_first_is_refused(call: Client, password: str) -> None:
    reply = call("POST", "/v1/signup", body_with(password=password))
    assert (reply.status, reply.json["code"]) == (422, "password_weak"), password


def test_an_own_email_is_no_password(call: Client) -> None:
    email = new_email()
    reply = call("POST", "/v1/signup", body_with(email=email, password=email))
    assert reply.json["code"] == "password_weak"


@pytest.mark.parametrize(
    "password", ["purple staircase 9", "我们的密码很长很安全一二三", "tr0ub4dor&Three", " leading space ok "]
)
def test_good_passwords_of_any_script_are_taken_as_typed(call: Client, password: str) -> None:
    email = new_email()
    assert call("POST", "/v1/signup", body_with(email=email, password=password)).status == 201
    assert call("POST", "/v1/login", {"email": email, "password": password}).status == 200
    assert call("POST", "/v1/login", {"email": email, "password": password.strip() + "x"}).status == 401


def test_an_international_domain_is_an_email(call: Client) -> None:
    email = f"li@{new_email().partition('@')[0]}.例子.中国"
    assert call("POST", "/v1/signup", body_with(email=email)).json["member"]["email"] == email


def test_the_creation_is_in_the_log(company: Company) -> None:
    kinds = [event["kind"] for event in company.owner("GET", "/v1/audit").json["items"]]
    assert set(kinds) == {"workspace.created", "member.joined"}


def test_a_sign_up_sent_twice_with_one_idempotency_key_is_done_once(call: Client) -> None:
    body = body_with()
    first = call("POST", "/v1/signup", body, idempotency_key="k1")
    again = call("POST", "/v1/signup", body, idempotency_key="k1")
    assert again.json == first.json
    assert again.headers["idempotent-replayed"] == "true"


def test_two_sign_ups_share_nothing(call: Client) -> None:
    first, second = sign_up(call), sign_up(call)
    assert first.id != second.id
    assert [each["id"] for each in first.owner("GET", "/v1/members").json["items"]] == [first.owner_id]
