"""The outbox side of a notification: claiming its deliveries and recording what became of them, on condition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pynamodb.exceptions import UpdateError

from chalicelib.core.clock import to_text
from chalicelib.core.errors import StaleVersion
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes, get
from chalicelib.core.tables import WorkspaceItem
from chalicelib.notifications import keys
from chalicelib.notifications.model import Delivery, claimed, next_due
from chalicelib.notifications.store import DeadItem, NotificationItem, deliveries_of, kept_deliveries
from chalicelib.notifications.telling import SEND

_TRIES = 5
#: The code of a delivery whose channel was removed or switched off: nothing that an administrator could mend.
GONE = "gone"


@dataclass
class Claim:
    """One delivery that is ours until its lease ends. Claims of one notification share its item."""

    item: NotificationItem
    delivery: Delivery


def claim_due(scope: Scope, item: NotificationItem, now: datetime) -> list[Claim]:
    """Claim every delivery of `item` that is due; nothing when another sweep was first."""
    before = deliveries_of(item.deliveries)
    mine = {each.channel_id for each in before if each.is_due(now)}
    after = [claimed(each, now) if each.channel_id in mine else each for each in before]
    if not _write(scope, item, after):
        return []
    return [Claim(item, each) for each in deliveries_of(item.deliveries) if each.channel_id in mine]


def record(scope: Scope, claim: Claim, outcome: Callable[[Delivery], Delivery]) -> None:
    """Write down what became of a claimed delivery, unless its lease has ended and another has it."""
    item = claim.item
    for _ in range(_TRIES):
        before = deliveries_of(item.deliveries)
        if claim.delivery not in before:
            return
        after = [outcome(each) if each == claim.delivery else each for each in before]
        if _write(scope, item, after):
            return
        fresh = get(NotificationItem, item.pk, item.sk, consistent=True)
        if fresh is None:
            return
        item.deliveries, item.turn = fresh.deliveries, fresh.turn


def revive(scope: Scope, item: NotificationItem, revived: Callable[[Delivery], Delivery]) -> bool:
    """Have the dead deliveries tried again. False: there is none, or somebody else changed them at this moment."""
    before = deliveries_of(item.deliveries)
    if not any(each.state == "dead" for each in before):
        return False
    return _write(scope, item, [revived(each) if each.state == "dead" else each for each in before])


def _write(scope: Scope, item: NotificationItem, after: Sequence[Delivery]) -> bool:
    """Write `after` if nobody has changed the deliveries since `item` was read; `item` then shows them."""
    turn, kept = int(item.turn or 0), kept_deliveries(after)
    actions = [NotificationItem.deliveries.set(kept), NotificationItem.turn.set(turn + 1), *_due(scope, after)]
    condition = NotificationItem.turn == turn
    if _is_listed_dead(item.deliveries) or _is_listed_dead(kept):
        if not _write_with_list(scope, item, actions, condition, kept):
            return False
    else:
        try:
            item.update(actions, condition)
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
    item.deliveries, item.turn = kept, turn + 1
    return True


def _write_with_list(
    scope: Scope, item: NotificationItem, actions: list[Any], condition: Any, kept: dict[str, list[Any]]
) -> bool:
    """The same, and the list of what channels gave up on follows in the same transaction."""
    entry = DeadItem(keys.dead(scope), item.sk, member_id=keys.member_of_inbox(item.pk), card=item.card)
    entry.deliveries = {each.channel_id: kept[each.channel_id] for each in deliveries_of(kept) if _is_list_worthy(each)}
    entry.expires = item.expires
    writes = Writes()
    writes.update(item, actions, condition)
    if entry.deliveries:
        writes.put(entry)
    else:
        writes.delete(entry)
    try:
        writes.commit()
    except StaleVersion:
        return False
    return True


def _is_listed_dead(kept: dict[str, list[Any]] | None) -> bool:
    return any(_is_list_worthy(each) for each in deliveries_of(kept))


def _is_list_worthy(delivery: Delivery) -> bool:
    return delivery.state == "dead" and delivery.code != GONE


def _due(scope: Scope, deliveries: Sequence[Delivery]) -> list[Any]:
    at = next_due(deliveries)
    if at is None:
        return [WorkspaceItem.due_at.remove(), WorkspaceItem.due_kind.remove(), WorkspaceItem.due_shard.remove()]
    return [
        WorkspaceItem.due_at.set(to_text(at)),
        WorkspaceItem.due_kind.set(SEND),
        WorkspaceItem.due_shard.set(keys.outbox_shard(scope)),
    ]
