"""To which workspaces a user belongs. These read the directory, within a DirectoryScope of the caller's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.core.clock import to_text
from chalicelib.core.keys import due_shard
from chalicelib.core.store import Writes
from chalicelib.tenancy import store
from chalicelib.tenancy.founding import DIGEST_DUE
from chalicelib.tenancy.store import MemberItem, MembershipItem


@dataclass(frozen=True)
class Membership:
    user_id: str
    workspace_id: str
    group_id: str
    member_id: str
    is_active: bool


@dataclass(frozen=True)
class Listed:
    """A workspace or a group as the directory lists it."""

    id: str
    name: str


def membership_in(user_id: str, workspace_id: str) -> Membership | None:
    item = store.read_membership(user_id, workspace_id)
    return _of(item) if item else None


def memberships_of_user(user_id: str) -> list[Membership]:
    """All of a user's memberships, the oldest workspace first, invitations included."""
    return [_of(item) for item in store.read_memberships(user_id)]


def listed_workspaces(workspace_ids: list[str]) -> dict[str, Listed]:
    """Name by id, of those that exist."""
    entries = store.read_workspace_entries(workspace_ids)
    return {workspace_id: Listed(workspace_id, entry.name) for workspace_id, entry in entries.items()}


def listed_group(group_id: str) -> Listed:
    group = store.read_group(group_id)
    return Listed(group_id, group.name if group else "")


def admit_member(writes: Writes, member: MemberItem, workspace_id: str, name: str | None, now: datetime) -> None:
    """Add to the transaction: the invited `member` becomes an active one, if the invitation still stands."""
    actions = [
        MemberItem.status.set("active"),
        MemberItem.invite_key.remove(),
        MemberItem.handed_key.remove(),
        MemberItem.due_at.set(to_text(now)),
        MemberItem.due_kind.set(DIGEST_DUE),
        MemberItem.due_shard.set(due_shard(member.pk)),
    ]
    if name is not None:
        actions.append(MemberItem.name.set(name))
    writes.update(member, actions, MemberItem.status == "invited")
    membership = MembershipItem(member.user_id, workspace_id)
    writes.update(
        membership, [MembershipItem.status.set("active")], MembershipItem.member_id == member.sk, versioned=False
    )


def _of(item: MembershipItem) -> Membership:
    return Membership(item.pk, item.sk, item.group_id, item.member_id, item.status == "active")
