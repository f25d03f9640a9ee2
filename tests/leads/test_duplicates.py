"""One customer, one rep: duplicates are refused, decided by the database, and customers can be merged and split."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.leads.house import Office, Person, new_phone, staffed_office, together


def attempt(person: Person, **more: Any) -> Any:
    return person("POST", "/v1/leads", {"name": "Deal", "source_channel": "referral", **more})


def duplicate_of(reply: Any) -> dict[str, Any]:
    assert (reply.status, reply.json["code"]) == (409, "lead_duplicate"), reply.text
    return dict(reply.json["duplicate"])


def customer(person: Person, customer_id: str) -> dict[str, Any]:
    reply = person("GET", f"/v1/customers/{customer_id}")
    assert reply.status == 200, reply.text
    return dict(reply.json)


def test_of_twenty_reps_who_create_the_same_customer_at_the_same_moment_one_wins() -> None:
    office = staffed_office()
    reps = [office.rep, office.other, office.stranger, *(office.hire(f"rep{n}", "rep") for n in range(17))]
    phone = new_phone()
    body = {"company": "Twenty at Once Ltd", "phone": phone, "email": "one@twenty.example"}
    replies = together([lambda rep=rep: attempt(rep, **body) for rep in reps])
    assert sorted(reply.status for reply in replies) == [201] + [409] * 19
    winner = next(reply.json for reply in replies if reply.status == 201)
    for reply in replies:
        if reply.status == 409:
            known = duplicate_of(reply)
            assert known["owner_name"] == winner["owner_name"]
            assert (known["lead_id"], known["owner_id"]) == (None, None)
    assert customer(office.owner, winner["customer_id"])["open_leads"] == 1
    assert len(office.owner.all("/v1/customers")) == 1


def test_one_rep_may_add_twenty_leads_of_one_customer_at_the_same_moment() -> None:
    office = staffed_office()
    replies = together([lambda: attempt(office.rep, company="Many Deals Ltd") for _ in range(20)])
    assert {reply.status for reply in replies} == {201}
    (known,) = office.owner.all("/v1/customers")
    assert known["open_leads"] == 20
    assert {reply.json["customer_id"] for reply in replies} == {known["id"]}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"phone": "138 1234 0001"}, {"phone": "+86 138-1234-0001"}),
        ({"phone": "13812340002"}, {"phone": "008613812340002"}),
        ({"phone": "13812340003"}, {"phone": "１３８１２３４０００３"}),
        ({"email": "Ann@Example.com"}, {"email": "ann@example.COM"}),
        ({"wechat": "Ann_01"}, {"wechat": " ann_01 "}),
        ({"company": "Width Co., Ltd."}, {"company": "ＷＩＤＴＨ"}),
        ({"company": "上海某某科技有限公司"}, {"company": "上海 某某科技 股份有限公司"}),
        ({"company": "Acme (Asia) Inc."}, {"company": "ACME ASIA"}),
    ],
)
def test_the_same_customer_is_known_however_it_is_written(
    office: Office, first: dict[str, str], second: dict[str, str]
) -> None:
    mine = office.rep.capture(**first)
    assert duplicate_of(attempt(office.stranger, **second))["owner_name"] == office.rep.name
    assert office.rep.capture(**second)["customer_id"] == mine["customer_id"]


def test_what_a_colleague_may_know_of_the_other_lead_depends_on_their_rows(office: Office) -> None:
    mine = office.rep.capture(company="Known to Some Ltd")
    for person, sees in ((office.manager, True), (office.owner, True), (office.stranger, False)):
        known = duplicate_of(attempt(person, company="Known to Some Ltd"))
        assert known["lead_id"] == (mine["id"] if sees else None)
        assert known["owner_name"] == office.rep.name


def test_a_lead_waiting_in_the_pool_is_pointed_out_to_be_claimed(office: Office) -> None:
    waiting = office.owner.capture(company="Waiting Ltd", owner_id=None)
    known = duplicate_of(attempt(office.rep, company="Waiting Ltd"))
    assert (known["in_pool"], known["lead_id"]) == (True, waiting["id"])
    assert office.rep.act(waiting["id"], "claim")["owner_id"] == office.rep.id


def test_once_only_closed_leads_are_left_anybody_may_begin_again(office: Office) -> None:
    won = office.rep.capture(company="Once More Ltd", stage=office.stages("won")[0], amount="1")
    again = office.stranger.capture(company="Once More Ltd")
    assert again["customer_id"] == won["customer_id"]
    reply = office.rep("POST", f"/v1/leads/{won['id']}/stage", {"stage": office.stages()[0]})
    assert duplicate_of(reply)["owner_name"] == office.stranger.name  # reopening would be a second rep


def test_a_manager_may_override_with_a_reason_that_is_recorded_and_a_rep_may_not(office: Office) -> None:
    office.rep.capture(company="Shared Ltd")
    body = {"company": "Shared Ltd", "override_reason": "two divisions"}
    assert attempt(office.stranger, **body).status == 403
    lead = office.manager.capture(**body)
    (created,) = office.manager.timeline(lead["id"])
    assert created["facts"]["override"] == "two divisions"
    found = office.owner("GET", "/v1/leads/duplicates").json
    (conflict,) = [each for each in found["conflicts"] if each["customer"]["id"] == lead["customer_id"]]
    assert set(conflict["owners"]) == {office.rep.id, office.manager.id}


def test_a_person_known_at_another_company_is_a_duplicate_while_somebody_works_on_them(office: Office) -> None:
    phone = new_phone()
    mine = office.rep.capture(company="Old Employer Ltd", phone=phone)
    office.stranger.capture(company="New Employer Ltd")
    duplicate_of(attempt(office.stranger, company="New Employer Ltd", phone=phone))
    office.rep.act(mine["id"], "stage", {"stage": office.stages("lost")[0], "reason": lost_reason(office)})
    lead = office.stranger.capture(company="New Employer Ltd", phone=phone)
    assert customer(office.owner, lead["customer_id"])["company"] == "New Employer Ltd"
    assert customer(office.owner, mine["customer_id"])["closed_leads"] == 1


def lost_reason(office: Office) -> str:
    return str(office.setup["lost_reasons"][0]["id"])


def test_a_lead_that_rests_on_two_customers_is_refused_when_one_is_taken_between_reading_and_writing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from chalicelib.leads import capture

    office, phone = staffed_office(), new_phone()
    for company, more in (("Left Ltd", {"phone": phone}), ("Right Ltd", {})):
        lead = office.rep.capture(company=company, **more)
        office.rep.act(lead["id"], "stage", {"stage": office.stages("lost")[0], "reason": lost_reason(office)})
    make_event, taken = capture.created_event, []

    def take_the_other_first(scope: Any, *arguments: Any, **more: Any) -> Any:
        if scope.member_id == office.stranger.id and not taken:
            taken.extend(together([lambda: attempt(office.rep, company="Left Ltd")]))
        return make_event(scope, *arguments, **more)

    monkeypatch.setattr(capture, "created_event", take_the_other_first)
    duplicate_of(attempt(office.stranger, company="Right Ltd", phone=phone))
    assert [reply.status for reply in taken] == [201]


# --- a change of who it is ---------------------------------------------------------------------------------------


def test_a_corrected_phone_number_is_claimed_and_the_wrong_one_given_free(office: Office) -> None:
    wrong, right = new_phone(), new_phone()
    mine = office.rep.capture(phone=wrong, email="right@correct.example")
    assert office.rep.patch(mine["id"], phone=right)["phone"] == right
    duplicate_of(attempt(office.stranger, phone=right))
    duplicate_of(attempt(office.stranger, email="right@correct.example"))
    theirs = office.stranger.capture(phone=wrong)
    assert theirs["customer_id"] != mine["customer_id"]
    known = customer(office.owner, mine["customer_id"])
    assert (known["phone"], known["open_leads"]) == (right, 1)
    # And back is not possible: the number is somebody else's by now.
    duplicate_of(office.rep("PATCH", f"/v1/leads/{mine['id']}", {"phone": wrong}))
    assert office.rep.patch(mine["id"], phone=None)["phone"] is None
    assert office.stranger.capture(phone=right)["customer_id"] not in (mine["customer_id"], theirs["customer_id"])


def test_a_number_that_another_lead_of_the_customer_has_stays_claimed(office: Office) -> None:
    phone = new_phone()
    first, second = office.rep.capture(phone=phone), office.rep.capture(phone=phone)
    office.rep.patch(first["id"], phone=new_phone())
    duplicate_of(attempt(office.stranger, phone=phone))
    office.rep.patch(second["id"], phone=None)
    assert attempt(office.stranger, phone=phone).status == 201


def test_the_strongest_identity_may_go_and_the_customer_is_still_found_by_the_others(office: Office) -> None:
    phone = new_phone()
    lead = office.rep.capture(company="Home Ltd", phone=phone, wechat="home_wechat")
    office.rep.patch(lead["id"], company="Moved Home Ltd")
    office.rep.patch(lead["id"], company=None)
    assert attempt(office.stranger, company="Home Ltd").status == 201
    duplicate_of(attempt(office.stranger, phone=phone))
    office.rep.patch(lead["id"], phone=None)
    duplicate_of(attempt(office.stranger, wechat="home_wechat"))
    office.rep.patch(lead["id"], wechat=None)
    assert office.rep.act(lead["id"], "stage", {"stage": office.stages("won")[0], "amount": "5"})["stage_kind"] == "won"
    assert customer(office.owner, lead["customer_id"])["closed_leads"] == 1


def test_identity_stage_and_amount_may_change_in_one_call(office: Office) -> None:
    lead = office.rep.capture(phone=new_phone())
    changed = office.rep.patch(lead["id"], phone=new_phone(), company="All in One Ltd", stage="won", amount="12")
    assert (changed["stage_kind"], changed["amount"]["amount"], changed["company"]) == (
        "won",
        "12.00",
        "All in One Ltd",
    )
    known = customer(office.owner, lead["customer_id"])
    assert (known["open_leads"], known["closed_leads"], known["company"]) == (0, 1, "All in One Ltd")


def test_a_customer_changes_its_own_identity_and_another_ones_is_taken(office: Office) -> None:
    phone = new_phone()
    lead = office.rep.capture(company="Renamed Ltd", phone=phone)
    other = office.rep.capture(company="Neighbour Ltd")
    path = f"/v1/customers/{lead['customer_id']}"
    reply = office.rep("PATCH", path, {"company": "Neighbour Co., Ltd."})
    assert (reply.status, reply.json["code"]) == (409, "identity_taken")
    before = office.rep("GET", path)
    reply = office.rep("PATCH", path, {"company": "Fresh Name Ltd"}, if_match=before.headers["etag"])
    assert reply.status == 200, reply.text
    assert office.rep("PATCH", path, {"industry": "x"}, if_match='"99"').status == 412
    assert attempt(office.stranger, company="Renamed Ltd").status == 201
    duplicate_of(attempt(office.stranger, company="Fresh Name"))
    duplicate_of(attempt(office.stranger, phone=phone))
    assert other["customer_id"] != lead["customer_id"]


# --- merge and undo ----------------------------------------------------------------------------------------------


def merge(office: Office, gone: str, into: str) -> Any:
    return office.manager("POST", f"/v1/customers/{gone}/merge", {"into": into})


def test_merged_customers_are_one_with_both_timelines_and_an_undo_gives_each_its_own_back(office: Office) -> None:
    phones = new_phone(), new_phone()
    a = office.rep.capture("A deal", company="Alpha Works Ltd", phone=phones[0])
    b = office.rep.capture("B deal", company="Alfa Works Ltd", phone=phones[1], wechat="alfa_boss")
    office.rep.act(b["id"], "follow-ups", {"kind": "call", "outcome": "met", "summary": "before the merge"})
    into, gone = a["customer_id"], b["customer_id"]
    merged = merge(office, gone, into).json
    assert (merged["id"], merged["open_leads"], merged["wechat"]) == (into, 2, "alfa_boss")
    assert {lead["id"] for lead in merged["leads"]} == {a["id"], b["id"]}
    assert customer(office.owner, gone)["id"] == into
    assert merge(office, gone, into).status == 422
    # What comes by the merged one's identity, lands in the right customer, and its leads still change the right books.
    c = office.rep.capture("C deal", company="Alfa Works")
    assert c["customer_id"] == into
    duplicate_of(attempt(office.stranger, phone=phones[1]))
    office.rep.act(b["id"], "stage", {"stage": "won", "amount": "3"})
    known = customer(office.owner, into)
    assert (known["open_leads"], known["closed_leads"]) == (2, 1)
    assert "before the merge" in str(office.rep.timeline(b["id"]))

    assert office.manager("POST", f"/v1/customers/{gone}/unmerge").status == 200
    first, second = customer(office.owner, into), customer(office.owner, gone)
    assert (first["open_leads"], first["closed_leads"], first["wechat"]) == (2, 0, None)  # C came to it in between
    assert (second["id"], second["open_leads"], second["closed_leads"]) == (gone, 0, 1)
    assert second["wechat"] == "alfa_boss"
    assert office.stranger.capture(phone=phones[1])["customer_id"] == gone
    duplicate_of(attempt(office.stranger, phone=phones[0]))
    assert office.manager("POST", f"/v1/customers/{gone}/unmerge").status == 404


def test_an_undo_leaves_alone_what_belongs_to_a_third_by_now(office: Office) -> None:
    phone = new_phone()
    a = office.rep.capture(company="Solid Ltd")
    b = office.rep.capture(company="Liquid Ltd", phone=phone)
    into, gone = a["customer_id"], b["customer_id"]
    assert merge(office, gone, into).status == 200
    reply = office.rep("PATCH", f"/v1/customers/{into}", {"phone": None})
    assert reply.status == 200, reply.text
    third = office.stranger.capture(phone=phone)
    assert office.manager("POST", f"/v1/customers/{gone}/unmerge").status == 200
    assert office.stranger.capture(phone=phone)["customer_id"] == third["customer_id"]
    assert office.rep.capture(company="Liquid Ltd")["customer_id"] == gone


def test_a_home_that_moved_into_the_merged_ones_identity_is_split_all_the_same(office: Office) -> None:
    a = office.rep.capture(company="First Home Ltd")
    b = office.rep.capture(company="Second Home Ltd")
    into, gone = a["customer_id"], b["customer_id"]
    merge(office, gone, into)
    office.rep("PATCH", f"/v1/customers/{into}", {"company": None})
    assert office.manager("POST", f"/v1/customers/{gone}/unmerge").status == 200
    assert office.rep.capture(company="Second Home Ltd")["customer_id"] == gone
    assert office.rep.act(a["id"], "stage", {"stage": "won", "amount": "3"})["stage_kind"] == "won"
    assert customer(office.owner, into)["closed_leads"] == 1


def test_a_merge_can_be_undone_for_thirty_days(office: Office) -> None:
    from chalicelib.core.scope import acting_as
    from chalicelib.leads import merging
    from chalicelib.leads.errors import MergeTooLate

    a, b = office.rep.capture(company="Month One Ltd"), office.rep.capture(company="Month Two Ltd")
    merge(office, b["customer_id"], a["customer_id"])
    scope = office.owner.scope
    with acting_as(scope), pytest.raises(MergeTooLate):
        merging.undo_merge(scope, b["customer_id"], datetime.now(UTC) + timedelta(days=31))


def test_two_merges_of_the_same_customer_at_once_are_one(office: Office) -> None:
    leads = [office.rep.capture(company=f"Crossing {n} Ltd", phone=new_phone()) for n in "ABC"]
    a, b, c = (lead["customer_id"] for lead in leads)
    replies = together([lambda: merge(office, c, a), lambda: merge(office, c, b), lambda: merge(office, b, a)])
    assert all(reply.status in (200, 409, 422) for reply in replies), [reply.text for reply in replies]
    seen = {customer(office.owner, each)["id"] for each in (a, b, c)}
    books = [customer(office.owner, each) for each in seen]
    assert sum(each["open_leads"] for each in books) == 3
    for lead, phone in ((each, each["phone"]) for each in leads):
        again = office.rep.capture(phone=phone)
        assert again["customer_id"] == customer(office.owner, lead["customer_id"])["id"]


def test_likely_duplicates_are_listed_by_their_names(office: Office) -> None:
    office.rep.capture(company="Shenzhen Bright Future Electronics")
    office.rep.capture(company="Shenzhen Bright Futures Electronics")
    pairs = office.manager("GET", "/v1/leads/duplicates?limit=200").json["pairs"]
    names = [{pair["first"]["name"], pair["second"]["name"]} for pair in pairs]
    assert {"Shenzhen Bright Future Electronics", "Shenzhen Bright Futures Electronics"} in names
    assert office.rep("GET", "/v1/leads/duplicates").status == 403
