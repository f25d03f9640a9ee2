"""Flows, their frozen versions and the flow roles as items."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.core.cache import Cache
from chalicelib.core.clock import from_text, to_text
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import is_id
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes, get, query_all
from chalicelib.core.tables import CompactJson, VersionedItem, WorkspaceItem
from chalicelib.workflow import keys
from chalicelib.workflow.definition import FlowDefinition, FlowRole, Node

#: In AWS, where processes don't hear of each other's changes, a change is in force everywhere after at most this.
KEPT_SECONDS = 5.0
#: So many versions back, runs are looked for whose steps are gone from the newest.
_MOST_FORMER = 20


class FlowItem(VersionedItem):
    class Meta(VersionedItem.Meta):
        pass

    flow_key = UnicodeAttribute()
    number = NumberAttribute()
    definition = CompactJson()
    archived = BooleanAttribute(default=False)
    changed_at = UnicodeAttribute()


class FlowKeyItem(WorkspaceItem):
    """Claim on a flow's key."""

    class Meta(WorkspaceItem.Meta):
        pass

    flow_id = UnicodeAttribute()


class FlowVersionItem(WorkspaceItem):
    """A version that runs keep: never changed."""

    class Meta(WorkspaceItem.Meta):
        pass

    definition = CompactJson()


class FlowRolesItem(VersionedItem):
    class Meta(VersionedItem.Meta):
        pass

    roles = CompactJson()


@dataclass(frozen=True)
class Flow:
    """A flow with its newest version (`number`, from 1). `version` is the item's, for If-Match."""

    id: str
    number: int
    definition: FlowDefinition
    is_archived: bool
    changed_at: datetime
    version: int | None = None


@dataclass(frozen=True)
class FlowRoles:
    roles: tuple[FlowRole, ...] = ()
    version: int | None = None

    def role(self, role_id: str) -> FlowRole | None:
        return next((role for role in self.roles if role.id == role_id), None)

    def of_member(self, member_id: str) -> tuple[str, ...]:
        return tuple(role.id for role in self.roles if member_id in role.members)


_roles: Cache[FlowRoles] = Cache("flow roles", ttl=KEPT_SECONDS, most=512)
_flows: Cache[tuple[Flow, ...]] = Cache("flows", ttl=KEPT_SECONDS, most=256)


def flow_of(item: FlowItem) -> Flow:
    return Flow(
        id=item.sk,
        number=int(item.number),
        definition=FlowDefinition.model_validate(item.definition),
        is_archived=bool(item.archived),
        changed_at=from_text(item.changed_at),
        version=item.version,
    )


def dumped(model: Any) -> Any:
    """A definition as it is stored: without what stands at its default."""
    return model.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def flows_of(scope: Scope) -> tuple[Flow, ...]:
    """All flows, at most `KEPT_SECONDS` old: for the names in lists, which are asked for again and again."""
    return _flows.get(scope.workspace_id, lambda: tuple(read_flows(scope)))


def forget_flows(workspace_id: str) -> None:
    """Call after a change of a flow is written."""
    _flows.forget(workspace_id)


def read_flows(scope: Scope) -> list[Flow]:
    """All flows of the workspace: one Query."""
    found = query_all(
        FlowItem, keys.flows(scope), range_key_condition=FlowItem.sk.startswith(keys.FLOW_PREFIX), consistent_read=True
    )
    return [flow_of(item) for item in found]


def find_flow(scope: Scope, flow: str) -> Flow:
    """By its id or its key.

    Raises:
        NotFound
    """
    flow_id = flow
    if not is_id(flow, "flow"):
        claim = get(FlowKeyItem, keys.flow_key(scope, flow), keys.KEY, consistent=True)
        if claim is None:
            raise NotFound()
        flow_id = claim.flow_id
    item = get(FlowItem, keys.flows(scope), flow_id, consistent=True)
    if item is None:
        raise NotFound()
    return flow_of(item)


def put_version(writes: Writes, scope: Scope, flow: Flow) -> None:
    """The flow with its new version, and the version as runs keep it."""
    item = _item(scope, flow)
    if flow.version is None:
        writes.create(item)
    else:
        writes.put(item)
    kept = FlowVersionItem(keys.flow(scope, flow.id), keys.version(flow.number), definition=item.definition)
    writes.create(kept)


def put_flow(writes: Writes, scope: Scope, flow: Flow) -> None:
    """The flow alone: archived or taken back."""
    writes.put(_item(scope, flow))


def _item(scope: Scope, flow: Flow) -> FlowItem:
    item = FlowItem(
        keys.flows(scope),
        flow.id,
        flow_key=flow.definition.key,
        number=flow.number,
        definition=dumped(flow.definition),
        archived=flow.is_archived,
        changed_at=to_text(flow.changed_at),
    )
    return item.under(flow.version)


def number_of(text: str) -> int:
    """A version's number out of a path.

    Raises:
        NotFound
    """
    if not text.isdecimal() or len(text) > 4:
        raise NotFound()
    return int(text)


def version_of(scope: Scope, flow_id: str, number: int) -> FlowDefinition:
    """A frozen version. It never changes, so that a process reads it once.

    Raises:
        NotFound
    """
    return _version_at(keys.flow(scope, flow_id), keys.version(number))


@lru_cache(maxsize=512)
def _version_at(pk: str, sk: str) -> FlowDefinition:
    item = get(FlowVersionItem, pk, sk, consistent=True)
    if item is None:
        raise NotFound()
    return FlowDefinition.model_validate(item.definition)


def find_node(scope: Scope, flow: Flow, node_id: str) -> Node | None:
    """A node of the newest version, or else of the latest that had it."""
    return flow.definition.node(node_id) or next(
        (node for node in former_nodes(scope, flow) if node.id == node_id), None
    )


def former_nodes(scope: Scope, flow: Flow) -> list[Node]:
    """Nodes that the newest version has no more, but runs of earlier ones may."""
    found: dict[str, Node] = {}
    for number in range(flow.number - 1, max(flow.number - 1 - _MOST_FORMER, 0), -1):
        for node in version_of(scope, flow.id, number).nodes:
            if flow.definition.node(node.id) is None:
                found.setdefault(node.id, node)
    return list(found.values())


def roles_of(scope: Scope) -> FlowRoles:
    """The flow roles, at most `KEPT_SECONDS` old: every move asks for them."""
    return _roles.get(scope.workspace_id, lambda: read_roles(scope))


def forget_roles(workspace_id: str) -> None:
    """Call after a change of the flow roles is written."""
    _roles.forget(workspace_id)


def read_roles(scope: Scope) -> FlowRoles:
    """The flow roles as they are now."""
    item = get(FlowRolesItem, keys.flows(scope), keys.ROLES, consistent=True)
    if item is None:
        return FlowRoles()
    return FlowRoles(tuple(FlowRole.model_validate(each) for each in item.roles), item.version)


def put_roles(writes: Writes, scope: Scope, roles: FlowRoles) -> None:
    item = FlowRolesItem(keys.flows(scope), keys.ROLES, roles=[dumped(role) for role in roles.roles])
    item.under(roles.version)
    if roles.version is None:
        writes.create(item)
    else:
        writes.put(item)
