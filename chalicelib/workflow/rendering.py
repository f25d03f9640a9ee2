"""Flows, runs and cards as the API shows them: names added, hidden fields left out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from chalicelib.core.clock import to_text
from chalicelib.core.errors import NotFound
from chalicelib.core.http import Answer
from chalicelib.core.scope import Scope
from chalicelib.tenancy import service as tenancy
from chalicelib.workflow import flow_store, model, notes_view
from chalicelib.workflow.board import Rows
from chalicelib.workflow.clock import Clock
from chalicelib.workflow.definition import FlowDefinition, Node
from chalicelib.workflow.faces import Faces
from chalicelib.workflow.flow_schemas import FlowRolesView, FlowView
from chalicelib.workflow.flow_store import Flow, FlowRoles
from chalicelib.workflow.model import Card, Course, Run
from chalicelib.workflow.people import People, may_approve, may_change, may_lead, may_move
from chalicelib.workflow.schemas import (
    BoardView,
    CardPage,
    CardView,
    ClockView,
    FieldValue,
    Forecast,
    Missing,
    PathStep,
    RunRow,
    RunView,
    SpanView,
)
from chalicelib.workflow.store import Loose
from chalicelib.workflow.values import hidden_values

#: Why a card's holder is not whom the flow names.
_FELL_TO = {
    "member_left": ("原负责人已离开，转由直属主管负责", "Whom the flow names has left; their supervisor stands in"),
    "role_empty": ("协作角色还没有成员，暂由所有者负责", "Nobody is in the flow role yet; the owner stands in"),
    "no_owner": ("线索没有负责人，暂由发起人负责", "The lead has no owner; who started the run stands in"),
}


def flow_view(scope: Scope, flow: Flow) -> FlowView:
    return FlowView(
        id=flow.id,
        key=flow.definition.key,
        name=_pick(scope, flow.definition.names),
        number=flow.number,
        archived=flow.is_archived,
        changed_at=flow.changed_at,
        definition=flow.definition,
        version=flow.version or 1,
    )


def roles_answer(roles: FlowRoles) -> Answer[FlowRolesView]:
    version = roles.version or 0
    return Answer(FlowRolesView(roles=list(roles.roles), version=version), version=version)


def first_flow(scope: Scope) -> Flow:
    """
    Raises:
        NotFound: there is no flow in use.
    """
    live = [flow for flow in flow_store.flows_of(scope) if not flow.is_archived]
    if not live:
        raise NotFound("There is no collaboration flow yet." if scope.locale == "en" else "还没有协作流。")
    return live[0]


# Lists


def board_answer(scope: Scope, flow: Flow, columns: list[tuple[Node, Rows]], now: datetime) -> Answer[BoardView]:
    """As JSON text: its values are ours already, and hundreds of models of them cost as much as reading them."""
    people, shown = People.of(scope), []
    for node, rows in columns:
        shown.append(
            {
                "node": node.id,
                "node_name": _pick(scope, node.names),
                "items": [_row(scope, people, flow, row, now) for row in rows.items],
                "next_cursor": rows.next_cursor,
            }
        )
    board = {"flow_id": flow.id, "flow_name": _pick(scope, flow.definition.names), "columns": shown}
    return Answer(_json({**board, "as_of": to_text(now)}))


def cards_answer(scope: Scope, rows: Rows, now: datetime) -> Answer[CardPage]:
    people, flows = People.of(scope), {flow.id: flow for flow in flow_store.flows_of(scope)}
    items = [_row(scope, people, flows.get(row["flow_id"]), row, now) for row in rows.items]
    return Answer(_json({"items": items, "next_cursor": rows.next_cursor}))


def _row(scope: Scope, people: People, flow: Flow | None, row: dict[str, Any], now: datetime) -> dict[str, Any]:
    """A row of `store.card_row` with its names, as JSON values of `CardRow`."""
    definition = flow.definition if flow else None
    node = flow_store.find_node(scope, flow, row["node"]) if flow else None
    reason = definition.reason(row["reason"]) if definition and row["reason"] else None
    row["flow_name"] = _pick(scope, definition.names) if definition else None
    row["node_name"] = _pick(scope, node.names) if node else row["node"]
    row["reason_name"] = _pick(scope, reason.names) if reason else row["reason"]
    row["holder_name"] = holder_name(scope, people, row["holder"])
    row["fell_to_text"] = _fell_to(scope, row["fell_to"])
    row["late"] = bool(row["due_at"]) and row["due_at"] < to_text(now)
    return row


def run_rows(scope: Scope, runs: Iterable[Run]) -> list[RunRow]:
    flows = {flow.id: flow.definition for flow in flow_store.flows_of(scope)}
    return [RunRow(**_run_values(scope, run, flows.get(run.flow_id))) for run in runs]


def _run_values(scope: Scope, run: Run, flow: FlowDefinition | None) -> dict[str, Any]:
    starter = tenancy.members_of(scope).get(run.started_by)
    return {
        "id": run.id,
        "flow_id": run.flow_id,
        "flow_name": _pick(scope, flow.names) if flow else run.flow_id,
        "flow_number": run.flow_version,
        "title": run.title,
        "state": run.state,
        "priority": run.priority,
        "lead_id": run.lead_id,
        "customer_id": run.customer_id,
        "customer_name": run.customer_name,
        "promised_at": run.promised,
        "started_by": run.started_by,
        "started_by_name": starter.name if starter else None,
        "started_at": run.started_at,
        "closed_at": run.closed_at,
        "reason": run.reason,
        "external_id": run.external_id,
        "version": run.version or 1,
    }


# One run, one card


def run_view(scope: Scope, course: Course, loose: Loose | None, now: datetime) -> RunView:
    """A run that was just started or changed is shown without comments and files: `loose` is what was read of them."""
    faces, people = Faces.of(scope, course, now), People.of(scope)
    hidden = hidden_values(scope, course.flow)
    cards = sorted(course.cards.values(), key=lambda card: card.place)
    loose = loose or Loose([], [])
    return RunView(
        **_run_values(scope, course.run, course.flow),
        forecast=_forecast(faces),
        cards=[_card(scope, people, faces, card, hidden) for card in cards],
        fields=_fields(scope, course, [field.id for field in course.flow.fields], hidden),
        path=_path(scope, faces),
        comments=notes_view.comments(scope, course, loose.notes),
        attachments=notes_view.attachments(scope, loose.parts),
        may=_may_with_run(scope, course.run),
    )


def card_view(scope: Scope, course: Course, card: Card, now: datetime) -> CardView:
    people = People.of(scope)
    return _card(scope, people, Faces.of(scope, course, now), card, hidden_values(scope, course.flow))


def _card(scope: Scope, people: People, faces: Faces, card: Card, hidden: frozenset[str]) -> CardView:
    course, run = faces.course, faces.course.run
    node, face, clocks = course.node(card), faces.face(card), faces.clocks(card)
    reason = course.flow.reason(card.reason) if card.reason else None
    approver = people.members.get(card.approval.by) if card.approval else None
    return CardView(
        id=card.id,
        run_id=run.id,
        flow_id=run.flow_id,
        flow_name=_pick(scope, course.flow.names),
        node=card.node,
        node_name=_pick(scope, node.names),
        state=card.state,
        title=run.title,
        customer_id=run.customer_id,
        customer_name=run.customer_name,
        holder=card.holder,
        holder_name=holder_name(scope, people, card.holder),
        lead_owner=run.lead_owner,
        fell_to=card.fell_to,
        fell_to_text=_fell_to(scope, card.fell_to),
        priority=run.priority,
        due_at=face.due_at if card.is_open else None,
        respond_due_at=face.respond_due_at,
        paused=face.is_paused and card.is_open,
        late=card.is_open and face.due_at is not None and face.due_at < faces.now,
        reason=card.reason,
        reason_name=_pick(scope, reason.names) if reason else card.reason,
        note=card.note,
        breached=sorted({clock.name for clock in clocks.all if clock.is_breached}),
        since=card.since,
        cycle=card.cycle,
        version=card.version or 1,
        respond=_clock(clocks.respond),
        complete=_clock(clocks.complete),
        history=_history(card),
        inputs=_fields(scope, course, node.needs.fields, hidden),
        outputs=_fields(scope, course, node.gives.fields, hidden),
        missing_to_start=_missing(course, card, node, "needs"),
        missing_to_complete=_missing(course, card, node, "gives"),
        approved_by=(approver.name if approver else card.approval.by) if card.approval else None,
        approved_at=card.approval.at if card.approval else None,
        watching=scope.member_id in card.watchers,
        comments=card.comments,
        attachments=card.files,
        may=_may_with_card(scope, people, course, card, node),
    )


def holder_name(scope: Scope, people: People, holder: str | None) -> str | None:
    if holder is None:
        return None
    if holder.startswith(model.ROLE_PREFIX):
        role = people.roles.role(holder.removeprefix(model.ROLE_PREFIX))
        return _pick(scope, role.names) if role else holder
    member = people.members.get(holder)
    return member.name if member else None


def _fell_to(scope: Scope, why: str | None) -> str | None:
    texts = _FELL_TO.get(why or "")
    return (texts[1] if scope.locale == "en" else texts[0]) if texts else None


def _clock(clock: Clock | None) -> ClockView | None:
    if clock is None or clock.started_at is None:
        return None
    return ClockView(
        target_seconds=round(clock.target.total_seconds()),
        elapsed_seconds=round(clock.elapsed.total_seconds()),
        due_at=clock.due_at,
        paused=clock.is_paused,
        breached_at=clock.breached_at,
        stopped_at=clock.stopped_at,
    )


def _history(card: Card) -> list[SpanView]:
    ends: list[datetime | None] = [span.since for span in card.history[1:]]
    return [
        SpanView(state=span.state, since=span.since, until=until, paused=span.pauses, reason=span.reason)
        for span, until in zip(card.history, [*ends, None], strict=True)
    ]


def _fields(scope: Scope, course: Course, wanted: Iterable[str], hidden: frozenset[str]) -> list[FieldValue]:
    values, found = course.values(), []
    for field_id in wanted:
        field = course.flow.field(field_id)
        if field is None or field_id in hidden:
            continue
        home = course.home_of(field_id)
        found.append(
            FieldValue(
                id=field_id,
                name=_pick(scope, field.names),
                type=field.type,
                value=values.get(field_id),
                recorded_by=home.node if home else None,
            )
        )
    return found


def _missing(course: Course, card: Card, node: Node, what: str) -> Missing:
    asked = node.needs if what == "needs" else node.gives
    return Missing(
        fields=model.missing_fields(asked.fields, course.values()),
        attachments=max(asked.attachments - card.files, 0),
        approval=asked.approval if asked.approval and card.approval is None else None,
    )


def _forecast(faces: Faces) -> Forecast:
    finish, promise = faces.finish, faces.promise
    ends = finish or faces.course.run.closed_at
    late = round((ends - promise).total_seconds()) if ends and promise else None
    return Forecast(finish_at=finish, late_seconds=late, is_late=late is not None and late > 0)


def _path(scope: Scope, faces: Faces) -> list[PathStep]:
    course, planned, real = faces.course, faces.planned(), faces.expected(faces.now)
    steps = []
    for node in course.flow.nodes:
        card = course.cards.get(node.id)
        if card is None:
            continue
        stretch = real.get(node.id)
        steps.append(
            PathStep(
                card_id=card.id,
                node=node.id,
                node_name=_pick(scope, node.names),
                after=list(node.after),
                state=card.state,
                planned_start=planned[node.id].begins,
                planned_end=planned[node.id].ends,
                start=stretch.begins if stretch else None,
                end=stretch.ends if stretch else None,
            )
        )
    return steps


def _may_with_run(scope: Scope, run: Run) -> list[str]:
    if run.state != "open" or "flows.work" not in scope.may:
        return []
    return ["change", "cancel"] if may_change(scope, run) else []


#: The moves of a card by its state.
_MOVES: Mapping[str, tuple[str, ...]] = {
    "waiting": (),
    "ready": ("start", "complete", "block", "hand_over", "record"),
    "in_progress": ("complete", "block", "hand_over", "record"),
    "blocked": ("unblock", "complete", "hand_over", "record"),
    "done": ("reopen",),
}


def _may_with_card(scope: Scope, people: People, course: Course, card: Card, node: Node) -> list[str]:
    if course.run.state == "cancelled":
        return []
    found: list[str] = ["comment"] if "flows.comment" in scope.may else []
    if "flows.work" not in scope.may:
        return found
    is_open = course.run.state == "open"
    if may_move(scope, people, card) and (is_open or card.state == "done"):
        found += _MOVES.get(card.state, ())
    if is_open and may_lead(scope) and not card.is_closed:
        found.append("skip")
    role = node.needs.approval or node.gives.approval
    if is_open and role and card.approval is None and not card.is_closed and may_approve(scope, people, role):
        found.append("approve")
    return found


def _pick(scope: Scope, names: Any) -> str:
    return str(names.pick("en" if scope.locale == "en" else "zh-CN"))


def _json(shown: Any) -> str:
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
