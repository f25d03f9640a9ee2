"""Items of notifications, channels and preferences, and how they are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.core.clock import from_text, maybe, to_text
from chalicelib.core.ids import made_at
from chalicelib.core.scope import Scope
from chalicelib.core.settings import settings
from chalicelib.core.store import get, query_all
from chalicelib.core.tables import CompactJson, VersionedItem, WorkspaceItem
from chalicelib.notifications import keys
from chalicelib.notifications.model import Channel, Delivery, Preferences, State

#: Deliveries are kept short: with them a usual notification stays below 1 KB, one write unit.
_LETTERS: Mapping[State, str] = {"waiting": "w", "sent": "s", "failed": "f", "dead": "d"}
_STATES: Mapping[str, State] = {letter: state for state, letter in _LETTERS.items()}
#: In a kept link, in the place of the id of what it is about.
_ABOUT = "*"


class NotificationItem(WorkspaceItem):
    """`turn` counts the changes of `deliveries`, and guards them. Reading a notification changes neither."""

    class Meta(WorkspaceItem.Meta):
        pass

    deliveries = CompactJson(null=True)
    turn = NumberAttribute(null=True)


class DeadItem(WorkspaceItem):
    """A notification that a channel gave up on, as administrators list them. Its truth is the notification."""

    class Meta(WorkspaceItem.Meta):
        pass

    member_id = UnicodeAttribute()
    deliveries = CompactJson()


class ChannelItem(VersionedItem):
    class Meta(VersionedItem.Meta):
        pass

    scope = UnicodeAttribute()
    member_id = UnicodeAttribute(null=True)
    name = UnicodeAttribute()
    kind = UnicodeAttribute()
    kinds = CompactJson(null=True)
    enabled = BooleanAttribute()
    hint = UnicodeAttribute()
    sealed = UnicodeAttribute()
    created_at = UnicodeAttribute()


class PreferencesItem(VersionedItem):
    class Meta(VersionedItem.Meta):
        pass

    chosen = CompactJson()


@dataclass(frozen=True)
class Notification:
    """`about` is the id of what it is about; `link` is whole."""

    id: str
    member_id: str
    kind: str
    title: str
    body: str
    link: str
    about: str
    at: datetime
    is_read: bool
    deliveries: tuple[Delivery, ...]


@dataclass(frozen=True)
class Dead:
    """A notification of `member_id` that one or more channels gave up on."""

    id: str
    member_id: str
    kind: str
    title: str
    at: datetime
    deliveries: tuple[Delivery, ...]


def card_of(kind: str, title: str, body: str, link: str, about: str) -> dict[str, str]:
    """What an inbox shows. Our own address and the id are not kept twice."""
    path = link.removeprefix(settings().public_url)
    if about and path.endswith(about):
        path = path[: -len(about)] + _ABOUT
    return {"kind": kind, "title": title, "body": body, "link": path, "about": about}


def notification_of(item: NotificationItem) -> Notification:
    card: dict[str, str] = item.card or {}
    path = card.get("link", "")
    if path.endswith(_ABOUT):
        path = path[: -len(_ABOUT)] + card.get("about", "")
    return Notification(
        id=item.sk,
        member_id=keys.member_of_inbox(item.pk),
        kind=card.get("kind", ""),
        title=card.get("title", ""),
        body=card.get("body", ""),
        link=settings().public_url + path if path.startswith("/") else path,
        about=card.get("about", ""),
        at=made_at(item.sk),
        is_read=item.flag_key is None,
        deliveries=deliveries_of(item.deliveries),
    )


def dead_of(item: DeadItem) -> Dead:
    card: dict[str, str] = item.card or {}
    return Dead(
        id=item.sk,
        member_id=item.member_id,
        kind=card.get("kind", ""),
        title=card.get("title", ""),
        at=made_at(item.sk),
        deliveries=deliveries_of(item.deliveries),
    )


def deliveries_of(kept: Mapping[str, list[Any]] | None) -> tuple[Delivery, ...]:
    return tuple(
        Delivery(channel_id, _STATES[state], attempts, maybe(next_at), code, detail)
        for channel_id, (state, attempts, next_at, code, detail) in (kept or {}).items()
    )


def kept_deliveries(deliveries: Iterable[Delivery]) -> dict[str, list[Any]]:
    return {
        each.channel_id: [
            _LETTERS[each.state], each.attempts, to_text(each.next_at) if each.next_at else None, each.code,
            each.detail[:200],
        ]
        for each in deliveries
    }  # fmt: skip


def channel_of(item: ChannelItem) -> Channel:
    return Channel(
        id=item.sk,
        scope="workspace" if item.scope == "workspace" else "member",
        member_id=item.member_id,
        name=item.name,
        kind=item.kind,
        kinds=tuple(item.kinds) if item.kinds is not None else None,
        enabled=item.enabled,
        hint=item.hint,
        sealed=item.sealed,
        created_at=from_text(item.created_at),
        version=item.version or 1,
    )


def read_channels(scope: Scope) -> list[Channel]:
    """All channels, the workspace's and the members': one Query."""
    found = query_all(
        ChannelItem,
        keys.channels(scope),
        range_key_condition=ChannelItem.sk.startswith(keys.CHANNEL_PREFIX),
        consistent_read=True,
    )
    return [channel_of(item) for item in found]


def channel_item(scope: Scope, channel_id: str) -> ChannelItem | None:
    if not channel_id.startswith(keys.CHANNEL_PREFIX):
        return None
    return get(ChannelItem, keys.channels(scope), channel_id, consistent=True)


def read_preferences(scope: Scope) -> dict[str, Preferences]:
    """What the members have chosen, by member: one Query."""
    found = query_all(PreferencesItem, keys.preferences(scope), consistent_read=True)
    return {item.sk: preferences_of(item) for item in found}


def preferences_item(scope: Scope, member_id: str) -> PreferencesItem | None:
    return get(PreferencesItem, keys.preferences(scope), member_id, consistent=True)


def preferences_of(item: PreferencesItem | None) -> Preferences:
    return Preferences(item.chosen, item.version or 1) if item else Preferences()


def notification_item(scope: Scope, member_id: str, notification_id: str) -> NotificationItem | None:
    if not notification_id.startswith(keys.NOTIFICATION_PREFIX):
        return None
    return get(NotificationItem, keys.inbox(scope, member_id), notification_id, consistent=True)


def dead_item(scope: Scope, notification_id: str) -> DeadItem | None:
    if not notification_id.startswith(keys.NOTIFICATION_PREFIX):
        return None
    return get(DeadItem, keys.dead(scope), notification_id, consistent=True)
