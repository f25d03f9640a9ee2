"""What a new group, a new workspace and a new member consist of, added to a transaction of the caller's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.core.clock import to_text
from chalicelib.core.deadlines import set_due
from chalicelib.core.events import EventKind, event_item
from chalicelib.core.ids import new_id
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes
from chalicelib.tenancy import keys, packs
from chalicelib.tenancy.errors import MemberExists, PackUnknown
from chalicelib.tenancy.model import Member, MemberStatus, Workspace
from chalicelib.tenancy.setup import Locale, RoleName, Setup
from chalicelib.tenancy.store import (
    GroupItem,
    MemberItem,
    MembershipItem,
    SetupItem,
    WorkspaceEntry,
    member_of_item,
    workspace_of_item,
)

#: The deadline of a member's morning digest; whoever handles it moves the first one, of the moment of joining.
DIGEST_DUE = "member.digest"


def setup_from_pack(pack_id: str, locale: Locale | None, timezone: str | None, currency: str | None) -> Setup:
    """The pack's set-up, with what the founder chose.

    Raises:
        PackUnknown
    """
    try:
        setup = packs.get_pack(pack_id).setup
    except packs.UnknownPack:
        raise PackUnknown(pack=pack_id) from None
    chosen = {"locale": locale, "timezone": timezone, "currency": currency}
    return setup.model_copy(update={name: value for name, value in chosen.items() if value is not None})


def found_group(writes: Writes, group_id: str, name: str, now: datetime) -> None:
    writes.create(GroupItem(group_id, keys.GROUP, name=name, created_at=to_text(now)))


def found_workspace(writes: Writes, scope: Scope, name: str, pack_id: str, setup: Setup, now: datetime) -> Workspace:
    """Add the workspace of `scope` (founded by its member) to the transaction: set-up, directory entries, event."""
    shown: dict[str, Any] = {"name": name, "group_id": scope.group_id, "pack": pack_id, "created_at": to_text(now)}
    item = SetupItem(
        keys.setup(scope.workspace_id), keys.SETUP, setup=setup.model_dump(mode="json", by_alias=True), **shown
    )
    writes.create(item)
    writes.create(WorkspaceEntry(keys.WORKSPACES, scope.workspace_id, **shown))
    writes.create(WorkspaceEntry(scope.group_id, scope.workspace_id, **shown))
    writes.create(
        event_item(
            scope, EventKind.WORKSPACE_CREATED, pk=item.pk, about=scope.workspace_id, at=now, name=name, pack=pack_id
        )
    )
    return workspace_of_item(item)


def new_member_item(
    workspace_id: str,
    *,
    name: str,
    role: RoleName,
    status: MemberStatus,
    locale: Locale,
    now: datetime,
    member_id: str | None = None,
    user_id: str | None = None,
    email: str | None = None,
    supervisor_id: str | None = None,
    region: str | None = None,
) -> MemberItem:
    item = MemberItem(
        keys.members(workspace_id),
        member_id or new_id("m", now),
        name=name,
        role=role,
        status=status,
        locale=locale,
        user_id=user_id,
        email=email,
        supervisor_id=supervisor_id,
        region=region,
        created_at=to_text(now),
    )
    if status == "active":
        set_due(item, DIGEST_DUE, now)
    return item


def add_member(writes: Writes, scope: Scope, item: MemberItem, now: datetime) -> Member:
    """Add a new member to the transaction: the item, the membership of their user if they have one, the event.

    The commit raises `MemberExists` when the user belongs to the workspace already.
    """
    writes.create(item)
    member = member_of_item(item)
    if member.user_id is not None:
        add_membership(writes, scope, member)
    kind = EventKind.MEMBER_JOINED if member.is_active else EventKind.MEMBER_INVITED
    writes.create(
        event_item(
            scope, kind, pk=item.pk, about=member.id, at=now,
            name=member.name, role=member.role, status=member.status,
        )
    )  # fmt: skip
    return member


def add_membership(writes: Writes, scope: Scope, member: Member) -> None:
    """Tie the member's user to the workspace, once."""
    status = "active" if member.is_active else "invited"
    membership = MembershipItem(
        member.user_id, scope.workspace_id, member_id=member.id, group_id=scope.group_id, status=status
    )
    writes.create(membership, MemberExists())
