"""The inbox of one member, and what channels gave up on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from chalicelib.core.cursors import open_cursor, seal_cursor
from chalicelib.core.errors import Contention
from chalicelib.core.scope import Scope
from chalicelib.core.store import get_many, query_page
from chalicelib.core.tables import WorkspaceItem
from chalicelib.notifications import keys, store
from chalicelib.notifications.errors import NothingToRetry, NotificationNotFound
from chalicelib.notifications.model import KEPT, revived
from chalicelib.notifications.outbox import revive
from chalicelib.notifications.store import Dead, DeadItem, Notification, NotificationItem, dead_of, notification_of

#: The unread are counted as far as this; a badge says "99+".
MOST_COUNTED = 100
#: One call of "read all" reads as many; the answer says whether there are more.
MOST_READ_AT_ONCE = 200
_TRIES = 3
_UNFLAGGED: list[Action] = [WorkspaceItem.flag_key.remove(), WorkspaceItem.flag_order.remove()]


@dataclass(frozen=True)
class Inbox:
    """A page, newest first. `unread` counts to `MOST_COUNTED` at most."""

    items: list[Notification]
    next_cursor: str | None
    unread: int


def list_inbox(scope: Scope, *, unread: bool, limit: int, cursor: str | None, now: datetime) -> Inbox:
    """The caller's own notifications.

    Raises:
        Invalid: the cursor is not one of this list.
    """
    question = f"inbox {scope.member_id} {unread}"
    page = query_page(
        NotificationItem,
        keys.unread(scope, scope.member_id) if unread else keys.inbox(scope, scope.member_id),
        index="flagged" if unread else None,
        # Where nothing sweeps what has expired, it is at least not shown.
        range_condition=(WorkspaceItem.flag_order if unread else WorkspaceItem.sk) >= keys.since(now - KEPT),
        limit=limit,
        descending=True,
        start=open_cursor(scope, question, cursor) if cursor else None,
    )
    items = page.items
    if unread:
        # The index shows no deliveries; and of what was read a moment ago it may not know yet.
        found = get_many(NotificationItem, [(item.pk, item.sk) for item in items], consistent=True)
        items = sorted((item for item in found if item.flag_key), key=lambda item: item.sk, reverse=True)
    return Inbox(
        [notification_of(item) for item in items],
        seal_cursor(scope, question, page.next_key) if page.next_key else None,
        count_unread(scope),
    )


def count_unread(scope: Scope) -> int:
    """To `MOST_COUNTED` at most: one Query. (PynamoDB's `count` reads on to the end whatever its limit.)"""
    page = query_page(
        NotificationItem, keys.unread(scope, scope.member_id), index="flagged", limit=MOST_COUNTED, attributes=["pk"]
    )
    return len(page.items)


def read(scope: Scope, notification_id: str) -> Notification:
    """Mark one of the caller's own as read; one that is read already stays so.

    Raises:
        NotificationNotFound: no such one in the caller's inbox.
    """
    item = store.notification_item(scope, scope.member_id, notification_id)
    if item is None or not _unflag(item):
        raise NotificationNotFound()
    item.flag_key = None
    return notification_of(item)


def read_all(scope: Scope) -> tuple[int, bool]:
    """Mark the newest `MOST_READ_AT_ONCE` unread ones as read: how many they were, and whether there are more."""
    page = query_page(
        NotificationItem,
        keys.unread(scope, scope.member_id),
        index="flagged",
        limit=MOST_READ_AT_ONCE,
        descending=True,
        attributes=["pk", "sk"],
    )
    return sum(_unflag(item) for item in page.items), page.next_key is not None


def _unflag(item: NotificationItem) -> bool:
    try:
        item.update(_UNFLAGGED, WorkspaceItem.pk.exists())
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        return False
    return True


def retry(scope: Scope, notification_id: str, now: datetime) -> Notification:
    """Have the channels that gave up try again, with the ladder from its start.

    One's own notifications; who keeps the workspace's channels may also retry what the list of failures shows.

    Raises:
        NotificationNotFound, NothingToRetry
    """
    member_id = scope.member_id
    if "channels.write" in scope.may and (listed := store.dead_item(scope, notification_id)):
        member_id = listed.member_id
    for _ in range(_TRIES):
        item = store.notification_item(scope, member_id, notification_id)
        if item is None:
            raise NotificationNotFound()
        if not any(each.state == "dead" for each in notification_of(item).deliveries):
            raise NothingToRetry()
        if revive(scope, item, partial(revived, now=now)):
            return notification_of(item)
    raise Contention()


def list_dead(scope: Scope, *, limit: int, cursor: str | None, now: datetime) -> tuple[list[Dead], str | None]:
    """What channels gave up on in the whole workspace, newest first: one Query.

    Raises:
        Invalid: the cursor is not one of this list.
    """
    page = query_page(
        DeadItem,
        keys.dead(scope),
        range_condition=WorkspaceItem.sk >= keys.since(now - KEPT),
        limit=limit,
        descending=True,
        start=open_cursor(scope, "dead", cursor) if cursor else None,
    )
    return [dead_of(item) for item in page.items], seal_cursor(scope, "dead", page.next_key) if page.next_key else None
