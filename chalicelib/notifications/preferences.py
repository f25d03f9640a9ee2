"""What a member wants to be told, and by which ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.core.errors import Contention, Invalid, StaleVersion
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes
from chalicelib.notifications import keys, store
from chalicelib.notifications.current import forget_outlets
from chalicelib.notifications.kinds import KINDS
from chalicelib.notifications.model import Preferences
from chalicelib.notifications.store import PreferencesItem
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.model import Member

_TRIES = 3


@dataclass(frozen=True)
class Chosen:
    """A member's preferences; the digest's switch and time are the member's own fields."""

    preferences: Preferences
    member: Member
    default_digest_at: str


def read_chosen(scope: Scope) -> Chosen:
    """Raises MemberNotFound: the caller is a program, not a member."""
    preferences = store.preferences_of(store.preferences_item(scope, scope.member_id))
    member = tenancy.get_member(scope, scope.member_id)
    return Chosen(preferences, member, tenancy.setup_of(scope).reminders.digest_at)


def change_chosen(
    scope: Scope,
    by_kind: Mapping[str, Mapping[str, bool]],
    digest: Mapping[str, Any],
    expected: int | None,
    now: datetime,
) -> Chosen:
    """Choose anew: `by_kind` holds ways (inbox, channels, email) by kind, `digest` may hold digest and digest_at.

    Raises:
        Invalid: no such kind, or a kind that is always in the inbox.
        StaleVersion, MemberNotFound
    """
    for kind_id, ways in by_kind.items():
        kind = KINDS.get(kind_id)
        if kind is None:
            raise Invalid.at(f"kinds.{kind_id[:60]}", "no such kind" if scope.locale == "en" else "没有这种通知")
        if kind.is_security and ways.get("inbox") is False:
            message = "is always in the inbox" if scope.locale == "en" else "安全通知始终进入收件箱"
            raise Invalid.at(f"kinds.{kind_id}", message)
    member = tenancy.get_member(scope, scope.member_id)
    if by_kind or expected is not None:
        _put(scope, by_kind, expected)
    if digest:
        tenancy.change_member(scope, member.id, tenancy.MemberChange(dict(digest)), None, now)
    return read_chosen(scope)


def _put(scope: Scope, by_kind: Mapping[str, Mapping[str, bool]], expected: int | None) -> None:
    for _ in range(_TRIES):
        item = store.preferences_item(scope, scope.member_id)
        before = store.preferences_of(item)
        if expected is not None and expected != before.version:
            raise StaleVersion()
        chosen = {kind: dict(ways) for kind, ways in before.chosen.items()}
        for kind, ways in by_kind.items():
            chosen[kind] = chosen.get(kind, {}) | dict(ways)
        if chosen == before.chosen:
            return
        item = item or PreferencesItem(keys.preferences(scope), scope.member_id)
        item.chosen = chosen
        writes = Writes()
        writes.put(item)
        try:
            writes.commit()
        except StaleVersion:
            continue
        forget_outlets(scope.workspace_id)
        return
    raise Contention()
