"""What may become of runs and cards: each move takes a course and says what it becomes. Pure: no I/O, no clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.workflow.definition import FlowDefinition, Needs
from chalicelib.workflow.errors import (
    AlreadyThere,
    CardFull,
    CardWrongState,
    InputsMissing,
    NeedsApproval,
    OutputsMissing,
    RunClosed,
)
from chalicelib.workflow.model import (
    BY_CONDITION,
    MOST_SPANS,
    Approval,
    Card,
    Course,
    Moved,
    Resolve,
    Run,
    Span,
    State,
    holds,
    missing_fields,
)


def begun(flow: FlowDefinition, run: Run, card_id: Callable[[int], str], resolve: Resolve, now: datetime) -> Moved:
    """A new run's course: every node has a card, and those that wait for nothing are ready."""
    cards = {
        node.id: Card(card_id(at), run.id, at, node.id, "waiting", (Span("waiting", now, pauses=True),))
        for at, node in enumerate(flow.nodes, start=1)
    }
    course = Course(flow, run, cards)
    moved = Moved(course, ())
    for node in flow.nodes:
        if not node.after:
            moved = _open(moved, course.cards[node.id], resolve, now)
    return replace(_settled(moved, now), touched=tuple(cards), run=True)


def started(course: Course, card: Card, by: str, now: datetime) -> Moved:
    """The card is taken in hand: by the member who starts it, where its flow role held it. (A connector, or somebody
    outside, takes nothing in hand.)

    Raises:
        AlreadyThere, CardWrongState, RunClosed, InputsMissing, NeedsApproval
    """
    _demand_open_run(course)
    if card.state == "in_progress":
        raise AlreadyThere.of(card)
    _demand(card, "ready")
    _demand_inputs(course, card)
    taken = replace(card.into("in_progress", now), holder=_taken_by(card, by), reason=None, note=None)
    return _only(course, taken)


def completed(course: Course, card: Card, by: str, resolve: Resolve, now: datetime) -> Moved:
    """The card is done, and what comes next begins. A ready card is started by it.

    Raises:
        AlreadyThere, CardWrongState, RunClosed, InputsMissing, OutputsMissing, NeedsApproval
    """
    if card.state == "done":  # before the run: it may have been the last card
        raise AlreadyThere.of(card)
    _demand_open_run(course)
    _demand(card, "ready", "in_progress", "blocked")
    if card.state == "ready":
        card = started(course, card, by, now).course.cards[card.node]
    elif not _was_started(card):  # blocked before anybody began
        _demand_inputs(course, card)
    card = replace(card, holder=_taken_by(card, by))
    _demand_outputs(course, card)
    done = replace(card.into("done", now, pauses=True), reason=None, note=None)
    moved = Moved(course.with_cards(done), (card.node,))
    return _settled(_followed(moved, done, resolve, now), now)


def blocked(course: Course, card: Card, reason: str, note: str | None, now: datetime) -> Moved:
    """The card can't go on, for a reason out of the flow's list.

    Raises:
        AlreadyThere, CardWrongState, RunClosed, CardFull
    """
    _demand_open_run(course)
    if card.state == "blocked":
        raise AlreadyThere.of(card)
    _demand(card, "ready", "in_progress")
    _demand_room(card)
    known = course.flow.reason(reason)
    pauses = course.flow.blocked_pauses or (known is not None and known.pauses)
    return _only(course, replace(card.into("blocked", now, pauses=pauses, reason=reason), reason=reason, note=note))


def unblocked(course: Course, card: Card, now: datetime) -> Moved:
    """The card goes on in the state in which it was blocked.

    Raises:
        AlreadyThere, CardWrongState, RunClosed
    """
    _demand_open_run(course)
    if card.state in ("ready", "in_progress"):
        raise AlreadyThere.of(card)
    _demand(card, "blocked")
    earlier = next(span.state for span in reversed(card.history) if span.state != "blocked")
    return _only(course, replace(card.into(earlier, now), reason=None, note=None))


def reopened(course: Course, card: Card, now: datetime) -> Moved:
    """A done card is in progress again; a run that was over goes on.

    What comes after it and nobody has started waits again; what was started goes on, and its holders are told. What a
    leader has skipped stays so.

    Raises:
        AlreadyThere, CardWrongState, RunClosed, CardFull
    """
    if course.run.state == "cancelled":
        raise RunClosed()
    if card.is_open:
        raise AlreadyThere.of(card)
    _demand(card, "done")
    _demand_room(card)
    again = replace(card.into("in_progress", now), cycle=card.cycle + 1)
    course = course.with_cards(again)
    touched, queue = [card.node], [again]
    while queue:
        for behind in course.behind(queue.pop(0)):
            if behind.node in touched:
                continue
            touched.append(behind.node)
            if behind.state == "skipped" and behind.history[-1].reason == BY_CONDITION:
                course = course.with_cards(_waits(behind, now))
                queue.append(behind)
            elif behind.is_open and not _was_started(behind):
                course = course.with_cards(_waits(behind, now))
    run = course.run
    if run.state == "done":
        course = replace(course, run=replace(run, state="open", closed_at=None))
    return Moved(course, tuple(touched), run=run.state == "done")


def skipped(course: Course, card: Card, note: str, resolve: Resolve, now: datetime) -> Moved:
    """A leader lets a card fall away, with a reason.

    Raises:
        AlreadyThere, CardWrongState, RunClosed
    """
    if card.state == "skipped":  # before the run: it may have been the last card
        raise AlreadyThere.of(card)
    _demand_open_run(course)
    _demand(card, "waiting", "ready", "in_progress", "blocked")
    gone = replace(card.into("skipped", now, pauses=True, reason=note), holder=None, reason=None, note=note)
    moved = Moved(course.with_cards(gone), (card.node,))
    return _settled(_followed(moved, gone, resolve, now), now)


def handed_over(course: Course, card: Card, to: str, why: str | None = None) -> Moved:
    """The card is with `to` now (a member, or `role:<flow role>`).

    Raises:
        CardWrongState, RunClosed
    """
    _demand_open_run(course)
    _demand(card, "ready", "in_progress", "blocked")
    return _only(course, replace(card, holder=to, fell_to=why))


def approved(course: Course, card: Card, by: str, now: datetime) -> Moved:
    """
    Raises:
        CardWrongState, RunClosed
    """
    _demand_open_run(course)
    _demand(card, "waiting", "ready", "in_progress", "blocked")
    return _only(course, replace(card, approval=Approval(by, now)))


def recorded(course: Course, card: Card, values: Mapping[str, Any]) -> Moved:
    """Field values: each is kept where it stood before (a correction), else on `card`. None takes a value away."""
    touched: list[str] = [card.node]
    in_run = dict(course.run.values)
    is_run_changed = False
    for field_id, value in values.items():
        home = course.home_of(field_id)
        if home is None and field_id in in_run:
            in_run[field_id] = value
            is_run_changed = True
            continue
        at = home or course.cards[card.node]
        known = {**at.values, field_id: value}
        if value is None:
            known.pop(field_id)
        course = course.with_cards(replace(course.cards[at.node], values=known))
        if at.node not in touched:
            touched.append(at.node)
    if is_run_changed:
        kept = {name: value for name, value in in_run.items() if value is not None}
        course = replace(course, run=replace(course.run, values=kept))
    return Moved(course, tuple(touched), run=is_run_changed)


def watched(course: Course, card: Card, watchers: tuple[str, ...]) -> Moved:
    return _only(course, replace(card, watchers=watchers))


def caught_up(course: Course, resolve: Resolve, now: datetime) -> Moved:
    """A course whose flow has changed under it: what waits for nothing that is open begins. All of it is written."""
    moved = Moved(course, tuple(course.cards), run=True)
    for node in course.flow.nodes:
        card = moved.course.cards[node.id]
        if card.state == "waiting" and all(each.is_closed for each in moved.course.before(card)):
            moved = _open(moved, card, resolve, now)
    return _settled(moved, now)


def cancelled(course: Course, reason: str, now: datetime) -> Moved:
    """The run ends here: what is not closed is cancelled.

    Raises:
        RunClosed
    """
    _demand_open_run(course)
    touched = []
    for card in course.cards.values():
        if not card.is_closed:
            course = course.with_cards(replace(card.into("cancelled", now, pauses=True), holder=None, reason=None))
            touched.append(card.node)
    run = replace(course.run, state="cancelled", closed_at=now, reason=reason)
    return Moved(replace(course, run=run), tuple(touched), run=True)


# Within


def _only(course: Course, card: Card) -> Moved:
    return Moved(course.with_cards(card), (card.node,))


def _taken_by(card: Card, by: str) -> str | None:
    """A flow role's card is with the member who works on it."""
    is_free = card.role is not None or card.holder is None
    return by if is_free and by.startswith("m_") else card.holder


def _was_started(card: Card) -> bool:
    return any(span.state == "in_progress" for span in card.history)


def _waits(card: Card, now: datetime) -> Card:
    return replace(card.into("waiting", now, pauses=True), holder=None, fell_to=None, reason=None, note=None)


def _followed(moved: Moved, closed: Card, resolve: Resolve, now: datetime) -> Moved:
    """After a card was closed: what waited for it alone begins. All that waits for it is touched (a join, see docs).

    Where nothing behind it is still to be done, it may be the run's last card, and the run is touched: two such cards
    that close at the same moment would otherwise each see the other open, and the run would never be done.
    """
    behind = moved.course.behind(closed)
    if all(each.is_closed for each in behind):
        moved = replace(moved, run=True)
    for node in (each.node for each in behind):
        if node not in moved.touched:
            moved = replace(moved, touched=(*moved.touched, node))
        card = moved.course.cards[node]
        if card.state == "waiting" and all(each.is_closed for each in moved.course.before(card)):
            moved = _open(moved, card, resolve, now)
    return moved


def _open(moved: Moved, card: Card, resolve: Resolve, now: datetime) -> Moved:
    """A waiting card whose time has come: ready, or skipped where its conditions don't hold."""
    course = moved.course
    if all(holds(each, course.values()) for each in course.node(card).when):
        holder, why = resolve(course, course.node(card))
        ready = replace(card.into("ready", now), holder=holder, fell_to=why)
        return replace(moved, course=course.with_cards(ready), readied=(*moved.readied, card.node))
    gone = card.into("skipped", now, pauses=True, reason=BY_CONDITION)
    moved = replace(moved, course=course.with_cards(gone), skipped=(*moved.skipped, card.node))
    return _followed(moved, gone, resolve, now)


def _settled(moved: Moved, now: datetime) -> Moved:
    """The run is done when all its cards are closed."""
    course = moved.course
    if course.run.state == "open" and all(card.is_closed for card in course.cards.values()):
        return replace(moved, course=replace(course, run=replace(course.run, state="done", closed_at=now)), run=True)
    return moved


def _demand_open_run(course: Course) -> None:
    if course.run.state != "open":
        raise RunClosed()


def _demand(card: Card, *states: State) -> None:
    if card.state not in states:
        raise CardWrongState.of(card)


def _demand_room(card: Card) -> None:
    if len(card.history) >= MOST_SPANS:
        raise CardFull(most=MOST_SPANS)


def _demand_inputs(course: Course, card: Card) -> None:
    _demand_there(course, card, course.node(card).needs, InputsMissing)


def _demand_outputs(course: Course, card: Card) -> None:
    _demand_there(course, card, course.node(card).gives, OutputsMissing)


def _demand_there(
    course: Course, card: Card, asked: Needs, refusal: type[InputsMissing] | type[OutputsMissing]
) -> None:
    lacking = missing_fields(asked.fields, course.values())
    if lacking or card.files < asked.attachments:
        raise refusal.of(course, lacking, asked.attachments - card.files)
    if asked.approval and card.approval is None:
        raise NeedsApproval(extra={"approval": asked.approval})
