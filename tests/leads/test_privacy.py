"""What a person may ask for: a copy of all that is kept of them, and to be forgotten."""

from __future__ import annotations

import pytest

from tests.leads.house import Office, later, new_phone, staffed_office, whole_table


@pytest.fixture
def office() -> Office:
    office = staffed_office()
    office.trim(fields=[{"id": "birthday_gift", "name": "Gift", "type": "text"}])
    return office


def test_erasure_leaves_nothing_of_a_person_anywhere(office: Office) -> None:
    phone, old_phone, second = new_phone(), new_phone(), new_phone()
    name, email, wechat, company = (
        "Zebulon Quixworth",
        "zebulon@quixworth.example",
        "zebulon_qx",
        "Quixworth Zeppelins Ltd",
    )
    lead = office.rep.capture(
        f"Deal with {name}", contact=name, phone=old_phone, email=email, wechat=wechat, company=company,
        remark=f"{name} likes zeppelins", blocker=f"ask {name}", external_id="ZEB-1",
        custom={"birthday_gift": "zeppelin"},
    )  # fmt: skip
    office.rep.patch(lead["id"], phone=phone, remark="zeppelin captain")
    office.rep.act(lead["id"], "follow-ups", {"kind": "call", "outcome": "met", "summary": f"spoke with {name}"})
    office.rep.patch(lead["id"], company="Quixworth Balloons Ltd")  # the customer's home moves
    office.sweep(later(days=40))
    office.manager.act(lead["id"], "assign", {"owner_id": office.other.id, "reason": f"{name} wants it"})
    # Another deal that is lost, one that was deleted, and a customer that is merged into this one.
    won = office.other.capture(f"Old {name}", phone=phone, stage="won", amount="500")
    gone = office.other.capture(f"Gone {name}", phone=phone)
    office.manager("DELETE", f"/v1/leads/{gone['id']}")
    twin = office.other.capture(f"Twin {name}", contact=name, phone=second, company="Quixworth Airships Ltd")
    merged = office.manager("POST", f"/v1/customers/{twin['customer_id']}/merge", {"into": lead["customer_id"]})
    assert merged.status == 200, merged.text
    office.owner("PATCH", f"/v1/customers/{lead['customer_id']}", {"contact": f"Dr {name}"})
    office.feed()
    secrets = (phone, old_phone, second, "ebulon", "uixworth", "zebulon", "quixworth", "eppelin", "ZEB-1")
    there = whole_table()
    assert all(secret in there for secret in secrets if secret not in ("ZEB-1",))

    exported = office.owner("GET", f"/v1/customers/{lead['customer_id']}/export").json
    assert {each["id"] for each in exported["leads"]} == {lead["id"], won["id"], gone["id"], twin["id"]}
    assert old_phone in str(exported)
    assert f"spoke with {name}" in str(exported)

    assert office.rep("POST", f"/v1/customers/{lead['customer_id']}/erase").status == 403
    reply = office.owner("POST", f"/v1/customers/{lead['customer_id']}/erase")
    assert reply.status == 200, reply.text
    office.feed()
    left = whole_table()
    for secret in secrets:
        assert secret not in left, (secret, left[max(left.find(secret) - 300, 0) : left.find(secret) + 100])
    assert reply.json["tombstone"] in left
    for customer in (lead["customer_id"], twin["customer_id"]):
        assert office.owner("GET", f"/v1/customers/{customer}").status == 404
    assert office.owner("GET", f"/v1/leads/{lead['id']}").status == 404
    kept = office.owner.lead(won["id"])
    assert (kept["name"], kept["contact"], kept["amount"]["amount"], kept["stage"]) == ("—", None, "500.00", "won")
    assert office.owner("GET", "/v1/leads?q=quixworth").json["items"] == []
    # What is left of them is nobody's, and a person with that number may come anew.
    assert office.owner("PATCH", f"/v1/leads/{won['id']}", {"phone": phone}).json["code"] == "customer_erased"
    assert office.owner("POST", f"/v1/leads/{gone['id']}/restore").json["code"] == "customer_erased"
    again = office.stranger.capture("Fresh start", phone=phone)
    assert again["customer_id"] not in (lead["customer_id"], twin["customer_id"])
    assert office.owner("POST", f"/v1/customers/{lead['customer_id']}/erase").status == 404


def test_erasing_one_person_leaves_the_others_alone(office: Office) -> None:
    keep = office.rep.capture("Keep me", company="Keeper Ltd", phone=new_phone())
    gone = office.rep.capture("Forget me", company="Forgotten Ltd")
    office.owner("POST", f"/v1/customers/{gone['customer_id']}/erase")
    assert office.rep.lead(keep["id"])["company"] == "Keeper Ltd"
    assert len(office.rep.all("/v1/leads")) == 1
    kinds = [event["kind"] for event in office.owner.all("/v1/audit", limit=200)]
    assert "lead.erased" in kinds
    assert "customer.erased" in kinds


def test_a_lead_that_comes_in_while_its_person_is_erased_is_erased_too(office: Office) -> None:
    from chalicelib.core.scope import acting_as
    from chalicelib.leads import privacy

    phone = new_phone()
    first = office.rep.capture("First", phone=phone)
    late: list[dict[str, str]] = []
    erase_lead = privacy._erase_lead

    def erase_and_capture(*arguments: object) -> None:
        if not late:
            late.append(office.rep.capture("Late arrival", phone=phone))
        erase_lead(*arguments)  # type: ignore[arg-type]

    scope = office.owner.scope
    privacy._erase_lead = erase_and_capture  # type: ignore[assignment]
    try:
        with acting_as(scope):
            privacy.erase_customer(scope, first["customer_id"], later())
    finally:
        privacy._erase_lead = erase_lead
    assert phone not in whole_table()
    assert "Late arrival" not in whole_table()
