"""Runs and cards, and what may become of them: pure rules, no I/O, no clock.

A `Course` is a run with its flow and all its cards, as they were read. A move takes a course and says what it becomes;
`Moved.touched` are the cards that must be written: those that change, and those on which the decision rests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from chalicelib.workflow.clock import Stopped
from chalicelib.workflow.definition import Condition, FlowDefinition, Node, Priority
from chalicelib.workflow.errors import (
    AlreadyThere,
    CardFull,
    CardWrongState,
    InputsMissing,
    NeedsApproval,
    OutputsMissing,
    RunClosed,
)

State = Literal["waiting", "ready", "in_progress", "blocked", "done", "skipped", "cancelled"]
RunState = Literal["open", "done", "cancelled"]
OPEN: frozenset[State] = frozenset({"ready", "in_progress", "blocked"})
#: A card that is blocked and taken up again day after day must not outgrow its item.
MOST_SPANS = 1000
CLOSED: frozenset[State] = frozenset({"done", "skipped", "cancelled"})
ROLE_PREFIX = "role:"
#: Why a card was skipped that no leader let fall away.
BY_CONDITION = "condition"


@dataclass(frozen=True)
class Span:
    """A stretch of a card's life: from `since` until the next one's. `pauses`: the SLA clock stands meanwhile."""

    state: State
    since: datetime
    pauses: bool = False
    reason: str | None = None


@dataclass(frozen=True)
class Approval:
    by: str
    at: datetime


@dataclass(frozen=True)
class Card:
    """`holder` is a member's id, `role:<flow role>`, or None while nobody is responsible yet.

    `fell_to` says why the holder is not whom the flow names: `member_left`, `role_empty`, `no_owner`. `told` are the
    steps of the ladder that were told, as `ladder.Told` keeps them; `breached` the clocks (`respond`, `complete`) whose
    time ran out, with when; `stopped` what is kept of the clocks that have stopped; `facts`, of a done card, what the
    timeliness report counts, as it was when it was done.
    """

    id: str
    run_id: str
    place: int
    node: str
    state: State
    history: tuple[Span, ...]
    holder: str | None = None
    fell_to: str | None = None
    cycle: int = 1
    values: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None
    note: str | None = None
    approval: Approval | None = None
    told: Mapping[str, int] = field(default_factory=dict)
    breached: Mapping[str, datetime] = field(default_factory=dict)
    stopped: Mapping[str, Stopped] = field(default_factory=dict)
    watchers: tuple[str, ...] = ()
    files: int = 0
    comments: int = 0
    facts: Mapping[str, Any] | None = None
    version: int | None = None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED

    @property
    def since(self) -> datetime:
        """When it came into its present state."""
        return self.history[-1].since

    @property
    def role(self) -> str | None:
        """The flow role that holds it, while none of its members has taken it."""
        return self.holder.removeprefix(ROLE_PREFIX) if self.holder and self.holder.startswith(ROLE_PREFIX) else None

    def into(self, state: State, at: datetime, *, pauses: bool = False, reason: str | None = None) -> Card:
        return replace(self, state=state, history=(*self.history, Span(state, at, pauses, reason)), facts=None)


@dataclass(frozen=True)
class Run:
    """`values` are those of the start form. `promised` is the date that sales gave the customer.

    `earlier` are the flow's versions that it had before it was moved to `flow_version`.
    """

    id: str
    flow_id: str
    flow_version: int
    title: str
    state: RunState
    started_by: str
    started_at: datetime
    priority: Priority = "normal"
    lead_id: str | None = None
    lead_owner: str | None = None
    customer_id: str | None = None
    customer_name: str | None = None
    external_id: str | None = None
    promised: date | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    closed_at: datetime | None = None
    reason: str | None = None
    warned_at: datetime | None = None
    earlier: tuple[int, ...] = ()
    version: int | None = None


@dataclass(frozen=True)
class Course:
    """A run, its flow and all its cards by node. `former` are nodes of versions that the run had before."""

    flow: FlowDefinition
    run: Run
    cards: Mapping[str, Card]
    former: Mapping[str, Node] = field(default_factory=dict)

    def node(self, card: Card) -> Node:
        return self.flow.node(card.node) or self.former[card.node]

    def values(self) -> dict[str, Any]:
        """All that was recorded, by field: each once."""
        known = dict(self.run.values)
        for card in self.cards.values():
            known.update(card.values)
        return known

    def home_of(self, field_id: str) -> Card | None:
        """The card on which a field was recorded; None: on the run, or nowhere yet."""
        return next((card for card in self.cards.values() if field_id in card.values), None)

    def before(self, card: Card) -> list[Card]:
        return [self.cards[each] for each in self.node(card).after if each in self.cards]

    def behind(self, card: Card) -> list[Card]:
        return [self.cards[node.id] for node in self.flow.successors(card.node) if node.id in self.cards]

    def with_cards(self, *changed: Card) -> Course:
        return replace(self, cards={**self.cards, **{card.node: card for card in changed}})

    def with_new_versions(self, moved: Moved) -> Course:
        """This course as it is once `moved` is written."""
        written = [self.cards[node] for node in moved.touched]
        course = self.with_cards(*(replace(card, version=(card.version or 0) + 1) for card in written))
        if moved.run:
            course = replace(course, run=replace(self.run, version=(self.run.version or 0) + 1))
        return course


@dataclass(frozen=True)
class Moved:
    """What a move makes of a course.

    `readied` began by it, `skipped` fell away by it; `touched` are the nodes whose cards must be written, the moved one
    first; `run` says whether the run must be.
    """

    course: Course
    touched: tuple[str, ...]
    readied: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    run: bool = False


#: Whom a node's card goes to: `(holder, why it is not whom the flow names)`.
Resolve = Callable[[Course, Node], tuple[str | None, str | None]]


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


def holds(condition: Condition, values: Mapping[str, Any]) -> bool:
    """Whether a condition is true of the recorded values. Money compares by its amount."""
    value = values.get(condition.field)
    if isinstance(value, Mapping):
        value = value.get("amount")
    if condition.op == "empty":
        return value in (None, "")
    if value in (None, ""):
        return False
    if condition.op == "filled":
        return True
    if condition.op in ("equals", "not_equals"):
        return _alike(value, condition.value) == (condition.op == "equals")
    try:
        number, limit = float(value), float(condition.value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        text, limit_text = str(value), str(condition.value)  # dates sort as text
        return text > limit_text if condition.op == "more_than" else text < limit_text
    return number > limit if condition.op == "more_than" else number < limit


def _alike(value: Any, other: Any) -> bool:
    if isinstance(value, bool) or isinstance(other, bool):
        return value is other
    try:
        return float(value) == float(other)
    except (TypeError, ValueError):
        return str(value) == str(other)


def missing_fields(fields: tuple[str, ...], values: Mapping[str, Any]) -> list[str]:
    return [each for each in fields if values.get(each) in (None, "")]


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
    needs = course.node(card).needs
    lacking = missing_fields(needs.fields, course.values())
    if lacking or card.files < needs.attachments:
        raise InputsMissing.of(course, lacking, needs.attachments - card.files)
    if needs.approval and card.approval is None:
        raise NeedsApproval(extra={"approval": needs.approval})


def _demand_outputs(course: Course, card: Card) -> None:
    gives = course.node(card).gives
    lacking = missing_fields(gives.fields, course.values())
    if lacking or card.files < gives.attachments:
        raise OutputsMissing.of(course, lacking, gives.attachments - card.files)
    if gives.approval and card.approval is None:
        raise NeedsApproval(extra={"approval": gives.approval})
