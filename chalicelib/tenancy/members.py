"""Adding, changing and removing members. Races between two administrators are decided by conditions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.core.errors import Contention, Invalid, StaleVersion
from chalicelib.core.events import EventKind, changes_between, event_item
from chalicelib.core.scope import DirectoryScope, Scope, acting_as
from chalicelib.core.store import Writes
from chalicelib.tenancy import assignment, keys, store
from chalicelib.tenancy.assignment import RulesMoved
from chalicelib.tenancy.current import forget_members, forget_setup, members_of, read_members, setup_of
from chalicelib.tenancy.errors import (
    LastOwner,
    MemberExists,
    MemberHasLeads,
    MemberNotFound,
    OwnersOnly,
    SupervisorCycle,
)
from chalicelib.tenancy.founding import add_member, new_member_item
from chalicelib.tenancy.model import Member, Members
from chalicelib.tenancy.setup import RoleName
from chalicelib.tenancy.store import MemberItem, MembershipItem, member_of_item

#: Reports that change hands in one transaction, well below DynamoDB's 100 actions.
_REPORTS_AT_ONCE = 40
_TRIES = 6
_CHANGEABLE = ("name", "role", "supervisor_id", "region", "locale", "digest", "digest_at")


@dataclass(frozen=True)
class MemberChange:
    """What an administrator, or the member, changes. `fields` holds only what is to change, by attribute name."""

    fields: dict[str, Any]

    def __post_init__(self) -> None:
        unknown = set(self.fields) - set(_CHANGEABLE)
        if unknown:
            raise ValueError(f"not changeable: {sorted(unknown)}")


def get_member(scope: Scope, member_id: str) -> Member:
    """One member, as they are now.

    Raises:
        MemberNotFound: nobody of that id was ever a member here.
    """
    return member_of_item(_member_item(scope, member_id))


def add_pending_member(
    scope: Scope,
    name: str,
    role: RoleName,
    supervisor_id: str | None = None,
    email: str | None = None,
    *,
    now: datetime,
) -> Member:
    """A member out of an import: owns leads at once, and signs in only after an invitation.

    Raises:
        MemberExists: the e-mail is a member's already.
        Invalid: the supervisor is nobody here.
    """
    check_supervisor(scope, supervisor_id)
    if email is not None and _has_email(members_of(scope), email):
        raise MemberExists()
    item = new_member_item(
        scope.workspace_id,
        name=name,
        role=role,
        status="pending",
        locale=setup_of(scope).locale,
        now=now,
        email=email,
        supervisor_id=supervisor_id,
    )
    writes = Writes()
    member = add_member(writes, scope, item, now)
    writes.commit()
    forget_members(scope.workspace_id)
    return member


def check_supervisor(scope: Scope, supervisor_id: str | None) -> None:
    """Raises Invalid when the supervisor is not a present member of the workspace."""
    if supervisor_id is None:
        return
    supervisor = members_of(scope).get(supervisor_id)
    if supervisor is None or supervisor.is_removed:
        raise Invalid.at("supervisor_id", "no such member" if scope.locale == "en" else "没有这位成员")


def check_role_change(scope: Scope, before: RoleName | None, after: RoleName | None) -> None:
    """Raises OwnersOnly when somebody else than an owner makes, changes or removes an owner."""
    if "owner" in (before, after) and before != after and scope.role not in ("owner", "system"):
        raise OwnersOnly()


def change_member(scope: Scope, member_id: str, change: MemberChange, expected: int | None, now: datetime) -> Member:
    """Change name, role, supervisor, region or digest of a member.

    Raises:
        MemberNotFound, StaleVersion, OwnersOnly, LastOwner, SupervisorCycle
        Invalid: the supervisor is nobody here.
    """
    item = _member_item(scope, member_id)
    member = member_of_item(item)
    if member.is_removed:
        raise MemberNotFound()
    if expected is not None and expected != member.version:
        raise StaleVersion()
    before = {name: getattr(member, name) for name in change.fields}
    changes = changes_between(before, change.fields)
    if not changes:
        return member

    def write() -> None:
        writes, told = Writes(), dict(changes)
        if "role" in changes:
            check_role_change(scope, *changes["role"])
            if member.role == "owner":
                _demand_another_owner(writes, scope, member)
            if not replace(member, role=change.fields["role"]).can_own_leads:
                told |= assignment.take_out(writes, scope, read_members(scope), member, None)
        if "supervisor_id" in changes and change.fields["supervisor_id"] is not None:
            check_supervisor(scope, change.fields["supervisor_id"])
            _demand_no_cycle(writes, scope, member, change.fields["supervisor_id"])
        writes.update(item, [_assign(name, change.fields[name]) for name in changes])
        writes.create(event_item(scope, EventKind.MEMBER_CHANGED, pk=item.pk, about=member.id, at=now, changes=told))
        writes.commit()

    _with_rules(scope, write)
    forget_members(scope.workspace_id)
    return get_member(scope, member_id)


def _with_rules(scope: Scope, write: Callable[[], None]) -> None:
    """Write what may take somebody out of the rules of assignment; again when the settings were changed meanwhile."""
    for _ in range(_TRIES):
        try:
            write()
        except RulesMoved:
            continue
        forget_setup(scope.workspace_id)
        return
    raise Contention()


def remove_member(
    scope: Scope,
    member_id: str,
    successor_id: str | None,
    now: datetime,
    *,
    owned: Callable[[Scope, str], int],
    hand_over: Callable[[Scope, str, str], None],
    expected: int | None = None,
) -> None:
    """End a membership; the member's leads go to the successor, their reports to their supervisor, their place in the
    rules of assignment to either.

    The member stays known by name, since the log speaks of them. `owned` counts the leads that the member owns,
    `hand_over` gives all of one member's to another.

    Raises:
        MemberNotFound, StaleVersion, OwnersOnly, LastOwner
        MemberHasLeads: and no successor is named.
        Invalid: the successor cannot own leads.
    """
    item = _member_item(scope, member_id)
    member = member_of_item(item)
    if member.is_removed:
        raise MemberNotFound()
    if expected is not None and expected != member.version:
        raise StaleVersion()
    check_role_change(scope, member.role, None)
    if member.role == "owner" and member.is_active:
        _demand_another_owner(Writes(), scope, member)
    if successor_id is not None:
        _check_successor(scope, member, successor_id)
    leads = owned(scope, member_id)
    if leads:
        if successor_id is None:
            raise MemberHasLeads(count=leads, extra={"count": leads})
        hand_over(scope, member_id, successor_id)
    _move_reports(scope, member, now)
    _with_rules(scope, lambda: _end_membership(scope, item, member, successor_id, now))
    forget_members(scope.workspace_id)
    # Whoever assigned a lead to the member between the count and the end of the membership.
    if successor_id is not None and owned(scope, member_id):
        hand_over(scope, member_id, successor_id)


def _end_membership(scope: Scope, item: MemberItem, member: Member, successor_id: str | None, now: datetime) -> None:
    writes, members = Writes(), read_members(scope)
    if member.role == "owner" and member.is_active:
        _demand_another_owner(writes, scope, member)
    changes = assignment.take_out(writes, scope, members, member, successor_id)
    writes.update(
        item,
        [
            MemberItem.status.set("removed"),
            MemberItem.invite_key.remove(),
            MemberItem.handed_key.remove(),
            MemberItem.due_at.remove(),
            MemberItem.due_shard.remove(),
            MemberItem.due_kind.remove(),
        ],
    )
    writes.create(
        event_item(
            scope, EventKind.MEMBER_REMOVED, pk=item.pk, about=member.id, at=now,
            changes=changes, name=member.name, successor_id=successor_id,
        )
    )  # fmt: skip
    if member.user_id is None:
        writes.commit()
        return
    writes.delete(MembershipItem(member.user_id, scope.workspace_id), versioned=False)
    with acting_as(scope, DirectoryScope("remove member")):
        writes.commit()


def _move_reports(scope: Scope, member: Member, now: datetime) -> None:
    """Whoever reported to the member reports to the member's supervisor from now on."""
    reports = [report for report in read_members(scope).reports_of(member.id) if not report.is_removed]
    for start in range(0, len(reports), _REPORTS_AT_ONCE):
        writes = Writes()
        for report in reports[start : start + _REPORTS_AT_ONCE]:
            item = _member_item(scope, report.id)
            writes.update(item, [_assign("supervisor_id", member.supervisor_id)])
            changes = {"supervisor_id": [member.id, member.supervisor_id]}
            writes.create(
                event_item(scope, EventKind.MEMBER_CHANGED, pk=item.pk, about=report.id, at=now, changes=changes)
            )
        writes.commit()


def _demand_another_owner(writes: Writes, scope: Scope, member: Member) -> None:
    """Another active owner must be there, and still be there when the transaction is written."""
    others = [each for each in read_members(scope).active() if each.role == "owner" and each.id != member.id]
    if not others:
        raise LastOwner()
    writes.check(
        MemberItem,
        keys.members(scope.workspace_id),
        others[0].id,
        (MemberItem.role == "owner") & (MemberItem.status == "active"),
        LastOwner(),
    )


def _demand_no_cycle(writes: Writes, scope: Scope, member: Member, supervisor_id: str) -> None:
    """The line above the new supervisor must not lead back to the member, nor change before it is written."""
    chain = read_members(scope).chain_above(supervisor_id)
    if chain is None or any(above.id == member.id for above in chain):
        raise SupervisorCycle()
    for above in chain:
        unchanged = (
            MemberItem.supervisor_id.does_not_exist()
            if above.supervisor_id is None
            else MemberItem.supervisor_id == above.supervisor_id
        )
        writes.check(MemberItem, keys.members(scope.workspace_id), above.id, unchanged, SupervisorCycle())


def _check_successor(scope: Scope, member: Member, successor_id: str) -> None:
    successor = members_of(scope).get(successor_id)
    if successor is None or successor.id == member.id or not successor.can_own_leads:
        message = "no member who can take leads over" if scope.locale == "en" else "该成员无法接手线索"
        raise Invalid.at("successor_id", message)


def _has_email(members: Members, email: str) -> bool:
    return any(member.email == email for member in members.present())


def _member_item(scope: Scope, member_id: str) -> MemberItem:
    item = store.member_item(scope, member_id)
    if item is None:
        raise MemberNotFound()
    return item


def _assign(name: str, value: Any) -> Any:
    attribute = getattr(MemberItem, name)
    return attribute.remove() if value is None else attribute.set(value)


__all__ = [
    "MemberChange", "add_pending_member", "change_member", "check_role_change", "check_supervisor", "get_member",
    "remove_member",
]  # fmt: skip
