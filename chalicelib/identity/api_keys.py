"""API keys: how partner systems act in one workspace, with the rights of a role. Shown once, kept as a keyed hash."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from chalicelib.core.cache import Cache
from chalicelib.core.clock import from_text, maybe, text_or_none, to_text
from chalicelib.core.errors import Invalid, NotFound, Unauthenticated
from chalicelib.core.events import EventKind, event_item
from chalicelib.core.ids import is_id, new_id
from chalicelib.core.scope import DirectoryScope, Role, Scope, acting_as
from chalicelib.core.store import Writes, get, query_all
from chalicelib.identity import keys
from chalicelib.identity.store import ApiKeyEntry, ApiKeyItem
from chalicelib.tenancy import roles

PREFIX = "gp_live_"
#: A deleted key is refused by every process after at most this.
CACHE_SECONDS = 20.0
_SHAPE = re.compile(r"gp_live_[\w-]{43}", re.ASCII)


@dataclass(frozen=True)
class ApiKey:
    """`hint` is the end of the key, to tell one from another."""

    id: str
    name: str
    role: Role
    hint: str
    created_by: str
    created_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True)
class _Known:
    scope: Scope
    ends_at: datetime | None


_known: Cache[_Known] = Cache("api-keys", ttl=CACHE_SECONDS)


def create_api_key(
    scope: Scope, name: str, role: Role, expires_at: datetime | None, now: datetime
) -> tuple[ApiKey, str]:
    """A new key and its secret, which is told this once.

    Raises:
        Invalid: the key would have ended already.
    """
    if expires_at is not None and expires_at <= now:
        raise Invalid.at("expires_at", "in the past" if scope.locale == "en" else "不能早于现在")
    secret = PREFIX + secrets.token_urlsafe(32)
    entry = ApiKeyEntry(
        keys.api_key(secret),
        keys.API_KEY,
        workspace_id=scope.workspace_id,
        group_id=scope.group_id,
        key_id=new_id("key", now),
        name=name,
        role=role,
        locale=scope.locale,
        ends_at=text_or_none(expires_at),
    )
    item = ApiKeyItem(
        keys.api_keys_of(scope.workspace_id),
        entry.key_id,
        name=name,
        role=role,
        hint=secret[-4:],
        entry=entry.pk,
        created_by=scope.member_id,
        created_at=to_text(now),
        ends_at=text_or_none(expires_at),
    )
    writes = Writes()
    writes.create(entry)
    writes.create(item)
    writes.create(event_item(scope, EventKind.API_KEY_CREATED, pk=item.pk, about=item.sk, at=now, name=name, role=role))
    with acting_as(scope, DirectoryScope("API key")):
        writes.commit()
    return _key_of(item), secret


def list_api_keys(scope: Scope) -> list[ApiKey]:
    """All keys of the workspace, the oldest first."""
    found = query_all(
        ApiKeyItem,
        keys.api_keys_of(scope.workspace_id),
        range_key_condition=ApiKeyItem.sk.startswith(keys.API_KEY_PREFIX),
        consistent_read=True,
    )
    return [_key_of(item) for item in found]


def get_api_key(scope: Scope, key_id: str) -> ApiKey:
    """Raises NotFound."""
    return _key_of(_item(scope, key_id))


def revoke_api_key(scope: Scope, key_id: str, now: datetime) -> None:
    """The key is good no more.

    Raises:
        NotFound
    """
    item = _item(scope, key_id)
    writes = Writes()
    writes.delete(item, ApiKeyItem.pk.exists(), NotFound(), versioned=False)
    writes.delete(ApiKeyEntry(item.entry, keys.API_KEY), versioned=False)
    writes.create(event_item(scope, EventKind.API_KEY_REVOKED, pk=item.pk, about=item.sk, at=now, name=item.name))
    with acting_as(scope, DirectoryScope("API key")):
        writes.commit()
    _known.forget(item.entry)


def scope_of_key(secret: str, now: datetime) -> Scope:
    """Who acts with this key: something like a member of its role, to whom nobody reports.

    Raises:
        Unauthenticated
    """
    if not _SHAPE.fullmatch(secret):
        raise Unauthenticated()
    pk = keys.api_key(secret)
    known = _known.get(pk, lambda: _load(pk))
    if known.ends_at is not None and known.ends_at <= now:
        raise Unauthenticated()
    return known.scope


def _load(pk: str) -> _Known:
    with acting_as(DirectoryScope("authenticate")):
        entry = get(ApiKeyEntry, pk, keys.API_KEY, consistent=True)
    if entry is None:
        raise Unauthenticated()
    role: Role = entry.role  # type: ignore[assignment]
    scope = Scope(
        workspace_id=entry.workspace_id,
        group_id=entry.group_id,
        member_id=entry.key_id,
        role=role,
        name=entry.name,
        locale=entry.locale,
        sees=None if role in roles.SEES_ALL else frozenset({entry.key_id}),
        sees_pool=role in roles.SEES_POOL,
        may=roles.permissions_of(role),
    )
    return _Known(scope, maybe(entry.ends_at))


def _item(scope: Scope, key_id: str) -> ApiKeyItem:
    if is_id(key_id, "key"):
        item = get(ApiKeyItem, keys.api_keys_of(scope.workspace_id), key_id, consistent=True)
        if item is not None:
            return item
    raise NotFound()


def _key_of(item: ApiKeyItem) -> ApiKey:
    return ApiKey(
        id=item.sk,
        name=item.name,
        role=item.role,  # type: ignore[arg-type]
        hint=item.hint,
        created_by=item.created_by,
        created_at=from_text(item.created_at),
        expires_at=maybe(item.ends_at),
    )
