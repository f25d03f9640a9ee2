"""Telling a member something, within the caller's transaction."""

from __future__ import annotations

from datetime import datetime

from chalicelib.core.deadlines import set_due
from chalicelib.core.ids import new_ulid, ulid_for
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes
from chalicelib.notifications import keys, texts
from chalicelib.notifications.current import outlets_of
from chalicelib.notifications.model import KEPT, Delivery
from chalicelib.notifications.store import NotificationItem, card_of, kept_deliveries
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.model import Member

SEND = "notification.send"


def tell(
    writes: Writes,
    scope: Scope,
    *,
    to: Member,
    kind: str,
    message: texts.Message,
    about: str,
    now: datetime,
    once: str | None = None,
) -> None:
    """Add one item to the transaction: the inbox entry, which is its own outbox entry.

    It is in the inbox when the transaction is written, once, and not otherwise. Channels that carry the kind get it
    from the sweep; outside quiet hours at once, else when they end. Whoever wants a kind by channel only finds it in
    the inbox as read; who wants it by no way at all gets no item. With `once`, a name of the occasion, the same telling
    again (of the same moment) makes the commit fail as `StaleVersion`: for what is told from the event stream.
    """
    outlets = outlets_of(scope)
    shown = outlets.ways(to.id, kind).inbox
    channel_ids = outlets.channels_for(to, kind)
    if not shown and not channel_ids:
        return
    ulid = new_ulid(now) if once is None else ulid_for(now, f"{once}|{to.id}|{kind}")
    notification_id = keys.NOTIFICATION_PREFIX + ulid
    item = NotificationItem(
        keys.inbox(scope, to.id),
        notification_id,
        card=card_of(kind, message.title, message.body_text, message.link, about),
        expires=int((now + KEPT).timestamp()),
    )
    if shown:
        item.flag_key, item.flag_order = keys.unread(scope, to.id), notification_id
    if channel_ids:
        at = tenancy.calendar_of(scope).quiet_until(now)
        item.deliveries = kept_deliveries(Delivery(each, "waiting", next_at=at) for each in channel_ids)
        item.turn = 1
        set_due(item, SEND, at)
        item.due_shard = keys.outbox_shard(scope)
    writes.create(item)
