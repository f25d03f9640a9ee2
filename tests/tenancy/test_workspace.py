"""Trimming the settings by PATCH, the packs, and the log."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core import clock
from chalicelib.core.scope import Scope, acting_as
from chalicelib.tenancy import service as tenancy
from tests.identity.house import Client, Company, sign_up


def patch(company: Company, body: dict[str, Any], **headers: str) -> Any:
    return company.owner("PATCH", "/v1/workspace", body, **headers)


def entries(workspace: dict[str, Any], what: str, *names: str) -> list[dict[str, Any]]:
    return [{name: entry[name] for name in ("id", *names)} for entry in workspace[what]]


def test_the_settings_are_shown_in_the_readers_language(company: Company) -> None:
    english = company.owner("GET", "/v1/workspace")
    assert english.headers["etag"] == '"1"'
    stage = english.json["stages"][0]
    assert stage["name"] == stage["names"]["en"]
    assert {"id", "name", "names", "kind", "silent_days", "archived"} <= set(stage)
    chinese = company.owner("GET", "/v1/workspace", accept_language="zh-CN").json
    assert chinese["stages"][0]["name"] == stage["names"]["zh-CN"]
    expected = {
        "source_channels", "fields", "hold_reasons", "lost_reasons", "field_permissions", "calendar", "reminders",
        "assignment", "modules", "timezone", "locale", "currency", "name", "region",
    }  # fmt: skip
    assert expected <= set(chinese)
    assert chinese["reminders"]["repeat_days"] >= 1


def test_what_was_read_can_be_sent_back(company: Company) -> None:
    read = company.owner("GET", "/v1/workspace").json
    body = {name: read[name] for name in read if name not in ("id", "group_id", "pack", "created_at", "version")}
    reply = patch(company, body)
    assert reply.status == 200, reply.text
    assert reply.json == read


def test_stages_are_renamed_reordered_and_added(company: Company) -> None:
    stages = company.owner("GET", "/v1/workspace").json["stages"]
    ids = [stage["id"] for stage in stages]
    wanted = [{"id": ids[0], "name": "Very new", "silent_days": 2}, {"name": "Needs analysis"}]
    wanted += [{"id": each} for each in (ids[2], ids[1], *ids[3:])]
    after = patch(company, {"stages": wanted}).json["stages"]
    assert [stage["id"] for stage in after] == [ids[0], "needs_analysis", ids[2], ids[1], *ids[3:]]
    assert (after[0]["names"]["en"], after[0]["names"]["zh-CN"]) == ("Very new", stages[0]["names"]["zh-CN"])
    assert after[0]["silent_days"] == 2
    assert (after[1]["kind"], after[1]["silent_days"], after[1]["names"]["zh-CN"]) == ("open", 7, "Needs analysis")
    assert after[2]["silent_days"] == stages[2]["silent_days"]


def test_a_chinese_name_gets_an_id_of_its_own(company: Company) -> None:
    channels = [{"id": each["id"]} for each in company.owner("GET", "/v1/workspace").json["source_channels"]]
    body = {"source_channels": [*channels, {"name": "抖音"}, {"name": "小红书"}, {"name": "2026 展会"}]}
    after = patch(company, body, accept_language="zh-CN").json["source_channels"]
    assert [each["id"] for each in after[-3:]] == ["source_channel_1", "source_channel_2", "source_channel_2026"]
    assert after[-1]["name"] == "2026 展会"


def test_names_in_both_languages_are_kept_as_given(company: Company) -> None:
    reasons = [{"names": {"zh-CN": "预算冻结", "en": "Budget frozen"}}]
    after = patch(company, {"hold_reasons": reasons}).json["hold_reasons"]
    assert after[0] == {
        "id": "budget_frozen", "name": "Budget frozen", "names": {"zh-CN": "预算冻结", "en": "Budget frozen"},
        "archived": False,
    }  # fmt: skip
    renamed = patch(company, {"hold_reasons": [{"id": "budget_frozen", "name": "预算没批"}]}, accept_language="zh-CN")
    assert renamed.json["hold_reasons"][0]["names"] == {"zh-CN": "预算没批", "en": "Budget frozen"}


def test_what_a_new_list_lacks_is_archived_and_never_gone(company: Company) -> None:
    before = company.owner("GET", "/v1/workspace").json["source_channels"]
    after = patch(company, {"source_channels": [{"id": before[1]["id"]}]}).json["source_channels"]
    assert [each["id"] for each in after] == [before[1]["id"], *(each["id"] for each in before if each != before[1])]
    assert [each["archived"] for each in after] == [False] + [True] * (len(before) - 1)
    back = patch(company, {"source_channels": [{"id": before[0]["id"], "archived": False}]}).json["source_channels"]
    assert (back[0]["id"], back[0]["archived"]) == (before[0]["id"], False)


def test_a_stage_that_holds_leads_goes_only_with_a_target_that_takes_them(company: Company) -> None:
    workspace = company.owner("GET", "/v1/workspace").json
    ids = [stage["id"] for stage in workspace["stages"]]
    new = {"name": "A lead", "source_channel": workspace["source_channels"][0]["id"]}
    lead = company.owner("POST", "/v1/leads", new)
    assert (lead.status, lead.json["stage"]) == (201, ids[0]), lead.text
    without_first = [{"id": each} for each in ids[1:]]
    assert patch(company, {"stages": without_first}).status == 409
    assert company.owner("GET", "/v1/workspace").json["stages"][0]["archived"] is False
    assert patch(company, {"stages": without_first, "stage_targets": {ids[0]: "moon"}}).status == 422
    reply = patch(company, {"stages": without_first, "stage_targets": {ids[0]: ids[1]}})
    assert reply.status == 200, reply.text
    assert (reply.json["stages"][-1]["id"], reply.json["stages"][-1]["archived"]) == (ids[0], True)
    assert company.owner("GET", f"/v1/leads/{lead.json['id']}").json["stage"] == ids[1]


def test_a_set_up_without_an_open_a_won_or_a_lost_stage_is_refused(company: Company) -> None:
    stages = company.owner("GET", "/v1/workspace").json["stages"]
    for kind in ("open", "won", "lost"):
        reply = patch(company, {"stages": [{"id": each["id"]} for each in stages if each["kind"] != kind]})
        assert reply.status == 422, reply.text
        assert kind in reply.json["detail"] or "open" in reply.json["detail"]
    changed = patch(company, {"stages": [{"id": stages[0]["id"], "kind": "won"}]})
    assert changed.json["errors"][0]["field"] == "stages.0.kind"


def test_custom_fields_of_every_type_are_added_and_their_type_stays(company: Company) -> None:
    kinds = ["text", "number", "money", "date", "yes_no", "phone", "email", "link", "member"]
    wanted: list[dict[str, Any]] = [{"name": f"My {kind}", "type": kind} for kind in kinds]
    choices = [{"name": "Red"}, {"name": "绿"}]
    wanted += [{"name": "Colour", "type": kind, "choices": choices} for kind in ("choice", "choices")]
    reply = patch(company, {"fields": wanted})
    assert reply.status == 200, reply.text
    made = [field for field in reply.json["fields"] if not field["archived"]]
    assert [field["type"] for field in made] == [*kinds, "choice", "choices"]
    assert [choice["id"] for choice in made[-1]["choices"]] == ["red", "choice_1"]
    assert (made[-2]["id"], made[-1]["id"]) == ("colour", "colour_2")
    kept = patch(company, {"fields": [{"id": "colour", "choices": [{"id": "red"}]}]}).json["fields"][0]
    assert [choice["archived"] for choice in kept["choices"]] == [False, True]
    changed = patch(company, {"fields": [{"id": "colour", "type": "number"}]})
    assert (changed.status, changed.json["errors"][0]["field"]) == (422, "fields.0.type")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"fields": [{"name": "Phone", "id": "phone"}]}, "fields.0.id"),
        ({"fields": [{"name": "X", "type": "choice"}]}, "fields.0"),
        ({"fields": [{"type": "text"}]}, "fields.0.name"),
        ({"stages": [{"id": "Bad Id", "name": "X"}]}, "stages.0.id"),
        ({"stages": [{"name": "X", "silent_days": 0}]}, "stages.0.silent_days"),
        ({"stages": [{"name": "X\ty"}]}, "stages.0.name"),
        ({"modules": [{"id": "moon", "enabled": True}]}, "modules.0.id"),
        ({"field_permissions": {"rep": {"moon": "read"}}}, "field_permissions.rep.moon"),
        ({"field_permissions": {"king": {"phone": "read"}}}, "field_permissions.king.[key]"),
        ({"calendar": {"weekend": [7]}}, "calendar.weekend.0"),
        ({"calendar": {"quiet_from": "9pm"}}, "calendar.quiet_from"),
        ({"calendar": {"days_off": ["2026-02-30"]}}, "calendar.days_off.0"),
        ({"reminders": {"repeat_days": 0}}, "reminders.repeat_days"),
        ({"assignment": {"members": ["m_nobody"]}}, "assignment"),
        ({"timezone": "Nowhere"}, "timezone"),
        ({"pack": "other"}, "pack"),
        ({"large_deal": "-1"}, "large_deal"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(company: Company, body: dict[str, Any], field: str) -> None:
    reply = patch(company, body)
    assert (reply.status, reply.json["errors"][0]["field"]) == (422, field), reply.text
    assert company.owner("GET", "/v1/workspace").headers["etag"] == '"1"'


def test_ids_stand_once(company: Company) -> None:
    ids = [stage["id"] for stage in company.owner("GET", "/v1/workspace").json["stages"]]
    reply = patch(company, {"stages": [{"id": each} for each in (*ids, ids[0])]})
    assert (reply.status, "twice" in reply.json["detail"]) == (422, True)


def test_sections_change_field_by_field(company: Company) -> None:
    before = company.owner("GET", "/v1/workspace").json
    body = {
        "calendar": {"days_off": ["2026-12-24"], "country": None},
        "reminders": {"return_to_pool_days": 30},
        "large_deal": "250000.00",
        "timezone": "Europe/Berlin",
    }
    after = patch(company, body).json
    assert after["calendar"] == {**before["calendar"], "days_off": ["2026-12-24"], "country": None}
    assert after["reminders"] == {**before["reminders"], "return_to_pool_days": 30}
    assert (after["large_deal"], after["timezone"]) == ("250000.00", "Europe/Berlin")
    off = patch(company, {"reminders": {"return_to_pool_days": None}, "large_deal": None}).json
    assert (off["reminders"]["return_to_pool_days"], off["large_deal"]) == (None, None)


def test_modules_are_switched(company: Company) -> None:
    modules = company.owner("GET", "/v1/workspace").json["modules"]
    if not modules:
        pytest.skip("this pack has no modules")
    switched = {"id": modules[0]["id"], "enabled": not modules[0]["enabled"]}
    after = patch(company, {"modules": [switched]}).json["modules"]
    assert after[0]["enabled"] is not modules[0]["enabled"]
    assert after[1:] == modules[1:]


def test_rules_of_assignment_name_members_and_channels_that_exist(company: Company) -> None:
    rep, viewer = company.add("rep"), company.add("viewer")
    channel = company.owner("GET", "/v1/workspace").json["source_channels"][0]["id"]
    rules = {"rule": "by_channel", "by_channel": {channel: rep["id"]}, "cap": 20}
    assert patch(company, {"assignment": rules}).json["assignment"]["by_channel"] == {channel: rep["id"]}
    assert patch(company, {"assignment": {"by_channel": {"moon": rep["id"]}}}).status == 422
    assert patch(company, {"assignment": {"members": [viewer["id"]]}}).status == 422


def test_field_permissions_change_role_by_role(company: Company) -> None:
    before = company.owner("GET", "/v1/workspace").json["field_permissions"]
    after = patch(company, {"field_permissions": {"rep": {"phone": "read", "amount": "hidden"}}}).json
    assert after["field_permissions"] == {**before, "rep": {"phone": "read", "amount": "hidden"}}
    token = company.log_in(company.add("rep")["email"])["access_token"]
    me = company.call("GET", "/v1/me", token=token).json
    assert me["field_permissions"] == {"phone": "read", "amount": "hidden"}


def test_the_version_that_was_read_decides(company: Company) -> None:
    etag = company.owner("GET", "/v1/workspace").headers["etag"]
    first = patch(company, {"name": "Green Lake"}, if_match=etag)
    assert (first.status, first.headers["etag"]) == (200, '"2"')
    assert patch(company, {"name": "Red Lake"}, if_match=etag).json["code"] == "stale_version"
    assert patch(company, {}).headers["etag"] == '"2"'


def test_a_new_name_is_known_everywhere(company: Company) -> None:
    patch(company, {"name": "Green Lake"})
    me = company.owner("GET", "/v1/me").json
    assert me["memberships"][0]["workspace"]["name"] == "Green Lake"
    assert me["workspace"]["name"] == "Green Lake"


def test_a_change_is_in_the_log_with_before_and_after(company: Company) -> None:
    patch(company, {"reminders": {"repeat_days": 9}})
    event = company.owner("GET", "/v1/audit?kind=workspace.changed").json["items"][0]
    assert list(event["changes"]) == ["reminders"]
    assert event["changes"]["reminders"][1]["repeat_days"] == 9


def test_a_change_is_in_force_at_once(company: Company) -> None:
    scope = Scope.system(company.id, "test")
    with acting_as(scope):
        assert tenancy.setup_of(scope).timezone == "Asia/Shanghai"
        patch(company, {"timezone": "Europe/Berlin"})
        assert tenancy.setup_of(scope).timezone == "Europe/Berlin"
        assert tenancy.calendar_of(scope).local_date(clock.now()) is not None


@pytest.mark.parametrize("role", ["manager", "rep", "collaborator", "viewer"])
def test_others_than_administrators_read_only(company: Company, role: str) -> None:
    token = company.log_in(company.add(role)["email"])["access_token"]
    assert company.call("GET", "/v1/workspace", token=token).status == 200
    assert company.call("PATCH", "/v1/workspace", {"name": "X"}, token=token).status == 403


def test_settings_too_large_for_an_item_are_refused(company: Company) -> None:
    wide = [{"name": "长" * 60 + str(each)} for each in range(200)]
    body = {"fields": [{"name": f"F{each}", "type": "choice", "choices": wide} for each in range(5)]}
    assert patch(company, body).status == 422


# Packs


def test_packs_are_public_in_both_languages(call: Client) -> None:
    items = call("GET", "/v1/packs").json["items"]
    assert items[0]["id"] == "sales_leads"
    assert {each["id"] for each in items} >= {"sales_leads", "store_sales", "industrial_equipment", "medical_devices"}
    assert items[0]["name"] == items[0]["names"]["en"]
    assert items[0]["stages"]
    chinese = call("GET", "/v1/packs?locale=zh-CN").json["items"]
    assert chinese[0]["name"] == items[0]["names"]["zh-CN"]
    assert call("GET", "/v1/packs?locale=fr").status == 422


def test_every_pack_makes_a_workspace(call: Client) -> None:
    for pack in call("GET", "/v1/packs").json["items"]:
        company = sign_up(call, pack=pack["id"])
        assert company.owner("GET", "/v1/workspace").json["pack"] == pack["id"]


# The log


def test_the_log_comes_newest_first_in_pages(company: Company) -> None:
    added = [company.add()["id"] for _ in range(5)]
    seen: list[str] = []
    cursor = ""
    for _ in range(10):
        page = company.owner("GET", f"/v1/audit?limit=2{cursor}").json
        seen += [event["about"] for event in page["items"]]
        assert len(page["items"]) <= 2
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen[:5] == added[::-1]
    assert len(seen) == 7


def test_the_log_is_filtered_by_kind_actor_about_and_day(company: Company) -> None:
    admin = company.add("admin")
    token = company.log_in(admin["email"])["access_token"]
    company.call("PATCH", f"/v1/members/{admin['id']}", {"region": "East"}, token=token)

    def found(query: str) -> list[str]:
        return [event["kind"] for event in company.owner("GET", f"/v1/audit?{query}").json["items"]]

    assert found(f"actor={admin['id']}") == ["member.changed"]
    assert found(f"about={admin['id']}&kind=member.joined") == ["member.joined"]
    today = clock.now().date()
    assert len(found(f"from={today - timedelta(days=1)}&to={today + timedelta(days=1)}")) == 4
    assert found(f"to={today - timedelta(days=3)}") == []
    assert found(f"from={today + timedelta(days=3)}") == []


def test_a_cursor_of_another_workspace_or_question_is_refused(company: Company, other_company: Company) -> None:
    for _ in range(2):
        company.add()
    cursor = company.owner("GET", "/v1/audit?limit=1").json["next_cursor"]
    assert other_company.owner("GET", f"/v1/audit?limit=1&cursor={cursor}").status == 422
    assert company.owner("GET", f"/v1/audit?kind=member.joined&cursor={cursor}").status == 422
    assert company.owner("GET", f"/v1/audit?limit=1&cursor={cursor}").status == 200


def test_the_log_reaches_back_over_months(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    later = clock.now() + timedelta(days=70)
    monkeypatch.setattr(clock, "now", lambda: later)
    signed_in = company.log_in(company.email)
    company.call("PATCH", f"/v1/members/{company.owner_id}", {"region": "East"}, token=signed_in["access_token"])
    items = company.call("GET", "/v1/audit", token=signed_in["access_token"]).json["items"]
    assert items[0]["kind"] == "member.changed"
    assert len(items) == 3
