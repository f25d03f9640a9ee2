"""Keeping channels: the workspace's, by whoever may keep them, and each member's own.

A channel's secret goes in, is sealed, and never comes out again but to the service that it is for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.core import vault
from chalicelib.core.clock import to_text
from chalicelib.core.errors import Forbidden, Invalid, StaleVersion
from chalicelib.core.events import EventKind, changes_between, event_item
from chalicelib.core.ids import new_id
from chalicelib.core.scope import Scope
from chalicelib.core.settings import settings
from chalicelib.core.store import Writes
from chalicelib.notifications import DeliveryFailed, channels, keys, store, texts
from chalicelib.notifications.current import forget_outlets, outlets_of, read_outlets
from chalicelib.notifications.errors import ChannelNotFound, TooManyChannels
from chalicelib.notifications.kinds import KINDS
from chalicelib.notifications.model import Channel, ChannelScope
from chalicelib.notifications.sending import PURPOSE, send_now
from chalicelib.notifications.store import ChannelItem, channel_of
from chalicelib.tenancy import service as tenancy

#: Bounds on what nobody needs more of. Two who add at the same moment may pass them by one.
MOST_OWN = 10
MOST_OF_WORKSPACE = 50


@dataclass(frozen=True)
class NewChannel:
    scope: ChannelScope
    name: str
    kinds: tuple[str, ...] | None
    enabled: bool
    settings: channels.Channel


def visible_channels(scope: Scope) -> list[Channel]:
    """The workspace's and the caller's own."""
    return [each for each in store.read_channels(scope) if _is_visible(scope, each)]


def get_channel(scope: Scope, channel_id: str) -> Channel:
    """Raises ChannelNotFound, also for another member's own channel."""
    return channel_of(_item(scope, channel_id))


def create_channel(scope: Scope, new: NewChannel, now: datetime) -> Channel:
    """Raises Forbidden (a workspace channel, and not one's to keep), Invalid (kinds), TooManyChannels."""
    _demand_keeper(scope, new.scope)
    _check_kinds(scope, new.scope, new.kinds)
    if new.scope == "member" and tenancy.get_member(scope, scope.member_id).is_removed:
        raise Forbidden()
    outlets = read_outlets(scope)
    kept = outlets.of_workspace if new.scope == "workspace" else outlets.own(scope.member_id)
    most = MOST_OF_WORKSPACE if new.scope == "workspace" else MOST_OWN
    if len(kept) >= most:
        raise TooManyChannels(most=most)
    item = ChannelItem(
        keys.channels(scope),
        new_id("chan", now),
        scope=new.scope,
        member_id=scope.member_id if new.scope == "member" else None,
        name=new.name,
        kinds=list(new.kinds) if new.kinds is not None else None,
        enabled=new.enabled,
        created_at=to_text(now),
        **_sealed(scope, new.settings),
    )
    writes = Writes()
    writes.create(item)
    _add_event(writes, scope, item, now, action="created")
    _commit(writes, scope)
    return get_channel(scope, item.sk)


def change_channel(
    scope: Scope, channel_id: str, fields: Mapping[str, Any], expected: int | None, now: datetime
) -> Channel:
    """Change what `fields` names of name, kinds, enabled and settings (`channels.Channel`).

    Raises:
        ChannelNotFound, Forbidden, Invalid, StaleVersion
    """
    item = _item(scope, channel_id)
    before = channel_of(item)
    _demand_keeper(scope, before.scope)
    if expected is not None and expected != before.version:
        raise StaleVersion()
    after = {name: fields[name] for name in ("name", "kinds", "enabled") if name in fields}
    if "kinds" in after:
        _check_kinds(scope, before.scope, after["kinds"])
        after["kinds"] = list(after["kinds"]) if after["kinds"] is not None else None
    changes = changes_between({name: getattr(item, name) for name in after}, after)
    given = fields.get("settings")
    if not changes and given is None:
        return before
    for name, (_, value) in changes.items():
        setattr(item, name, value)
    if given is not None:
        for name, value in _sealed(scope, given).items():
            setattr(item, name, value)
    writes = Writes()
    writes.put(item)
    _add_event(writes, scope, item, now, action="changed", changes=changes, new_secret=given is not None or None)
    _commit(writes, scope)
    return get_channel(scope, channel_id)


def delete_channel(scope: Scope, channel_id: str, expected: int | None, now: datetime) -> None:
    """What still waits for the channel is given up, with that reason.

    Raises:
        ChannelNotFound, Forbidden, StaleVersion
    """
    item = _item(scope, channel_id)
    channel = channel_of(item)
    _demand_keeper(scope, channel.scope)
    if expected is not None and expected != channel.version:
        raise StaleVersion()
    writes = Writes()
    writes.delete(item)
    _add_event(writes, scope, item, now, action="deleted")
    _commit(writes, scope)


def test_channel(scope: Scope, channel_id: str, now: datetime) -> DeliveryFailed | None:
    """Send a message through the channel at once; why it did not arrive, or None.

    Raises:
        ChannelNotFound, Forbidden
    """
    channel = channel_of(_item(scope, channel_id))
    _demand_keeper(scope, channel.scope)
    language: texts.Language = "en" if scope.locale == "en" else "zh-CN"
    voice = texts.Voice(language, ZoneInfo(tenancy.setup_of(scope).timezone))
    try:
        send_now(scope, channel, texts.channel_test(channel.name, settings().public_url, voice), language, now)
    except DeliveryFailed as failure:
        return failure
    return None


def channel_name(scope: Scope, channel_id: str) -> str | None:
    """As a delivery shows it; None for one that is gone, for another member's own, and for the letter."""
    channel = outlets_of(scope).get(channel_id)
    return channel.name if channel is not None and _is_visible(scope, channel) else None


def _item(scope: Scope, channel_id: str) -> ChannelItem:
    item = store.channel_item(scope, channel_id)
    if item is None or not _is_visible(scope, channel_of(item)):
        raise ChannelNotFound()
    return item


def _is_visible(scope: Scope, channel: Channel) -> bool:
    return channel.scope == "workspace" or channel.member_id == scope.member_id


def _demand_keeper(scope: Scope, of: ChannelScope) -> None:
    if of == "workspace" and "channels.write" not in scope.may:
        raise Forbidden()


def _check_kinds(scope: Scope, of: ChannelScope, kinds: tuple[str, ...] | None) -> None:
    for kind_id in kinds or ():
        kind = KINDS.get(kind_id)
        if kind is None:
            raise Invalid.at("kinds", f"{'no such kind: ' if scope.locale == 'en' else '没有这种通知：'}{kind_id[:60]}")
        if of == "workspace" and not kind.for_teams:
            en, zh = f"{kind_id} is told to one member, not to a team", f"{kind_id} 只通知个人，不发给团队"
            raise Invalid.at("kinds", en if scope.locale == "en" else zh)


def _sealed(scope: Scope, given: channels.Channel) -> dict[str, Any]:
    return {
        "kind": given.kind,
        "hint": channels.hint(given),
        "sealed": vault.seal(scope.workspace_id, channels.to_bytes(given), PURPOSE),
    }


def _add_event(writes: Writes, scope: Scope, item: ChannelItem, now: datetime, **told: Any) -> None:
    """Neither the secret nor its hint: an address may be one person's."""
    writes.create(
        event_item(
            scope, EventKind.CHANNEL_CHANGED, pk=item.pk, about=item.sk, at=now,
            name=item.name, channel_kind=item.kind, channel_scope=item.scope, **told,
        )
    )  # fmt: skip


def _commit(writes: Writes, scope: Scope) -> None:
    writes.commit()
    forget_outlets(scope.workspace_id)
