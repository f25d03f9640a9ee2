"""The rules of notifications: by which ways one goes, and what becomes of each delivery. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.notifications import DeliveryFailed, FailureCode
from chalicelib.notifications.kinds import Kind

State = Literal["waiting", "sent", "failed", "dead"]
ChannelScope = Literal["workspace", "member"]

#: The "channel" that is the letter to the member's own address.
EMAIL = "email"
#: How long after the first try, or after a failed one, the next is made; after the last there is none.
LADDER = (
    timedelta(0), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2),
    timedelta(hours=6),
)  # fmt: skip
#: Whoever claims a delivery has this long to send it; then another may. Longer than a sweep sends for (`sending.py`).
LEASE = timedelta(minutes=3)
#: Notifications are kept this long.
KEPT = timedelta(days=180)


@dataclass(frozen=True)
class Delivery:
    """One way of one notification. `failed` will be tried again at `next_at`, `dead` only when somebody asks for it.

    `code` and `detail` say why the last try failed, as `DeliveryFailed` has them.
    """

    channel_id: str
    state: State
    attempts: int = 0
    next_at: datetime | None = None
    code: FailureCode | None = None
    detail: str = ""

    @property
    def is_open(self) -> bool:
        return self.state in ("waiting", "failed")

    def is_due(self, now: datetime) -> bool:
        return self.is_open and self.next_at is not None and self.next_at <= now


def claimed(delivery: Delivery, now: datetime) -> Delivery:
    return replace(delivery, attempts=delivery.attempts + 1, next_at=now + LEASE)


def given_back(delivery: Delivery, now: datetime) -> Delivery:
    """As before the claim: there was no time to try it, the next sweep does."""
    return replace(delivery, attempts=delivery.attempts - 1, next_at=now)


def arrived(delivery: Delivery) -> Delivery:
    return replace(delivery, state="sent", next_at=None, code=None, detail="")


def missed(delivery: Delivery, failure: DeliveryFailed, now: datetime) -> Delivery:
    """After a failed try: the next step of the ladder, or dead after the last one and when another try is pointless."""
    more = failure.retryable and delivery.attempts < len(LADDER)
    return replace(
        delivery,
        state="failed" if more else "dead",
        next_at=now + LADDER[delivery.attempts] if more else None,
        code=failure.code,
        detail=failure.detail,
    )


def revived(delivery: Delivery, now: datetime) -> Delivery:
    """A dead one that somebody wants tried again: the ladder from its start."""
    return replace(delivery, state="waiting", attempts=0, next_at=now)


def next_due(deliveries: Iterable[Delivery]) -> datetime | None:
    return min((each.next_at for each in deliveries if each.is_open and each.next_at), default=None)


@dataclass(frozen=True)
class Ways:
    """What a member gets of one kind, and how."""

    inbox: bool
    channels: bool
    email: bool


@dataclass(frozen=True)
class Preferences:
    """What one member has chosen, by kind; what they have not chosen is the kind's default."""

    chosen: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    version: int = 0

    def ways(self, kind: Kind) -> Ways:
        mine = self.chosen.get(kind.id, {})
        return Ways(
            inbox=mine.get("inbox", True) or kind.is_security,
            channels=mine.get("channels", True),
            email=mine.get("email", kind.email),
        )


@dataclass(frozen=True)
class Channel:
    """A channel as it is kept. `kinds` None: all that it may carry. `hint` is what may be shown of its secret."""

    id: str
    scope: ChannelScope
    member_id: str | None
    name: str
    kind: str
    kinds: tuple[str, ...] | None
    enabled: bool
    hint: str
    sealed: str = field(repr=False)
    created_at: datetime
    version: int

    def carries(self, kind: Kind) -> bool:
        if not self.enabled or (self.scope == "workspace" and not kind.for_teams):
            return False
        return self.kinds is None or kind.id in self.kinds
