"""A company to work in: an owner, a rep and their leads, made over the API."""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from infra.local.stack import Stack
from tests.e2e.browser.window import Window
from tests.e2e.client import PASSWORD, Caller

_numbers = itertools.count(1)
#: As the default pack calls them.
FIRST, SECOND, THIRD = "初步接触", "需求确认", "方案报价"


@dataclass
class Person:
    name: str
    email: str
    caller: Caller

    def signs_in(self, window: Window, path: str = "/") -> None:
        window.sign_in(self.email, PASSWORD, path)


@dataclass
class Office:
    owner: Person
    rep: Person
    rep_id: str

    def lead(self, name: str, **more: Any) -> dict[str, Any]:
        """A lead of the rep in the first stage."""
        body = {"name": name, "source_channel": "referral", "owner_id": self.rep_id, "company": f"{name}公司", **more}
        made: dict[str, Any] = self.owner.caller.did("/leads", body)
        return made

    def due_lead(self, name: str) -> dict[str, Any]:
        """A lead that is to be followed up now."""
        soon = (datetime.now(UTC) + timedelta(seconds=2)).isoformat()
        return self.lead(name, next_follow_up_at=soon, amount="26000")

    def stage_of(self, lead: dict[str, Any]) -> str:
        """The name of its stage now."""
        now = self.owner.caller.got(f"/leads/{lead['id']}")["stage"]
        stages = self.owner.caller("GET", "/workspace", headers={"Accept-Language": "zh-CN"}).json()["stages"]
        return next(each["name"] for each in stages if each["id"] == now)


def found(stack: Stack) -> Office:
    key = f"{os.getpid()}-{next(_numbers)}"
    caller = Caller(stack.base_url)
    owner = _person(caller, "周砚", f"zhou-{key}@browser.example")
    body = {"company": "明川科技", "name": owner.name, "email": owner.email, "password": PASSWORD, "locale": "zh-CN"}
    owner.caller.token = caller.did("/signup", body)["access_token"]
    rep = _person(caller, "林一", f"lin-{key}@browser.example")
    member = owner.caller.did("/members", {"name": rep.name, "email": rep.email, "role": "rep", "password": PASSWORD})
    rep.caller.token = caller.did("/login", {"email": rep.email, "password": PASSWORD})["access_token"]
    return Office(owner, rep, member["id"])


def _person(caller: Caller, name: str, email: str) -> Person:
    return Person(name, email, Caller(caller.base_url))
