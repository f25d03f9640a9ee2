"""Rules of assignment when somebody leaves, or may own leads no more."""

from __future__ import annotations

from typing import Any

import pytest

from tests.identity.house import Company


def assign_by(company: Company, **rules: Any) -> None:
    reply = company.owner("PATCH", "/v1/workspace", {"assignment": rules})
    assert reply.status == 200, reply.text


def rules_of(company: Company) -> dict[str, Any]:
    return dict(company.owner("GET", "/v1/workspace").json["assignment"])


def channels_of(company: Company) -> list[str]:
    return [each["id"] for each in company.owner("GET", "/v1/workspace").json["source_channels"]]


def capture(company: Company, channel: str) -> dict[str, Any]:
    """A lead that a partner system brings, so that the rule decides whose it is."""
    key = company.owner("POST", "/v1/api-keys", {"name": "Site"}).json["key"]
    reply = company.call("POST", "/v1/leads", {"name": "Pumps", "source_channel": channel}, token=key)
    assert reply.status == 201, reply.text
    return dict(reply.json)


def last_event(company: Company, member: dict[str, Any]) -> dict[str, Any]:
    return dict(company.owner("GET", f"/v1/audit?about={member['id']}").json["items"][0])


def test_the_channels_and_regions_of_a_leaver_go_to_the_successor_and_the_log_shows_it(company: Company) -> None:
    leaving, staying = company.add(), company.add()
    web, referral = channels_of(company)[:2]
    by_channel = {web: leaving["id"], referral: staying["id"]}
    assign_by(company, rule="by_channel", by_channel=by_channel, by_region={"East": leaving["id"]})
    before = rules_of(company)
    assert company.owner("DELETE", f"/v1/members/{leaving['id']}?successor_id={staying['id']}").status == 204
    after = rules_of(company)
    assert after["by_channel"] == {web: staying["id"], referral: staying["id"]}
    assert after["by_region"] == {"East": staying["id"]}
    event = last_event(company, leaving)
    assert event["kind"] == "member.removed"
    assert event["changes"]["assignment"] == [before, after]
    assert capture(company, web)["owner_id"] == staying["id"]


def test_without_a_successor_the_supervisor_follows_and_without_one_nobody(company: Company) -> None:
    boss = company.add("manager")
    led, alone = company.add(supervisor_id=boss["id"]), company.add()
    web, referral = channels_of(company)[:2]
    assign_by(company, rule="by_channel", by_channel={web: led["id"], referral: alone["id"]})
    for member in (led, alone):
        assert company.owner("DELETE", f"/v1/members/{member['id']}").status == 204
    assert rules_of(company)["by_channel"] == {web: boss["id"]}
    assert capture(company, web)["owner_id"] == boss["id"]
    assert capture(company, referral)["owner_id"] is None


def test_a_turn_goes_on_without_the_leaver_and_an_empty_one_is_the_supervisors(company: Company) -> None:
    boss = company.add("manager")
    first, last = company.add(supervisor_id=boss["id"]), company.add(supervisor_id=boss["id"])
    assign_by(company, rule="round_robin", members=[first["id"], last["id"]])
    assert company.owner("DELETE", f"/v1/members/{first['id']}").status == 204
    assert rules_of(company)["members"] == [last["id"]]
    assert company.owner("DELETE", f"/v1/members/{last['id']}").status == 204
    assert rules_of(company)["members"] == [boss["id"]]


def test_a_member_who_becomes_a_viewer_goes_out_of_the_rules_too(company: Company) -> None:
    rep, other = company.add(), company.add()
    assign_by(company, rule="round_robin", members=[rep["id"], other["id"]])
    assert company.owner("PATCH", f"/v1/members/{rep['id']}", {"role": "viewer"}).status == 200
    assert rules_of(company)["members"] == [other["id"]]
    changes = last_event(company, rep)["changes"]
    assert (changes["role"], changes["assignment"][1]["members"]) == (["rep", "viewer"], [other["id"]])


def test_who_is_in_no_rule_leaves_the_settings_as_they_are(company: Company) -> None:
    rep, version = company.add(), company.owner("GET", "/v1/workspace").json["version"]
    assert company.owner("DELETE", f"/v1/members/{rep['id']}").status == 204
    assert company.owner("GET", "/v1/workspace").json["version"] == version
    assert last_event(company, rep)["changes"] == {}


def test_settings_saved_at_the_same_moment_are_not_lost(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib.tenancy import assignment

    rep, other = company.add(), company.add()
    assign_by(company, rule="round_robin", members=[rep["id"], other["id"]])
    without, saved = assignment.without_member, []

    def meanwhile(*given: Any) -> Any:
        if not saved:
            saved.append(company.owner("PATCH", "/v1/workspace", {"assignment": {"cap": 7}}).status)
        return without(*given)

    monkeypatch.setattr(assignment, "without_member", meanwhile)
    assert company.owner("DELETE", f"/v1/members/{rep['id']}").status == 204
    assert saved == [200]
    assert (rules_of(company)["members"], rules_of(company)["cap"]) == ([other["id"]], 7)


def test_a_rule_that_names_somebody_who_is_gone_sends_the_lead_to_the_pool(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However it came about: a rule out of an older version, or two changes at once."""
    from chalicelib.tenancy import assignment

    rep = company.add()
    web = channels_of(company)[0]
    monkeypatch.setattr(assignment, "without_member", lambda rules, *_: rules)
    for rules in ({"rule": "by_channel", "by_channel": {web: rep["id"]}}, {"rule": "round_robin"}, {"rule": "by_load"}):
        assign_by(company, **rules, members=[rep["id"]])
    assert company.owner("DELETE", f"/v1/members/{rep['id']}").status == 204
    for rule in ("by_load", "round_robin", "by_channel", "by_region"):
        stored_rule(company, rule)
        assert capture(company, web)["owner_id"] is None


def stored_rule(company: Company, rule: str) -> None:
    from chalicelib.core.scope import Scope, acting_as
    from chalicelib.tenancy import service, store

    scope = Scope.system(company.id, "test")
    with acting_as(scope):
        item = store.read_setup(scope, consistent=True)
        assert item is not None
        item.setup["assignment"]["rule"] = rule
        item.save()
    service.forget_setup(company.id)
