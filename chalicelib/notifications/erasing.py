"""Taking a person's data out of the inboxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chalicelib.core.ids import made_at
from chalicelib.core.scope import Scope
from chalicelib.core.store import query_all
from chalicelib.core.tables import WorkspaceItem
from chalicelib.notifications import keys
from chalicelib.notifications.kinds import DIGEST
from chalicelib.notifications.store import DeadItem, NotificationItem
from chalicelib.tenancy import service as tenancy

ERASED = "—"


def erase_about(scope: Scope, ids: Iterable[str]) -> None:
    """Blank title, body and link of every notification about one of `ids`; may be run again.

    A digest names many leads and does not say which, so the bodies of all digests since the oldest of `ids` go too. It
    reads the inboxes of all members from then on: erasing is rare, and an index for it would cost each notification.
    """
    wanted = set(ids)
    if not wanted:
        return
    oldest = keys.since(min(made_at(each) for each in wanted))
    for item in _since(scope, oldest):
        card = dict(item.card or {})
        if card.get("about") in wanted:
            card |= {"title": ERASED, "body": ERASED, "link": ""}
        elif card.get("kind") == DIGEST:
            card |= {"body": ERASED}
        else:
            continue
        # Only the card: a sweep may be at the deliveries of the same item.
        item.update([WorkspaceItem.card.set(card)], WorkspaceItem.pk.exists())


def _since(scope: Scope, oldest: str) -> Iterator[NotificationItem | DeadItem]:
    later = WorkspaceItem.sk >= oldest
    for member in tenancy.read_members(scope).all():
        yield from query_all(NotificationItem, keys.inbox(scope, member.id), range_key_condition=later)
    yield from query_all(DeadItem, keys.dead(scope), range_key_condition=later)
