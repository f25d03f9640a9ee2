"""What the list and the single import tell a wizard: trials, what was decided, what a column may be, examples."""

from __future__ import annotations

from tests.integrations.house import Office, table
from tests.integrations.test_imports import HISTORY, PLAIN


def test_the_list_says_which_imports_were_only_tried(office: Office) -> None:
    trial, real = office.done(PLAIN, dry_run=True), office.done(PLAIN)
    listed = {each["id"]: each for each in office.call("GET", "/v1/imports").json["items"]}
    assert (listed[trial["id"]]["dry_run"], listed[real["id"]]["dry_run"]) == (True, False)
    assert listed[trial["id"]] == {name: trial[name] for name in listed[trial["id"]]}
    office.patch(trial["id"], dry_run=False)
    assert not any(each["dry_run"] for each in office.call("GET", "/v1/imports").json["items"])


def test_what_was_decided_is_told_again_and_apart_from_what_was_guessed(office: Office) -> None:
    asked = office.upload(HISTORY, dry_run=True)
    assert (asked["decided"]["mapping"], asked["decided"]["owners"], asked["read_as"]) == ({}, {}, None)
    office.patch(asked["id"], mapping={"close_date": None}, owners={"Zane Levy": None}, defaults={"blocker": "budget"})
    asked = office.get(asked["id"])
    assert asked["decided"]["mapping"] == {"close_date": None}
    assert asked["decided"]["owners"] == {"Zane Levy": None}
    assert asked["decided"]["defaults"] == {"blocker": "budget"}
    office.patch(asked["id"], accept_guesses=True)
    office.work(asked["id"])
    tried = office.get(asked["id"])
    assert tried["status"] == "done"
    assert tried["decided"]["mapping"] == {"close_date": None}
    assert tried["read_as"]["mapping"] == {
        "opportunity_id": "external_id", "sales_agent": "owner", "product": "product", "account": "company",
        "deal_stage": "stage", "engage_date": "first_contact_at", "close_date": None, "close_value": "amount",
    }  # fmt: skip
    assert tried["read_as"]["stages"]["Engaging"] == "first_contact"
    assert tried["read_as"]["products"]["GTXPro"] == "GTX Pro"
    assert tried["read_as"]["date_order"] == {"engage_date": "mdy"}


def test_a_real_import_keeps_what_it_was_read_by_also_when_the_workspace_has_changed_since(office: Office) -> None:
    done = office.done(HISTORY, accept_guesses=True)
    read_as = done["read_as"]
    assert read_as["owners"]["Moses Frase"] == office.members()["Moses Frase"]["id"]
    stages = [
        {**stage, "names": {"zh-CN": "甲", "en": "Alpha"}} if stage["id"] == "first_contact" else stage
        for stage in office.call("GET", "/v1/workspace").json["stages"]
    ]
    assert office.call("PATCH", "/v1/workspace", {"stages": stages}).status == 200
    assert office.get(done["id"])["read_as"] == read_as


def test_fields_are_named_in_the_language_of_whoever_asks_and_say_what_the_role_may_write(office: Office) -> None:
    fields = [{"id": "floor_area", "names": {"zh-CN": "面积", "en": "Area"}, "type": "number"}]
    permissions = {"manager": {"amount": "read"}}
    changed = office.call("PATCH", "/v1/workspace", {"fields": fields, "field_permissions": permissions})
    assert changed.status == 200, changed.text
    path = f"/v1/imports/{office.upload(PLAIN)['id']}"
    english = {each["id"]: each["name"] for each in office.call("GET", path).json["fields"]}
    chinese = {
        each["id"]: each["name"] for each in office.call("GET", path, **{"accept_language": "zh-CN"}).json["fields"]
    }
    assert list(english) == list(chinese)
    assert (english["name"], chinese["name"]) == ("Lead name", "线索名称")
    assert (english["custom.floor_area"], chinese["custom.floor_area"]) == ("Area", "面积")
    member = office.company.add("manager")
    token = office.company.log_in(member["email"])["access_token"]
    uploaded = office.send(PLAIN.encode(), token=token).json
    assert [each["id"] for each in uploaded["fields"] if not each["writable"]] == ["amount"]


def test_every_field_of_every_kind_has_a_name_that_an_import_knows_again() -> None:
    from chalicelib.integrations.field_names import field_name
    from chalicelib.integrations.guessing import guess_mapping
    from chalicelib.integrations.settled import FIELDS

    for kind, fields in FIELDS.items():
        for locale in ("zh-CN", "en"):
            names = [field_name(kind, field, locale) for field in fields]
            assert len(set(names)) == len(names)
            if locale == "zh-CN":
                read = {guess.column: guess.field for guess in guess_mapping(kind, names, [])}
                missed = {name: (read[name], field) for name, field in zip(names, fields, strict=True)
                          if read[name] != field and field != "region"}  # fmt: skip
                assert not missed


def test_each_column_shows_examples_however_many_different_values_it_has(office: Office) -> None:
    rows = [f"Pump {number},Referral,note {number}" for number in range(1500)]
    asked = office.upload(table("name,source_channel,memo,empty", *(f"{row}," for row in rows)), dry_run=True)
    office.work(asked["id"])
    columns = {each["column"]: each["examples"] for each in office.get(asked["id"])["guesses"]["columns"]}
    assert columns == {
        "name": [f"Pump {number}" for number in range(5)],
        "source_channel": ["Referral"],
        "memo": [f"note {number}" for number in range(5)],
        "empty": [],
    }
