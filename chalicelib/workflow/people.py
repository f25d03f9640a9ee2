"""Who is responsible for a card, who may move it, and whom its news goes to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pynamodb.attributes import NumberAttribute
from pynamodb.exceptions import UpdateError

from chalicelib.core.scope import Scope
from chalicelib.core.tables import WorkspaceItem
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.model import Member, Members
from chalicelib.workflow import flow_store, keys
from chalicelib.workflow.definition import Node
from chalicelib.workflow.flow_store import FlowRoles
from chalicelib.workflow.model import ROLE_PREFIX, Card, Course, Run

#: Roles of permissions that may move any card of the workspace.
_LEADERS = frozenset({"owner", "admin", "system"})


class FlowTurnItem(WorkspaceItem):
    class Meta(WorkspaceItem.Meta):
        pass

    turns = NumberAttribute(default=0)


@dataclass(frozen=True)
class People:
    """The workspace's members and flow roles, as moves need them."""

    members: Members
    roles: FlowRoles

    @classmethod
    def of(cls, scope: Scope) -> People:
        return cls(tenancy.members_of(scope), flow_store.roles_of(scope))

    def working(self, member_ids: Iterable[str]) -> list[Member]:
        """Those who are there and may work on cards."""
        found = (self.members.get(each) for each in member_ids)
        return [member for member in found if member is not None and can_work(member)]

    def present(self, member_ids: Iterable[str]) -> list[Member]:
        """Those who are there, viewers too: who may see cards may follow them."""
        found = (self.members.get(each) for each in member_ids)
        return [member for member in found if member is not None and not member.is_removed]

    def in_role(self, role_id: str) -> list[Member]:
        role = self.roles.role(role_id)
        return self.working(role.members) if role else []

    def workspace_owner(self) -> Member | None:
        return next((member for member in self.members.active() if member.role == "owner"), None)

    def stand_in(self, member_id: str) -> Member | None:
        """Who answers for somebody who has left: the first of their supervisors who is there, else an owner."""
        for member in (self.members.chain_above(member_id) or ())[1:]:
            if can_work(member):
                return member
        return self.workspace_owner()

    def holders(self, card: Card) -> list[Member]:
        """The member who holds the card, or those of its flow role; who stands in, where nobody of them is left."""
        return self.of_holder(card.holder) if card.holder is not None else []

    def of_holder(self, holder: str) -> list[Member]:
        is_role = holder.startswith(ROLE_PREFIX)
        there = self.in_role(holder.removeprefix(ROLE_PREFIX)) if is_role else self.working([holder])
        if there:
            return there
        other = self.workspace_owner() if is_role else self.stand_in(holder)
        return [other] if other is not None else []


def can_work(member: Member) -> bool:
    return not member.is_removed and member.role != "viewer"


@dataclass(frozen=True)
class Resolver:
    """Says whom a node's card goes to; a `model.Resolve`. A round robin takes the next turn when it is asked."""

    scope: Scope
    people: People

    def __call__(self, course: Course, node: Node) -> tuple[str | None, str | None]:
        rule = node.responsible
        if rule.rule in ("role", "round_robin"):
            return self._of_role(rule.role or "", in_turn=rule.rule == "round_robin")
        wanted = {"member": rule.member, "lead_owner": course.run.lead_owner, "starter": course.run.started_by}
        return self._of_member(wanted[rule.rule], course.run.started_by)

    def _of_role(self, role_id: str, *, in_turn: bool) -> tuple[str | None, str | None]:
        there = self.people.in_role(role_id)
        if not there:
            return self._owner("role_empty")
        if len(there) == 1:
            return there[0].id, None
        if in_turn:
            return there[_turn(self.scope, role_id) % len(there)].id, None
        return ROLE_PREFIX + role_id, None

    def _of_member(self, member_id: str | None, starter: str) -> tuple[str | None, str | None]:
        member = self.people.members.get(member_id or "")
        if member is None:
            other = self.people.members.get(starter)
            return (other.id, "no_owner") if other is not None and can_work(other) else self._owner("no_owner")
        if can_work(member):
            return member.id, None
        above = self.people.stand_in(member.id)
        return (above.id if above else None), "member_left"

    def _owner(self, why: str) -> tuple[str | None, str | None]:
        owner = self.people.workspace_owner()
        return (owner.id if owner else None), why


def _turn(scope: Scope, role_id: str) -> int:
    """The next number, atomically: two cards at the same moment go to two members."""
    item = FlowTurnItem(keys.turn(scope), role_id)
    try:
        item.update(actions=[FlowTurnItem.turns.add(1)])
    except UpdateError:
        return 0
    return int(item.turns)


def may_move(scope: Scope, people: People, card: Card) -> bool:
    """Owners and admins any card; else who holds it, is in its flow role, or is above who holds it.

    A card that nobody holds is waiting or closed: its state says what may be done with it.
    """
    if scope.role in _LEADERS or card.holder is None:
        return True
    holders = {card.holder} if card.role is None else {member.id for member in people.in_role(card.role)}
    if scope.member_id in holders:
        return True
    return scope.role == "manager" and bool(holders & people.members.line_of(scope.member_id))


def may_approve(scope: Scope, people: People, role_id: str) -> bool:
    """Members of the flow role that approves; where it has none, owners and admins."""
    approvers = {member.id for member in people.in_role(role_id)}
    return scope.member_id in approvers or (not approvers and scope.role in _LEADERS)


def may_lead(scope: Scope) -> bool:
    """Skip a card, cancel a run that others started, move runs to a new version."""
    return scope.role in _LEADERS or scope.role == "manager"


def may_change(scope: Scope, run: Run) -> bool:
    """Title, priority, promised date, the end of a run, and what is recorded before a card's turn."""
    return may_lead(scope) or scope.member_id in (run.started_by, run.lead_owner)
