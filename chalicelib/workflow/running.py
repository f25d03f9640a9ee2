"""Runs: started by hand, by API, by a lead's stage or from outside; changed, and cancelled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from chalicelib.core.errors import Contention, Forbidden, Invalid, NotFound, StaleVersion
from chalicelib.core.events import EventKind, changes_between, event_item
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes
from chalicelib.core.tries import TRIES, pause
from chalicelib.leads import service as leads
from chalicelib.leads.model import Lead
from chalicelib.tenancy import service as tenancy
from chalicelib.workflow import flow_store, keys, model, moves, store
from chalicelib.workflow.definition import FlowDefinition, Priority
from chalicelib.workflow.errors import FlowArchived, InputsMissing, RunClosed, RunExists
from chalicelib.workflow.faces import Faces
from chalicelib.workflow.model import Course, Moved, Run
from chalicelib.workflow.people import People, Resolver, may_change
from chalicelib.workflow.values import checked_values, demand_room, demand_shown


@dataclass(frozen=True)
class NewRun:
    """What a run is started with. `flow` is a flow's id or key; `external_id` is a partner's own and comes in once."""

    flow: str
    title: str | None = None
    lead_id: str | None = None
    customer_id: str | None = None
    promised: date | None = None
    priority: Priority = "normal"
    external_id: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


def start_run(scope: Scope, new: NewRun, now: datetime) -> Course:
    """A run with all its cards, of which those that wait for nothing are ready.

    Raises:
        NotFound: the flow. Invalid: lead, customer or a value. InputsMissing: a field of the start form.
        FlowArchived, RunExists
    """
    flow = flow_store.find_flow(scope, new.flow)
    if flow.is_archived:
        raise FlowArchived()
    _demand_promise(scope, new.promised)
    lead = _lead(scope, new.lead_id)
    customer_id, customer_name = _customer(scope, new.customer_id, lead)
    demand_shown(scope, flow.definition, new.values)
    given = checked_values(scope, flow.definition, new.values)
    values = {
        name: value for name, value in {**_from_lead(flow.definition, lead), **given}.items() if value is not None
    }
    demand_room(scope, values)
    run = Run(
        id=keys.new_run_id(now),
        flow_id=flow.id,
        flow_version=flow.number,
        title=new.title or _title(scope, flow.definition, lead, customer_name),
        state="open",
        started_by=scope.member_id,
        started_at=now,
        priority=new.priority,
        lead_id=lead.id if lead else None,
        lead_owner=lead.owner_id if lead else None,
        customer_id=customer_id,
        customer_name=customer_name,
        external_id=new.external_id,
        promised=new.promised or _promised(flow.definition, values),
        values=values,
    )
    lacking = model.missing_fields(flow.definition.start_fields, values)
    if lacking:
        raise InputsMissing.of(Course(flow.definition, run, {}), lacking, 0)
    moved = moves.begun(
        flow.definition, run, lambda place: keys.card_id(run.id, place), Resolver(scope, People.of(scope)), now
    )
    writes = Writes()
    _add_new(writes, scope, moved, now)
    writes.commit()
    return moved.course.with_new_versions(moved)


def _add_new(writes: Writes, scope: Scope, moved: Moved, now: datetime) -> None:
    course, run = moved.course, moved.course.run
    faces = Faces.of(scope, course, now)
    for card in course.cards.values():
        store.put_card(writes, scope, course, card, faces.face(card))
    store.put_run(writes, scope, run)
    store.add_pointers(writes, scope, run)
    store.add_key_pointers(writes, scope, course, run.values)
    if run.external_id:
        claim = store.PointerItem(keys.external(scope, run.external_id), keys.EXTERNAL)
        writes.create(claim, RunExists())
    writes.create(
        event_item(
            scope,
            EventKind.RUN_STARTED,
            pk=keys.run(scope, run.id),
            about=run.id,
            at=now,
            run_id=run.id,
            flow_id=run.flow_id,
            title=run.title,
            lead_id=run.lead_id,
            customer_id=run.customer_id,
            readied=[course.cards[node].id for node in moved.readied] or None,
            skipped=[course.cards[node].id for node in moved.skipped] or None,
        )
    )


def change_run(
    scope: Scope,
    run_id: str,
    now: datetime,
    *,
    title: str | None = None,
    priority: Priority | None = None,
    promised: date | None = None,
    clears_promised: bool = False,
    expected: int | None = None,
) -> Course:
    """Title, priority, promised date. Open clocks follow the priority.

    Raises:
        NotFound, Forbidden, StaleVersion, RunClosed, Invalid
    """
    _demand_promise(scope, promised)

    def decide(course: Course) -> Moved:
        if course.run.state != "open":
            raise RunClosed()
        kept = None if clears_promised else course.run.promised
        run = replace(
            course.run,
            title=title or course.run.title,
            priority=priority or course.run.priority,
            promised=promised or kept,
        )
        if run.promised != course.run.promised:
            run = replace(run, warned_at=None)
        touched = tuple(card.node for card in course.cards.values() if not card.is_closed)
        return Moved(replace(course, run=run), touched, run=True)

    return _change(scope, run_id, now, decide, EventKind.RUN_CHANGED, expected=expected)


def with_lead_owner(scope: Scope, run_id: str, now: datetime) -> Course:
    """The run knows its lead's present owner, and open cards that are the lead owner's are with them.

    Raises:
        NotFound, Contention
    """

    def decide(course: Course) -> Moved:
        run = course.run
        owner = leads.get_lead(scope, run.lead_id).owner_id if run.lead_id else None
        if owner == run.lead_owner or run.state != "open":
            return Moved(course, ())
        course = replace(course, run=replace(run, lead_owner=owner))
        resolve = Resolver(scope, People.of(scope))
        touched = []
        for card in course.cards.values():
            # While the lead had no owner, its cards fell to somebody else.
            if not card.is_open or (card.holder != run.lead_owner and card.fell_to != "no_owner"):
                continue
            node = course.node(card)
            if node.responsible.rule == "lead_owner":
                holder, why = resolve(course, node)
                course = course.with_cards(replace(card, holder=holder, fell_to=why))
                touched.append(card.node)
        return Moved(course, tuple(touched), readied=tuple(touched), run=True)

    return _change(scope, run_id, now, decide, EventKind.RUN_CHANGED)


def cancel_run(scope: Scope, run_id: str, reason: str, now: datetime, expected: int | None = None) -> Course:
    """Raises NotFound, Forbidden, StaleVersion, RunClosed."""

    def decide(course: Course) -> Moved:
        return moves.cancelled(course, reason, now)

    def facts(course: Course) -> dict[str, Any]:
        held_by = dict.fromkeys(card.holder for card in course.cards.values() if card.is_open and card.holder)
        return {"reason": reason, "held_by": list(held_by) or None}

    return _change(scope, run_id, now, decide, EventKind.RUN_CANCELLED, expected=expected, facts=facts)


def _change(
    scope: Scope,
    run_id: str,
    now: datetime,
    decide: Callable[[Course], Moved],
    kind: EventKind,
    *,
    expected: int | None = None,
    facts: Callable[[Course], dict[str, Any]] = lambda _course: {},
) -> Course:
    """`facts`: what the event says beyond the usual, of the course as it was before."""
    for attempt in range(TRIES):
        course = store.read_course(scope, run_id, consistent=True)
        if not may_change(scope, course.run):
            raise Forbidden()
        if expected is not None and course.run.version != expected:
            raise StaleVersion()
        moved = decide(course)
        changes = changes_between(_told(course.run), _told(moved.course.run))
        if not changes:
            return course
        try:
            return write_run(scope, moved, kind, now, changes=changes, **facts(course))
        except StaleVersion:
            if expected is not None and store.find_run(scope, run_id).version != expected:
                raise
        pause(attempt)
    raise Contention()


def write_run(
    scope: Scope, moved: Moved, kind: EventKind, now: datetime, *, changes: dict[str, list[Any]] | None, **facts: Any
) -> Course:
    """A change of the run and of the touched cards, with its event, in one transaction."""
    course, run = moved.course, moved.course.run
    faces = Faces.of(scope, course, now)
    writes = Writes()
    for node in moved.touched:
        card = faces.stamped(course.cards[node])
        store.put_card(writes, scope, course, card, faces.face(card))
    if moved.run:
        store.put_run(writes, scope, run)
    said = {"run_id": run.id, "flow_id": run.flow_id, "title": run.title, **facts}
    if moved.readied:
        said["readied"] = [course.cards[node].id for node in moved.readied]
    writes.create(event_item(scope, kind, pk=keys.run(scope, run.id), about=run.id, at=now, changes=changes, **said))
    writes.commit()
    return course.with_new_versions(moved)


def _told(run: Run) -> dict[str, Any]:
    return {
        "title": run.title,
        "priority": run.priority,
        "promised": run.promised.isoformat() if run.promised else None,
        "state": run.state,
        "lead_owner": run.lead_owner,
    }


def _lead(scope: Scope, lead_id: str | None) -> Lead | None:
    if lead_id is None:
        return None
    try:
        return leads.get_lead(scope, lead_id)
    except NotFound:
        raise Invalid.at("lead_id", "no such lead" if scope.locale == "en" else "没有该线索") from None


def _customer(scope: Scope, customer_id: str | None, lead: Lead | None) -> tuple[str | None, str | None]:
    if customer_id is None and lead is not None:
        return lead.customer_id or None, lead.company or lead.name
    if customer_id is None:
        return None, None
    try:
        return customer_id, leads.get_customer(scope, customer_id).name
    except NotFound:
        raise Invalid.at("customer_id", "no such customer" if scope.locale == "en" else "没有该客户") from None


def _from_lead(flow: FlowDefinition, lead: Lead | None) -> dict[str, Any]:
    if lead is None:
        return {}
    found: dict[str, Any] = {}
    for each in flow.fields:
        value = getattr(lead, each.from_lead) if each.from_lead else None
        if value and each.from_lead == "amount" and each.type == "money":
            value = {"amount": value, "currency": lead.currency}
        if value:
            found[each.id] = value
    return found


def _title(scope: Scope, flow: FlowDefinition, lead: Lead | None, customer_name: str | None) -> str:
    name = flow.names.pick(tenancy.setup_of(scope).locale)
    about = customer_name or (lead.name if lead else None)
    return f"{about} · {name}" if about else name


def _promised(flow: FlowDefinition, values: Mapping[str, Any]) -> date | None:
    """What the flow's field says, where it says a date that can be promised."""
    value = values.get(flow.promised_field or "")
    try:
        said = date.fromisoformat(value) if isinstance(value, str) and value else None
    except ValueError:
        return None
    return said if said is not None and _is_promise(said) else None


def _is_promise(day: date) -> bool:
    """Beyond these years calendars don't reach, and no customer was promised anything."""
    return 2000 <= day.year <= 2100


def _demand_promise(scope: Scope, day: date | None) -> None:
    if day is not None and not _is_promise(day):
        en = scope.locale == "en"
        raise Invalid.at("promised_at", "a date from 2000 to 2100" if en else "应为 2000 至 2100 年之间的日期")
