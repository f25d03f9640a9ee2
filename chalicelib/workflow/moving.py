"""How every move of a card is written: the cards it touches, the run if it must, and one event, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.core.errors import Contention, NotFound, StaleVersion
from chalicelib.core.events import EventKind, event_item
from chalicelib.core.ids import is_id
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes, get
from chalicelib.core.tries import TRIES, pause
from chalicelib.workflow import keys, store
from chalicelib.workflow.errors import AlreadyThere, NotYours, state_of
from chalicelib.workflow.faces import Faces
from chalicelib.workflow.model import Card, Course, Moved
from chalicelib.workflow.people import People, may_move


@dataclass(frozen=True)
class Done:
    """What a use case decided: the course after it, the event's kind, and what the event says beyond the usual."""

    moved: Moved
    kind: EventKind
    facts: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, list[Any]] | None = None
    #: More writes of the same transaction.
    also: Callable[[Writes], None] | None = None


Decide = Callable[[Course, Card, People], Done | None]


def move_card(
    scope: Scope,
    card_id: str,
    now: datetime,
    decide: Decide,
    *,
    expected: int | None = None,
    anyone: bool = False,
) -> tuple[Course, Card]:
    """Read the course, let `decide` say what becomes of it, write that. None from `decide`: nothing is to be done.

    Of two who move the same card, one gets through; the other is refused with what the card is now. Where only another
    card or the run has changed meanwhile, it is decided anew. `anyone`: not only those who may move the card.

    Raises:
        NotFound, NotYours, AlreadyThere (412), StaleVersion, Contention, and what `decide` raises
    """
    run_id, place = run_and_place(card_id)
    for attempt in range(TRIES):
        course = store.read_course(scope, run_id, consistent=True)
        card = card_at(course, place)
        if expected is not None and card.version != expected:
            raise StaleVersion(extra=state_of(card))
        people = People.of(scope)
        if not anyone and not may_move(scope, people, card):
            raise NotYours()
        done = decide(course, card, people)
        if done is None:
            return course, card
        try:
            after = write_move(scope, course, card, done, now)
            return after, after.cards[card.node]
        except AlreadyThere:
            current = _card_now(scope, card)
            if expected is not None:
                raise StaleVersion(extra=state_of(current)) from None
            if current.state != card.state or current.holder != card.holder:
                raise AlreadyThere.of(current) from None
        except StaleVersion:
            pass
        pause(attempt)
    raise Contention()


def run_and_place(card_id: str) -> tuple[str, int]:
    """
    Raises:
        NotFound: not the id of a card.
    """
    if not is_id(card_id, "card"):
        raise NotFound()
    return keys.run_and_place_of(card_id)


def card_at(course: Course, place: int) -> Card:
    """
    Raises:
        NotFound
    """
    for card in course.cards.values():
        if card.place == place:
            return card
    raise NotFound()


def _card_now(scope: Scope, card: Card) -> Card:
    item = get(store.CardItem, keys.run(scope, card.run_id), keys.card(card.place), consistent=True)
    if item is None:
        raise NotFound()
    return store.card_of(item)


def write_move(scope: Scope, before: Course, card: Card, done: Done, now: datetime) -> Course:
    """One transaction; returns the course with its new versions."""
    writes = Writes()
    after = add_move(writes, scope, before, card, done, now)
    writes.commit()
    return after


def add_move(writes: Writes, scope: Scope, before: Course, card: Card, done: Done, now: datetime) -> Course:
    """The writes of one move.

    The commit raises `AlreadyThere` where the card itself has changed, `StaleVersion` where something beside it has.
    """
    after = done.moved.course
    faces = Faces.of(scope, after, now)
    for node in done.moved.touched:
        changed = faces.stamped(after.cards[node])
        mine = node == card.node
        store.put_card(
            writes, scope, after, changed, faces.face(changed), AlreadyThere.of(card) if mine else StaleVersion()
        )
    if done.moved.run:
        store.put_run(writes, scope, after.run, StaleVersion())
    writes.create(
        event_item(
            scope,
            done.kind,
            pk=keys.run(scope, after.run.id),
            about=card.id,
            at=now,
            changes=done.changes or _state_change(card, after.cards[card.node]),
            **event_facts(after, after.cards[card.node], done),
        )
    )
    if done.also is not None:
        done.also(writes)
    return after.with_new_versions(done.moved)


def event_facts(course: Course, card: Card, done: Done) -> dict[str, Any]:
    """What every card event says: where it belongs, who holds it, what began or fell away by it."""
    moved = done.moved
    return {
        "run_id": course.run.id,
        "flow_id": course.run.flow_id,
        "title": course.run.title,
        "node": card.node,
        "holder": card.holder,
        "cycle": card.cycle if card.cycle > 1 else None,
        "readied": [course.cards[node].id for node in moved.readied] or None,
        "skipped": [course.cards[node].id for node in moved.skipped] or None,
        "run_state": course.run.state if moved.run and course.run.state != "open" else None,
        **done.facts,
    }


def _state_change(before: Card, after: Card) -> dict[str, list[Any]] | None:
    return {"state": [before.state, after.state]} if before.state != after.state else None
