"""Keys of notifications, channels and preferences.

| what | pk | sk | index |
| --- | --- | --- | --- |
| notification | `<w>#INBOX#m_…` | `ntf_<ulid>` | unread: `flagged` `<w>#UNREAD#m_…`, id; to be sent: `due` |
| channel; events of channels | `<w>#CHANNELS` | `chan_…`; `E#<ulid>` | |
| a member's preferences | `<w>#PREFS` | `m_…` | |
| notification that a channel gave up on | `<w>#DEAD` | `ntf_<ulid>` | |
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.core import keys
from chalicelib.core.ids import new_ulid
from chalicelib.core.keys import of_workspace
from chalicelib.core.scope import Scope

NOTIFICATION_PREFIX = "ntf_"
CHANNEL_PREFIX = "chan_"
MEMBER_PREFIX = "m_"
_TIME_PART = 10


def inbox(scope: Scope, member_id: str) -> str:
    return of_workspace(scope.workspace_id, "INBOX", member_id)


def member_of_inbox(pk: str) -> str:
    return pk.rpartition("#")[2]


def unread(scope: Scope, member_id: str) -> str:
    return of_workspace(scope.workspace_id, "UNREAD", member_id)


def channels(scope: Scope) -> str:
    return of_workspace(scope.workspace_id, "CHANNELS")


def preferences(scope: Scope) -> str:
    return of_workspace(scope.workspace_id, "PREFS")


def dead(scope: Scope) -> str:
    return of_workspace(scope.workspace_id, "DEAD")


def since(moment: datetime) -> str:
    """The lowest id that a notification of `moment` can have."""
    return NOTIFICATION_PREFIX + new_ulid(moment)[:_TIME_PART]


def outbox_shard(scope: Scope) -> str:
    """One shard of the due index for all of a workspace: so what waits for one channel is read together."""
    return keys.due_shard(scope.workspace_id)
