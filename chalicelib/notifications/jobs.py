"""What the sweep calls for notifications."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from chalicelib.core.deadlines import DueKey, Handler
from chalicelib.core.scope import Scope
from chalicelib.core.store import get_many
from chalicelib.notifications.digest import DIGEST_DUE, FactsOf, digest_handler
from chalicelib.notifications.outbox import claim_due
from chalicelib.notifications.sending import send_claimed
from chalicelib.notifications.store import NotificationItem
from chalicelib.notifications.telling import SEND


def send_due(scope: Scope, due: Sequence[DueKey], now: datetime) -> None:
    """Handler of `notification.send`: send what waits for channels.

    Each delivery is claimed by a conditional write before it is sent, so that of sweeps side by side one sends it, and
    its outcome is written afterwards. A process that dies between sending and writing leaves the claim to its lease,
    after which the delivery is sent again: the inbox has each notification exactly once, a channel at least once.
    """
    items = get_many(NotificationItem, [(each.pk, each.sk) for each in due], consistent=True)
    claims = [claim for item in items if item.deliveries for claim in claim_due(scope, item, now)]
    if claims:
        send_claimed(scope, claims, now)


def deadlines(facts_of: FactsOf) -> Mapping[str, Handler]:
    """The handlers by kind; `facts_of` as for `digest_handler`."""
    return {SEND: send_due, DIGEST_DUE: digest_handler(facts_of)}


__all__ = ["deadlines", "digest_handler", "send_due"]
