"""Open runs that move to their flow's newest version, by choice, with a preview of what changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.core.errors import NotFound, StaleVersion
from chalicelib.core.events import EventKind
from chalicelib.core.log import logger
from chalicelib.core.scope import Scope
from chalicelib.core.store import MOST_ACTIONS
from chalicelib.workflow import board, flow_store, keys, moves, running, store
from chalicelib.workflow.definition import FlowDefinition
from chalicelib.workflow.flow_schemas import MigrationView, RunImpact
from chalicelib.workflow.flow_store import Flow
from chalicelib.workflow.model import Card, Course, Moved, Span
from chalicelib.workflow.people import People, Resolver

_MOST = 100
#: All of a run's cards are written at once, with the run and the event: closed ones of steps that are gone, too.
_MOST_CARDS = MOST_ACTIONS - 2


def migrate(
    scope: Scope, flow_id: str, run_ids: list[str] | None, dry_run: bool, now: datetime, expected: int | None
) -> MigrationView:
    """At most a hundred runs a call. A run that would have more cards than a transaction holds stays as it is.

    Raises:
        NotFound: the flow, or a named run of another flow. StaleVersion: the flow has changed since its preview.
    """
    flow = flow_store.find_flow(scope, flow_id)
    if expected is not None and flow.version != expected:
        raise StaleVersion()
    wanted, left = (_named(scope, flow, run_ids), 0) if run_ids is not None else _older(scope, flow)
    items = [_migrate_one(scope, flow, run_id, dry_run, now) for run_id in wanted]
    return MigrationView(number=flow.number, dry_run=dry_run, items=[each for each in items if each], left=left)


def _named(scope: Scope, flow: Flow, run_ids: list[str]) -> list[str]:
    runs = {run.id: run for run in store.read_runs(scope, run_ids)}
    for run_id in run_ids:
        if run_id not in runs or runs[run_id].flow_id != flow.id:
            raise NotFound()
    return [run_id for run_id in run_ids if runs[run_id].state == "open"]


def _older(scope: Scope, flow: Flow) -> tuple[list[str], int]:
    """Open runs of earlier versions: the first hundred, and how many there are beyond."""
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = board.list_runs(scope, flow.id, "open", 200, cursor)
        found += [run.id for run in page.items if run.flow_version != flow.number]
        cursor = page.next_cursor
        if cursor is None:
            return found[:_MOST], max(len(found) - _MOST, 0)


def _migrate_one(scope: Scope, flow: Flow, run_id: str, dry_run: bool, now: datetime) -> RunImpact | None:
    for _ in range(5):
        course = store.read_course(scope, run_id, consistent=True)
        if course.run.state != "open" or course.run.flow_version == flow.number:
            return None
        impact = _impact(course, flow.definition)
        if dry_run:
            return impact
        if len(course.cards) + len(impact.added) > _MOST_CARDS:
            logger.warning("run not moved: too many cards", run_id=run_id, number=flow.number)
            return impact
        try:
            moved = _moved(course, flow, Resolver(scope, People.of(scope)), now)
            running.write_run(
                scope, moved, EventKind.RUN_MIGRATED, now,
                changes={"flow_version": [course.run.flow_version, flow.number]},
                added=impact.added or None, removed=impact.removed or None,
            )  # fmt: skip
            return impact.model_copy(update={"moved": True})
        except StaleVersion:
            continue
    return impact


def _impact(course: Course, after: FlowDefinition) -> RunImpact:
    before = {node.id: node for node in course.flow.nodes}
    now = {node.id: node for node in after.nodes}
    both = [node_id for node_id in before if node_id in now]
    return RunImpact(
        run_id=course.run.id,
        title=course.run.title,
        from_number=course.run.flow_version,
        added=[node_id for node_id in now if node_id not in before],
        removed=[node_id for node_id in before if node_id not in now],
        changed=[node_id for node_id in both if before[node_id] != now[node_id]],
        moved=False,
    )


def _moved(course: Course, flow: Flow, resolve: Resolver, now: datetime) -> Moved:
    """New nodes get cards, removed ones are cancelled if they are open, and what thereby waits for nothing begins."""
    run = replace(course.run, flow_version=flow.number, earlier=(*course.run.earlier, course.run.flow_version))
    former = {**course.former, **{node.id: node for node in course.flow.nodes}}
    places = {card.place for card in course.cards.values()}
    cards: dict[str, Card] = {}
    for card in course.cards.values():
        if flow.definition.node(card.node) is not None or card.is_closed:
            cards[card.node] = card
        else:
            cards[card.node] = replace(card.into("cancelled", now, pauses=True), holder=None, reason=None)
    for node in flow.definition.nodes:
        if node.id not in cards:
            place = next(each for each in range(1, 128) if each not in places)
            places.add(place)
            history = (Span("waiting", now, pauses=True),)
            cards[node.id] = Card(keys.card_id(run.id, place), run.id, place, node.id, "waiting", history)
    return moves.caught_up(Course(flow.definition, run, cards, former), resolve, now)
