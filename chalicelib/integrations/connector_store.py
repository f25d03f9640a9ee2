"""Connectors as items, with their sealed secrets; and where a connector belongs, in the directory."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from chalicelib.core import vault
from chalicelib.core.cache import Cache
from chalicelib.core.clock import from_text, maybe
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import is_id
from chalicelib.core.scope import DirectoryScope, Scope, acting_as
from chalicelib.core.store import get, query_all
from chalicelib.core.tables import CompactJson, DirectoryItem, VersionedItem

from . import keys
from .connector_model import Connector, Mapping
from .signatures import Hmac, Signature, StandardWebhooks

PURPOSE = "connector"
#: A connector that was changed or deleted acts as before in other processes for at most this.
CACHE_SECONDS = 20.0


class ConnectorItem(VersionedItem):
    """`old_sealed` is the secret before the present one, good until `old_until`."""

    class Meta(VersionedItem.Meta):
        pass

    name = UnicodeAttribute()
    kind = UnicodeAttribute()
    enabled = BooleanAttribute()
    signature = CompactJson()
    mapping = CompactJson()
    sealed = UnicodeAttribute()
    old_sealed = UnicodeAttribute(null=True)
    old_until = UnicodeAttribute(null=True)
    created_by = UnicodeAttribute()
    created_at = UnicodeAttribute()
    secret_changed_at = UnicodeAttribute()


class HookEntry(DirectoryItem):
    class Meta(DirectoryItem.Meta):
        pass

    workspace_id = UnicodeAttribute()


@dataclass(frozen=True)
class Door:
    """What is needed to let an event in: the scope that it acts in, the connector, and its opened secrets."""

    scope: Scope
    connector: Connector
    secret: str = field(repr=False)
    old_secret: str | None = field(repr=False, default=None)

    def secrets_at(self, now: datetime) -> list[str]:
        until = self.connector.old_secret_until
        is_old_good = self.old_secret is not None and until is not None and now < until
        return [self.secret, self.old_secret] if is_old_good else [self.secret]  # type: ignore[list-item]


_SIGNATURE: TypeAdapter[Any] = TypeAdapter(Signature)
_doors: Cache[Door] = Cache("connectors", ttl=CACHE_SECONDS, most=512)


def connector_of(item: ConnectorItem) -> Connector:
    return Connector(
        id=item.sk,
        name=item.name,
        kind=item.kind,  # type: ignore[arg-type]
        enabled=bool(item.enabled),
        signature=_SIGNATURE.validate_python(item.signature),
        mapping=Mapping.model_validate(item.mapping),
        created_by=item.created_by,
        created_at=from_text(item.created_at),
        secret_changed_at=from_text(item.secret_changed_at),
        old_secret_until=maybe(item.old_until),
        version=item.version,
    )


def dumped_mapping(mapping: Mapping) -> Any:
    """As it is stored: without what stands at its default, so that to say a default is no change."""
    return mapping.model_dump(mode="json", exclude_defaults=True)


def dumped_signature(signature: StandardWebhooks | Hmac) -> Any:
    return signature.model_dump(mode="json", exclude_none=True)


def read_connectors(scope: Scope) -> list[Connector]:
    """All of the workspace, the oldest first."""
    found = query_all(
        ConnectorItem,
        keys.connectors(scope),
        range_key_condition=ConnectorItem.sk.startswith(keys.CONNECTOR_PREFIX),
        consistent_read=True,
    )
    return [connector_of(item) for item in found]


def connector_item(scope: Scope, connector_id: str) -> ConnectorItem:
    """
    Raises:
        NotFound
    """
    item = None
    if is_id(connector_id, "conn"):
        item = get(ConnectorItem, keys.connectors(scope), connector_id, consistent=True)
    if item is None:
        raise NotFound()
    return item


def entry_of(scope: Scope, connector_id: str) -> HookEntry:
    return HookEntry(keys.hook_entry(connector_id), keys.HOOK, workspace_id=scope.workspace_id)


def sealed(scope: Scope, secret: str) -> str:
    return vault.seal(scope.workspace_id, secret.encode(), PURPOSE)


def door_of(connector_id: str) -> Door:
    """Of a connector of any workspace: found by its id alone, as a partner names it.

    Raises:
        NotFound
    """
    if not is_id(connector_id, "conn"):
        raise NotFound()
    return _doors.get(connector_id, lambda: _load(connector_id))


def forget_door(connector_id: str) -> None:
    _doors.forget(connector_id)


def _load(connector_id: str) -> Door:
    with acting_as(DirectoryScope("inbound event")):
        entry = get(HookEntry, keys.hook_entry(connector_id), keys.HOOK, consistent=True)
    if entry is None:
        raise NotFound()
    scope = Scope.system(entry.workspace_id, connector_id)
    with acting_as(scope):
        item = connector_item(scope, connector_id)
        old = _opened(scope, item.old_sealed) if item.old_sealed else None
        return Door(scope, connector_of(item), _opened(scope, item.sealed), old)


def _opened(scope: Scope, text: str) -> str:
    return vault.open_sealed(scope.workspace_id, text, PURPOSE).decode()
