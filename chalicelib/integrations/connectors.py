"""Keeping connectors: made, changed, tried out, given a new secret, deleted.

A secret is told once, when it is made here. One that the sender chose is told to nobody.
"""

from __future__ import annotations

import json
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.core.clock import to_text
from chalicelib.core.errors import Invalid, StaleVersion
from chalicelib.core.events import EventKind, changes_between, event_item
from chalicelib.core.ids import new_id
from chalicelib.core.scope import DirectoryScope, Scope, acting_as
from chalicelib.core.store import Writes
from chalicelib.workflow import service as workflow
from chalicelib.workflow.definition import FlowDefinition

from . import connector_store, keys
from .connector_checks import check_mapping
from .connector_kinds import KINDS, Kind
from .connector_model import (
    OLD_SECRET_KEPT,
    Connector,
    ConnectorKind,
    Intent,
    Mapping,
    event_id_of,
    event_type_of,
    intent_of,
)
from .connector_store import ConnectorItem, connector_item, connector_of, dumped_mapping, dumped_signature, forget_door
from .errors import TooManyConnectors
from .hook_trial import Foreseen, foresee
from .signatures import Hmac, StandardWebhooks, is_secret, new_secret

#: A bound on what nobody needs more of. Two who add at the same moment may pass it by one.
MOST_CONNECTORS = 50
#: The event of a change holds a mapping before and after it, in one item of 400 KB.
MOST_MAPPING_BYTES = 100_000


@dataclass(frozen=True)
class NewConnector:
    """Without a `mapping`, the kind's own. Without a `secret`, one is made."""

    name: str
    kind: ConnectorKind
    enabled: bool
    signature: StandardWebhooks | Hmac
    mapping: Mapping | None
    secret: str | None


@dataclass(frozen=True)
class Trial:
    """What a sample would do. Without an intent: no rule is for its type."""

    event_id: str | None
    event_type: str | None
    intent: Intent | None
    foreseen: Foreseen


def usual_mappings(scope: Scope) -> list[tuple[Kind, Mapping | None]]:
    """The kinds, each with the mapping that a connector of it gets in this workspace if none is given."""
    flows = _flows(scope)
    return [(kind, kind.mapping_for(flows)) for kind in KINDS.values()]


def list_connectors(scope: Scope) -> list[Connector]:
    return connector_store.read_connectors(scope)


def get_connector(scope: Scope, connector_id: str) -> Connector:
    """Raises NotFound."""
    return connector_of(connector_item(scope, connector_id))


def create_connector(scope: Scope, new: NewConnector, now: datetime) -> tuple[Connector, str | None]:
    """The connector, and its secret if it was made here.

    Raises:
        Invalid: mapping or secret, each with its place. TooManyConnectors
    """
    mapping = new.mapping or KINDS[new.kind].mapping_for(_flows(scope))
    if mapping is None:
        raise Invalid.at("mapping", "a generic connector needs one" if scope.locale == "en" else "通用连接器须给出")
    _demand_fitting(scope, new.signature, mapping)
    secret = _secret(scope, new.signature, new.secret)
    if len(connector_store.read_connectors(scope)) >= MOST_CONNECTORS:
        raise TooManyConnectors(most=MOST_CONNECTORS)
    item = ConnectorItem(
        keys.connectors(scope),
        new_id("conn", now),
        name=new.name,
        kind=new.kind,
        enabled=new.enabled,
        signature=dumped_signature(new.signature),
        mapping=dumped_mapping(mapping),
        sealed=connector_store.sealed(scope, secret),
        created_by=scope.member_id,
        created_at=to_text(now),
        secret_changed_at=to_text(now),
    )
    writes = Writes()
    writes.create(connector_store.entry_of(scope, item.sk))
    writes.create(item)
    _add_event(writes, scope, item, now, action="created")
    with acting_as(scope, DirectoryScope("connector")):
        writes.commit()
    return get_connector(scope, item.sk), None if new.secret else secret


def change_connector(
    scope: Scope, connector_id: str, fields: AnyMapping[str, Any], expected: int | None, now: datetime
) -> Connector:
    """Change what `fields` names of name, enabled, signature and mapping.

    Raises:
        NotFound, StaleVersion; Invalid: a mapping that doesn't fit, or another scheme
    """
    item = connector_item(scope, connector_id)
    before = connector_of(item)
    if expected is not None and expected != before.version:
        raise StaleVersion()
    signature, mapping = fields.get("signature", before.signature), fields.get("mapping", before.mapping)
    if signature.scheme != before.signature.scheme:
        en = scope.locale == "en"
        raise Invalid.at("signature.scheme", "make another connector for it" if en else "更换签名方式请新建连接器")
    if "mapping" in fields or "signature" in fields:
        _demand_fitting(scope, signature, mapping)
    after = {name: fields[name] for name in ("name", "enabled") if name in fields}
    after |= {"signature": dumped_signature(signature), "mapping": dumped_mapping(mapping)}
    changes = changes_between({name: getattr(item, name) for name in after}, after)
    if not changes:
        return before
    for name in changes:
        setattr(item, name, after[name])
    _save(scope, item, now, action="changed", changes=changes)
    return get_connector(scope, connector_id)


def change_secret(
    scope: Scope, connector_id: str, given: str | None, expected: int | None, now: datetime
) -> tuple[Connector, str | None]:
    """A new secret; the old one is good for a day more. Returns the connector, and the secret if it was made here.

    Raises:
        NotFound, StaleVersion, Invalid
    """
    item = connector_item(scope, connector_id)
    before = connector_of(item)
    if expected is not None and expected != before.version:
        raise StaleVersion()
    secret = _secret(scope, before.signature, given)
    item.old_sealed, item.old_until = item.sealed, to_text(now + OLD_SECRET_KEPT)
    item.sealed, item.secret_changed_at = connector_store.sealed(scope, secret), to_text(now)
    _save(scope, item, now, action="new_secret")
    return get_connector(scope, connector_id), None if given else secret


def delete_connector(scope: Scope, connector_id: str, expected: int | None, now: datetime) -> None:
    """Nothing comes in by it any more. What waits can still be seen and dismissed.

    Raises:
        NotFound, StaleVersion
    """
    item = connector_item(scope, connector_id)
    if expected is not None and expected != item.version:
        raise StaleVersion()
    writes = Writes()
    writes.delete(item)
    writes.delete(connector_store.entry_of(scope, connector_id), versioned=False)
    _add_event(writes, scope, item, now, action="deleted")
    with acting_as(scope, DirectoryScope("connector")):
        writes.commit()
    forget_door(connector_id)


def try_out(scope: Scope, connector_id: str, payload: Any, now: datetime) -> Trial:
    """What the event `payload` would do, with nothing changed.

    Raises:
        NotFound
    """
    mapping = get_connector(scope, connector_id).mapping
    intent = intent_of(mapping, payload)
    foreseen = foresee(scope, intent, now) if intent else Foreseen()
    return Trial(event_id_of(mapping, payload), event_type_of(mapping, payload), intent, foreseen)


# Within


def _demand_fitting(scope: Scope, signature: StandardWebhooks | Hmac, mapping: Mapping) -> None:
    if isinstance(signature, Hmac) and mapping.event_id is None:
        en = scope.locale == "en"
        raise Invalid.at("mapping.event_id", "is needed with hmac" if en else "使用 HMAC 签名时须给出")
    size = len(json.dumps(dumped_mapping(mapping), ensure_ascii=False).encode())
    if size > MOST_MAPPING_BYTES:
        most = MOST_MAPPING_BYTES // 1000
        raise Invalid.at("mapping", f"at most {most} KB" if scope.locale == "en" else f"最多 {most} KB")
    found = check_mapping(mapping, _flows(scope), scope.locale)
    if found:
        raise Invalid(f"{found[0].field}: {found[0].message}", fields=tuple(found))


def _flows(scope: Scope) -> list[FlowDefinition]:
    return [flow.definition for flow in workflow.read_flows(scope) if not flow.is_archived]


def _secret(scope: Scope, signature: StandardWebhooks | Hmac, given: str | None) -> str:
    if given is None:
        return new_secret(signature)
    if not is_secret(signature, given):
        en = "16 to 256 visible ASCII characters; for Standard Webhooks whsec_ and 24 to 64 bytes in base64"
        zh = "16 至 256 个可见 ASCII 字符；Standard Webhooks 为 whsec_ 加 24 至 64 字节的 base64"
        raise Invalid.at("secret", en if scope.locale == "en" else zh)
    return given


def _save(scope: Scope, item: ConnectorItem, now: datetime, **told: Any) -> None:
    writes = Writes()
    writes.put(item)
    _add_event(writes, scope, item, now, **told)
    writes.commit()
    forget_door(item.sk)


def _add_event(writes: Writes, scope: Scope, item: ConnectorItem, now: datetime, **told: Any) -> None:
    """What was changed, but never the secret, nor its seal."""
    pk = keys.received(scope, item.sk)
    writes.create(
        event_item(
            scope, EventKind.CONNECTOR_CHANGED, pk=pk, about=item.sk, at=now,
            name=item.name, connector_kind=item.kind, **told,
        )
    )  # fmt: skip
