"""Something real for each parameter that stands in a path: a new parameter needs a line in `MAKERS`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from itertools import count
from typing import Any

from tests.edge.door import Door, Reply
from tests.identity import house

_numbers = count(1)
PARAMETER = re.compile(r"{(\w+)}")
CSV = "name,company,source_channel\nBig deal,Acme {n},referral\n"
_FOLLOW_UP = "2027-03-01T02:00:00Z"


@dataclass
class Place:
    """A workspace and its owner, with one of everything made when it is first asked for."""

    door: Door = field(default_factory=Door)

    @cached_property
    def company(self) -> house.Company:
        return house.sign_up(house.Client(house.start(), address=self.door.address), locale="en")

    @property
    def id(self) -> str:
        return self.company.id

    @property
    def token(self) -> str:
        return self.company.token

    def owner(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        shown = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.door.send(method, path, body, token=self.token, headers=shown)

    def made(self, path: str, body: Any, status: int = 201) -> dict[str, Any]:
        reply = self.owner("POST", path, body)
        assert reply.status == status, reply.text
        return dict(reply.json)

    @cached_property
    def rep(self) -> dict[str, Any]:
        return self.company.add("rep")

    @cached_property
    def rep_token(self) -> str:
        return str(self.company.log_in(self.rep["email"])["access_token"])

    def token_of(self, role: str) -> str:
        """A new member of the role, signed in."""
        if role == "owner":
            return self.token
        member = self.company.add(role)
        return str(self.company.log_in(member["email"])["access_token"])

    def new_lead(self, **more: Any) -> dict[str, Any]:
        body = {
            "name": "Ten pumps",
            "company": f"Customer {house.new_email()}",
            "source_channel": self.channel,
            "next_follow_up_at": _FOLLOW_UP,
            **more,
        }
        return self.made("/v1/leads", body)

    @cached_property
    def settings(self) -> dict[str, Any]:
        return dict(self.owner("GET", "/v1/workspace").json)

    @property
    def channel(self) -> str:
        return str(self.settings["source_channels"][0]["id"])

    @property
    def stage(self) -> str:
        return str(self.settings["stages"][0]["id"])

    @property
    def hold_reason(self) -> str:
        return str(self.settings["hold_reasons"][0]["id"])

    @cached_property
    def other_customer_id(self) -> str:
        return str(self.new_lead()["customer_id"])

    @cached_property
    def lead(self) -> dict[str, Any]:
        return self.new_lead()

    @cached_property
    def notification_id(self) -> str:
        self.made(f"/v1/leads/{self.new_lead()['id']}/assign", {"owner_id": self.rep["id"]}, 200)
        inbox = self.door.send("GET", "/v1/notifications", token=self.rep_token).json["items"]
        return str(inbox[0]["id"])

    @cached_property
    def import_id(self) -> str:
        reply = self.door.send(
            "POST",
            "/v1/imports?kind=leads&filename=a.csv&dry_run=true",
            CSV.encode(),
            token=self.token,
            headers={"content-type": "text/csv"},
        )
        assert reply.status == 202, reply.text
        return str(reply.json["id"])

    @cached_property
    def channel_id(self) -> str:
        body = {"name": "Mail", "scope": "workspace", "settings": {"kind": "email", "address": "sales@example.com"}}
        return str(self.made("/v1/channels", body)["id"])

    @cached_property
    def key_id(self) -> str:
        return str(self.made("/v1/api-keys", {"name": "Shop", "role": "rep"})["id"])

    @cached_property
    def product_id(self) -> str:
        return str(self.made("/v1/products", {"name": f"Pump {house.new_email()}"})["id"])

    @cached_property
    def flow(self) -> dict[str, Any]:
        """A small flow's definition, with a key of its own."""
        named = {"zh-CN": "步骤", "en": "Step"}
        role = self.owner("GET", "/v1/flow-roles").json["roles"][0]["id"]
        node = {
            "id": "only",
            "names": named,
            "responsible": {"rule": "starter"},
            "gives": {"approval": role},
            "sla": {"complete": {"hours": 4}},
        }
        return {
            "key": f"flow_{next(_numbers)}",
            "names": {"zh-CN": "流程", "en": "Flow"},
            "fields": [{"id": "number", "names": named, "type": "text"}],
            "blocking_reasons": [{"id": "other", "names": {"zh-CN": "其他", "en": "Other"}}],
            "nodes": [node],
        }

    @cached_property
    def flow_id(self) -> str:
        return str(self.made("/v1/flows", self.flow)["id"])

    @cached_property
    def run(self) -> dict[str, Any]:
        return self.new_run()

    def new_run(self) -> dict[str, Any]:
        """Of the small flow: its one card is ready, and the owner's."""
        return self.made("/v1/runs", {"flow": self.flow_id, "title": "Ten pumps"})

    @cached_property
    def card(self) -> dict[str, Any]:
        """Of another run than `run`, which tests cancel."""
        return dict(self.new_run()["cards"][0])

    @cached_property
    def file_id(self) -> str:
        """A file of the card that waits for its upload."""
        body = {"name": "drawing.pdf", "content_type": "application/pdf", "size": 4}
        return str(self.made(f"/v1/cards/{self.card['id']}/attachments", body)["attachment"]["id"])

    @cached_property
    def track_token(self) -> str:
        """Of the page that somebody outside sees of the run."""
        from chalicelib.core import clock
        from chalicelib.core.scope import Scope, acting_as
        from chalicelib.workflow import store, tracking

        scope = Scope.system(self.id, "test")
        with acting_as(scope):
            course = store.read_course(scope, self.run["id"])
            card = next(iter(course.cards.values()))
            return tracking.link(scope, course, card, None, clock.now()).rpartition("/")[2]

    @cached_property
    def connector(self) -> dict[str, Any]:
        """With the secret that is told once."""
        return self.made("/v1/connectors", {"name": "Bank", "kind": "payment"})

    @cached_property
    def connector_id(self) -> str:
        return str(self.connector["id"])

    @cached_property
    def hook_id(self) -> str:
        """An event from outside that fits no run, and waits."""
        from standardwebhooks import Webhook

        connector, at, message_id = self.connector, datetime.now(UTC), f"msg_{next(_numbers)}"
        body = '{"type": "payment.received", "data": {"order_no": "unknown"}}'
        headers = {
            "webhook-id": message_id,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(connector["secret"]).sign(message_id, at, body),
        }
        reply = self.door.send("POST", f"/v1/hooks/{connector['id']}", body, headers=headers)
        assert reply.status == 202, reply.text
        return str(self.owner("GET", "/v1/connectors/unmatched").json["items"][0]["id"])

    @cached_property
    def view_id(self) -> str:
        return str(self.made("/v1/views", {"name": "Mine", "shared": True})["id"])


#: Path parameter -> the id of such a thing in a place.
MAKERS: dict[str, Callable[[Place], str]] = {
    "lead_id": lambda place: str(place.lead["id"]),
    "customer_id": lambda place: str(place.lead["customer_id"]),
    "member_id": lambda place: str(place.rep["id"]),
    "workspace_id": lambda place: place.id,
    "notification_id": lambda place: place.notification_id,
    "import_id": lambda place: place.import_id,
    "channel_id": lambda place: place.channel_id,
    "key_id": lambda place: place.key_id,
    "product_id": lambda place: place.product_id,
    "view_id": lambda place: place.view_id,
    "flow_id": lambda place: place.flow_id,
    "number": lambda _: "1",
    "run_id": lambda place: str(place.run["id"]),
    "card_id": lambda place: str(place.card["id"]),
    "file_id": lambda place: place.file_id,
    "token": lambda place: place.track_token,
    "connector_id": lambda place: place.connector_id,
    "hook_id": lambda place: place.hook_id,
}
#: Parameters of things that only their member sees, who in a place is the rep.
OF_THE_REP = frozenset({"notification_id"})


def address_of(pattern: str, place: Place) -> str:
    """The path of a route with the ids of a place's own things."""
    return "/v1" + PARAMETER.sub(lambda match: MAKERS[match[1]](place), pattern)


def token_for(pattern: str, place: Place) -> str:
    """Who in the place sees the things of the path."""
    return place.rep_token if OF_THE_REP & set(PARAMETER.findall(pattern)) else place.token
