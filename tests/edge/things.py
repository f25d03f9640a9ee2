"""Something real for each parameter that stands in a path: a new parameter needs a line in `MAKERS`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tests.edge.door import Door, Reply
from tests.identity import house

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
}
#: Parameters of things that only their member sees, who in a place is the rep.
OF_THE_REP = frozenset({"notification_id"})


def address_of(pattern: str, place: Place) -> str:
    """The path of a route with the ids of a place's own things."""
    return "/v1" + PARAMETER.sub(lambda match: MAKERS[match[1]](place), pattern)


def token_for(pattern: str, place: Place) -> str:
    """Who in the place sees the things of the path."""
    return place.rep_token if OF_THE_REP & set(PARAMETER.findall(pattern)) else place.token
