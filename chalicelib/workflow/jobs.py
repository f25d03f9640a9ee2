"""What the sweep calls for cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from chalicelib.core.clock import to_text
from chalicelib.core.deadlines import DueKey
from chalicelib.core.errors import Contention, NotFound, StaleVersion
from chalicelib.core.events import EventKind, event_item
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes
from chalicelib.core.tries import TRIES, pause
from chalicelib.workflow import keys, store
from chalicelib.workflow.faces import Faces
from chalicelib.workflow.ladder import Step, told_with
from chalicelib.workflow.model import Card, Course
from chalicelib.workflow.telling import Teller

#: Steps up to here are a reminder; from here on the card is over its time.
_WHOLE, _BY_HALF = 100, 150


def watch_clocks(scope: Scope, due: Sequence[DueKey], now: datetime) -> None:
    """Handler of `card.sla`: tell what is due of each run's cards, and set their next deadlines, run by run."""
    for pk, mine in groupby(sorted(due, key=lambda each: each.pk), key=lambda each: each.pk):
        places = {keys.place_of(each.sk) for each in mine}
        _watch_run(scope, keys.run_id_of(pk), places, now)


def _watch_run(scope: Scope, run_id: str, places: set[int], now: datetime) -> None:
    for attempt in range(TRIES):
        try:
            course, loose = store.read_course(scope, run_id, consistent=True)
        except NotFound:
            return
        writes = Writes()
        _add_steps(writes, scope, course, loose, places, now)
        try:
            writes.commit()
            return
        except StaleVersion:
            pause(attempt)
    raise Contention()


def _add_steps(
    writes: Writes, scope: Scope, course: Course, loose: store.Loose, places: set[int], now: datetime
) -> None:
    teller = Teller.of(scope, course, loose, now)
    late_from = teller.faces.late_from
    after = course
    if late_from is not None and late_from <= now:
        after = replace(course, run=replace(course.run, warned_at=now))
        _add_late(writes, teller, after, now)
    faces = Faces.of(scope, after, now)
    for card in course.cards.values():
        if card.place not in places or not card.is_open:
            continue
        steps = faces.due_steps(card)
        told = replace(card, told=told_with(card.told, steps))
        for step in steps:
            _tell_step(writes, teller, card, step)
        if steps:
            _add_event(writes, scope, course, card, steps, now)
        changed = faces.stamped(told)
        store.put_card(writes, scope, after, changed, faces.face(changed))


def _tell_step(writes: Writes, teller: Teller, card: Card, step: Step) -> None:
    percent = step.percent or _BY_HALF
    supervisors = {member.id for member in teller.supervisors(card)} if "supervisor" in step.to else set()
    holders = {member.id for member in teller.people.holders(card)}
    others = [member for member in teller.recipients(step.to, card) if member.id not in supervisors | holders]
    context = teller.context(card)
    if "responsible" in step.to:
        title = "card.sla.respond" if step.clock == "respond" else _title(percent)
        teller.tell(writes, title, teller.people.holders(card), card, **context)
    if supervisors:
        above = [member for member in teller.supervisors(card) if member.id not in holders]
        teller.tell(writes, "card.sla.over.supervisor", above, card, **context)
    if others:
        teller.tell(writes, "card.block_alert", others, card, **context)


def _title(percent: int) -> str:
    return "card.sla.half" if percent < _WHOLE else "card.sla.over"


def _add_event(writes: Writes, scope: Scope, course: Course, card: Card, steps: Sequence[Step], now: datetime) -> None:
    writes.create(
        event_item(
            scope,
            EventKind.CARD_SLA_STEP,
            pk=keys.run(scope, course.run.id),
            about=card.id,
            at=now,
            run_id=course.run.id,
            flow_id=course.run.flow_id,
            title=course.run.title,
            node=card.node,
            holder=card.holder,
            steps=[[step.clock, step.cycle, step.number] for step in steps],
        )
    )


def _add_late(writes: Writes, teller: Teller, after: Course, now: datetime) -> None:
    """The forecast passes what was promised: who answers for the run and who holds its cards hear of it, once."""
    run, finish = after.run, teller.faces.finish
    store.put_run(writes, teller.scope, run)
    promised = run.promised.isoformat() if run.promised else ""
    teller.tell(
        writes, "run.late", [*teller.owners(), *teller.open_holders()], None, finish_at=finish, promised=promised
    )
    writes.create(
        event_item(
            teller.scope,
            EventKind.RUN_LATE,
            pk=keys.run(teller.scope, run.id),
            about=run.id,
            at=now,
            run_id=run.id,
            flow_id=run.flow_id,
            title=run.title,
            promised=promised,
            finish_at=to_text(finish) if finish else None,
        )
    )
