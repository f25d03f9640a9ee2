"""What nearly every request needs to know of its workspace, kept per process for a few seconds."""

from __future__ import annotations

from chalicelib.core.cache import Cache
from chalicelib.core.calendar import Calendar, calendar_for
from chalicelib.core.errors import NotFound
from chalicelib.core.scope import Scope
from chalicelib.tenancy import store
from chalicelib.tenancy.model import Members, Workspace
from chalicelib.tenancy.setup import Setup

#: In AWS, where processes don't hear of each other's changes, a change is in force everywhere after at most this.
SETUP_SECONDS = 5.0
MEMBERS_SECONDS = 15.0

_workspaces: Cache[Workspace] = Cache("setup", ttl=SETUP_SECONDS)
_members: Cache[Members] = Cache("members", ttl=MEMBERS_SECONDS, most=512)


def workspace_of(scope: Scope) -> Workspace:
    """The scope's workspace, at most `SETUP_SECONDS` old.

    Raises:
        NotFound: the workspace does not exist.
    """
    return _workspaces.get(scope.workspace_id, lambda: read_workspace(scope))


def read_workspace(scope: Scope) -> Workspace:
    """The workspace as it is now."""
    item = store.read_setup(scope, consistent=True)
    if item is None:
        raise NotFound()
    return store.workspace_of_item(item)


def setup_of(scope: Scope) -> Setup:
    """The workspace's set-up. Errors as in `workspace_of`."""
    return workspace_of(scope).setup


def calendar_of(scope: Scope) -> Calendar:
    """The workspace's business calendar, in its time zone."""
    setup = setup_of(scope)
    return calendar_for(setup.calendar, setup.timezone)


def members_of(scope: Scope) -> Members:
    """All members of the workspace, at most `MEMBERS_SECONDS` old."""
    return _members.get(scope.workspace_id, lambda: read_members(scope))


def read_members(scope: Scope) -> Members:
    """All members as they are now: one Query."""
    return Members(store.member_of_item(item) for item in store.read_members(scope, consistent=True))


def forget_setup(workspace_id: str) -> None:
    """Call after a change of the set-up is written."""
    _workspaces.forget(workspace_id)


def forget_members(workspace_id: str) -> None:
    """Call after a change of a member is written."""
    _members.forget(workspace_id)
