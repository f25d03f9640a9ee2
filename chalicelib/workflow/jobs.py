"""What the sweep calls for cards."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any, Protocol

from chalicelib.core.clock import to_text
from chalicelib.core.deadlines import DueKey
from chalicelib.core.errors import NotFound, StaleVersion
from chalicelib.core.events import EventKind, event_item
from chalicelib.core.scope import Scope
from chalicelib.core.store import MOST_ACTIONS, Writes
from chalicelib.core.tries import write_at_last
from chalicelib.tenancy.model import Member
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
    """All that is due of a run in one transaction; where it has no room for that, card by card; and where it has no
    room for all who are told of one card, these ahead of it, under ids of the step's, so that none is told twice."""

    def made() -> Writes | None:
        try:
            course, loose = store.read_whole(scope, run_id, consistent=True)
        except NotFound:
            return None
        teller, writes = Teller.of(scope, course, loose, now), Writes()
        _add_steps(writes, teller, places, partial(_tell_within, writes, teller))
        if len(writes) > MOST_ACTIONS and len(places) > 1:
            for place in sorted(places):
                _watch_run(scope, run_id, {place}, now)
            return None
        if len(writes) > MOST_ACTIONS:
            writes = Writes()
            _add_steps(writes, teller, places, partial(_tell_ahead, teller))
        return writes

    write_at_last(made)


class Tell(Protocol):
    """Tells members something of a card, or of the run; `once` and `at` say for what occasion, and since when."""

    def __call__(
        self, title: str, to: Sequence[Member], about: Card | None, /, *, once: str, at: datetime, **facts: Any
    ) -> None: ...


def _tell_within(
    writes: Writes,
    teller: Teller,
    title: str,
    to: Sequence[Member],
    about: Card | None,
    /,
    *,
    once: str,
    at: datetime,
    **facts: Any,
) -> None:
    """In the transaction that says that they were told: no id is needed to tell nobody twice."""
    teller.tell(writes, title, to, about, **facts)


def _tell_ahead(
    teller: Teller, title: str, to: Sequence[Member], about: Card | None, /, *, once: str, at: datetime, **facts: Any
) -> None:
    for member in to:
        writes = Writes()
        teller.tell(writes, title, [member], about, once=once, at=at, **facts)
        with suppress(StaleVersion):  # told by a sweep that died before it could say so
            writes.commit()


def _add_steps(writes: Writes, teller: Teller, places: set[int], tell: Tell) -> None:
    scope, course, now = teller.scope, teller.course, teller.faces.now
    late_from = teller.faces.late_from
    after = course
    if late_from is not None and late_from <= now:
        after = replace(course, run=replace(course.run, warned_at=now))
        _add_late(writes, teller, after, tell)
    faces = Faces.of(scope, after, now)
    for card in course.cards.values():
        if card.place not in places or not card.is_open:
            continue
        steps = faces.due_steps(card)
        told = replace(card, told=told_with(card.told, steps))
        for step in steps:
            _tell_step(tell, teller, card, step)
        if steps:
            _add_event(writes, scope, course, card, steps, now)
        changed = faces.stamped(told)
        store.put_card(writes, scope, after, changed, faces.face(changed))


def _tell_step(tell: Tell, teller: Teller, card: Card, step: Step) -> None:
    percent = step.percent or _BY_HALF
    holders = teller.people.holders(card) if "responsible" in step.to else []
    heard = {member.id for member in holders}
    above = teller.supervisors(card) if "supervisor" in step.to else []
    above = [member for member in above if member.id not in heard]
    heard |= {member.id for member in above}
    to = [each for each in step.to if each not in ("responsible", "supervisor")]
    others = [member for member in teller.recipients(to, card) if member.id not in heard]
    told = partial(tell, once=f"{step.clock}#{step.cycle}#{step.number}", at=step.at, **teller.context(card))
    told("card.sla.respond" if step.clock == "respond" else _title(percent), holders, card)
    told("card.sla.over.supervisor", above, card)
    told("card.block_alert", others, card)


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


def _add_late(writes: Writes, teller: Teller, after: Course, tell: Tell) -> None:
    """The forecast passes what was promised: who answers for the run and who holds its cards hear of it, once."""
    run, finish, now = after.run, teller.faces.finish, teller.faces.now
    store.put_run(writes, teller.scope, run)
    promised = run.promised.isoformat() if run.promised else ""
    to = {member.id: member for member in (*teller.owners(), *teller.open_holders())}
    tell("run.late", list(to.values()), None, once="late", at=now, finish_at=finish, promised=promised)
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
