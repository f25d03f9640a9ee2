"""Access tokens, refresh tokens, and what ends them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chalicelib.core import clock
from chalicelib.core.errors import Unauthenticated
from chalicelib.core.settings import settings
from chalicelib.core.tables import dynamodb_client
from chalicelib.identity import tokens
from chalicelib.identity.service import scope_of
from tests.identity.house import PASSWORD, Client, Company, links_to

NEW_PASSWORD = "violet-harbour-77"


def me(call: Client, token: str) -> int:
    return call("GET", "/v1/me", token=token).status


def refresh(call: Client, token: str) -> Any:
    return call("POST", "/v1/token/refresh", {"refresh_token": token})


def payload_of(token: str) -> dict[str, Any]:
    return dict(jwt.decode(token, options={"verify_signature": False}))


def forged(token: str, key: Any, *, kid: str | None = None, algorithm: str = "EdDSA", **claims: Any) -> str:
    header = {"kid": kid or jwt.get_unverified_header(token)["kid"]}
    return jwt.encode({**payload_of(token), **claims}, key, algorithm, headers=header)


@contextmanager
def requests_counted() -> Iterator[list[str]]:
    """The requests that reach the engine meanwhile."""
    seen: list[str] = []
    events = dynamodb_client().meta.events
    events.register_last("before-send.dynamodb", lambda **_: seen.append("request"), unique_id="counted")
    try:
        yield seen
    finally:
        events.unregister("before-send.dynamodb", unique_id="counted")


# Tokens


def test_without_a_token_nothing_opens(call: Client) -> None:
    reply = call("GET", "/v1/me")
    assert (reply.status, reply.headers["www-authenticate"]) == (401, "Bearer")


def test_a_token_signed_by_another_key_is_refused(company: Company) -> None:
    assert me(company.call, forged(company.token, Ed25519PrivateKey.generate())) == 401


def test_a_token_without_a_signature_is_refused(company: Company) -> None:
    kid = jwt.get_unverified_header(company.token)["kid"]
    none = jwt.encode(payload_of(company.token), None, "none", headers={"kid": kid})
    assert me(company.call, none) == 401
    assert me(company.call, none + company.token.rpartition(".")[2]) == 401


def test_a_token_signed_with_our_public_key_as_a_shared_secret_is_refused(company: Company) -> None:
    public = company.call("GET", "/v1/.well-known/jwks.json").json["keys"][0]["x"]
    secret = base64.urlsafe_b64decode(public + "=")
    assert me(company.call, forged(company.token, secret, algorithm="HS256")) == 401


def test_a_token_of_nobodys_key_is_refused_without_asking_the_engine(company: Company) -> None:
    strange = forged(company.token, Ed25519PrivateKey.generate(), kid="k999999")
    with requests_counted() as requests:
        assert me(company.call, strange) == 401
    assert requests == []


@pytest.mark.parametrize(
    "claims",
    [{"aud": "somebody-else"}, {"iss": "https://example.net"}, {"exp": 1}, {"sid": None}, {"mid": "m_nobody"}],
    ids=["audience", "issuer", "expired", "no session", "no member"],
)
def test_a_token_with_other_claims_is_refused_even_with_the_right_key(company: Company, claims: dict[str, Any]) -> None:
    private = tokens._private.get(tokens.kid_at(clock.now()), lambda: pytest.fail("not signed yet"))
    changed = {**payload_of(company.token), **claims}
    payload = {name: value for name, value in changed.items() if value is not None}
    signed = jwt.encode(payload, private, "EdDSA", headers={"kid": tokens.kid_at(clock.now())})
    assert me(company.call, signed) == 401


@pytest.mark.parametrize("token", ["x", "a.b.c", "gp_live_x", "é" * 50, "." * 1999, "x" * 20_000, "null"])
def test_rubbish_is_no_token(call: Client, token: str) -> None:
    assert me(call, token) == 401


def test_an_access_token_lasts_fifteen_minutes(company: Company) -> None:
    issued = datetime.fromtimestamp(payload_of(company.token)["iat"], UTC)
    assert scope_of(company.token, issued + timedelta(seconds=899)).workspace_id == company.id
    with pytest.raises(Unauthenticated):
        scope_of(company.token, issued + timedelta(seconds=900))


def test_a_warm_request_asks_the_engine_nothing_to_know_who_acts(company: Company) -> None:
    now = clock.now()
    scope_of(company.token, now)
    with requests_counted() as requests:
        for _ in range(5):
            scope_of(company.token, now)
    assert requests == []


def test_the_public_keys_verify_a_token(company: Company) -> None:
    reply = company.call("GET", "/v1/.well-known/jwks.json")
    keys = {key["kid"]: jwt.PyJWK.from_dict(key) for key in reply.json["keys"]}
    kid = jwt.get_unverified_header(company.token)["kid"]
    claims = jwt.decode(company.token, keys[kid], ["EdDSA"], audience=tokens.AUDIENCE, issuer=settings().public_url)
    assert claims["wid"] == company.id
    assert "private" not in reply.text


def test_a_new_signing_key_comes_every_thirty_days_and_the_old_one_verifies_its_last_tokens(company: Company) -> None:
    now = clock.now()
    turn = now
    while tokens.kid_at(turn) == tokens.kid_at(now):
        turn += timedelta(hours=1)
    turn = turn.replace(hour=0, minute=0, second=0)
    assert tokens.kid_at(turn) != tokens.kid_at(turn - timedelta(seconds=1))
    claims = tokens.Claims("u", "s", "w", "g", "m", int(turn.timestamp()) + 600)
    old = tokens.issue(claims, turn - timedelta(minutes=5))
    new = tokens.issue(claims, turn + timedelta(minutes=1))
    assert jwt.get_unverified_header(old)["kid"] != jwt.get_unverified_header(new)["kid"]
    assert tokens.verify(old, turn + timedelta(minutes=2)) == tokens.verify(new, turn + timedelta(minutes=2)) == claims
    assert len(tokens.jwks(turn + timedelta(minutes=2))["keys"]) == 2
    assert len(tokens.jwks(turn + timedelta(minutes=20))["keys"]) == 1


def test_ten_processes_that_need_the_first_key_at_once_make_one(company: Company) -> None:
    far = clock.now() + timedelta(days=3650)
    with ThreadPoolExecutor(10) as pool:
        made = list(pool.map(lambda _: tokens._private_key(tokens.kid_at(far), far).private_bytes_raw(), range(10)))
    assert len(set(made)) == 1


# Refresh tokens


def test_a_refresh_token_is_good_once_and_its_reuse_ends_the_family(company: Company) -> None:
    first = company.signed_up["refresh_token"]
    second = refresh(company.call, first)
    assert second.status == 200
    assert me(company.call, second.json["access_token"]) == 200
    reused = refresh(company.call, first)
    assert (reused.status, reused.json["code"]) == (401, "session_ended")
    assert refresh(company.call, second.json["refresh_token"]).status == 401
    assert me(company.call, second.json["access_token"]) == 401
    assert me(company.call, company.token) == 401


def test_a_chain_of_refreshes_goes_on(company: Company) -> None:
    token = company.signed_up["refresh_token"]
    for _ in range(4):
        reply = refresh(company.call, token)
        assert reply.status == 200
        token = reply.json["refresh_token"]


def test_of_two_who_refresh_at_once_at_most_one_goes_on_and_then_the_family_has_ended(company: Company) -> None:
    first = company.signed_up["refresh_token"]
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: refresh(company.call, first), range(8)))
    won = [reply.json for reply in replies if reply.status == 200]
    assert len(won) <= 1
    assert all(refresh(company.call, each["refresh_token"]).status == 401 for each in won)


def test_a_made_up_refresh_token_ends_nobodys_session(company: Company) -> None:
    good = company.signed_up["refresh_token"]
    head, generation, secret, tag = good.split(".")
    flipped = ("B" if secret[0] != "B" else "C") + secret[1:]
    for bad in (
        f"{head}.{generation}.{flipped}.{tag}", f"{head}.9.{secret}.{tag}", good[:-2], good + "A", "gr_x", "",
        json.dumps(good), f"{head}.{generation}.{secret}.{'A' * 43}",
    ):  # fmt: skip
        assert refresh(company.call, bad).status == 401
    assert refresh(company.call, good).status == 200


def test_a_session_idle_for_thirty_days_is_over(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    later = clock.now() + timedelta(days=30, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert refresh(company.call, company.signed_up["refresh_token"]).status == 401


# Endings


def test_logging_out_ends_access_and_refresh_at_once_and_no_other_session(company: Company) -> None:
    other = company.log_in(company.email)
    assert company.owner("POST", "/v1/logout").status == 204
    assert me(company.call, company.token) == 401
    assert refresh(company.call, company.signed_up["refresh_token"]).status == 401
    assert me(company.call, other["access_token"]) == 200


def test_a_change_of_password_ends_all_sessions_but_answers_with_a_new_one(company: Company) -> None:
    other = company.log_in(company.email)
    wrong = company.owner(
        "POST", "/v1/password/change", {"current_password": "not-the-one-1", "new_password": NEW_PASSWORD}
    )
    assert (wrong.status, me(company.call, other["access_token"])) == (401, 200)
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    changed = company.owner("POST", "/v1/password/change", body)
    assert changed.status == 200, changed.text
    assert me(company.call, company.token) == me(company.call, other["access_token"]) == 401
    assert refresh(company.call, other["refresh_token"]).status == 401
    assert me(company.call, changed.json["access_token"]) == 200
    assert refresh(company.call, changed.json["refresh_token"]).status == 200
    assert company.call("POST", "/v1/login", {"email": company.email, "password": PASSWORD}).status == 401
    company.log_in(company.email, NEW_PASSWORD)


def test_a_weak_new_password_is_refused_and_nothing_ends(company: Company) -> None:
    body = {"current_password": PASSWORD, "new_password": "password1234"}
    assert company.owner("POST", "/v1/password/change", body).json["code"] == "password_weak"
    assert me(company.call, company.token) == 200


def test_a_removed_member_is_out_at_once(company: Company) -> None:
    rep = company.add()
    signed_in = company.log_in(rep["email"])
    assert me(company.call, signed_in["access_token"]) == 200
    assert company.owner("DELETE", f"/v1/members/{rep['id']}").status == 204
    assert me(company.call, signed_in["access_token"]) == 401
    assert refresh(company.call, signed_in["refresh_token"]).status == 401
    assert company.call("POST", "/v1/login", {"email": rep["email"], "password": PASSWORD}).status == 403


def test_a_new_role_is_in_force_with_the_next_request(company: Company) -> None:
    rep = company.add("rep")
    token = company.log_in(rep["email"])["access_token"]
    assert company.call("GET", "/v1/audit", token=token).status == 403
    assert company.owner("PATCH", f"/v1/members/{rep['id']}", {"role": "admin"}).status == 200
    assert company.call("GET", "/v1/audit", token=token).status == 200
    assert company.owner("PATCH", f"/v1/members/{rep['id']}", {"role": "viewer"}).status == 200
    assert company.call("GET", "/v1/audit", token=token).status == 403


# Forgotten passwords


def test_a_forgotten_password_is_set_anew_with_the_link_once(company: Company) -> None:
    reply = company.call("POST", "/v1/password/forgot", {"email": company.email})
    assert (reply.status, reply.text) == (202, "")
    token = links_to(company.email)[-1]
    done = company.call("POST", "/v1/password/reset", {"token": token, "password": NEW_PASSWORD})
    assert done.status == 200, done.text
    assert me(company.call, done.json["access_token"]) == 200
    assert me(company.call, company.token) == 401
    company.log_in(company.email, NEW_PASSWORD)
    again = company.call("POST", "/v1/password/reset", {"token": token, "password": "another-good-one-8"})
    assert (again.status, again.json["code"]) == (404, "link_ended")


def test_nothing_shows_whether_a_forgotten_email_exists(call: Client) -> None:
    before = call("POST", "/v1/password/forgot", {"email": "nobody-at-all@example.com"})
    assert (before.status, before.text) == (202, "")
    assert links_to("nobody-at-all@example.com") == []


def test_a_reset_link_lasts_an_hour(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    company.call("POST", "/v1/password/forgot", {"email": company.email})
    later = clock.now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    reply = company.call("POST", "/v1/password/reset", {"token": links_to(company.email)[-1], "password": NEW_PASSWORD})
    assert reply.json["code"] == "link_ended"


def test_using_one_reset_link_ends_the_others(company: Company) -> None:
    for _ in range(2):
        company.call("POST", "/v1/password/forgot", {"email": company.email})
    first, second = links_to(company.email)[-2:]
    assert company.call("POST", "/v1/password/reset", {"token": second, "password": NEW_PASSWORD}).status == 200
    assert company.call("POST", "/v1/password/reset", {"token": first, "password": "third-harbour-9"}).status == 404


def test_an_address_gets_few_letters_however_often_they_are_asked_for(company: Company) -> None:
    for _ in range(10):
        assert company.call("POST", "/v1/password/forgot", {"email": company.email}).status == 202
    assert len(links_to(company.email)) == 3


def test_a_reset_opens_an_account_that_somebody_keeps_slowing_down(company: Company) -> None:
    for _ in range(6):
        company.call("POST", "/v1/login", {"email": company.email, "password": "wrong-guess-12"})
    company.call("POST", "/v1/password/forgot", {"email": company.email})
    token = links_to(company.email)[-1]
    assert company.call("POST", "/v1/password/reset", {"token": token, "password": NEW_PASSWORD}).status == 200
    company.log_in(company.email, NEW_PASSWORD)
