"""What an upload says, asks and makes."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta

from tests.identity.house import PASSWORD
from tests.integrations.house import Office, table

PLAIN = table(
    "name,company,source_channel,stage,email",
    "Pumps,Acme Ltd,Referral,First contact,ann@acme.example",
    "Valves,Borealis,Website,Needs confirmed,bo@borealis.example",
)
HISTORY = table(
    "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value",
    "A1,Moses Frase,GTX Pro,Cancity,Won,10/20/2016,3/1/2017,1054",
    "A2,Zane Levy,GTXPro,Isdom,Lost,3/4/2017,10/30/2017,0",
    "A3,Zane Levy,MG Special,Cancity,Engaging,11/25/2016,,",
    "A4,Moses Frase,MG Special,Cancity,Engaging,11/26/2016,,",
    "A5,Moses Frase,MG Special,,Prospecting,,,",
)


def codes(answer: dict) -> set[str]:
    return {question["code"] for question in answer["questions"]}


def test_a_file_that_leaves_nothing_open_is_imported_at_once(office: Office) -> None:
    uploaded = office.upload(PLAIN)
    assert uploaded["status"] == "queued"
    assert uploaded["total"] == 2
    office.work(uploaded["id"])
    done = office.get(uploaded["id"])
    assert (done["status"], done["done"], done["created"]) == ("done", 2, 2)
    assert {lead["name"]: lead["stage"] for lead in office.leads()} == {
        "Pumps": "first_contact",
        "Valves": "needs_confirmed",
    }


def test_what_the_workspace_does_not_know_stops_the_import_with_guesses(office: Office) -> None:
    asked = office.upload(HISTORY)
    assert asked["status"] == "needs_mapping"
    assert codes(asked) == {
        "column_missing", "owners_unknown", "products_unknown", "stages_unknown",
    }  # fmt: skip
    assert asked["guesses"]["would_create"]["members"] == ["Moses Frase", "Zane Levy"]
    assert asked["guesses"]["would_create"]["products"] == ["GTX Pro", "MG Special"]
    stages = {each["value"]: each["id"] for each in asked["guesses"]["stages"]}
    assert stages == {"Won": "won", "Lost": "lost", "Engaging": "first_contact", "Prospecting": "first_contact"}
    office.work(asked["id"])
    assert office.leads() == []


def test_accepting_the_guesses_imports_history_with_its_dates(office: Office) -> None:
    done = office.done(HISTORY, accept_guesses=True)
    assert (done["status"], done["created"], done["failed"]) == ("done", 5, 0)
    won = office.lead("Cancity · GTX Pro")
    assert won["stage"] == "won"
    assert won["amount"] == {"amount": "1054.00", "currency": "CNY"}
    # Midnight in Shanghai is 16:00 the day before in UTC.
    assert won["first_contact_at"] == "2016-10-19T16:00:00.000Z"
    assert won["closed_at"] == "2017-02-28T16:00:00.000Z"
    assert office.lead("Isdom · GTX Pro")["lost_reason"] == "imported_not_stated"
    assert office.members()["Zane Levy"]["status"] == "pending"


def test_rows_of_one_customer_held_by_two_reps_are_kept_and_reported(office: Office) -> None:
    done = office.done(HISTORY, accept_guesses=True)
    assert done["conflicts"] == 1
    listed = office.call("GET", done["conflicts_url"]).json["items"]
    assert [(each["row"], each["customer_name"], each["owner"]["name"]) for each in listed] == [
        (5, "Cancity", "Moses Frase")
    ]
    assert [other["name"] for other in listed[0]["others"]] == ["Zane Levy"]


def test_the_same_file_again_makes_nothing_new(office: Office) -> None:
    office.done(HISTORY, accept_guesses=True)
    again = office.done(HISTORY, accept_guesses=True)
    assert (again["created"], again["skipped"], again["updated"]) == (0, 5, 0)
    assert len(office.leads()) == 5


def test_the_same_file_without_ids_again_makes_nothing_new(office: Office) -> None:
    office.done(PLAIN)
    again = office.done(PLAIN)
    assert (again["created"], again["skipped"]) == (0, 2)


def test_two_rows_that_look_the_same_in_one_file_are_two_leads(office: Office) -> None:
    done = office.done(table("name,company,source_channel", "Pumps,Acme,Referral", "Pumps,Acme,Referral"))
    assert done["created"] == 2


def test_a_changed_row_updates_its_lead_only_in_what_the_file_says(office: Office) -> None:
    office.done(HISTORY, accept_guesses=True)
    changed = table("opportunity_id,close_value,deal_stage", "A3,900,Won", "A4,,Engaging")
    done = office.done(changed, accept_guesses=True)
    assert (done["updated"], done["skipped"], done["created"]) == (1, 1, 0)
    lead = next(each for each in office.leads() if each["amount"] == {"amount": "900.00", "currency": "CNY"})
    assert (lead["stage"], lead["name"]) == ("won", "Cancity · MG Special")


def test_a_bad_row_is_reported_with_its_reason_and_stops_no_other(office: Office) -> None:
    done = office.done(
        table("name,source_channel,email,amount,first contact",
              "Pumps,Referral,not an address,12,2026-01-05",
              "Valves,Referral,,abc,2026-02-30",
              "Seals,Referral,,7,2026-01-07")
    )  # fmt: skip
    assert (done["created"], done["failed"]) == (1, 2)
    assert [line[:3] for line in office.errors(done["id"])] == [
        ["2", "email", "not an address"],
        ["3", "amount", "abc"],
        ["3", "first contact", "2026-02-30"],
    ]


def test_dates_that_can_be_read_two_ways_are_asked_even_when_guesses_are_accepted(office: Office) -> None:
    file = table("name,source_channel,first_contact", "Pumps,Referral,3/1/2017", "Valves,Referral,4/2/2017")
    asked = office.upload(file, accept_guesses=True)
    assert asked["status"] == "needs_mapping"
    assert codes(asked) == {"date_order_unclear"}
    started = office.patch(asked["id"], date_order="dmy")
    assert started["status"] == "queued"
    office.work(asked["id"])
    assert office.lead("Pumps")["first_contact_at"] == "2017-01-02T16:00:00.000Z"


def test_answers_by_patch_start_the_import_when_nothing_is_open(office: Office) -> None:
    asked = office.upload(table("name,stage", "Pumps,Warm", "Valves,Cold"))
    assert codes(asked) == {"column_missing", "stages_unknown"}
    asked = office.patch(asked["id"], defaults={"source_channel": "website"})
    assert asked["status"] == "needs_mapping"
    started = office.patch(asked["id"], stages={"Warm": "quoted", "Cold": "first_contact"})
    assert (started["status"], started["questions"]) == ("queued", [])
    office.work(asked["id"])
    assert office.lead("Pumps")["stage"] == "quoted"
    assert office.lead("Pumps")["source_channel"] == "website"


def test_a_mapping_that_names_what_is_not_there_is_refused(office: Office) -> None:
    asked = office.upload(table("name,stage", "Pumps,Warm"))
    for change in (
        {"mapping": {"colour": "name"}},
        {"mapping": {"name": "colour"}},
        {"stages": {"Warm": "no_such_stage"}},
        {"defaults": {"source_channel": "no_such_channel"}},
        {"owners": {"Warm": "x"}, "key": "colour"},
    ):
        reply = office.call("PATCH", f"/v1/imports/{asked['id']}", change)
        assert reply.status == 422, reply.text


def test_a_trial_writes_nothing_and_can_be_made_real(office: Office) -> None:
    trial = office.done(HISTORY, accept_guesses=True, dry_run=True)
    assert (trial["status"], trial["created"], trial["dry_run"]) == ("done", 5, True)
    assert office.leads() == []
    assert len(office.members()) == 1
    office.patch(trial["id"], dry_run=False)
    office.work(trial["id"])
    real = office.get(trial["id"])
    assert (real["status"], real["created"]) == ("done", 5)
    assert len(office.leads()) == 5


def test_gzip_is_unpacked_and_a_bomb_is_refused(office: Office) -> None:
    assert office.done(gzip.compress(PLAIN.encode()), encoding="gzip")["created"] == 2
    bomb = office.send(gzip.compress(b"a" * (201 << 20)), encoding="gzip")
    assert (bomb.status, bomb.json["code"]) == (422, "import_too_large")
    broken = office.send(gzip.compress(PLAIN.encode())[:-9], encoding="gzip")
    assert broken.status == 400


def test_chinese_files_in_gb18030_are_read(office: Office) -> None:
    file = table("线索名称,公司,客户来源渠道,金额(万元)", "水泵,上海某某科技有限公司,转介绍,1.5")
    assert office.done(file.encode("gb18030"))["created"] == 1
    lead = office.lead("水泵")
    assert lead["company"] == "上海某某科技有限公司"
    assert lead["amount"] == {"amount": "15000.00", "currency": "CNY"}


def test_files_that_are_no_tables_are_refused_whole(office: Office) -> None:
    for content in (b"", b"%PDF-1.7 ...", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600):
        reply = office.send(content)
        assert reply.status == 422, reply.text
    assert office.send(PLAIN.encode(), content_type="image/png").status == 415
    assert office.call("GET", "/v1/imports").json["items"] == []


def test_won_without_amount_and_lost_without_reason_come_in_and_are_counted(office: Office) -> None:
    done = office.done(table("name,source_channel,stage", "Pumps,Referral,Won", "Valves,Referral,Lost"))
    assert done["created"] == 2
    assert done["warnings"]["won_without_amount"] == 1
    assert done["warnings"]["lost_without_reason"] == 1
    assert office.lead("Pumps")["amount"] == {"amount": "0.00", "currency": "CNY"}


def test_members_come_with_supervisors_named_before_their_own_rows(office: Office) -> None:
    file = table("name,email,supervisor,region", "Li Na,li@x.example,Wang Lei,East", "Wang Lei,wang@x.example,,East")
    done = office.done(file, kind="members")
    assert (done["created"], done["failed"]) == (2, 0)
    members = office.members()
    assert members["Li Na"]["supervisor_id"] == members["Wang Lei"]["id"]
    assert (members["Wang Lei"]["role"], members["Li Na"]["role"]) == ("manager", "rep")
    again = office.done(file, kind="members")
    assert (again["created"], again["skipped"]) == (0, 2)


def test_supervisors_who_are_nowhere_are_asked_about_and_made_managers(office: Office) -> None:
    file = table("sales_agent,manager,regional_office", "Li Na,Wang Lei,East", "Zhao Min,Wang Lei,West")
    asked = office.upload(file, kind="members")
    assert codes(asked) == {"supervisors_unknown"}
    office.patch(asked["id"], accept_guesses=True)
    office.work(asked["id"])
    done = office.get(asked["id"])
    assert (done["created"], done["created_members"]) == (2, 1)
    assert office.members()["Wang Lei"]["role"] == "manager"


def test_nobody_becomes_an_owner_by_an_import(office: Office) -> None:
    done = office.done(table("name,role", "Li Na,owner", "Zhao Min,销售"), kind="members")
    assert (done["created"], done["failed"]) == (1, 1)


def test_customers_are_recognised_by_who_they_are(office: Office) -> None:
    file = table("account,sector,office_location", "Acme Ltd,retail,Berlin", "Borealis,medical,Oslo")
    assert office.done(file, kind="customers")["created"] == 2
    moved = table("account,sector,office_location", "ACME,retail,Paris", "Borealis,medical,Oslo")
    done = office.done(moved, kind="customers")
    assert (done["created"], done["updated"], done["skipped"]) == (0, 1, 1)


def test_products_are_recognised_by_name(office: Office) -> None:
    file = table("product,series,sales_price", "GTX Pro,GTX,550", "MG Special,MG,55.5")
    assert office.done(file, kind="products")["created"] == 2
    done = office.done(table("product,series,sales_price", "gtxpro,GTX,560", "MG Special,MG,55.5"), kind="products")
    assert (done["updated"], done["skipped"]) == (1, 1)
    items = office.call("GET", "/v1/products").json["items"]
    assert [each["price"] for each in items if each["series"] == "GTX"] == [{"amount": "560.00", "currency": "CNY"}]


def test_two_members_of_one_name_are_told_apart_by_the_caller(office: Office) -> None:
    first, second = (office.company.add(name="Li Na") for _ in range(2))
    file = table("name,source_channel,owner", "Pumps,Referral,Li Na")
    asked = office.upload(file, accept_guesses=True)
    assert codes(asked) == {"owner_unclear"}
    office.patch(asked["id"], owners={"Li Na": second["id"]})
    office.work(asked["id"])
    assert office.lead("Pumps")["owner_id"] == second["id"] != first["id"]


def test_a_manager_imports_only_for_their_own_line(office: Office) -> None:
    manager = office.company.add("manager", name="Wang Lei")
    office.company.add(name="Li Na", supervisor_id=manager["id"])
    office.company.add(name="Zhao Min")
    token = office.company.log_in(manager["email"], PASSWORD)["access_token"]
    fine = office.send(table("name,source_channel,owner", "Pumps,Referral,Li Na").encode(), token=token)
    assert (fine.status, fine.json["status"]) == (202, "queued")
    beyond = office.send(table("name,source_channel,owner", "Pumps,Referral,Zhao Min").encode(), token=token)
    assert codes(beyond.json) == {"owner_beyond_your_line"}
    stranger = office.send(table("name,source_channel,owner", "Pumps,Referral,Nobody").encode(), token=token,
                           accept_guesses=True)  # fmt: skip
    assert "owners_unknown" in codes(stranger.json)
    assert office.send(b"name\nA\n", token=token, kind="members").status == 403


def test_a_rep_may_not_import(office: Office) -> None:
    rep = office.company.add("rep")
    token = office.company.log_in(rep["email"])["access_token"]
    assert office.send(PLAIN.encode(), token=token).status == 403


def test_an_import_of_another_workspace_is_not_found(office: Office, other_office: Office) -> None:
    import_id = office.upload(PLAIN)["id"]
    path = f"/v1/imports/{import_id}"
    for method, address in (
        ("GET", path), ("PATCH", path), ("POST", f"{path}/undo"), ("GET", f"{path}/errors"),
        ("GET", f"{path}/conflicts"),
    ):  # fmt: skip
        reply = other_office.call(method, address, {"key": "name"} if method == "PATCH" else None)
        assert reply.status == 404, (method, address)


def test_a_running_import_is_changed_by_nobody(office: Office) -> None:
    import_id = office.upload(PLAIN)["id"]
    reply = office.call("PATCH", f"/v1/imports/{import_id}", {"key": "name"})
    assert (reply.status, reply.json["code"]) == (409, "import_not_open")


def test_who_imported_is_told(office: Office) -> None:
    office.done(PLAIN, filename="leads.csv")
    told = office.call("GET", "/v1/notifications").json["items"]
    assert any("leads.csv" in each["title"] for each in told)


def test_the_list_shows_the_newest_import_first(office: Office) -> None:
    first, second = office.upload(PLAIN, filename="a.csv"), office.done(PLAIN, filename="b.csv")
    listed = office.call("GET", "/v1/imports").json["items"]
    assert [each["id"] for each in listed] == [second["id"], first["id"]]
    assert (listed[0]["status"], listed[0]["done"]) == ("done", 2)


def test_a_large_file_is_read_by_the_worker_and_asks_then(office: Office) -> None:
    rows = [f"Deal {number},{'x' * 900},Warm" for number in range(1300)]
    uploaded = office.upload(table("name,remark,stage", *rows))
    assert (uploaded["status"], uploaded["total"]) == ("queued", None)
    office.work(uploaded["id"])
    asked = office.get(uploaded["id"])
    assert (asked["status"], asked["total"]) == ("needs_mapping", 1300)
    assert codes(asked) == {"column_missing", "stages_unknown"}


def test_a_large_file_that_is_no_table_fails_with_the_reason(office: Office) -> None:
    uploaded = office.upload(b"name,stage\n" + b"a\0b,c\n" * 300_000)
    office.work(uploaded["id"])
    failed = office.get(uploaded["id"])
    assert failed["status"] == "failed"
    assert failed["failure"]["code"] == "import_file_not_a_table"


def test_a_next_follow_up_in_the_past_is_kept(office: Office) -> None:
    office.done(table("name,source_channel,next follow up", "Pumps,Referral,2026-01-05"))
    assert office.lead("Pumps")["next_follow_up_at"] == "2026-01-05T01:00:00.000Z"


def test_files_are_removed_when_the_time_to_undo_is_over(office: Office) -> None:
    done = office.done(PLAIN)
    office.work(done["id"], now=datetime.now(UTC) + timedelta(days=31))
    shown = office.get(done["id"])
    assert (shown["status"], shown["undoable"]) == ("done", False)
    assert office.call("POST", f"/v1/imports/{done['id']}/undo").status == 409


def test_what_nobody_decides_is_given_up_after_thirty_days(office: Office) -> None:
    asked = office.upload(table("name,stage", "Pumps,Warm"))
    office.work(asked["id"], now=datetime.now(UTC) + timedelta(days=31))
    assert office.get(asked["id"])["guesses"] is None
    reply = office.call("PATCH", f"/v1/imports/{asked['id']}", {"accept_guesses": True})
    assert (reply.status, reply.json["code"]) == (409, "import_not_open")


def test_texts_that_no_table_holds_are_refused_in_options(office: Office) -> None:
    for options in (
        {"filename": "a%00b.csv"},
        {"mapping": "[1]"},
        {"mapping": "[" * 3000},
        {"defaults": '{"blocker": "\\ud800"}'},
        {"defaults": '{"blocker": "%s"}' % ("x" * 201)},
        {"kind": "orders"},
        {"date_order": "dym"},
        {"mapping": '{"name": "no_such_field"}'},
        {"key": "colour"},
    ):
        reply = office.send(PLAIN.encode(), **{name: text.replace("%00", "\0") for name, text in options.items()})
        assert reply.status == 422, (options, reply.text)
    assert office.call("GET", "/v1/imports").json["items"] == []


def test_one_idempotency_key_is_one_upload(office: Office) -> None:
    first = office.send(PLAIN.encode(), idempotency_key="k-1")
    again = office.send(PLAIN.encode(), idempotency_key="k-1")
    assert again.json["id"] == first.json["id"]
    other = office.send(PLAIN.encode(), idempotency_key="k-1", kind="customers")
    assert (other.status, other.json["code"]) == (422, "idempotency_mismatch")


def test_a_lead_kept_by_hand_is_recognised_by_customer_and_name(office: Office) -> None:
    body = {"name": "Pumps", "company": "ACME Co., Ltd.", "source_channel": "referral"}
    assert office.call("POST", "/v1/leads", body).status == 201
    done = office.done(table("name,company,source_channel,amount", "pumps,Acme,Referral,12", "Seals,Acme,Referral,3"))
    assert (done["created"], done["updated"]) == (1, 1)


def test_custom_fields_are_read_by_their_type(office: Office) -> None:
    done = office.done(
        table("name,source_channel,Industry,Expected close,Customer's budget",
              "Pumps,Referral,Retail and consumer goods,2027-03-01,1.2万", "Valves,Referral,Astronomy,2027-03-01,5")
    )  # fmt: skip
    assert (done["created"], done["failed"]) == (1, 1)
    assert office.errors(done["id"])[0][:3] == ["3", "Industry", "Astronomy"]
    assert office.lead("Pumps")["custom"] == {
        "industry": "retail",
        "expected_close": "2027-03-01",
        "budget": {"amount": "12000.00", "currency": "CNY"},
    }


def test_a_workbook_is_read_like_a_csv(office: Office) -> None:
    import io
    from datetime import date
    from zoneinfo import ZoneInfo

    from chalicelib.integrations.export import write_xlsx

    target = io.BytesIO()
    rows = [["Pumps", "Referral", date(2026, 1, 5), 12.5]]
    write_xlsx(target, ["name", "source_channel", "first_contact", "amount"], rows, ZoneInfo("Asia/Shanghai"))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert office.done(target.getvalue(), content_type=kind)["created"] == 1
    lead = office.lead("Pumps")
    assert (lead["first_contact_at"], lead["amount"]["amount"]) == ("2026-01-04T16:00:00.000Z", "12.50")


def test_dates_that_begin_late_in_their_column_decide_its_order_too(office: Office) -> None:
    rows = [f"Deal {number},Referral,Won,," for number in range(400)] + ["Last,Referral,Won,10/20/2016,1/12/2017"]
    done = office.done(table("name,source_channel,stage,engage_date,close_date", *rows), date_order="mdy")
    assert done["failed"] == 0
    file = table("name,source_channel,stage,engage_date", *(row.rpartition(",")[0] for row in rows))
    assert office.done(file)["status"] == "done"


def test_more_decisions_than_can_be_kept_are_refused(office: Office) -> None:
    asked = office.upload(table("name,stage", "Pumps,Warm"))
    owners = {f"{number:04d}{'x' * 190}": "y" * 200 for number in range(1000)}
    assert office.call("PATCH", f"/v1/imports/{asked['id']}", {"owners": owners}).status == 422


def test_unknown_people_may_be_made_or_their_leads_put_into_the_pool(office: Office) -> None:
    file = table("name,source_channel,owner", "Pumps,Referral,Li Na", "Valves,Referral,Nobody")
    asked = office.upload(file)
    office.patch(asked["id"], owners={"Li Na": "create", "Nobody": None})
    office.work(asked["id"])
    assert office.lead("Pumps")["owner_id"] == office.members()["Li Na"]["id"]
    assert office.lead("Valves")["owner_id"] is None
    assert "Nobody" not in office.members()
