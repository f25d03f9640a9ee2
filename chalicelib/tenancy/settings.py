"""Changing a workspace's settings: one transaction, together with what follows from it for leads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from chalicelib.core.errors import Invalid, StaleVersion
from chalicelib.core.events import EventKind, changes_between, event_item
from chalicelib.core.scope import DirectoryScope, Scope, acting_as
from chalicelib.core.store import Writes
from chalicelib.tenancy import keys, store
from chalicelib.tenancy.current import forget_setup, members_of, read_workspace
from chalicelib.tenancy.model import Workspace
from chalicelib.tenancy.setup import Setup
from chalicelib.tenancy.setup_change import SetupChange
from chalicelib.tenancy.store import SetupItem, WorkspaceEntry
from chalicelib.tenancy.trimming import trimmed

Follow = Callable[[Setup, Setup, Writes], None]


def change_setup(
    scope: Scope, change: SetupChange, expected: int | None, now: datetime, *, follow: Follow
) -> Workspace:
    """Change the set-up. `follow` gets it before and after, and may refuse, or add writes to the transaction.

    Raises:
        StaleVersion, Invalid, and what `follow` raises
    """
    item = store.read_setup(scope, consistent=True)
    if item is None:
        raise StaleVersion()
    workspace = store.workspace_of_item(item)
    if expected is not None and expected != workspace.version:
        raise StaleVersion()
    after = trimmed(workspace.setup, change, "en" if scope.locale == "en" else "zh-CN")
    name = change.name or workspace.name
    _demand_known_people(scope, workspace.setup, after)
    changes = changes_between(_said(workspace.name, workspace.setup), _said(name, after))
    if not changes:
        return workspace
    writes = Writes()
    writes.update(item, [SetupItem.setup.set(after.model_dump(mode="json", by_alias=True)), SetupItem.name.set(name)])
    writes.create(
        event_item(scope, EventKind.WORKSPACE_CHANGED, pk=item.pk, about=workspace.id, at=now, changes=changes)
    )
    follow(workspace.setup, after, writes)
    if name == workspace.name:
        writes.commit()
    else:
        _rename_entries(writes, workspace, name)
        with acting_as(scope, DirectoryScope("rename workspace")):
            writes.commit()
    forget_setup(workspace.id)
    return read_workspace(scope)


def _rename_entries(writes: Writes, workspace: Workspace, name: str) -> None:
    for pk in (keys.WORKSPACES, workspace.group_id):
        entry = WorkspaceEntry(pk, workspace.id)
        writes.update(entry, [WorkspaceEntry.name.set(name)], WorkspaceEntry.pk.exists(), versioned=False)


def _said(name: str, setup: Setup) -> dict[str, Any]:
    return {"name": name, **setup.model_dump(mode="json", by_alias=True)}


def _demand_known_people(scope: Scope, before: Setup, after: Setup) -> None:
    """Rules of assignment speak of members and channels that exist."""
    rules = after.assignment
    if rules == before.assignment:
        return
    members = members_of(scope)
    named = {*rules.members, *rules.by_channel.values(), *rules.by_region.values()}
    unknown = [each for each in sorted(named) if (member := members.get(each)) is None or not member.can_own_leads]
    if unknown:
        says = "no member who can own leads: " if scope.locale == "en" else "没有可负责线索的该成员："
        raise Invalid.at("assignment", says + unknown[0])
    channels = {channel.id for channel in after.source_channels}
    strange = sorted(set(rules.by_channel) - channels)
    if strange:
        says = "no such source channel: " if scope.locale == "en" else "没有这个来源渠道："
        raise Invalid.at("assignment.by_channel", says + strange[0])
