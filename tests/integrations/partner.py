"""A workspace with an open order, and a partner's system that sends signed events to it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from tests.identity.house import Reply
from tests.leads import house
from tests.leads.house import Office, open_office

_numbers = count(1)
HMAC = {"scheme": "hmac", "header": "X-Signature", "prefix": "sha256="}
NAMED = {"zh-CN": "步骤", "en": "Step"}


def start() -> Any:
    """The app, with the routes of connectors as far as it lacks them."""
    app = house.the_app()
    from chalicelib.core.http import Edge
    from chalicelib.integrations.connectors_api import api

    if "/v1/connectors" not in app.routes:
        app.register_blueprint(api, url_prefix="/v1")
        Edge.routes.extend(api.routes)
    return app


def new_number(prefix: str = "HT") -> str:
    return f"{prefix}-{next(_numbers):05d}"


@dataclass
class Shop:
    """The workspace: its owner's calls, and runs of the packs' order flow up to the contract."""

    office: Office

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        return self.office.owner(method, path, body, **headers)

    def made(self, path: str, body: Any = None, status: int = 201) -> dict[str, Any]:
        reply = self("POST", path, body)
        assert reply.status == status, reply.text
        return dict(reply.json)

    def seen(self, path: str) -> dict[str, Any]:
        reply = self("GET", path)
        assert reply.status == 200, reply.text
        return dict(reply.json)

    def order(self, number: str | None = None, *, flow: str = "order", **start: Any) -> Order:
        """A run whose first card is done: the contract is to be signed, and has its number."""
        run = self.made("/v1/runs", {"flow": flow, "title": "Ten pumps", "values": start})
        order = Order(self, run["id"], {card["node"]: card["id"] for card in run["cards"]}, number or new_number())
        if flow == "order":
            order.complete("solution", solution_summary="Ten pumps", amount="128000")
            order.record("contract", contract_number=order.number)
        return order

    def flow(self, **changes: Any) -> dict[str, Any]:
        """A flow of one card, found by `number`."""
        definition = {
            "key": f"steps_{next(_numbers)}",
            "names": NAMED,
            "fields": [{"id": "number", "names": NAMED, "is_key": True}, {"id": "note", "names": NAMED}],
            "blocking_reasons": [{"id": "other", "names": NAMED}],
            "nodes": [{"id": "only", "names": NAMED, "responsible": {"rule": "starter"},
                       "sla": {"complete": {"hours": 4}}}],
            **changes,
        }  # fmt: skip
        return self.made("/v1/flows", definition)

    def connector(self, kind: str = "payment", **more: Any) -> Partner:
        made = self.made("/v1/connectors", {"name": "ERP", "kind": kind, **more})
        secret = made.pop("secret") or more["secret"]
        return Partner(self, made, secret, made["signature"])

    def rule(self, flow: str, **more: Any) -> dict[str, Any]:
        """A mapping of one rule for the only node of `flow`."""
        rule = {"flow": flow, "node": "only", "key": {"path": "no", "field": "number"}, "action": "complete", **more}
        return {"event_id": "id", "type": "type", "rules": [rule]}

    def waiting(self) -> list[dict[str, Any]]:
        return list(self.seen("/v1/connectors/unmatched")["items"])


@dataclass
class Order:
    shop: Shop
    run_id: str
    cards: dict[str, str]
    number: str

    def complete(self, node: str, **values: Any) -> None:
        reply = self.shop("POST", f"/v1/cards/{self.cards[node]}/complete", {"values": values})
        assert reply.status == 200, reply.text

    def record(self, node: str, **values: Any) -> None:
        reply = self.shop("PATCH", f"/v1/cards/{self.cards[node]}", {"values": values})
        assert reply.status == 200, reply.text

    def sign(self) -> Order:
        """By hand, so that the payment is what comes next."""
        self.complete("contract", signed_on="2026-11-20")
        return self

    @property
    def run(self) -> dict[str, Any]:
        return self.shop.seen(f"/v1/runs/{self.run_id}")

    def state(self, node: str) -> str:
        return str(next(card["state"] for card in self.run["cards"] if card["node"] == node))

    @property
    def values(self) -> dict[str, Any]:
        return {each["id"]: each["value"] for each in self.run["fields"] if each.get("value") is not None}

    def history(self, kind: str) -> list[dict[str, Any]]:
        items = self.shop.seen(f"/v1/runs/{self.run_id}/history?limit=200")["items"]
        return [each for each in items if each["kind"] == kind]


@dataclass
class Partner:
    """A system that knows the connector's secret."""

    shop: Shop
    connector: dict[str, Any]
    secret: str = field(repr=False)
    signature: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.connector["id"])

    @property
    def path(self) -> str:
        return f"/v1/connectors/{self.id}"

    def headers(self, body: bytes, event_id: str, at: datetime | None = None, secret: str | None = None) -> Any:
        moment = at or datetime.now(UTC)
        secret = secret or self.secret
        if self.signature["scheme"] == "standard_webhooks":
            from standardwebhooks.webhooks import Webhook

            whole_second = moment.replace(microsecond=0)
            return {
                "webhook-id": event_id,
                "webhook-timestamp": str(int(whole_second.timestamp())),
                "webhook-signature": Webhook(secret).sign(event_id, whole_second, body.decode()),
            }
        written = str(int(moment.timestamp()))
        signed = written.encode() + b"." + body if self.signature.get("signs") == "timestamp_and_body" else body
        made = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
        found = {self.signature["header"].lower(): self.signature.get("prefix", "") + made}
        if self.signature.get("timestamp_header"):
            found[self.signature["timestamp_header"].lower()] = written
        return found

    def post(self, body: bytes | str, headers: dict[str, str], to: str | None = None) -> Reply:
        """The bytes as they are, with these headers and no others."""
        app = start()
        text, is_base64 = _text_or_base64(body.encode() if isinstance(body, str) else body)
        event = {
            "requestContext": {
                "httpMethod": "POST",
                "resourcePath": "/v1/hooks/{connector_id}",
                "identity": {"sourceIp": self.shop.office.company.call.address},
            },
            "headers": {"accept-language": "en", "content-type": "application/json", **headers},
            "multiValueQueryStringParameters": None,
            "pathParameters": {"connector_id": to or self.id},
            "stageVariables": None,
            "body": text,
            "isBase64Encoded": is_base64,
        }
        answer = app(event, None)
        return Reply(answer["statusCode"], {k.lower(): v for k, v in answer["headers"].items()}, answer["body"])

    def send(self, payload: Any, *, event_id: str | None = None, at: datetime | None = None, **more: Any) -> Reply:
        """Signed rightly."""
        body = json.dumps(payload, ensure_ascii=False).encode()
        return self.post(
            body, self.headers(body, event_id or new_number("evt"), at, more.get("secret")), more.get("to")
        )

    def sent(self, payload: Any, **more: Any) -> dict[str, Any]:
        reply = self.send(payload, **more)
        assert reply.status == 202, reply.text
        return dict(reply.json)

    def trial(self, payload: Any) -> dict[str, Any]:
        return self.shop.made(f"{self.path}/test", {"payload": payload}, 200)


def _text_or_base64(raw: bytes) -> tuple[str, bool]:
    """As the gateway hands a body over."""
    try:
        return raw.decode(), False
    except UnicodeDecodeError:
        return base64.b64encode(raw).decode(), True


def paid(number: str, **more: Any) -> dict[str, Any]:
    return {
        "id": new_number("evt"),
        "type": "payment.received",
        "data": {"contract_no": number, "amount": {"amount": "128000.00", "currency": "CNY"},
                 "paid_at": "2026-11-24T23:30:00Z", **more},
    }  # fmt: skip


def open_shop(**more: Any) -> Shop:
    start()
    return Shop(open_office(**more))


def minutes_ago(minutes: float) -> datetime:
    return datetime.now(UTC) - timedelta(minutes=minutes)


def everything() -> list[str]:
    """Every item of both tables, in one order."""
    return sorted(json.dumps(item, sort_keys=True) for item in json.loads(house.whole_table()))
