from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.core import clock
from chalicelib.core.scope import Scope, acting_as
from chalicelib.tenancy import service as tenancy
from tests.identity.house import PASSWORD, Company, new_email


def test_a_member_added_with_a_password_signs_in_at_once(company: Company) -> None:
    rep = company.add("rep", region="East")
    assert (rep["status"], rep["role"], rep["region"]) == ("active", "rep", "East")
    signed_in = company.log_in(rep["email"])
    assert signed_in["member"]["id"] == rep["id"]
    assert signed_in["workspace"]["id"] == company.id


def test_members_are_listed_with_their_supervisors(company: Company) -> None:
    boss = company.add("manager", name="Zhang Min")
    rep = company.add("rep", supervisor_id=boss["id"])
    items = company.owner("GET", "/v1/members").json["items"]
    assert [each["id"] for each in items] == [company.owner_id, boss["id"], rep["id"]]
    assert items[2]["supervisor_name"] == "Zhang Min"
    assert [each["id"] for each in company.owner("GET", "/v1/members?role=rep").json["items"]] == [rep["id"]]


def test_a_new_member_is_answered_with_the_supervisors_name(company: Company) -> None:
    boss = company.add("manager", name="Zhang Min")
    body = {"name": "Li Na", "email": new_email(), "role": "rep", "supervisor_id": boss["id"]}
    made = company.owner("POST", "/v1/members", body).json
    assert made["supervisor_name"] == "Zhang Min"
    assert company.owner("POST", f"/v1/members/{made['id']}/invite", {}).json["supervisor_name"] == "Zhang Min"


def test_members_come_in_pages(company: Company) -> None:
    added = [company.add()["id"] for _ in range(4)]
    first = company.owner("GET", "/v1/members?limit=3").json
    second = company.owner("GET", f"/v1/members?limit=3&cursor={first['next_cursor']}").json
    assert [each["id"] for each in first["items"] + second["items"]] == [company.owner_id, *added]
    assert second["next_cursor"] is None
    assert company.owner("GET", f"/v1/members?role=rep&cursor={first['next_cursor']}").status == 422
    assert company.owner("GET", "/v1/members?limit=201").status == 422


def test_the_same_email_is_a_member_once(company: Company) -> None:
    rep = company.add()
    again = company.owner("POST", "/v1/members", {"name": "Li Na", "email": rep["email"].upper(), "role": "viewer"})
    assert (again.status, again.json["code"]) == (409, "member_exists")


def test_of_ten_who_add_the_same_email_at_once_one_succeeds(company: Company) -> None:
    body = {"name": "Li Na", "email": new_email(), "role": "rep"}
    with ThreadPoolExecutor(10) as pool:
        replies = list(pool.map(lambda _: company.owner("POST", "/v1/members", body), range(10)))
    assert sorted(reply.status for reply in replies) == [201] + [409] * 9
    assert len(company.owner("GET", "/v1/members").json["items"]) == 2


def test_an_account_elsewhere_keeps_its_password(company: Company, other_company: Company) -> None:
    body = {"name": "Wang", "email": other_company.email, "role": "rep", "password": "an-admins-idea-5"}
    refused = company.owner("POST", "/v1/members", body)
    assert (refused.status, refused.json["code"]) == (409, "email_taken")
    other_company.log_in(other_company.email)
    # With the account's own password its owner has plainly agreed.
    joined = company.owner("POST", "/v1/members", {**body, "password": PASSWORD})
    assert (joined.status, joined.json["status"]) == (201, "active")
    assert other_company.log_in(other_company.email, workspace=company.id)["member"]["id"] == joined.json["id"]


def test_a_member_changes_with_the_version_that_was_read(company: Company) -> None:
    rep = company.add()
    path = f"/v1/members/{rep['id']}"
    etag = company.owner("GET", path).headers["etag"]
    changed = company.owner("PATCH", path, {"name": "Li Nana", "region": "West"}, if_match=etag)
    assert (changed.status, changed.json["name"], changed.json["region"]) == (200, "Li Nana", "West")
    assert changed.headers["etag"] != etag
    assert company.owner("PATCH", path, {"name": "X"}, if_match=etag).status == 412
    assert company.owner("DELETE", path, if_match=etag).status == 412
    assert company.owner("PATCH", path, {"region": None}).json["region"] is None
    assert company.owner("PATCH", path, {}).json["version"] == company.owner("GET", path).json["version"]


def test_a_change_is_in_the_log_with_before_and_after(company: Company) -> None:
    rep = company.add()
    company.owner("PATCH", f"/v1/members/{rep['id']}", {"role": "manager"})
    event = company.owner("GET", f"/v1/audit?about={rep['id']}&kind=member.changed").json["items"][0]
    assert event["changes"] == {"role": ["rep", "manager"]}
    assert (event["actor"], event["actor_name"]) == (company.owner_id, "Wang Wei")


def test_supervisors_in_a_circle_are_refused(company: Company) -> None:
    top = company.add("manager")
    middle = company.add("manager", supervisor_id=top["id"])
    low = company.add("rep", supervisor_id=middle["id"])
    for supervisor in (low, middle, top):
        reply = company.owner("PATCH", f"/v1/members/{top['id']}", {"supervisor_id": supervisor["id"]})
        assert (reply.status, reply.json["code"]) == (422, "supervisor_cycle")


def test_two_who_make_each_other_their_supervisor_at_once_make_no_circle(company: Company) -> None:
    for _ in range(5):
        a, b = company.add("manager"), company.add("manager")
        with ThreadPoolExecutor(2) as pool:
            changes = [(a, b), (b, a)]
            replies = list(
                pool.map(
                    lambda pair: company.owner(
                        "PATCH", f"/v1/members/{pair[0]['id']}", {"supervisor_id": pair[1]["id"]}
                    ),
                    changes,
                )
            )
        assert sorted(reply.status for reply in replies)[-1] >= 409
        assert [reply.status for reply in replies].count(200) <= 1


def test_a_supervisor_must_be_of_this_workspace(company: Company, other_company: Company) -> None:
    body = {"name": "Li Na", "email": new_email(), "role": "rep", "supervisor_id": other_company.owner_id}
    reply = company.owner("POST", "/v1/members", body)
    assert (reply.status, reply.json["errors"][0]["field"]) == (422, "supervisor_id")
    changed = company.owner("PATCH", f"/v1/members/{company.owner_id}", {"supervisor_id": other_company.owner_id})
    assert changed.status == 422


def test_the_last_owner_stays(company: Company) -> None:
    path = f"/v1/members/{company.owner_id}"
    assert company.owner("PATCH", path, {"role": "admin"}).json["code"] == "last_owner"
    assert company.owner("DELETE", path).json["code"] == "last_owner"
    company.add("owner")
    assert company.owner("PATCH", path, {"role": "admin"}).status == 200


def test_two_owners_who_demote_each_other_at_once_leave_one(company: Company) -> None:
    for _ in range(3):
        second = company.add("owner")
        token = company.log_in(second["email"])["access_token"]
        calls = [(company.token, second["id"]), (token, company.owner_id)]
        with ThreadPoolExecutor(2) as pool:
            list(
                pool.map(
                    lambda each: company.call("PATCH", f"/v1/members/{each[1]}", {"role": "rep"}, token=each[0]), calls
                )
            )
        scope = Scope.system(company.id, "test")
        with acting_as(scope):
            owners = [member.id for member in tenancy.read_members(scope).active() if member.role == "owner"]
        assert len(owners) == 1
        if owners != [company.owner_id]:
            back = company.call("PATCH", f"/v1/members/{company.owner_id}", {"role": "owner"}, token=token)
            assert back.status == 200
            assert company.owner("PATCH", f"/v1/members/{second['id']}", {"role": "rep"}).status == 200


def test_only_an_owner_makes_changes_or_removes_an_owner(company: Company) -> None:
    admin = company.add("admin")
    token = company.log_in(admin["email"])["access_token"]
    rep = company.add()
    new = {"name": "Li Na", "email": new_email(), "role": "owner", "password": PASSWORD}
    assert company.call("POST", "/v1/members", new, token=token).json["code"] == "owners_only"
    for member_id, role in ((rep["id"], "owner"), (admin["id"], "owner"), (company.owner_id, "rep")):
        reply = company.call("PATCH", f"/v1/members/{member_id}", {"role": role}, token=token)
        assert (reply.status, reply.json["code"]) == (403, "owners_only")
    company.add("owner")
    assert company.call("DELETE", f"/v1/members/{company.owner_id}", token=token).json["code"] == "owners_only"


@pytest.mark.parametrize("role", ["manager", "rep", "collaborator", "viewer"])
def test_others_than_administrators_change_no_members(company: Company, role: str) -> None:
    member = company.add(role)
    token = company.log_in(member["email"])["access_token"]
    new = {"name": "Li Na", "email": new_email(), "role": "rep"}
    assert company.call("POST", "/v1/members", new, token=token).status == 403
    assert company.call("PATCH", f"/v1/members/{member['id']}", {"role": "admin"}, token=token).status == 403
    assert company.call("DELETE", f"/v1/members/{company.owner_id}", token=token).status == 403
    assert company.call("GET", "/v1/members", token=token).status == 200


def test_a_member_with_leads_leaves_only_with_a_successor(company: Company) -> None:
    leaving, staying, viewer = company.add(), company.add(), company.add("viewer")
    channel = company.owner("GET", "/v1/workspace").json["source_channels"][0]["id"]
    new = {"source_channel": channel, "owner_id": leaving["id"]}
    leads = [company.owner("POST", "/v1/leads", {"name": f"Lead {each}", **new}).json["id"] for each in range(3)]
    path = f"/v1/members/{leaving['id']}"
    refused = company.owner("DELETE", path)
    assert (refused.status, refused.json["code"], refused.json["count"]) == (409, "member_has_leads", 3)
    for successor in (leaving["id"], viewer["id"], "m_nobody"):
        assert company.owner("DELETE", f"{path}?successor_id={successor}").status == 422
    assert company.owner("DELETE", f"{path}?successor_id={staying['id']}").status == 204
    assert {company.owner("GET", f"/v1/leads/{lead}").json["owner_id"] for lead in leads} == {staying["id"]}
    assert company.owner("GET", path).json["status"] == "removed"
    assert company.owner("DELETE", path).status == 404
    assert company.owner("PATCH", path, {"name": "X"}).status == 404


def test_the_reports_of_a_leaver_report_to_the_leavers_supervisor(company: Company) -> None:
    top = company.add("manager")
    middle = company.add("manager", supervisor_id=top["id"])
    low = company.add("rep", supervisor_id=middle["id"])
    assert company.owner("DELETE", f"/v1/members/{middle['id']}").status == 204
    assert company.owner("GET", f"/v1/members/{low['id']}").json["supervisor_id"] == top["id"]


def test_who_left_may_come_back_as_a_new_member(company: Company) -> None:
    rep = company.add()
    company.owner("DELETE", f"/v1/members/{rep['id']}")
    back = company.owner(
        "POST", "/v1/members", {"name": "Li Na", "email": rep["email"], "role": "rep", "password": PASSWORD}
    )
    assert (back.status, back.json["status"]) == (201, "active")
    assert back.json["id"] != rep["id"]
    listed = [each["id"] for each in company.owner("GET", "/v1/members").json["items"]]
    assert (rep["id"] in listed, back.json["id"] in listed) == (False, True)
    assert len(company.owner("GET", "/v1/members?status=removed").json["items"]) == 1


def test_another_workspaces_member_is_not_found(company: Company, other_company: Company) -> None:
    path = f"/v1/members/{other_company.owner_id}"
    assert company.owner("GET", path).status == 404
    assert company.owner("PATCH", path, {"name": "X"}).status == 404
    assert company.owner("DELETE", path).status == 404
    assert company.owner("POST", f"{path}/invite", {}).status == 404
    for strange in ("m_", "SETUP", "E%23x", "m_01"):
        assert company.owner("GET", f"/v1/members/{strange}").status == 404


def test_a_reporting_line_is_everyone_below(company: Company) -> None:
    top = company.add("manager", name="Top")
    middle = company.add("manager", name="Middle", supervisor_id=top["id"])
    low = company.add("rep", name="Low", supervisor_id=middle["id"])
    aside = company.add("rep", name="Aside")
    scope = Scope.system(company.id, "test")
    with acting_as(scope):
        members = tenancy.read_members(scope)
    assert members.line_of(top["id"]) == {top["id"], middle["id"], low["id"]}
    assert members.line_of(aside["id"]) == {aside["id"]}
    supervisor = members.supervisor_of(low["id"])
    assert supervisor is not None
    assert supervisor.name == "Middle"
    named = members.named("  ＬＯＷ ")
    assert named is not None
    assert named.id == low["id"]
    assert members.named(aside["email"].upper()) == members.get(aside["id"])
    assert members.named("Nobody") is None


def test_a_name_that_two_bear_names_nobody(company: Company) -> None:
    company.add(name="Same")
    company.add(name="same")
    scope = Scope.system(company.id, "test")
    with acting_as(scope):
        assert tenancy.read_members(scope).named("Same") is None


def test_a_pending_member_of_an_import_cannot_sign_in_until_invited(company: Company) -> None:
    scope = Scope.system(company.id, "import")
    with acting_as(scope):
        pending = tenancy.add_pending_member(scope, "Zig", "rep", company.owner_id, now=clock.now())
        assert pending.can_own_leads
    shown = company.owner("GET", f"/v1/members/{pending.id}").json
    assert (shown["status"], shown["email"], shown["supervisor_id"]) == ("pending", None, company.owner_id)
    assert company.owner("POST", f"/v1/members/{pending.id}/invite", {}).status == 422
    email = new_email()
    invited = company.owner("POST", f"/v1/members/{pending.id}/invite", {"email": email})
    assert (invited.status, invited.json["status"], invited.json["email"]) == (200, "invited", email)
    assert invited.json["invite_sent"] is True


@pytest.mark.parametrize("member_id", ["m_" + "x" * 3000, "m_\u0000", "m_" + "é" * 26, "w_01KAZ8W5T4M1N6Q0R2S3T4V5W6"])
def test_what_is_no_id_is_not_found(company: Company, member_id: str) -> None:
    assert company.owner("GET", f"/v1/members/{member_id}").status == 404
    assert company.owner("DELETE", f"/v1/members/{member_id}").status == 404
