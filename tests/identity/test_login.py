from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.core import clock
from tests.identity.house import PASSWORD, Client, Company, links_to, new_email, sign_up

WRONG = "quite-another-word"


class Clock:
    def __init__(self) -> None:
        self.moment = datetime.now(UTC).replace(microsecond=0)

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **by: float) -> None:
        self.moment += timedelta(**by)


@pytest.fixture
def time_now(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock that the edge reads, stopped."""
    stopped = Clock()
    monkeypatch.setattr(clock, "now", stopped)
    return stopped


def log_in(call: Client, email: str, password: str = PASSWORD, **more: Any) -> Any:
    return call("POST", "/v1/login", {"email": email, "password": password, **more})


def test_logging_in_answers_like_signing_up(company: Company) -> None:
    reply = log_in(company.call, company.email)
    assert reply.status == 200
    assert reply.json["workspace"]["id"] == company.id
    assert reply.json["group"] == company.signed_up["group"]
    assert company.call("GET", "/v1/me", token=reply.json["access_token"]).status == 200


def test_a_wrong_password_and_an_unknown_email_answer_the_same(company: Company) -> None:
    wrong = log_in(company.call, company.email, WRONG)
    unknown = log_in(company.call, new_email(), WRONG)
    assert wrong.status == unknown.status == 401
    same = ("type", "title", "detail", "code")
    assert [wrong.json[name] for name in same] == [unknown.json[name] for name in same]


def test_an_unknown_email_costs_the_same_reads_and_the_same_hashing(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.core.tables import dynamodb_client
    from chalicelib.identity import passwords

    done: list[str] = []
    right = passwords.is_right

    def counted(kept: str | None, password: str) -> bool:
        done.append("hash")
        return right(kept, password)

    monkeypatch.setattr(passwords, "is_right", counted)
    events = dynamodb_client().meta.events
    events.register_last("before-send.dynamodb", lambda **_: done.append("request"), unique_id="count")
    try:
        log_in(company.call, company.email, WRONG)
        known, done = done, []
        log_in(company.call, new_email(), WRONG)
    finally:
        events.unregister("before-send.dynamodb", unique_id="count")
    assert known.count("hash") == 1
    assert known == done or sorted(known) == sorted(done)


def test_after_five_failures_each_attempt_waits_longer_and_nobody_is_locked_out_for_good(
    company: Company, time_now: Clock
) -> None:
    assert [log_in(company.call, company.email, WRONG).status for _ in range(5)] == [401] * 5
    refused = log_in(company.call, company.email)
    assert (refused.status, refused.json["code"]) == (429, "too_many_requests")
    assert int(refused.headers["retry-after"]) == 2
    time_now.forward(seconds=2)
    assert log_in(company.call, company.email, WRONG).status == 401
    assert int(log_in(company.call, company.email).headers["retry-after"]) == 4
    for _ in range(12):
        time_now.forward(minutes=15)
        assert log_in(company.call, company.email, WRONG).status == 401
    assert int(log_in(company.call, company.email).headers["retry-after"]) == 15 * 60
    time_now.forward(minutes=15)
    assert log_in(company.call, company.email).status == 200
    assert log_in(company.call, company.email, WRONG).status == 401


def test_a_refused_attempt_does_not_make_the_wait_longer(company: Company, time_now: Clock) -> None:
    for _ in range(5):
        log_in(company.call, company.email, WRONG)
    for _ in range(20):
        assert log_in(company.call, company.email, WRONG).status == 429
    time_now.forward(seconds=2)
    assert log_in(company.call, company.email).status == 200


def test_an_unknown_email_is_slowed_down_alike(call: Client) -> None:
    email = new_email()
    assert [log_in(call, email, WRONG).status for _ in range(6)] == [401] * 5 + [429]


def test_many_guesses_at_one_moment_get_no_further_than_in_a_row(company: Company) -> None:
    with ThreadPoolExecutor(12) as pool:
        replies = list(pool.map(lambda _: log_in(company.call, company.email, WRONG), range(24)))
    assert sum(reply.status == 401 for reply in replies) <= 5
    assert {reply.status for reply in replies} <= {401, 429}


def test_one_address_that_tries_many_accounts_is_slowed_down(company: Company, time_now: Clock) -> None:
    attacker = Client(company.call.app, address=f"2001:db8::{company.id[-4:]}")
    statuses = [log_in(attacker, new_email(), WRONG).status for _ in range(51)]
    assert statuses == [401] * 50 + [429]
    assert log_in(attacker, company.email).status == 429
    assert log_in(company.call, company.email).status == 200


def test_a_right_password_of_ones_own_does_not_wash_an_address_clean(company: Company, time_now: Clock) -> None:
    attacker = Client(company.call.app, address=f"2001:db8:1::{company.id[-4:]}")
    for _ in range(49):
        log_in(attacker, new_email(), WRONG)
    assert log_in(attacker, company.email).status == 200
    assert log_in(attacker, new_email(), WRONG).status == 401
    assert log_in(attacker, new_email(), WRONG).status == 429


def test_a_user_of_two_workspaces_chooses_and_switches(company: Company, other_company: Company) -> None:
    added = other_company.owner("POST", "/v1/members", {"name": "Wang Wei", "email": company.email, "role": "rep"})
    assert (added.status, added.json["status"]) == (201, "invited")
    assert log_in(company.call, company.email, workspace=other_company.id).status == 403
    token = links_to(company.email)[-1]
    joined = company.call("POST", "/v1/invites/accept", {"token": token, "password": PASSWORD})
    assert (joined.status, joined.json["workspace"]["id"]) == (200, other_company.id)
    assert log_in(company.call, company.email).json["workspace"]["id"] == company.id
    there = log_in(company.call, company.email, workspace=other_company.id).json
    assert there["member"]["role"] == "rep"
    back = company.call("POST", f"/v1/workspaces/{company.id}/enter", token=there["access_token"])
    assert (back.status, back.json["member"]["id"]) == (200, company.owner_id)
    me = company.call("GET", "/v1/me", token=back.json["access_token"]).json
    assert {each["workspace"]["id"] for each in me["memberships"]} == {company.id, other_company.id}
    # The first session goes on beside the new one.
    assert company.call("GET", "/v1/me", token=there["access_token"]).json["workspace"]["id"] == other_company.id


def test_nobody_enters_a_workspace_of_others(company: Company, other_company: Company) -> None:
    reply = company.owner("POST", f"/v1/workspaces/{other_company.id}/enter")
    assert reply.status == 404
    assert log_in(company.call, company.email, workspace=other_company.id).json["code"] == "no_membership"


def test_the_own_name_and_language_change_with_the_version_that_was_read(company: Company) -> None:
    before = company.owner("GET", "/v1/me")
    changed = company.owner("PATCH", "/v1/me", {"name": "Wang Weiwei", "locale": "en"}, if_match=before.headers["etag"])
    assert changed.status == 200, changed.text
    assert (changed.json["user"]["name"], changed.json["member"]["name"]) == ("Wang Weiwei", "Wang Weiwei")
    assert changed.json["member"]["locale"] == "en"
    stale = company.owner("PATCH", "/v1/me", {"name": "X"}, if_match=before.headers["etag"])
    assert stale.status == 412


def test_the_digest_time_is_ones_own(company: Company) -> None:
    changed = company.owner("PATCH", "/v1/me", {"digest": False, "digest_at": "07:15"}).json["member"]
    assert (changed["digest"], changed["digest_at"]) == (False, "07:15")
    assert company.owner("PATCH", "/v1/me", {"digest_at": None}).json["member"]["digest_at"] is None
    assert company.owner("PATCH", "/v1/me", {"digest_at": "25:00"}).status == 422


def test_messages_come_in_the_language_asked_for(call: Client) -> None:
    assert log_in(call, new_email(), WRONG).json["detail"] == "The e-mail or the password is wrong."
    chinese = call("POST", "/v1/login", {"email": new_email(), "password": WRONG}, accept_language="zh-CN")
    assert chinese.json["detail"] == "邮箱或密码不正确。"


def test_a_company_signs_up_again_after_a_failed_login(call: Client) -> None:
    email = new_email()
    log_in(call, email, WRONG)
    assert sign_up(call, email=email).signed_up["member"]["email"] == email
