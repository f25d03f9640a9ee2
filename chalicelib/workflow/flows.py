"""Definitions: flows with their versions, and the flow roles of a workspace."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from chalicelib.core.business_time import NeverOpen, TooFar, business_hours_for
from chalicelib.core.errors import FieldError, StaleVersion
from chalicelib.core.events import EventKind, event_item
from chalicelib.core.ids import new_id
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.setup import Setup
from chalicelib.workflow import flow_store, keys
from chalicelib.workflow.clock import amount_of, time_of
from chalicelib.workflow.definition import FlowDefinition, FlowRole
from chalicelib.workflow.errors import FlowInvalid, FlowKeyTaken, RoleInUse, TooManyFlows
from chalicelib.workflow.flow_checks import Finding, check_flow
from chalicelib.workflow.flow_store import Flow, FlowRoles
from chalicelib.workflow.packs import PackFlowsFile
from chalicelib.workflow.people import can_work

MOST_FLOWS = 100
MOST_BYTES = 300_000
#: All flow roles are one item, and their change is one event.
MOST_IN_ROLES = 5000
_SOME_DAY = datetime(2026, 1, 5, tzinfo=UTC)


def list_flows(scope: Scope) -> list[Flow]:
    """All flows, archived ones last."""
    return sorted(flow_store.read_flows(scope), key=lambda flow: (flow.is_archived, flow.id))


def create_flow(scope: Scope, definition: FlowDefinition, now: datetime) -> Flow:
    """
    Raises:
        FlowInvalid: with every finding and its place. FlowKeyTaken, TooManyFlows
    """
    demand_valid(scope, definition)
    if len(flow_store.read_flows(scope)) >= MOST_FLOWS:
        raise TooManyFlows(most=MOST_FLOWS)
    writes = Writes()
    flow = _add_flow(writes, scope, definition, now)
    _add_event(writes, scope, flow, EventKind.FLOW_CREATED, now)
    writes.commit()
    flow_store.forget_flows(scope.workspace_id)
    return replace(flow, version=1)


def _add_flow(writes: Writes, scope: Scope, definition: FlowDefinition, now: datetime) -> Flow:
    flow = Flow(new_id("flow", now), 1, definition, False, now)
    claim = flow_store.FlowKeyItem(keys.flow_key(scope, definition.key), keys.KEY, flow_id=flow.id)
    writes.create(claim, FlowKeyTaken(key=definition.key))
    flow_store.put_version(writes, scope, flow)
    return flow


def change_flow(
    scope: Scope,
    flow: str,
    definition: FlowDefinition | None,
    archived: bool | None,
    now: datetime,
    expected: int | None,
) -> Flow:
    """A changed definition is a new version, for new runs; open ones keep theirs until they are moved by choice.

    Raises:
        NotFound, StaleVersion, FlowInvalid, FlowKeyTaken
    """
    before = flow_store.find_flow(scope, flow)
    if expected is not None and before.version != expected:
        raise StaleVersion()
    after = before
    if archived is not None:
        after = replace(after, is_archived=archived)
    if definition is not None and definition != before.definition:
        demand_valid(scope, definition)
        after = replace(after, definition=definition, number=before.number + 1)
    if after == before:
        return before
    after = replace(after, changed_at=now)
    writes = Writes()
    if after.number == before.number:
        flow_store.put_flow(writes, scope, after)
    else:
        flow_store.put_version(writes, scope, after)
    if after.definition.key != before.definition.key:
        _move_key(writes, scope, before, after)
    _add_event(writes, scope, after, EventKind.FLOW_CHANGED, now)
    writes.commit()
    flow_store.forget_flows(scope.workspace_id)
    return replace(after, version=(before.version or 0) + 1)


def _move_key(writes: Writes, scope: Scope, before: Flow, after: Flow) -> None:
    claim = flow_store.FlowKeyItem(keys.flow_key(scope, after.definition.key), keys.KEY, flow_id=after.id)
    writes.create(claim, FlowKeyTaken(key=after.definition.key))
    writes.delete(flow_store.FlowKeyItem(keys.flow_key(scope, before.definition.key), keys.KEY), versioned=False)


def _add_event(writes: Writes, scope: Scope, flow: Flow, kind: EventKind, now: datetime) -> None:
    writes.create(
        event_item(
            scope, kind, pk=keys.flow(scope, flow.id), about=flow.id, at=now, key=flow.definition.key,
            number=flow.number, archived=flow.is_archived or None,
        )
    )  # fmt: skip


def demand_valid(scope: Scope, definition: FlowDefinition) -> None:
    """
    Raises:
        FlowInvalid
    """
    setup, members = tenancy.setup_of(scope), tenancy.members_of(scope)
    found = check_flow(
        definition,
        roles=frozenset(role.id for role in flow_store.read_roles(scope).roles),
        members=frozenset(member.id for member in members.all() if can_work(member)),
        stages=frozenset(stage.id for stage in setup.stages),
    )
    found = [*found, *_endless_slas(definition, setup), *_too_large(definition)]
    if found:
        en = scope.locale == "en"
        fields = tuple(FieldError(each.place, each.en if en else each.zh) for each in found)
        raise FlowInvalid(fields=fields, first=f"{fields[0].field}: {fields[0].message}")


def _endless_slas(definition: FlowDefinition, setup: Setup) -> list[Finding]:
    """SLAs that the hours of their calendar would take more than a hundred years to fill."""
    found = []
    for at, node in enumerate(definition.nodes):
        rules = node.calendar or definition.calendar or setup.calendar
        durations = {"complete": node.sla.complete, "respond": node.sla.respond}
        durations |= {f"by_priority.{name}": each for name, each in node.sla.by_priority.items()}
        for place, duration in durations.items():
            if duration is None:
                continue
            try:
                hours = business_hours_for(rules, setup.timezone)
                time_of(duration, hours).add(_SOME_DAY, amount_of(duration, hours))
            except (NeverOpen, TooFar):
                found.append(_endless(f"nodes.{at}.sla.{place}"))
    return found


def _too_large(definition: FlowDefinition) -> list[Finding]:
    """A version is one item, and an item of the table holds 400 KB."""
    size = len(json.dumps(flow_store.dumped(definition), ensure_ascii=False, separators=(",", ":")).encode())
    if size <= MOST_BYTES:
        return []
    most = MOST_BYTES // 1000
    return [Finding(place="nodes", zh=f"定义过大，最多 {most} KB", en=f"the definition is larger than {most} KB")]


def _endless(place: str) -> Finding:
    return Finding(place=place, zh="按该日历的工作时间永远用不完", en="its calendar never has so many hours")


def flow_roles(scope: Scope) -> FlowRoles:
    return flow_store.read_roles(scope)


def change_flow_roles(scope: Scope, roles: Sequence[FlowRole], now: datetime, expected: int | None) -> FlowRoles:
    """The whole list anew.

    Raises:
        StaleVersion; RoleInUse: a flow names a role that is left out; FlowInvalid: an unknown member, an id twice
    """
    before = flow_store.read_roles(scope)
    if expected is not None and (before.version or 0) != expected:
        raise StaleVersion()
    _demand_roles(scope, roles)
    kept = {role.id for role in roles}
    gone = {role.id for role in before.roles} - kept
    for flow in flow_store.read_flows(scope) if gone else ():
        used = {role for role in gone if not flow.is_archived and _uses(flow.definition, role)}
        if used:
            raise RoleInUse(flow=flow.definition.names.pick(_locale(scope)), role=sorted(used)[0])
    after = FlowRoles(tuple(roles), before.version)
    writes = Writes()
    flow_store.put_roles(writes, scope, after)
    writes.create(
        event_item(
            scope, EventKind.FLOW_ROLES_CHANGED, pk=keys.flow(scope, keys.ROLES), about=scope.workspace_id, at=now,
            roles={role.id: list(role.members) for role in roles},
        )
    )  # fmt: skip
    writes.commit()
    flow_store.forget_roles(scope.workspace_id)
    return replace(after, version=(before.version or 0) + 1)


def _demand_roles(scope: Scope, roles: Sequence[FlowRole]) -> None:
    members, wrong, seen = tenancy.members_of(scope), [], set[str]()
    en = scope.locale == "en"
    for at, role in enumerate(roles):
        if role.id in seen:
            wrong.append(FieldError(f"roles.{at}.id", f"{role.id} stands twice" if en else f"“{role.id}”重复"))
        seen.add(role.id)
        for nth, member_id in enumerate(role.members):
            member = members.get(member_id)
            if member is None or not can_work(member):
                text = "no such member, or one who can't work on cards" if en else "没有该成员，或其不能处理卡片"
                wrong.append(FieldError(f"roles.{at}.members.{nth}", text))
    if sum(len(role.members) for role in roles) > MOST_IN_ROLES:
        text = f"at most {MOST_IN_ROLES} members in all" if en else f"所有协作角色的成员合计最多 {MOST_IN_ROLES} 人次"
        wrong.append(FieldError("roles", text))
    if wrong:
        raise FlowInvalid(fields=tuple(wrong), first=f"{wrong[0].field}: {wrong[0].message}")


def _uses(definition: FlowDefinition, role: str) -> bool:
    return any(
        role in (node.responsible.role, node.needs.approval, node.gives.approval)
        or f"role:{role}" in (*node.tell_when_done, *(to for rung in node.ladder for to in rung.to))
        for node in definition.nodes
    )


def _locale(scope: Scope) -> Any:
    return "en" if scope.locale == "en" else "zh-CN"


def found_flows(
    writes: Writes, scope: Scope, pack: PackFlowsFile, members: Mapping[str, Sequence[str]], now: datetime
) -> None:
    """Add a pack's roles and flows to the transaction that founds a workspace; its event stands for them, too.

    `members` may name who is in a role from the beginning (the founder, while they are alone).
    """
    if not pack.roles and not pack.flows:
        return
    roles = tuple(role.model_copy(update={"members": tuple(members.get(role.id, ()))}) for role in pack.roles)
    flow_store.put_roles(writes, scope, FlowRoles(roles))
    for definition in pack.flows:
        _add_flow(writes, scope, definition, now)
