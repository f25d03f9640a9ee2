"""Requests and answers of the API of runs and cards."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.core.http import Instant, Model, Resource, View
from chalicelib.core.ids import PATTERN
from chalicelib.leads.schemas import Text, Title
from chalicelib.workflow.definition import Priority
from chalicelib.workflow.talk_schemas import AttachmentView, CommentView

Note = Annotated[Text, Field(min_length=1, max_length=2000)]
ReasonId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
FlowRef = Annotated[str, Field(pattern=r"^(flow_[0-9A-Z]{26}|[a-z][a-z0-9_]{0,39})$", examples=["order"])]
NodeId = ReasonId
#: A member's id, or `role:<flow role>`.
Holder = Annotated[str, Field(pattern=r"^(m_[0-9A-Z]{26}|role:[a-z][a-z0-9_]{0,39})$")]
LeadId = Annotated[str, Field(pattern=PATTERN["lead"])]
CustomerId = Annotated[str, Field(pattern=PATTERN["cust"])]
CardState = Literal["waiting", "ready", "in_progress", "blocked", "done", "skipped", "cancelled"]
Limit = Annotated[int, Field(ge=1, le=200)]


# Runs


class NewRunBody(Model):
    """`flow`: id or key. `promised_at`: the date that sales gave the customer. `external_id` comes in once."""

    flow: FlowRef
    title: Title | None = None
    lead_id: LeadId | None = None
    customer_id: CustomerId | None = None
    promised_at: date | None = Field(default=None, strict=False)
    priority: Priority = "normal"
    external_id: Annotated[Text, Field(min_length=1, max_length=120)] | None = None
    values: dict[str, Any] = Field(default_factory=dict, max_length=60)


class RunChange(Model):
    title: Title | None = None
    promised_at: date | None = Field(default=None, strict=False)
    priority: Priority | None = None


class CancelRequest(Model):
    reason: Note


class Forecast(View):
    """`finish_at`: when the run will be done if every open card takes the time it has. `late_seconds`: beyond the
    promised day's end; negative when there is room; null without a promise."""

    finish_at: Instant | None = None
    late_seconds: int | None = None
    is_late: bool = False


class ClockView(View):
    """One clock of a card, in seconds of business time."""

    target_seconds: int
    elapsed_seconds: int
    due_at: Instant | None = None
    paused: bool = False
    breached_at: Instant | None = None
    stopped_at: Instant | None = None


class FieldValue(View):
    """A field as a card or a run shows it. `recorded_by` is the node that recorded it; null: the start form."""

    id: str
    name: str
    type: str
    value: Any = None
    recorded_by: str | None = None


class Missing(View):
    fields: list[str]
    attachments: int
    approval: str | None = None


class CardRow(View):
    """A card as boards and lists show it."""

    id: str
    run_id: str
    flow_id: str
    flow_name: str | None = None
    node: str
    node_name: str
    state: CardState
    title: str
    customer_id: str | None = None
    customer_name: str | None = None
    holder: str | None = None
    holder_name: str | None = None
    lead_owner: str | None = None
    fell_to: str | None = None
    fell_to_text: str | None = None
    priority: Priority
    due_at: Instant | None = None
    respond_due_at: Instant | None = None
    paused: bool
    late: bool
    reason: str | None = None
    reason_name: str | None = None
    note: str | None = None
    breached: list[str]
    since: Instant
    cycle: int
    version: int


class SpanView(View):
    state: CardState
    since: Instant
    until: Instant | None = None
    paused: bool
    reason: str | None = None


class CardView(CardRow, Resource):
    """One card, whole. `may` are the moves that the caller can make now."""

    respond: ClockView | None = None
    complete: ClockView | None = None
    history: list[SpanView]
    inputs: list[FieldValue]
    outputs: list[FieldValue]
    missing_to_start: Missing
    missing_to_complete: Missing
    approved_by: str | None = None
    approved_at: Instant | None = None
    watching: bool
    comments: int
    attachments: int
    may: list[str]


class PathStep(View):
    """A node of a run's path: as planned when the run began (nothing late, nothing paused), and as it is or will be."""

    card_id: str
    node: str
    node_name: str
    after: list[str]
    state: CardState
    planned_start: Instant
    planned_end: Instant
    start: Instant | None = None
    end: Instant | None = None


class RunRow(Resource):
    id: str
    flow_id: str
    flow_name: str
    flow_number: int
    title: str
    state: Literal["open", "done", "cancelled"]
    priority: Priority
    lead_id: str | None = None
    customer_id: str | None = None
    customer_name: str | None = None
    promised_at: date | None = None
    started_by: str
    started_by_name: str | None = None
    started_at: Instant
    closed_at: Instant | None = None
    reason: str | None = None
    external_id: str | None = None


class RunView(RunRow):
    """One run, whole: its cards in the order of the flow, fields, path, comments and files."""

    forecast: Forecast
    cards: list[CardView]
    fields: list[FieldValue]
    path: list[PathStep]
    comments: list[CommentView]
    attachments: list[AttachmentView]
    may: list[str]


class RunPage(View):
    items: list[RunRow]
    next_cursor: str | None


class RunQuery(Model):
    """Runs of a flow, of a lead, of a customer, or all: the open ones by start, then the closed ones."""

    flow: FlowRef | None = None
    lead_id: LeadId | None = None
    customer_id: CustomerId | None = None
    state: Literal["open", "closed"] | None = None
    limit: Limit = 50
    cursor: str | None = None


# Cards


class BoardQuery(Model):
    """The first page of every column of a flow; a column goes on with `GET /v1/cards?flow=&node=&cursor=`."""

    flow: FlowRef | None = None
    mine: bool = False
    late: bool = False
    blocked: bool = False
    role: ReasonId | None = None
    customer_id: CustomerId | None = None
    limit: Limit = 50


class BoardColumn(View):
    node: str
    node_name: str
    items: list[CardRow]
    next_cursor: str | None


class BoardView(View):
    flow_id: str
    flow_name: str
    columns: list[BoardColumn]
    as_of: Instant


class CardsQuery(Model):
    """What is with a holder (`me`: oneself and one's flow roles), by due time; or all that is blocked; or, with `flow`
    and `node`, one column of the board under the board's filters.
    """

    holder: Annotated[str, Field(pattern=r"^(me|m_[0-9A-Z]{26}|role:[a-z][a-z0-9_]{0,39})$")] = "me"
    flow: FlowRef | None = None
    node: NodeId | None = None
    mine: bool = False
    late: bool = False
    blocked: bool = False
    role: ReasonId | None = None
    customer_id: CustomerId | None = None
    limit: Limit = 50
    cursor: str | None = None


class CardPage(View):
    items: list[CardRow]
    next_cursor: str | None


class ValuesBody(Model):
    """Fields to record or correct; null takes a value away."""

    values: Annotated[dict[str, Any], Field(min_length=1, max_length=60)]


class CompleteBody(Model):
    values: dict[str, Any] = Field(default_factory=dict, max_length=60)


class BlockBody(Model):
    reason: ReasonId
    note: Note | None = None


class NoteBody(Model):
    note: Note


class OptionalNoteBody(Model):
    note: Note | None = None


class HandOverBody(Model):
    to: Holder
    note: Note | None = None


class RunEventView(View):
    id: str
    kind: str
    about: str
    node: str | None = None
    actor: str
    actor_name: str | None = None
    at: Instant
    changes: dict[str, list[Any]]
    facts: dict[str, Any]


class HistoryQuery(Model):
    limit: Limit = 50
    cursor: str | None = None


class HistoryPage(View):
    items: list[RunEventView]
    next_cursor: str | None
