"""The collaboration flows of the sample workspace: orders of the deals that were won last, each moved by its people.

Some are over, some stand at a step, one waits for the customer and one is blocked; so that boards, clocks and the
timeliness report have something to show. Each run has an id of its own by its lead, and is made once.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.core.business_time import BusinessTime, business_hours_for
from chalicelib.core.errors import Refused
from chalicelib.core.scope import Scope
from chalicelib.leads.model import Lead
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.model import Member
from chalicelib.workflow import acting, flows, notes, running
from chalicelib.workflow.definition import FlowRole, Node
from chalicelib.workflow.errors import RunExists
from chalicelib.workflow.model import Course

_MOST = 26
#: The last ones began within the last days.
_UNDER_WAY = 13
_COMMENTS = (
    "客户法务在看第 7 条，今天下班前回复。",
    "已和客户财务对过开票信息。",
    "资料补齐了，可以往下走。",
    "客户希望分两批交付。",
)


@dataclass(frozen=True)
class Orders:
    """Makes the runs of the sample workspace. `scope` is the system's, in the owner's name."""

    scope: Scope
    now: datetime

    def make(self, leads: Sequence[Lead]) -> None:
        """One order for each of the latest of these won leads."""
        self._fill_roles()
        won = sorted((lead for lead in leads if lead.stage_kind == "won" and lead.closed_at), key=_closed_at)
        latest = won[-_MOST:]
        for number, lead in enumerate(latest):
            self._order(lead, number, len(latest) - number, random.Random(f"order-{number}"))

    def _fill_roles(self) -> None:
        """The sample's people share the flow roles: who sells doesn't sign."""
        people = [member for member in tenancy.read_members(self.scope).active() if member.role != "viewer"]
        inside = [member for member in people if member.role not in ("rep",)] or people
        before = flows.flow_roles(self.scope)
        if any(role.members for role in before.roles):
            return
        roles = [_with_members(role, inside, at) for at, role in enumerate(before.roles)]
        flows.change_flow_roles(self.scope, roles, self.now, before.version)

    def _order(self, lead: Lead, number: int, from_last: int, draw: random.Random) -> None:
        hours = business_hours_for(tenancy.setup_of(self.scope).calendar, tenancy.setup_of(self.scope).timezone)
        begins = hours.add(_closed_at(lead), timedelta(minutes=draw.randint(10, 90)))
        if from_last <= _UNDER_WAY:  # so that a board of any day has something on it
            begins = max(begins, hours.subtract(self.now, hours.day_length * (0.6 * from_last)))
        if begins >= self.now:
            return
        promised = hours.add(begins, hours.day_length * draw.choice((10, 12, 15))).date()
        seller = replace(self.scope, member_id=lead.owner_id or self.scope.member_id)
        new = running.NewRun(
            flow="order",
            lead_id=lead.id,
            promised=promised,
            priority=draw.choice(("normal", "normal", "high", "urgent")),
            external_id=f"sample-order-{lead.external_id}",
        )
        try:
            course = running.start_run(seller, new, begins)
        except RunExists:
            return
        _Walk(self, course, hours, draw, number).go(begins)


@dataclass
class _Walk:
    """One run, moved on card by card until `now`, or until it gets stuck."""

    orders: Orders
    course: Course
    hours: BusinessTime
    draw: random.Random
    number: int

    def go(self, begins: datetime) -> None:
        at = begins
        for node in self.course.flow.nodes:
            at = self.hours.add(at, timedelta(minutes=self.draw.randint(20, 300)))
            if at >= self.orders.now or not self._start(node, at):
                return
            if self.draw.random() < 0.3:
                notes.comment_card(self._as(node), self._card(node), self.draw.choice(_COMMENTS), at)
            if self.draw.random() < 0.3:
                at = self._block(node, at)
            target = node.sla.complete_for(self.course.run.priority)
            length = timedelta(hours=target.hours or 0) or self.hours.day_length * (target.days or 0)
            at = self.hours.add(at, length * self.draw.choice((0.3, 0.5, 0.6, 0.8, 1.0, 1.3)))
            if at >= self.orders.now:
                return
            acting.complete_card(self._as(node), self._card(node), self._values(node, at), at)

    def _start(self, node: Node, at: datetime) -> bool:
        try:
            acting.start_card(self._as(node), self._card(node), at)
        except Refused:
            return False
        return True

    def _block(self, node: Node, at: datetime) -> datetime:
        """Blocked for a while; a run that reaches the present so stays blocked."""
        reasons = [reason.id for reason in self.course.flow.blocking_reasons]
        blocked_at = self.hours.add(at, timedelta(minutes=self.draw.randint(30, 240)))
        if blocked_at >= self.orders.now:
            return blocked_at
        acting.block_card(self._as(node), self._card(node), self.draw.choice(reasons), None, blocked_at)
        again = self.hours.add(blocked_at, timedelta(hours=self.draw.randint(2, 14)))
        if again < self.orders.now:
            acting.unblock_card(self._as(node), self._card(node), again)
        return again

    def _card(self, node: Node) -> str:
        return self.course.cards[node.id].id

    def _as(self, node: Node) -> Scope:
        """In the name of a member of the node's flow role."""
        role = flows.flow_roles(self.orders.scope).role(node.responsible.role or "")
        members = role.members if role and role.members else (self.orders.scope.member_id,)
        return replace(self.orders.scope, member_id=members[self.number % len(members)])

    def _values(self, node: Node, at: datetime) -> dict[str, Any]:
        known: Mapping[str, Any] = {
            "solution_summary": "标准方案，含安装与一年质保",
            "amount": self.course.values().get("amount") or "128000",
            "contract_number": f"HT-{at.year}-{self.number + 101:04d}",
            "signed_on": at.date().isoformat(),
            "paid_amount": self.course.values().get("amount") or "128000",
            "paid_on": at.date().isoformat(),
            "delivery_date": (at + timedelta(days=14)).date().isoformat(),
            "delivery_lead": "交付一组",
        }
        return {field: known[field] for field in node.gives.fields if field in known}


def _closed_at(lead: Lead) -> datetime:
    assert lead.closed_at is not None
    return lead.closed_at


def _with_members(role: FlowRole, people: Sequence[Member], at: int) -> FlowRole:
    """Two members each, where there are so many."""
    chosen = dict.fromkeys(people[(at + step) % len(people)].id for step in range(min(2, len(people))))
    return role.model_copy(update={"members": tuple(chosen)})
