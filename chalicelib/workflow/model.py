"""Runs and cards: pure, no I/O, no clock. What may become of them is in `moves.py`.

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
