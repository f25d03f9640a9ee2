from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core import clock
from chalicelib.core.scope import Scope
from chalicelib.core.tables import dynamodb_client
from tests.identity.house import Company


def create(company: Company, **more: Any) -> dict[str, Any]:
    reply = company.owner("POST", "/v1/api-keys", {"name": "ERP", **more})
    assert reply.status == 201, reply.text
    return dict(reply.json)


def test_a_key_is_shown_once_and_acts_with_its_role(company: Company) -> None:
    made = create(company, role="viewer")
    assert made["key"].startswith("gp_live_")
    listed = company.owner("GET", "/v1/api-keys")
    assert [each["id"] for each in listed.json["items"]] == [made["id"]]
    shown = company.owner("GET", f"/v1/api-keys/{made['id']}")
    assert (shown.json["name"], shown.json["role"], shown.json["hint"]) == ("ERP", "viewer", made["key"][-4:])
    assert made["key"] not in listed.text + shown.text
    me = company.call("GET", "/v1/me", token=made["key"]).json
    assert me["actor"] == {"id": made["id"], "name": "ERP", "role": "viewer", "is_api_key": True}
    assert (me["user"], me["member"], me["memberships"]) == (None, None, [])
    assert company.call("GET", "/v1/members", token=made["key"]).status == 200
    assert company.call("PATCH", "/v1/workspace", {"name": "X"}, token=made["key"]).status == 403


def test_a_deleted_key_is_refused_at_once(company: Company) -> None:
    made = create(company)
    assert company.call("GET", "/v1/me", token=made["key"]).status == 200
    assert company.owner("DELETE", f"/v1/api-keys/{made['id']}").status == 204
    assert company.call("GET", "/v1/me", token=made["key"]).status == 401
    assert company.owner("DELETE", f"/v1/api-keys/{made['id']}").status == 404
    assert company.owner("GET", "/v1/api-keys").json["items"] == []


def test_a_key_ends_when_it_was_to_end(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    ends = clock.now() + timedelta(days=1)
    made = create(company, expires_at=ends.isoformat())
    assert company.call("GET", "/v1/me", token=made["key"]).status == 200
    monkeypatch.setattr(clock, "now", lambda: ends)
    assert company.call("GET", "/v1/me", token=made["key"]).status == 401


def test_no_key_is_an_owner_and_none_ends_in_the_past(company: Company) -> None:
    assert company.owner("POST", "/v1/api-keys", {"name": "X", "role": "owner"}).status == 422
    past = (clock.now() - timedelta(seconds=1)).isoformat()
    assert company.owner("POST", "/v1/api-keys", {"name": "X", "expires_at": past}).status == 422
    assert company.owner("POST", "/v1/api-keys", {"name": "X", "expires_at": "2027-01-01T00:00:00"}).status == 422


def test_a_key_can_not_do_what_takes_a_person(company: Company) -> None:
    key = create(company)["key"]
    for method, path, body in (
        ("POST", "/v1/logout", None),
        ("PATCH", "/v1/me", {"name": "X"}),
        ("POST", f"/v1/workspaces/{company.id}/enter", None),
        ("POST", "/v1/password/change", {"current_password": "x", "new_password": "violet-harbour-77"}),
    ):
        reply = company.call(method, path, body, token=key)
        assert (reply.status, reply.json["code"]) == (403, "for_people_only")


def test_only_administrators_make_keys(company: Company) -> None:
    token = company.log_in(company.add("manager")["email"])["access_token"]
    assert company.call("POST", "/v1/api-keys", {"name": "X"}, token=token).status == 403
    assert company.call("GET", "/v1/api-keys", token=token).status == 403


def test_another_workspaces_key_is_not_found(company: Company, other_company: Company) -> None:
    made = create(other_company)
    assert company.owner("GET", f"/v1/api-keys/{made['id']}").status == 404
    assert company.owner("DELETE", f"/v1/api-keys/{made['id']}").status == 404
    assert company.call("GET", "/v1/me", token=made["key"]).json["workspace"]["id"] == other_company.id


def test_the_key_itself_is_nowhere_in_the_tables(company: Company) -> None:
    made = create(company)
    sent: list[str] = []
    events = dynamodb_client().meta.events
    events.register_last("before-send.dynamodb", lambda request, **_: sent.append(str(request.body)), unique_id="seen")
    try:
        second = create(company)
    finally:
        events.unregister("before-send.dynamodb", unique_id="seen")
    assert len(sent) > 0
    assert not any(second["key"] in body or made["key"] in body for body in sent)


def test_making_and_deleting_a_key_is_in_the_log(company: Company) -> None:
    made = create(company)
    company.owner("DELETE", f"/v1/api-keys/{made['id']}")
    events = company.owner("GET", f"/v1/audit?about={made['id']}").json["items"]
    assert [event["kind"] for event in events] == ["api_key.revoked", "api_key.created"]


def test_a_scope_of_a_key_sees_what_its_role_sees(company: Company) -> None:
    from chalicelib.identity.service import scope_of

    def scope(role: str) -> Scope:
        return scope_of(create(company, role=role)["key"], clock.now())

    assert scope("admin").sees is None
    rep = scope("rep")
    assert rep.sees == frozenset({rep.member_id})
