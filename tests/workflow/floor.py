"""An office whose flow branches and joins, with people in its flow roles."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from tests.identity.house import Reply
from tests.leads.house import Office, Person, staffed_office

_numbers = count(1)
#: A Monday morning in Shanghai, within the packs' hours.
MONDAY = datetime(2026, 11, 30, 1, 30, tzinfo=UTC)


def names(zh: str, en: str | None = None) -> dict[str, str]:
    return {"zh-CN": zh, "en": en or zh}


def node(node_id: str, *after: str, **more: Any) -> dict[str, Any]:
    return {
        "id": node_id,
        "names": names(f"步骤 {node_id}", f"Step {node_id}"),
        "after": list(after),
        "responsible": {"rule": "starter"},
        "sla": {"complete": {"hours": 10}},
        **more,
    }


def definition(*nodes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "key": f"flow_{next(_numbers)}",
        "names": names("流程", "Flow"),
        "fields": [
            {"id": "amount", "names": names("金额", "Amount"), "type": "money"},
            {"id": "size", "names": names("数量", "Size"), "type": "number"},
            {"id": "number", "names": names("编号", "Number"), "is_key": True},
        ],
        "blocking_reasons": [
            {"id": "customer", "names": names("等客户", "The customer"), "pauses": True},
            {"id": "papers", "names": names("缺资料", "Papers")},
        ],
        "nodes": list(nodes),
        **more,
    }


def diamond(**more: Any) -> dict[str, Any]:
    """a, then b and c side by side, then d."""
    return definition(node("a"), node("b", "a"), node("c", "a"), node("d", "b", "c"), **more)


@dataclass
class Floor:
    office: Office = field(default_factory=staffed_office)

    def flow(self, body: dict[str, Any], status: int = 201) -> dict[str, Any]:
        reply = self.office.owner("POST", "/v1/flows", body)
        assert reply.status == status, reply.text
        return dict(reply.json)

    def roles(self, **members: list[Person]) -> None:
        """The flow roles and who is in them; those of the pack stay."""
        version = self.office.owner("GET", "/v1/flow-roles")
        kept = [role for role in version.json["roles"] if role["id"] not in members]
        mine = [
            {"id": role, "names": names(role), "members": [member.id for member in there]}
            for role, there in members.items()
        ]
        reply = self.office.owner("PATCH", "/v1/flow-roles", {"roles": [*kept, *mine]})
        assert reply.status == 200, reply.text

    def start(self, flow: dict[str, Any], by: Person | None = None, **more: Any) -> Run:
        reply = (by or self.office.rep)("POST", "/v1/runs", {"flow": flow["id"], "title": "Ten pumps", **more})
        assert reply.status == 201, reply.text
        return Run(self, reply.json["id"], {card["node"]: card["id"] for card in reply.json["cards"]})


@dataclass
class Run:
    floor: Floor
    id: str
    cards: dict[str, str]

    @property
    def shown(self) -> dict[str, Any]:
        reply = self.floor.office.owner("GET", f"/v1/runs/{self.id}")
        assert reply.status == 200, reply.text
        return dict(reply.json)

    def card(self, node_id: str) -> dict[str, Any]:
        return next(card for card in self.shown["cards"] if card["node"] == node_id)

    @property
    def states(self) -> dict[str, str]:
        return {card["node"]: card["state"] for card in self.shown["cards"]}

    def try_to(self, action: str, node_id: str, body: Any = None, by: Person | None = None, **headers: str) -> Reply:
        who = by or self.floor.office.rep
        return who("POST", f"/v1/cards/{self.cards[node_id]}/{action}", body, **headers)

    def do(self, action: str, node_id: str, body: Any = None, by: Person | None = None) -> dict[str, Any]:
        reply = self.try_to(action, node_id, body, by)
        assert reply.status == 200, reply.text
        return dict(reply.json)

    def complete(self, *node_ids: str, **values: Any) -> None:
        for node_id in node_ids:
            self.do("complete", node_id, {"values": values} if values else None)

    def history(self, kind: str | None = None) -> list[dict[str, Any]]:
        found = self.floor.office.owner.all(f"/v1/runs/{self.id}/history", limit=200)
        return [each for each in found if kind is None or each["kind"] == kind]


def sweep(office: Office, at: datetime) -> int:
    """The clocks of this office's cards at `at`; how many failed."""
    from chalicelib.core import deadlines
    from chalicelib.jobs import DEADLINE_HANDLERS

    def here(scope: Any, due: Any, now: datetime) -> None:
        if scope.workspace_id == office.id:
            DEADLINE_HANDLERS["card.sla"](scope, due, now)

    handlers = {kind: here if kind == "card.sla" else _nothing for kind in DEADLINE_HANDLERS}
    return deadlines.sweep(at, handlers).failed


def _nothing(_scope: Any, _due: Any, _now: datetime) -> None:
    return None


def at(moment: datetime) -> Any:
    """Within the block the API's clock stands at `moment`."""
    from contextlib import contextmanager
    from unittest.mock import patch

    @contextmanager
    def standing() -> Any:
        with patch("chalicelib.workflow.api.now", lambda: moment):
            yield

    return standing()
