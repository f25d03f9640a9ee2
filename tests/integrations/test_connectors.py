"""Connectors: made, changed, tried out, given new secrets, deleted; and what a mapping may say."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.integrations.partner import HMAC, Partner, Shop, everything, open_shop, paid
from tests.leads.house import together


@pytest.fixture(scope="module")
def shop() -> Shop:
    return open_shop()


def fields(reply: Any) -> list[str]:
    assert reply.status == 422, reply.text
    return [each["field"] for each in reply.json["errors"]]


# Secrets


def test_a_secret_is_told_once_and_stands_nowhere_in_the_clear(shop: Shop) -> None:
    partner = shop.connector()
    assert partner.secret.startswith("whsec_")
    shop("PATCH", partner.path, {"name": "Bank"})
    shown = (
        shop("GET", partner.path).text
        + shop("GET", "/v1/connectors").text
        + shop("GET", "/v1/audit?limit=200").text
        + json.dumps(partner.trial(paid("x")))
    )
    for text in (shown, "".join(everything())):
        assert partner.secret not in text
        assert partner.secret.removeprefix("whsec_") not in text
    assert "secret" not in shop.seen(partner.path)
    assert "sealed" not in shown


def test_a_secret_that_the_partner_chose_is_not_told_again(shop: Shop) -> None:
    chosen = "a secret of the partner's"
    reply = shop("POST", "/v1/connectors", {"name": "ERP", "kind": "payment", "signature": HMAC, "secret": chosen})
    assert reply.status == 201
    assert reply.json["secret"] is None
    assert chosen not in reply.text
    for scheme, secret in (
        (HMAC, "too short"), (HMAC, "x" * 257), (HMAC, "签名签名签名签名签名签名签名签名"),
        ({"scheme": "standard_webhooks"}, "no prefix but long enough"),
        ({"scheme": "standard_webhooks"}, "whsec_" + "!" * 40),
        ({"scheme": "standard_webhooks"}, "whsec_dG9vIHNob3J0"),
    ):  # fmt: skip
        body = {"name": "ERP", "kind": "payment", "signature": scheme, "secret": secret}
        assert fields(shop("POST", "/v1/connectors", body)) == ["secret"]


def test_after_a_new_secret_the_old_one_is_good_for_a_day(shop: Shop) -> None:
    partner = shop.connector()
    changed = shop.made(f"{partner.path}/secret", {}, 200)
    assert changed["secret"] not in (None, partner.secret)
    assert changed["version"] == 2
    old, partner.secret = partner.secret, changed["secret"]
    for secret in (old, changed["secret"]):
        order = shop.order().sign()
        assert partner.sent(paid(order.number), secret=secret)["outcome"] == "matched"
    assert _answer(partner, old, hours=23.9) == "waiting"
    assert _answer(partner, changed["secret"], hours=24.1) == "waiting"
    assert _answer(partner, old, hours=24.1) == "hook_signature_refused"
    shop.made(f"{partner.path}/secret", {}, 200)
    assert partner.send(paid("x"), secret=old).status == 401


def _answer(partner: Partner, secret: str, hours: float) -> str:
    """Of an event that comes in so many hours from now."""
    from chalicelib.core.errors import Refused
    from chalicelib.core.http import Upload
    from chalicelib.integrations import hooks

    at = datetime.now(UTC) + timedelta(hours=hours)
    body = json.dumps(paid("nobody's")).encode()
    headers = partner.headers(body, f"evt-{hours}", at, secret)
    try:
        return hooks.receive_event(partner.id, headers, Upload(body, "application/json"), at, "en").outcome
    except Refused as refused:
        return refused.code


# Kept


def test_connectors_are_made_listed_changed_and_deleted(shop: Shop) -> None:
    partner = shop.connector("payment", name="Bank")
    shown = shop("GET", partner.path)
    assert shown.headers["etag"] == '"1"'
    assert shown.json["path"] == f"/v1/hooks/{partner.id}"
    assert shown.json["old_secret_until"] is None
    changed = shop("PATCH", partner.path, {"name": "Bank 2", "enabled": False}, if_match='"1"')
    assert (changed.json["name"], changed.json["enabled"], changed.json["version"]) == ("Bank 2", False, 2)
    assert shop("PATCH", partner.path, {"name": "Bank 2"}).json["version"] == 2
    assert partner.id in [each["id"] for each in shop.seen("/v1/connectors")["items"]]
    for method, path in (("PATCH", ""), ("DELETE", ""), ("POST", "/secret")):
        body = {"name": "x"} if method == "PATCH" else None
        assert shop(method, partner.path + path, body, if_match='"1"').status == 412
    assert shop("DELETE", partner.path, if_match='"2"').status == 204
    assert shop("GET", partner.path).status == 404
    assert partner.send(paid("x")).status == 404
    assert partner.id not in "".join(each for each in everything() if '"HOOK"' in each)
    kinds = [each["facts"]["action"] for each in shop.seen(f"/v1/audit?about={partner.id}")["items"]]
    assert kinds == ["deleted", "changed", "created"]


def test_a_change_is_in_force_at_once(shop: Shop) -> None:
    partner = shop.connector()
    assert partner.sent(paid("nobody's"))["outcome"] == "waiting"
    mapping = partner.connector["mapping"]
    mapping["rules"][0]["types"] = ["something.else"]
    shop("PATCH", partner.path, {"mapping": mapping})
    assert partner.sent(paid("nobody's"))["outcome"] == "ignored"


def test_the_scheme_of_a_signature_stays_and_its_details_may_change(shop: Shop) -> None:
    partner = shop.connector("payment", signature=HMAC)
    assert fields(shop("PATCH", partner.path, {"signature": {"scheme": "standard_webhooks"}})) == ["signature.scheme"]
    reply = shop("PATCH", partner.path, {"signature": {**HMAC, "header": "X-Other"}})
    partner.signature = reply.json["signature"]
    assert partner.sent(paid("nobody's"))["outcome"] == "waiting"


def test_only_administrators_keep_connectors(shop: Shop) -> None:
    partner = shop.connector()
    rep = shop.office.hire("rep", "rep")
    for method, path, body in (
        ("GET", "/v1/connectors", None),
        ("GET", "/v1/connectors/kinds", None),
        ("POST", "/v1/connectors", {"name": "x", "kind": "payment"}),
        ("GET", partner.path, None),
        ("DELETE", partner.path, None),
        ("POST", f"{partner.path}/test", {"payload": {}}),
        ("GET", "/v1/connectors/unmatched", None),
    ):
        assert rep(method, path, body).status == 403


def test_there_are_at_most_fifty(monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib.integrations import connectors

    quiet = open_shop()
    monkeypatch.setattr(connectors, "MOST_CONNECTORS", 1)
    quiet.connector()
    reply = quiet("POST", "/v1/connectors", {"name": "x", "kind": "payment"})
    assert (reply.status, reply.json["code"]) == (409, "too_many_connectors")


# Kinds and mappings


@pytest.mark.parametrize("pack", ["sales_leads", "industrial_equipment", "medical_devices", "store_sales"])
def test_every_shipped_kind_fits_the_flows_of_every_pack_and_reads_its_own_example(pack: str) -> None:
    company = open_shop(pack=pack)
    for kind in company.seen("/v1/connectors/kinds")["items"]:
        assert kind["name"] and kind["purpose"]
        if kind["id"] == "generic":
            assert kind["mapping"] is None
            continue
        partner = company.connector(kind["id"])
        assert partner.connector["mapping"] == kind["mapping"]
        trial = partner.trial(kind["example"])
        assert (trial["outcome"], trial["reason"]) == ("waiting", "no_run")
        assert trial["event_id"] == kind["example"]["id"]


def test_a_mapping_that_fits_no_flow_is_refused_with_every_place(shop: Shop) -> None:
    rule = {
        "flow": "order", "key": {"path": "no", "field": "amount"}, "node": "nowhere", "action": "complete",
        "values": {"colour": {"path": "colour"}},
    }  # fmt: skip
    block = {
        "key": {"path": "no", "field": "contract_number"},
        "node": "contract",
        "action": "block",
        "reason": "rain",
    }
    unknown = {**block, "flow": "no_such_flow", "reason": "other"}
    body = {"name": "x", "kind": "generic", "mapping": {"rules": [rule, block, unknown]}}
    reply = shop("POST", "/v1/connectors", body)
    assert fields(reply) == [
        "mapping.rules.0.node", "mapping.rules.0.key.field", "mapping.rules.0.values.colour", "mapping.rules.1.reason",
        "mapping.rules.2.flow",
    ]  # fmt: skip
    chinese = shop("POST", "/v1/connectors", body, accept_language="zh-CN").json
    assert chinese["errors"][0]["message"] == "协作流 order 没有节点“nowhere”"
    assert fields(shop("POST", "/v1/connectors", {"name": "x", "kind": "generic"})) == ["mapping"]


@pytest.mark.parametrize(
    "spoiled",
    [
        {"action": "explode"},
        {"action": "complete", "node": None},
        {"action": "complete", "key": None},
        {"action": "comment"},
        {"action": "comment", "text": "{not a [path}"},
        {"action": "comment", "text": "{}"},
        {"action": "block"},
        {"action": "record"},
        {"action": "complete", "reason": "other"},
        {"action": "complete", "text": "x"},
        {"action": "block", "reason": "other", "values": {"signed_on": {"path": "a"}}},
        {"action": "start"},
        {"action": "complete", "values": {"signed_on": {}}},
        {"action": "complete", "values": {"signed_on": {"path": "a", "literal": "b"}}},
        {"action": "complete", "values": {"signed_on": {"literal": [1]}}},
        {"action": "complete", "values": {"signed on": {"path": "a"}}},
        {"action": "complete", "types": ["a"]},
        *({"action": "complete", "key": {"path": path, "field": "contract_number"}} for path in (
            "", ".", "a.", ".a", "a..b", "a[", "a[x]", "a[-1]", "a[0", "[0]", "a[00000]", "a{b}", "a\nb", "a" * 81,
            ".".join("a" * 150), "$(a)[?(@.b)]", "a]",
        )),
    ],
)  # fmt: skip
def test_a_rule_that_makes_no_sense_is_refused(shop: Shop, spoiled: dict[str, Any]) -> None:
    right = {"flow": "order", "node": "contract", "key": {"path": "no", "field": "contract_number"}}
    rule = {name: value for name, value in {**right, **spoiled}.items() if value is not None}
    reply = shop("POST", "/v1/connectors", {"name": "x", "kind": "generic", "mapping": {"rules": [rule]}})
    assert reply.status == 422, reply.text
    assert all(each["field"].startswith("mapping") for each in reply.json["errors"])


@pytest.mark.parametrize(
    ("signature", "mapping"),
    [
        ({"scheme": "none"}, None),
        ({"scheme": "hmac"}, None),
        ({**HMAC, "header": "X Signature"}, None),
        ({**HMAC, "algorithm": "md5"}, None),
        ({**HMAC, "encoding": "binary"}, None),
        ({**HMAC, "signs": "timestamp_and_body"}, None),
        (HMAC, {"rules": [{"action": "start", "flow": "order"}]}),
    ],
)
def test_a_signature_that_cannot_be_checked_is_refused(shop: Shop, signature: Any, mapping: Any) -> None:
    body = {"name": "x", "kind": "payment", "signature": signature, **({"mapping": mapping} if mapping else {})}
    assert shop("POST", "/v1/connectors", body).status == 422


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a", {"b": [{"c": 7}, [1, 2]]}),
        ("a.b[0].c", 7),
        ("a.b[1][1]", 2),
        ("a.b[2]", None),
        ("a.b.c", None),
        ("a[0]", None),
        ("a.b[0].c.d", None),
        ("x", None),
        ("nothing", None),
        ("合同 编号", "HT-1"),
        ("a-b_c@d", True),
        ("no", 0),
    ],
)
def test_a_path_reads_keys_and_list_places_and_nothing_else(path: str, found: Any) -> None:
    from chalicelib.integrations.json_paths import read_path

    payload = {"a": {"b": [{"c": 7}, [1, 2]]}, "nothing": None, "合同 编号": "HT-1", "a-b_c@d": True, "no": 0}
    assert read_path(path, payload) == found
    assert read_path(path, [payload]) is None
    assert read_path(path, "text") is None


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("text", 42, "42"),
        ("text", 4.5, "4.5"),
        ("text", True, True),
        ("date", "2026-11-24", "2026-11-24"),
        ("date", "2026-11-24T18:00:00Z", "2026-11-25"),
        ("date", "2026/11/24 08:00", "2026-11-24"),
        ("date", 1764000000, "2025-11-25"),
        ("date", "1764000000000", "2025-11-25"),
        ("date", 20261124, "2026-11-24"),
        ("money", "1,234.50", {"amount": "1234.5", "currency": "CNY"}),
        ("money", 12.5, {"amount": "12.5", "currency": "CNY"}),
        ("money", {"amount": 12, "currency": "USD", "tax": 1}, {"amount": "12", "currency": "USD"}),
        ("money", "USD 12", {"amount": "12", "currency": "USD"}),
        ("money", [1], [1]),
        ("number", 12, 12),
        ("yes_no", "yes", True),
        ("yes_no", 0, False),
    ],
)
def test_a_value_is_brought_into_the_form_of_its_field(kind: str, given: Any, kept: Any) -> None:
    from zoneinfo import ZoneInfo

    from chalicelib.integrations.hook_values import as_fields
    from chalicelib.workflow.definition import FlowDefinition

    named = {"zh-CN": "字段", "en": "Field"}
    flow = FlowDefinition.model_validate(
        {
            "key": "order", "names": named, "fields": [{"id": "value", "names": named, "type": kind}],
            "blocking_reasons": [{"id": "other", "names": named}],
            "nodes": [{"id": "only", "names": named, "responsible": {"rule": "starter"},
                       "sla": {"complete": {"hours": 1}}}],
        }
    )  # fmt: skip
    assert as_fields(flow, {"value": given}, ZoneInfo("Asia/Shanghai"), "CNY") == {"value": kept}


# Tried out


def test_a_sample_shows_what_it_would_do_and_changes_nothing(shop: Shop) -> None:
    partner = shop.connector()
    order = shop.order().sign()
    before = everything()
    trial = partner.trial(paid(order.number, amount="5"))
    assert (trial["outcome"], trial["action"], trial["key"]) == ("matched", "complete", order.number)
    assert trial["values"] == {"paid_amount": {"amount": "5", "currency": "CNY"}, "paid_on": "2026-11-25"}
    assert trial["matches"] == [
        {
            "card_id": order.cards["payment"], "run_id": order.run_id, "title": "Ten pumps", "node": "payment",
            "node_name": "Payment received", "state": "ready",
        }
    ]  # fmt: skip
    assert everything() == before


@pytest.mark.parametrize(
    ("data", "outcome", "reason"),
    [
        ({"amount": None}, "waiting", "It can't be completed yet; missing: Amount received."),
        ({"amount": "much"}, "waiting", "“much” is not an amount of money."),
        ({"contract_no": None}, "waiting", "the event has no value at data.contract_no"),
        ({"contract_no": "HT-none"}, "waiting", "no run has HT-none in contract_number"),
    ],
)
def test_a_sample_that_would_wait_says_why(shop: Shop, data: dict[str, Any], outcome: str, reason: str) -> None:
    partner = shop.connector()
    order = shop.order().sign()
    before = everything()
    trial = partner.trial(paid(order.number, **data))
    assert (trial["outcome"], trial["reason_text"]) == (outcome, reason)
    assert everything() == before


def test_a_sample_foresees_what_each_action_would_be_refused_for(shop: Shop) -> None:
    flow = shop.flow(start_fields=["note"])["key"]
    order = shop.order(flow=flow, note="x")
    order.record("only", number=order.number)
    event = {"no": order.number, "type": "t"}

    def tried(**rule: Any) -> tuple[str, str | None]:
        mapping = rule.pop("mapping", None) or shop.rule(flow, **rule)
        trial = shop.connector("generic", mapping=mapping).trial(event)
        return trial["outcome"], trial["reason_text"]

    assert tried() == ("matched", None)
    assert tried(action="block", reason="other", text="{no}") == ("matched", None)
    assert tried(action="comment", text="Order {no}") == ("matched", None)
    assert tried(action="record", values={"note": {"literal": 5}}) == ("matched", None)
    assert tried(types=["u"]) == ("ignored", None)
    start = {"action": "start", "flow": flow, "values": {"note": {"path": "note"}}}
    assert tried(mapping={"rules": [start]}) == ("waiting", "values.note: is missing")
    order.complete("only")
    assert tried()[1] == f"the run with {order.number} in number is over"


def test_any_object_can_be_tried(shop: Shop) -> None:
    partner = shop.connector()
    for payload in ({}, {"data": []}, {"type": {"a": 1}}, {"type": ["payment.received"]}, {"type": True}):
        assert partner.trial(payload)["outcome"] == "ignored"
    assert partner.trial({"type": "payment.received", "data": "x"})["reason"] == "no_key"


def test_of_two_who_change_a_connector_at_once_one_is_refused(shop: Shop) -> None:
    partner = shop.connector()
    replies = together(
        [lambda name=name: shop("PATCH", partner.path, {"name": name}, if_match='"1"') for name in ("a", "b")]
    )
    assert sorted(reply.status for reply in replies) == [200, 412]


def test_a_mapping_that_no_item_holds_is_refused(shop: Shop) -> None:
    values = {f"f{at}": {"literal": "值" * 500} for at in range(30)}
    rule = {"action": "record", "flow": "order", "node": "contract", "key": {"path": "no", "field": "contract_number"}}
    mapping = {"event_id": "id", "rules": [{**rule, "values": values} for _ in range(10)]}
    body = {"name": "ERP", "kind": "generic", "mapping": mapping}
    assert fields(shop("POST", "/v1/connectors", body)) == ["mapping"]
