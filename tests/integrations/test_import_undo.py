"""An import taken back as a whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.integrations.house import Office, table
from tests.integrations.test_imports import HISTORY, PLAIN


def test_undo_removes_all_that_the_import_made(office: Office) -> None:
    done = office.done(HISTORY, accept_guesses=True)
    undone = office.undo(done["id"])
    assert (undone["status"], undone["undo"]) == ("undone", {"reverted": 5, "kept": 0})
    assert office.leads() == []
    assert office.call("GET", "/v1/customers").json["items"] == []
    assert office.call("GET", "/v1/products").json["items"] == []
    assert set(office.members()) == {"Wang Wei"}


def test_after_an_undo_the_same_file_comes_in_again(office: Office) -> None:
    office.undo(office.done(HISTORY, accept_guesses=True)["id"])
    assert office.done(HISTORY, accept_guesses=True)["created"] == 5


def test_undo_gives_former_values_back_where_nobody_changed_them_since(office: Office) -> None:
    file = table("id,name,source_channel,amount", "1,Pumps,Referral,10", "2,Valves,Referral,20")
    office.done(file)
    second = office.done(table("id,amount", "1,11", "2,22"), defaults='{"source_channel": "referral", "name": "x"}')
    assert second["updated"] == 2
    valves = office.lead("Valves")
    office.call("PATCH", f"/v1/leads/{valves['id']}", {"amount": "99"})
    undone = office.undo(second["id"])
    assert undone["undo"] == {"reverted": 1, "kept": 1}
    assert office.lead("Pumps")["amount"]["amount"] == "10.00"
    assert office.lead("Valves")["amount"]["amount"] == "99.00"
    assert [line[0] for line in office.errors(second["id"])] == ["3"]


def test_members_customers_and_products_are_taken_back_too(office: Office) -> None:
    members = office.done(table("name,supervisor", "Li Na,Wang Lei", "Wang Lei,"), kind="members")
    customers = office.done(table("account,sector", "Acme,retail"), kind="customers")
    products = office.done(table("product,price", "Pump,5"), kind="products")
    for each in (members, customers, products):
        assert office.undo(each["id"])["undo"]["kept"] == 0
    assert set(office.members()) == {"Wang Wei"}
    assert office.call("GET", "/v1/customers").json["items"] == []
    assert office.call("GET", "/v1/products").json["items"] == []


def test_a_member_who_has_leads_by_now_stays(office: Office) -> None:
    members = office.done(table("name,region", "Li Na,East"), kind="members")
    office.done(table("name,source_channel,owner", "Pumps,Referral,Li Na"))
    assert office.undo(members["id"])["undo"] == {"reverted": 0, "kept": 1}
    assert "Li Na" in office.members()


def test_changed_customers_and_products_get_their_former_values(office: Office) -> None:
    office.done(table("account,sector", "Acme,retail"), kind="customers")
    office.done(table("product,price", "Pump,5"), kind="products")
    customers = office.done(table("account,sector", "Acme,medical"), kind="customers")
    products = office.done(table("product,price", "Pump,6"), kind="products")
    office.undo(customers["id"])
    office.undo(products["id"])
    assert office.call("GET", "/v1/customers").json["items"][0]["industry"] == "retail"
    assert office.call("GET", "/v1/products").json["items"][0]["price"]["amount"] == "5.00"


def test_what_is_not_done_is_a_trial_or_is_too_old_cannot_be_undone(office: Office) -> None:
    waiting = office.upload(table("name,stage", "Pumps,Warm"))
    trial = office.done(PLAIN, dry_run=True)
    done = office.done(PLAIN)
    office.undo(done["id"])
    for each in (waiting, trial, done):
        reply = office.call("POST", f"/v1/imports/{each['id']}/undo")
        assert (reply.status, reply.json["code"]) == (409, "import_not_undoable")


def test_undo_goes_on_where_it_was_killed(office: Office) -> None:
    done = office.done(HISTORY, accept_guesses=True)
    office.call("POST", f"/v1/imports/{done['id']}/undo")
    office.work(done["id"], budget=0.0)
    assert office.get(done["id"])["undoing"] is True
    office.work(done["id"], now=datetime.now(UTC) + timedelta(minutes=2))
    assert office.get(done["id"])["status"] == "undone"
