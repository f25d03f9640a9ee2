"""Events of partners' systems: which are let in, what they do, and that each does it once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.integrations.partner import HMAC, NAMED, Partner, Shop, everything, minutes_ago, new_number, open_shop, paid
from tests.leads.house import together


@pytest.fixture(scope="module")
def shop() -> Shop:
    return open_shop()


@pytest.fixture(scope="module")
def bank(shop: Shop) -> Partner:
    return shop.connector("payment")


# What comes in and is right


def test_a_payment_completes_its_card_with_amount_and_date(shop: Shop, bank: Partner) -> None:
    order = shop.order().sign()
    told = bank.sent(paid(order.number), event_id="evt-one")
    assert told == {
        "event_id": "evt-one", "outcome": "matched", "card_id": order.cards["payment"], "run_id": order.run_id,
    }  # fmt: skip
    assert (order.state("payment"), order.state("delivery_start")) == ("done", "ready")
    assert order.values["paid_amount"] == {"amount": "128000.00", "currency": "CNY"}
    # Half past eleven in the evening, UTC, is the next day in Shanghai.
    assert order.values["paid_on"] == "2026-11-25"
    assert order.history("card.completed")[0]["actor"] == bank.id
    logged = shop.seen(f"/v1/audit?kind=hook.received&about={bank.id}")["items"][0]
    assert (logged["facts"]["outcome"], logged["facts"]["event_id"]) == ("matched", "evt-one")


def test_a_signed_contract_completes_its_card_and_a_refused_one_blocks_it_with_the_reason(shop: Shop) -> None:
    signing = shop.connector("e_contract", signature=HMAC)
    signed, refused = shop.order(), shop.order()
    signing.sent(
        {"id": "c1", "type": "contract.signed", "data": {"contract_no": signed.number.lower(), "signed_at": 1764000000}}
    )
    assert signed.state("contract") == "done"
    assert signed.values["signed_on"] == "2025-11-25"
    data = {"contract_no": refused.number, "signer": "Zhang San", "reason": "price"}
    signing.sent({"id": "c2", "type": "contract.rejected", "data": data})
    card = next(each for each in refused.run["cards"] if each["node"] == "contract")
    assert (card["state"], card["reason"], card["note"]) == ("blocked", "clause_open", "Zhang San：price")


def test_a_shipment_is_noted_on_its_card(shop: Shop) -> None:
    courier = shop.connector("shipment")
    order = shop.order()
    data = {"contract_no": order.number, "tracking_no": "SF1", "carrier": "SF", "status": "out for delivery"}
    told = courier.sent({"type": "shipment.in_transit", "data": data})
    assert told["card_id"] == order.cards["delivery_start"]
    assert [note["text"] for note in order.run["comments"]] == ["SF SF1：out for delivery"]


def test_in_a_workspace_with_trial_devices_a_delivered_one_completes_its_receipt() -> None:
    clinic = open_shop(pack="medical_devices")
    courier = clinic.connector("shipment")
    trial = clinic.order(flow="clinical_trial", device="Pump", contact_email="ward@example.com")
    trial.complete("medical_review", medical_opinion="Fine")
    trial.complete("stocking", serial_number="7", carrier="SF", tracking_number=trial.number)
    courier.sent({"type": "shipment.delivered", "data": {"tracking_no": trial.number}})
    assert trial.state("receipt") == "done"
    assert trial.run["state"] == "done"


def test_an_event_records_fields_and_literals(shop: Shop) -> None:
    flow = shop.flow()
    values = {"note": {"literal": "checked"}}
    system = shop.connector("generic", mapping=shop.rule(flow["key"], action="record", values=values))
    order = shop.order(flow=flow["key"])
    order.record("only", number=order.number)
    system.sent({"no": order.number})
    assert order.values == {"number": order.number, "note": "checked"}
    assert order.state("only") == "ready"


def test_an_event_may_start_a_run_once(shop: Shop) -> None:
    flow = shop.flow(start_fields=["number"])
    rule = {"action": "start", "flow": flow["key"], "values": {"number": {"path": "no"}}, "text": "Order {no}"}
    system = shop.connector("generic", mapping={"event_id": "id", "rules": [rule]}, signature=HMAC)
    number = new_number()
    told = system.sent({"id": number, "no": number})
    assert told["outcome"] == "matched"
    run = shop.seen(f"/v1/runs/{told['run_id']}")
    assert run["title"] == f"Order {number}"
    assert {each["id"]: each["value"] for each in run["fields"]}["number"] == number
    assert system.sent({"id": number, "no": number})["outcome"] == "duplicate"
    assert len(shop.seen(f"/v1/runs?flow={flow['key']}")["items"]) == 1


def test_a_run_that_an_event_starts_has_a_title_no_longer_than_one_that_is_typed(shop: Shop) -> None:
    flow = shop.flow()
    rule = {"action": "start", "flow": flow["key"], "text": "{a}{a}{a}"}
    system = shop.connector("generic", mapping={"event_id": "id", "rules": [rule]}, signature=HMAC)
    told = system.sent({"id": new_number(), "a": "泵" * 300})
    assert shop.seen(f"/v1/runs/{told['run_id']}")["title"] == "泵" * 200


def test_an_event_with_an_endless_type_waits_like_any_other(shop: Shop) -> None:
    rule = {"action": "comment", "text": "{no}", "node": "only", "key": {"path": "no", "field": "number"}}
    flow = shop.flow()
    mapping = {"event_id": "id", "type": "type", "rules": [{**rule, "flow": flow["key"]}]}
    system = shop.connector("generic", mapping=mapping, signature=HMAC)
    number = new_number()
    assert system.sent({"id": number, "no": number, "type": "x" * 500_000})["outcome"] == "waiting"
    assert [each["event_type"] for each in shop.waiting() if each["key"] == number] == [None]


def test_an_event_of_a_type_that_no_rule_is_for_is_taken_and_does_nothing(shop: Shop, bank: Partner) -> None:
    order = shop.order().sign()
    event = {**paid(order.number), "type": "payment.refunded"}
    assert bank.sent(event)["outcome"] == "ignored"
    assert order.state("payment") == "ready"
    assert order.number not in json.dumps(shop.waiting())


# Each once


def test_an_event_that_comes_again_does_nothing_more(shop: Shop, bank: Partner) -> None:
    order = shop.order().sign()
    event = paid(order.number)
    bank.sent(event, event_id="evt-twice")
    order.record("payment", paid_amount="1")
    again = bank.sent(event, event_id="evt-twice")
    assert (again["outcome"], again["card_id"]) == ("duplicate", order.cards["payment"])
    assert order.values["paid_amount"]["amount"] == "1.00"
    assert len(order.history("card.completed")) == 3


def test_of_ten_deliveries_of_one_event_at_once_one_has_an_effect(shop: Shop) -> None:
    courier = shop.connector("shipment")
    order = shop.order()
    event = {"type": "shipment.in_transit", "data": {"contract_no": order.number, "status": "on its way"}}
    replies = together([lambda: courier.send(event, event_id="evt-race") for _ in range(10)])
    found = sorted(reply.json.get("outcome") or reply.json["code"] for reply in replies)
    assert found.count("matched") == 1
    assert set(found) <= {"matched", "duplicate", "hook_running"}
    assert len(order.run["comments"]) == 1
    assert courier.sent(event, event_id="evt-race")["outcome"] == "duplicate"


def _received_at(system: Partner, event: dict[str, Any], event_id: str, at: datetime) -> Any:
    """The event as it comes in at the moment `at`."""
    from chalicelib.core.http import Upload
    from chalicelib.integrations import hooks

    body = json.dumps(event).encode()
    upload = Upload(body, "application/json")
    return hooks.receive_event(system.id, system.headers(body, event_id, at), upload, at, "en")


@pytest.mark.parametrize("dies", ["before", "after"])
@pytest.mark.parametrize("kind", ["payment", "shipment"])
def test_an_event_whose_process_dies_is_done_by_the_next_delivery_and_not_twice(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, kind: str, dies: str
) -> None:
    from chalicelib.integrations import hook_store, hooks
    from chalicelib.integrations.errors import HookRunning

    system = shop.connector(kind)
    order = shop.order().sign()
    event = paid(order.number)
    if kind == "shipment":
        event = {"type": "shipment.failed", "data": {"contract_no": order.number, "status": "lost"}}
    began = datetime.now(UTC)

    def die(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(hooks, "act_on_event" if dies == "before" else "end_event", die)
        patched.setattr(hook_store, "release_claim", lambda *_: None)
        with pytest.raises(KeyboardInterrupt):
            _received_at(system, event, "evt-dies", began)
    with pytest.raises(HookRunning):
        _received_at(system, event, "evt-dies", began + timedelta(seconds=30))
    later = _received_at(system, event, "evt-dies", began + timedelta(seconds=61))
    assert later.outcome == "matched"
    assert _received_at(system, event, "evt-dies", began + timedelta(seconds=62)).outcome == "duplicate"
    if kind == "payment":
        assert order.state("payment") == "done"
        assert len([each for each in order.history("card.completed") if each["actor"] == system.id]) == 1
    else:
        assert len(order.run["comments"]) == 1
    assert order.number not in json.dumps(shop.waiting())


def test_what_fails_for_a_moment_may_be_sent_again_at_once(
    shop: Shop, bank: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.core.errors import Contention
    from chalicelib.workflow import service

    order = shop.order().sign()
    event = paid(order.number)

    def clash(*_: Any) -> None:
        raise Contention()

    with monkeypatch.context() as patched:
        patched.setattr(service, "complete_card", clash)
        assert bank.send(event, event_id="evt-clash").status == 409
    assert bank.sent(event, event_id="evt-clash")["outcome"] == "matched"


# What is refused


def refused(reply: Any, status: int, code: str) -> None:
    assert (reply.status, reply.json["code"]) == (status, code), reply.text


def test_a_wrong_signature_is_refused_and_nothing_is_written(shop: Shop, bank: Partner) -> None:
    order = shop.order().sign()
    body = json.dumps(paid(order.number)).encode()
    good = bank.headers(body, "evt-bad")
    other = bank.headers(body, "evt-bad", secret="whsec_" + base64.b64encode(b"x" * 32).decode())
    before = everything()
    for spoiled in (
        other,
        {**good, "webhook-signature": "v1"},
        {**good, "webhook-signature": good["webhook-signature"].replace("v1,", "v2,")},
        {**good, "webhook-signature": ","},
        {**good, "webhook-signature": "v1,签名"},
        {**good, "webhook-id": "evt-other"},
        {**good, "webhook-timestamp": str(int(good["webhook-timestamp"]) + 1)},
        {**good, "webhook-timestamp": "now"},
        {**good, "webhook-timestamp": "9" * 30},
        {name: value for name, value in good.items() if name != "webhook-signature"},
        {},
    ):
        refused(bank.post(body, spoiled), 401, "hook_signature_refused")
    refused(bank.post(body + b" ", good), 401, "hook_signature_refused")
    refused(bank.post(b"\xff\xfe", good), 401, "hook_signature_refused")
    assert everything() == before
    assert bank.post(body, {**good, "webhook-signature": f"v1,bad {good['webhook-signature']}"}).status == 202


def test_a_signature_older_than_five_minutes_or_of_the_future_is_refused(shop: Shop, bank: Partner) -> None:
    order = shop.order().sign()
    before = everything()
    for minutes in (5.2, 600, -5.2):
        refused(bank.send(paid(order.number), at=minutes_ago(minutes)), 401, "hook_signature_refused")
    assert everything() == before
    assert bank.sent(paid(order.number), at=minutes_ago(4.5))["outcome"] == "matched"


def test_a_body_of_five_megabytes_is_refused_logged_and_nothing_changed(
    bank: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.integrations import hooks

    logged: list[dict[str, Any]] = []
    monkeypatch.setattr(hooks.logger, "warning", lambda message, **facts: logged.append({"message": message, **facts}))
    before = everything()
    refused(bank.send({"id": "big", "fill": "x" * 5_000_000}), 413, "body_too_large")
    assert everything() == before
    assert logged[0]["message"] == "hook refused"
    assert (logged[0]["code"], logged[0]["connector_id"]) == ("body_too_large", bank.id)
    assert bank.secret not in json.dumps(logged)


@pytest.mark.parametrize("unknown", ["conn_01M86H6BPSR4640W26Z6JP4EK4", "conn_1", "lead_01M86H6BPSR4640W26Z6JP4EK4"])
def test_a_connector_that_is_not_there_is_not_found(bank: Partner, unknown: str) -> None:
    before = everything()
    refused(bank.send({"id": 1}, to=unknown), 404, "not_found")
    assert everything() == before


def test_a_body_that_is_no_json_or_has_no_id_is_refused(shop: Shop) -> None:
    system = shop.connector("payment", signature=HMAC)
    before = everything()
    for raw in (b"", b"{", b"[1,", b'{"id": NaN}', b'"\\ud800"'):
        refused(system.post(raw, system.headers(raw, "")), 400, "bad_request")
    for event in ({}, [], None, 5, {"id": None}, {"id": ""}, {"id": {"a": 1}}, {"id": "x" * 256}, {"id": True}):
        refused(system.send(event), 422, "invalid")
    assert everything() == before


def test_who_knows_the_secret_is_told_that_the_connector_is_off(shop: Shop) -> None:
    system = shop.connector("payment", enabled=False)
    order = shop.order().sign()
    refused(system.send(paid(order.number)), 409, "connector_disabled")
    refused(
        system.send(paid(order.number), secret="whsec_" + base64.b64encode(b"x" * 32).decode()),
        401,
        "hook_signature_refused",
    )
    shop("PATCH", system.path, {"enabled": True})
    assert system.sent(paid(order.number))["outcome"] == "matched"


def test_a_compressed_body_is_not_read(bank: Partner) -> None:
    body = b"{}"
    refused(bank.post(body, {**bank.headers(body, "z"), "content-encoding": "gzip"}), 415, "unsupported_media_type")


# HMAC


@pytest.mark.parametrize("algorithm", ["sha256", "sha512", "sha1"])
@pytest.mark.parametrize("encoding", ["hex", "base64"])
def test_an_hmac_may_be_of_three_kinds_and_written_in_two_ways(shop: Shop, algorithm: str, encoding: str) -> None:
    signature = {"scheme": "hmac", "header": "X-Hub", "algorithm": algorithm, "encoding": encoding}
    system = shop.connector("payment", signature=signature, secret="the partner's own secret")
    order = shop.order().sign()
    body = json.dumps(paid(order.number)).encode()
    made = hmac.new(b"the partner's own secret", body, algorithm).digest()
    written = made.hex() if encoding == "hex" else base64.b64encode(made).decode()
    for spoiled in (written[:-4], "", "x", written[:-1] + ("0" if written[-1] != "0" else "1"), "签名"):
        refused(system.post(body, {"x-hub": spoiled}), 401, "hook_signature_refused")
    assert system.post(body, {"x-hub": written}).json["outcome"] == "matched"


def test_a_signed_time_is_held_to_the_window_however_it_is_written(shop: Shop) -> None:
    signature = {**HMAC, "timestamp_header": "X-Time", "signs": "timestamp_and_body"}
    system = shop.connector("payment", signature=signature)
    order = shop.order().sign()
    body = json.dumps(paid(order.number)).encode()

    def sent(written: str, signed: str | None = None) -> Any:
        text = (signed or written).encode() + b"." + body
        made = hmac.new(system.secret.encode(), text, hashlib.sha256).hexdigest()
        return system.post(body, {"x-time": written, "x-signature": f"sha256={made}"})

    now, old = datetime.now(UTC), minutes_ago(6)
    for late in (str(int(old.timestamp())), str(int(old.timestamp() * 1000)), old.isoformat(), "yesterday", "1", ""):
        refused(sent(late), 401, "hook_signature_refused")
    refused(sent(now.replace(tzinfo=None).isoformat()), 401, "hook_signature_refused")
    refused(sent(str(int(now.timestamp())), signed=str(int(now.timestamp()) - 9)), 401, "hook_signature_refused")
    assert sent(str(int(now.timestamp() * 1000))).json["outcome"] == "matched"
    assert sent(now.isoformat()).json["outcome"] == "duplicate"


def test_a_message_without_a_signed_time_is_remembered_for_longer_than_one_with_it(shop: Shop) -> None:
    def days(**signature: Any) -> int:
        from chalicelib.core.scope import acting_as
        from chalicelib.integrations.connectors import get_connector

        made = shop.connector("payment", signature=signature)
        with acting_as(shop.office.owner.scope):
            return get_connector(shop.office.owner.scope, made.id).claim_kept.days

    assert days(**HMAC) == 366
    assert days(**HMAC, timestamp_header="X-Time") == 366
    assert days(**HMAC, timestamp_header="X-Time", signs="timestamp_and_body") == 30
    assert days(scheme="standard_webhooks") == 30


# What waits


def one_waiting(shop: Shop, event_id: str) -> dict[str, Any]:
    return next(each for each in shop.waiting() if each["event_id"] == event_id)


def test_an_event_that_no_run_has_the_key_of_waits_in_the_list(shop: Shop, bank: Partner) -> None:
    assert bank.sent(paid("HT-unknown"), event_id="evt-alone")["outcome"] == "waiting"
    seen = one_waiting(shop, "evt-alone")
    assert (seen["reason"], seen["key"], seen["event_type"]) == ("no_run", "HT-unknown", "payment.received")
    assert seen["reason_text"] == "no run has HT-unknown in contract_number"
    assert json.loads(seen["payload"])["data"]["contract_no"] == "HT-unknown"
    assert bank.sent(paid("HT-unknown"), event_id="evt-alone")["outcome"] == "duplicate"
    assert len([each for each in shop.waiting() if each["event_id"] == "evt-alone"]) == 1


def test_an_event_of_another_workspaces_order_finds_nothing_and_a_foreign_secret_opens_nothing(
    shop: Shop, bank: Partner
) -> None:
    stranger = open_shop()
    theirs = stranger.connector("payment")
    order = shop.order().sign()
    assert theirs.sent(paid(order.number), event_id="evt-foreign")["outcome"] == "waiting"
    refused(theirs.send(paid(order.number), to=bank.id), 401, "hook_signature_refused")
    assert order.state("payment") == "ready"
    assert "evt-foreign" not in json.dumps(shop.waiting())
    hook_id = one_waiting(stranger, "evt-foreign")["id"]
    assert shop("GET", theirs.path).status == 404
    assert shop("DELETE", f"/v1/connectors/unmatched/{hook_id}").status == 404
    mine = {"card_id": order.cards["payment"]}
    assert shop("POST", f"/v1/connectors/unmatched/{hook_id}/match", mine).status == 404
    assert stranger("POST", f"/v1/connectors/unmatched/{hook_id}/match", mine).status == 404
    assert order.state("payment") == "ready"


def test_a_key_that_two_open_runs_have_waits_with_both_cards(shop: Shop, bank: Partner) -> None:
    first = shop.order().sign()
    second = shop.order(first.number).sign()
    bank.sent(paid(first.number), event_id="evt-both")
    seen = one_waiting(shop, "evt-both")
    assert seen["reason"] == "several_runs"
    assert sorted(seen["cards"]) == sorted((first.cards["payment"], second.cards["payment"]))
    assert (first.state("payment"), second.state("payment")) == ("ready", "ready")


def test_a_key_that_a_run_had_before_it_was_corrected_does_not_find_it(shop: Shop, bank: Partner) -> None:
    order = shop.order()
    old, order.number = order.number, new_number()
    order.record("contract", contract_number=order.number)
    order.sign()
    bank.sent(paid(old), event_id="evt-old-key")
    assert one_waiting(shop, "evt-old-key")["reason"] == "no_run"
    assert bank.sent(paid(order.number))["outcome"] == "matched"


@pytest.mark.parametrize(
    ("data", "reason", "code"),
    [
        ({"contract_no": None}, "no_key", None),
        ({"contract_no": ["a"]}, "no_key", None),
        ({"amount": "much"}, "refused", "import_not_money"),
        ({"amount": None}, "refused", "card_outputs_missing"),
        ({"paid_at": "soon"}, "refused", "import_not_a_date"),
        ({"amount": {"amount": "1", "currency": "ZZZ"}}, "refused", "invalid"),
        ({"amount": [1]}, "refused", "invalid"),
    ],
)
def test_an_event_with_a_value_of_no_use_waits_with_the_reason(
    shop: Shop, bank: Partner, data: dict[str, Any], reason: str, code: str | None
) -> None:
    order = shop.order().sign()
    event_id = new_number("evt-value")
    assert bank.sent(paid(order.number, **data), event_id=event_id)["outcome"] == "waiting"
    seen = one_waiting(shop, event_id)
    assert (seen["reason"], seen["code"]) == (reason, code)
    assert seen["reason_text"]
    assert order.state("payment") == "ready"
    assert "paid_amount" not in order.values


def test_an_event_for_a_card_whose_turn_it_is_not_waits(shop: Shop, bank: Partner) -> None:
    order = shop.order()
    bank.sent(paid(order.number), event_id="evt-early")
    assert one_waiting(shop, "evt-early")["code"] == "card_wrong_state"
    order.sign()
    order.complete("payment", paid_amount="1", paid_on="2026-11-20")
    bank.sent(paid(order.number), event_id="evt-late")
    assert one_waiting(shop, "evt-late")["code"] == "card_moved"
    assert order.values["paid_on"] == "2026-11-20"


def test_an_event_for_a_run_that_is_over_waits(shop: Shop, bank: Partner) -> None:
    order = shop.order().sign()
    shop("POST", f"/v1/runs/{order.run_id}/cancel", {"reason": "Bought elsewhere"})
    bank.sent(paid(order.number), event_id="evt-over")
    assert one_waiting(shop, "evt-over")["reason"] == "run_over"


def test_a_rule_whose_field_node_or_reason_is_gone_lets_its_events_wait(shop: Shop) -> None:
    flow = shop.flow()
    values = {"note": {"path": "note"}}
    taken = {
        "field": shop.connector("generic", mapping=shop.rule(flow["key"], values=values)),
        "node": shop.connector("generic", mapping=shop.rule(flow["key"])),
        "reason": shop.connector("generic", mapping=shop.rule(flow["key"], action="block", reason="other")),
    }
    definition = flow["definition"]
    definition["fields"] = definition["fields"][:1]
    definition["blocking_reasons"] = [{"id": "another", "names": NAMED}]
    assert shop("PATCH", f"/v1/flows/{flow['id']}", {"definition": definition}).status == 200
    order = shop.order(flow=flow["key"])
    order.record("only", number=order.number)
    event = {"no": order.number, "note": "x"}
    for what in ("field", "reason"):
        taken[what].sent(event, event_id=f"evt-gone-{what}")
        assert one_waiting(shop, f"evt-gone-{what}")["code"] == "invalid"
    definition["nodes"][0]["id"] = "renamed"
    shop("PATCH", f"/v1/flows/{flow['id']}", {"definition": definition})
    other = shop.order(flow=flow["key"])
    other.record("renamed", number=other.number)
    taken["node"].sent({"no": other.number}, event_id="evt-gone-node")
    assert one_waiting(shop, "evt-gone-node")["reason"] == "no_card"
    assert (order.state("only"), other.state("renamed")) == ("ready", "ready")


# By hand


def test_a_waiting_event_is_matched_by_hand_to_the_card_that_somebody_chose(shop: Shop, bank: Partner) -> None:
    order = shop.order().sign()
    bank.sent(paid("HT-typo"), event_id="evt-typo")
    path = f"/v1/connectors/unmatched/{one_waiting(shop, 'evt-typo')['id']}"
    assert shop("POST", f"{path}/match", {"card_id": order.cards["delivery_start"]}).status == 409
    assert one_waiting(shop, "evt-typo")
    matched = shop.made(f"{path}/match", {"card_id": order.cards["payment"]}, 200)
    assert matched == {"card_id": order.cards["payment"], "run_id": order.run_id}
    assert order.state("payment") == "done"
    assert order.values["paid_on"] == "2026-11-25"
    assert order.history("card.completed")[0]["actor"] == shop.office.owner.id
    assert "evt-typo" not in json.dumps(shop.waiting())
    assert shop("POST", f"{path}/match", {"card_id": order.cards["payment"]}).status == 404
    assert bank.sent(paid("HT-typo"), event_id="evt-typo")["outcome"] == "duplicate"


def test_two_who_match_one_event_at_once_do_it_once(shop: Shop) -> None:
    courier = shop.connector("shipment")
    order = shop.order()
    courier.sent({"type": "shipment.failed", "data": {"contract_no": "HT-no"}}, event_id="evt-hands")
    path = f"/v1/connectors/unmatched/{one_waiting(shop, 'evt-hands')['id']}/match"
    body = {"card_id": order.cards["delivery_start"]}
    replies = together([lambda: shop("POST", path, body) for _ in range(4)])
    assert sorted(reply.status for reply in replies)[0] == 200
    assert [reply.status for reply in replies].count(200) == 1
    assert {reply.status for reply in replies} <= {200, 404, 409}
    assert len(order.run["comments"]) == 1


def test_a_corrected_rule_is_the_one_that_a_match_by_hand_goes_by(shop: Shop) -> None:
    system = shop.connector("payment")
    order = shop.order().sign()
    event = {"type": "payment.received", "data": {"contract_no": order.number, "sum": 5, "day": "2026-11-24"}}
    system.sent(event, event_id="evt-rule")
    assert one_waiting(shop, "evt-rule")["code"] == "card_outputs_missing"
    mapping = system.connector["mapping"]
    mapping["rules"][0]["values"] = {"paid_amount": {"path": "data.sum"}, "paid_on": {"path": "data.day"}}
    assert shop("PATCH", system.path, {"mapping": mapping}).status == 200
    path = f"/v1/connectors/unmatched/{one_waiting(shop, 'evt-rule')['id']}/match"
    shop.made(path, {"card_id": order.cards["payment"]}, 200)
    assert order.values["paid_amount"] == {"amount": "5.00", "currency": "CNY"}


def test_a_match_by_hand_that_was_refused_leaves_the_event_to_be_sent_again(shop: Shop, bank: Partner) -> None:
    order = shop.order()
    event = paid(order.number)
    bank.sent(event, event_id="evt-hand-refused")
    path = f"/v1/connectors/unmatched/{one_waiting(shop, 'evt-hand-refused')['id']}/match"
    assert shop("POST", path, {"card_id": order.cards["payment"]}).status == 409
    order.sign()
    assert bank.sent(event, event_id="evt-hand-refused")["outcome"] == "matched"
    assert "evt-hand-refused" not in json.dumps(shop.waiting())


def test_a_waiting_event_can_be_dismissed(shop: Shop, bank: Partner) -> None:
    bank.sent(paid("HT-nobody"), event_id="evt-gone")
    path = f"/v1/connectors/unmatched/{one_waiting(shop, 'evt-gone')['id']}"
    assert shop("DELETE", path).status == 204
    assert shop("DELETE", path).status == 404
    assert bank.sent(paid("HT-nobody"), event_id="evt-gone")["outcome"] == "duplicate"
    logged = shop.seen(f"/v1/audit?kind=hook.received&about={bank.id}")["items"][0]
    assert logged["facts"]["outcome"] == "dismissed"


def test_a_large_event_waits_without_its_body_and_is_done_on_the_card(shop: Shop, bank: Partner) -> None:
    order = shop.order().sign()
    bank.sent({**paid("HT-large"), "fill": "x" * 70_000}, event_id="evt-large")
    seen = one_waiting(shop, "evt-large")
    assert seen["payload"] is None
    path = f"/v1/connectors/unmatched/{seen['id']}"
    refused(shop("POST", f"{path}/match", {"card_id": order.cards["payment"]}), 409, "hook_payload_not_kept")
    assert shop("DELETE", path).status == 204


def test_of_a_deleted_connector_what_waits_can_only_be_dismissed(shop: Shop) -> None:
    system = shop.connector("payment")
    order = shop.order().sign()
    system.sent(paid("HT-x"), event_id="evt-orphan")
    assert shop("DELETE", system.path).status == 204
    path = f"/v1/connectors/unmatched/{one_waiting(shop, 'evt-orphan')['id']}"
    refused(shop("POST", f"{path}/match", {"card_id": order.cards["payment"]}), 409, "connector_gone")
    assert shop("DELETE", path).status == 204


def test_what_waits_is_shown_page_by_page_the_newest_first() -> None:
    quiet = open_shop()
    system = quiet.connector("payment")
    for number in range(5):
        system.sent(paid(f"HT-{number}"), event_id=f"evt-{number}")
    first = quiet.seen("/v1/connectors/unmatched?limit=3")
    second = quiet.seen(f"/v1/connectors/unmatched?limit=3&cursor={first['next_cursor']}")
    found = [each["event_id"] for each in (*first["items"], *second["items"])]
    assert found == ["evt-4", "evt-3", "evt-2", "evt-1", "evt-0"]
    assert second["next_cursor"] is None
    foreign = open_shop()
    assert foreign("GET", f"/v1/connectors/unmatched?cursor={first['next_cursor']}").status == 422
