"""Items of groups, workspaces and members, and how they are read."""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, UnicodeAttribute

from chalicelib.core.clock import from_text
from chalicelib.core.ids import is_id
from chalicelib.core.scope import Scope
from chalicelib.core.store import get, get_many, query_all
from chalicelib.core.tables import DirectoryItem, VersionedDirectoryItem, VersionedItem
from chalicelib.tenancy import keys
from chalicelib.tenancy.model import Member, Workspace
from chalicelib.tenancy.setup import Setup, stored_rules


class SetupItem(VersionedItem):
    class Meta(VersionedItem.Meta):
        pass

    name = UnicodeAttribute()
    group_id = UnicodeAttribute()
    pack = UnicodeAttribute()
    setup = JSONAttribute()
    created_at = UnicodeAttribute()


class MemberItem(VersionedItem):
    """`invite_key` names the one mailed invite link that is still good, `handed_key` the one shown to an admin."""

    class Meta(VersionedItem.Meta):
        pass

    user_id = UnicodeAttribute(null=True)
    name = UnicodeAttribute()
    email = UnicodeAttribute(null=True)
    role = UnicodeAttribute()
    supervisor_id = UnicodeAttribute(null=True)
    region = UnicodeAttribute(null=True)
    status = UnicodeAttribute()
    locale = UnicodeAttribute(null=True)
    digest = BooleanAttribute(null=True)
    digest_at = UnicodeAttribute(null=True)
    created_at = UnicodeAttribute()
    invite_key = UnicodeAttribute(null=True)
    handed_key = UnicodeAttribute(null=True)


class GroupItem(VersionedDirectoryItem):
    class Meta(VersionedDirectoryItem.Meta):
        pass

    name = UnicodeAttribute()
    created_at = UnicodeAttribute()


class WorkspaceEntry(DirectoryItem):
    """A workspace in the list of all, and in its group."""

    class Meta(DirectoryItem.Meta):
        pass

    name = UnicodeAttribute()
    group_id = UnicodeAttribute()
    pack = UnicodeAttribute()
    created_at = UnicodeAttribute()


class MembershipItem(DirectoryItem):
    """That a user belongs to a workspace, and as whom."""

    class Meta(DirectoryItem.Meta):
        pass

    member_id = UnicodeAttribute()
    group_id = UnicodeAttribute()
    status = UnicodeAttribute()


def _setup_of(stored: dict[str, Any]) -> Setup:
    if "calendar" in stored:
        stored = {**stored, "calendar": stored_rules(stored["calendar"])}
    return Setup.model_validate(stored)


def workspace_of_item(item: SetupItem) -> Workspace:
    return Workspace(
        id=item.pk.partition("#")[0],
        group_id=item.group_id,
        name=item.name,
        pack=item.pack,
        setup=_setup_of(item.setup),
        created_at=from_text(item.created_at),
        version=item.version or 1,
    )


def member_of_item(item: MemberItem) -> Member:
    return Member(
        id=item.sk,
        user_id=item.user_id,
        name=item.name,
        email=item.email,
        role=item.role,  # type: ignore[arg-type]
        supervisor_id=item.supervisor_id,
        region=item.region,
        status=item.status,  # type: ignore[arg-type]
        locale="en" if item.locale == "en" else "zh-CN",
        digest=item.digest is not False,
        digest_at=item.digest_at,
        created_at=from_text(item.created_at),
        version=item.version or 1,
    )


def read_setup(scope: Scope, *, consistent: bool = False) -> SetupItem | None:
    return get(SetupItem, keys.setup(scope.workspace_id), keys.SETUP, consistent=consistent)


def member_item(scope: Scope, member_id: str) -> MemberItem | None:
    """The member as they are now; None for what is no member's id."""
    if not is_id(member_id, "m"):
        return None
    return get(MemberItem, keys.members(scope.workspace_id), member_id, consistent=True)


def read_members(scope: Scope, *, consistent: bool = False) -> list[MemberItem]:
    """All members: one Query. Their events share the key, so the sort key's prefix selects."""
    found = query_all(
        MemberItem,
        keys.members(scope.workspace_id),
        range_key_condition=MemberItem.sk.startswith(keys.MEMBER_PREFIX),
        consistent_read=consistent,
    )
    return list(found)


def read_group(group_id: str) -> GroupItem | None:
    return get(GroupItem, group_id, keys.GROUP)


def read_memberships(user_id: str) -> list[MembershipItem]:
    """All memberships of a user, the oldest workspace first. Within a DirectoryScope."""
    found = query_all(
        MembershipItem,
        user_id,
        range_key_condition=MembershipItem.sk.startswith(keys.WORKSPACE_PREFIX),
        consistent_read=True,
    )
    return list(found)


def read_membership(user_id: str, workspace_id: str) -> MembershipItem | None:
    return get(MembershipItem, user_id, workspace_id, consistent=True)


def read_workspace_entries(workspace_ids: list[str]) -> dict[str, WorkspaceEntry]:
    """Entries of the list of all workspaces, by id. Within a DirectoryScope."""
    return {entry.sk: entry for entry in get_many(WorkspaceEntry, ((keys.WORKSPACES, each) for each in workspace_ids))}
