from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core import clock
from tests.identity.house import PASSWORD, Client, Company, links_to, new_email

OWN_PASSWORD = "violet-harbour-77"


def invite(company: Company, email: str, **more: Any) -> dict[str, Any]:
    reply = company.owner("POST", "/v1/members", {"name": "Li Na", "email": email, "role": "rep", **more})
    assert reply.status == 201, reply.text
    return dict(reply.json)


def accept(call: Client, token: str, password: str = OWN_PASSWORD, **more: Any) -> Any:
    return call("POST", "/v1/invites/accept", {"token": token, "password": password, **more})


def test_an_invited_member_joins_with_the_link_out_of_the_letter(company: Company) -> None:
    email = new_email()
    invited = invite(company, email)
    assert (invited["status"], invited["invite_sent"]) == ("invited", True)
    assert company.call("POST", "/v1/login", {"email": email, "password": OWN_PASSWORD}).status == 401
    joined = accept(company.call, links_to(email)[-1], name="Li Nana")
    assert joined.status == 200, joined.text
    assert (joined.json["member"]["id"], joined.json["member"]["name"]) == (invited["id"], "Li Nana")
    assert joined.json["member"]["status"] == "active"
    assert company.call("GET", "/v1/me", token=joined.json["access_token"]).status == 200
    company.log_in(email, OWN_PASSWORD)
    kinds = [each["kind"] for each in company.owner("GET", f"/v1/audit?about={invited['id']}").json["items"]]
    assert kinds == ["member.joined", "member.invite_handed", "member.invited"]


def test_a_link_is_good_once_also_for_ten_at_the_same_moment(company: Company) -> None:
    email = new_email()
    invite(company, email)
    token = links_to(email)[-1]
    with ThreadPoolExecutor(10) as pool:
        statuses = sorted(reply.status for reply in pool.map(lambda _: accept(company.call, token), range(10)))
    assert statuses[0] == 200
    assert 200 not in statuses[1:]
    assert accept(company.call, token).json["code"] == "link_ended"


def test_a_link_lasts_seven_days(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    email = new_email()
    invite(company, email)
    later = clock.now() + timedelta(days=7)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert accept(company.call, links_to(email)[-1]).json["code"] == "link_ended"


def test_a_new_link_ends_the_former_one(company: Company) -> None:
    email = new_email()
    member = invite(company, email)
    again = company.owner("POST", f"/v1/members/{member['id']}/invite", {})
    assert (again.status, again.json["invite_sent"]) == (200, True)
    old, new = links_to(email)
    assert accept(company.call, old).status == 404
    assert accept(company.call, new).status == 200
    joined = company.owner("POST", f"/v1/members/{member['id']}/invite", {})
    assert (joined.status, joined.json["code"]) == (409, "already_active")


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "../../etc", "é" * 30])
def test_a_made_up_link_opens_nothing(call: Client, token: str) -> None:
    assert accept(call, token).status == 404


def test_a_removed_invitation_is_over(company: Company) -> None:
    email = new_email()
    member = invite(company, email)
    assert company.owner("DELETE", f"/v1/members/{member['id']}").status == 204
    assert accept(company.call, links_to(email)[-1]).status == 404


def test_a_weak_password_is_refused_and_the_link_stays_good(company: Company) -> None:
    email = new_email()
    invite(company, email)
    token = links_to(email)[-1]
    assert accept(company.call, token, "password1234").json["code"] == "password_weak"
    assert accept(company.call, token).status == 200


def test_a_failed_letter_does_not_lose_the_invitation(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    email = new_email()
    mailbox = pytest.MonkeyPatch()
    mailbox.delenv("GLASSPIPE_MAILBOX")
    try:
        member = invite(company, email)
    finally:
        mailbox.undo()
    assert (member["status"], member["invite_sent"]) == ("invited", False)
    assert company.owner("POST", f"/v1/members/{member['id']}/invite", {}).json["invite_sent"] is True
    assert accept(company.call, links_to(email)[-1]).status == 200


def test_a_letter_speaks_the_members_language(company: Company) -> None:
    from tests.identity.house import letters_to

    chinese, english = new_email(), new_email()
    invite(company, chinese, locale="zh-CN")
    invite(company, english, locale="en")
    assert "邀请您加入" in letters_to(chinese)[-1]
    assert "invites you to the Glasspipe workspace “Blue Lake Ltd”" in letters_to(english)[-1]


def handed(reply: Any) -> str:
    """The token of the link that an administrator is shown."""
    return str(reply["invite_link"]).rpartition("token=")[2]


def test_an_administrator_never_sees_the_link_of_the_letter(company: Company) -> None:
    email = new_email()
    reply = company.owner("POST", "/v1/members", {"name": "Li Na", "email": email, "role": "rep"})
    assert links_to(email)[-1] not in reply.text


def test_where_letters_go_out_no_link_is_shown(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib.identity import letters

    monkeypatch.setattr(letters, "are_mailed", lambda: True)
    member = invite(company, new_email())
    assert "invite_link" not in member
    kinds = [each["kind"] for each in company.owner("GET", f"/v1/audit?about={member['id']}").json["items"]]
    assert kinds == ["member.invited"]


def test_without_mail_an_administrator_passes_a_link_on_and_the_log_says_so(company: Company) -> None:
    email = new_email()
    member = invite(company, email)
    event = company.owner("GET", f"/v1/audit?about={member['id']}").json["items"][0]
    assert (event["kind"], event["actor"]) == ("member.invite_handed", company.owner_id)
    joined = accept(company.call, handed(member))
    assert (joined.status, joined.json["member"]["status"]) == (200, "active")
    company.log_in(email, OWN_PASSWORD)
    for token in (handed(member), links_to(email)[-1]):
        assert accept(company.call, token).json["code"] == "link_ended"


def test_a_new_link_ends_the_one_that_was_handed_over(company: Company) -> None:
    member = invite(company, new_email())
    again = company.owner("POST", f"/v1/members/{member['id']}/invite", {}).json
    assert accept(company.call, handed(member)).status == 404
    current = company.owner("GET", f"/v1/members/{member['id']}")
    assert current.json["version"] == again["version"]
    assert "invite_link" not in current.json
    assert accept(company.call, handed(again)).status == 200


def test_a_handed_link_opens_nobodys_account(company: Company, other_company: Company) -> None:
    """Who invites an address is not its owner: neither an account with a password, nor one that joins by a letter."""
    victim = other_company
    token = handed(invite(company, victim.email))
    assert accept(company.call, token).json["code"] == "credentials_wrong"
    victim.log_in(victim.email)
    joined = accept(company.call, token, PASSWORD)
    assert (joined.status, joined.json["workspace"]["id"]) == (200, company.id)
    email = new_email()
    invite(victim, email)
    letter = links_to(email)[-1]
    planted = accept(company.call, handed(invite(company, email)), "planted-by-the-inviter-1")
    assert planted.status == 200
    assert accept(victim.call, letter).status == 200
    assert company.call("GET", "/v1/me", token=planted.json["access_token"]).status == 401
    planted_password = {"email": email, "password": "planted-by-the-inviter-1"}
    assert company.call("POST", "/v1/login", planted_password).status == 401


def test_an_account_that_somebody_else_opened_with_the_address_is_theirs_no_more(
    company: Company, other_company: Company
) -> None:
    """Whoever signs up with another's address knows a password of it, until the mailbox has spoken."""
    squatter = other_company
    invite(company, squatter.email)
    joined = accept(company.call, links_to(squatter.email)[-1])
    assert joined.status == 200
    assert squatter.owner("GET", "/v1/me").status == 401
    assert squatter.call("POST", "/v1/login", {"email": squatter.email, "password": PASSWORD}).status == 401
    squatter.log_in(squatter.email, OWN_PASSWORD)


def test_a_proven_account_is_entered_with_its_own_password_only(company: Company, other_company: Company) -> None:
    email = new_email()
    invite(company, email)
    accept(company.call, links_to(email)[-1])
    invite(other_company, email)
    token = links_to(email)[-1]
    assert accept(company.call, token, "some-other-word-3").json["code"] == "credentials_wrong"
    joined = accept(company.call, token, OWN_PASSWORD)
    assert (joined.status, joined.json["workspace"]["id"]) == (200, other_company.id)


def test_an_imported_member_joins_with_their_leads(company: Company) -> None:
    from chalicelib.core.scope import Scope, acting_as
    from chalicelib.tenancy import service as tenancy

    scope = Scope.system(company.id, "import")
    with acting_as(scope):
        pending = tenancy.add_pending_member(scope, "Zig", "rep", now=clock.now())
    email = new_email()
    path = f"/v1/members/{pending.id}/invite"
    assert company.owner("POST", path, {"email": company.email}).json["code"] == "member_exists"
    company.owner("POST", path, {"email": email})
    assert company.owner("POST", path, {"email": new_email()}).status == 422
    joined = accept(company.call, links_to(email)[-1])
    assert (joined.status, joined.json["member"]["id"]) == (200, pending.id)


def test_the_email_of_a_file_is_put_in_order_or_asked_for(company: Company) -> None:
    from chalicelib.core.scope import Scope, acting_as
    from chalicelib.tenancy import service as tenancy

    scope, email = Scope.system(company.id, "import"), new_email()
    with acting_as(scope):
        untidy = tenancy.add_pending_member(scope, "Zig", "rep", email=f" {email.upper()}", now=clock.now())
        wrong = tenancy.add_pending_member(scope, "Zag", "rep", email="ask Zag", now=clock.now())
    assert company.owner("POST", f"/v1/members/{wrong.id}/invite", {}).status == 422
    assert company.owner("POST", f"/v1/members/{untidy.id}/invite", {}).json["email"] == email
    assert accept(company.call, links_to(email)[-1]).status == 200
