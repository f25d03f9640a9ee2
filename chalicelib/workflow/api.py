"""The API of runs and cards: parse, call, render."""

from __future__ import annotations

from chalicelib.core.clock import now
from chalicelib.core.errors import Invalid
from chalicelib.core.http import Answer, Api
from chalicelib.core.scope import Scope
from chalicelib.workflow import acting, board, flow_store, rendering, running, store
from chalicelib.workflow.errors import (
    AlreadyThere,
    CardWrongState,
    FlowArchived,
    InputsMissing,
    NeedsApproval,
    NotYours,
    OutputsMissing,
    RunClosed,
    RunExists,
)
from chalicelib.workflow.history import list_history
from chalicelib.workflow.moving import card_at, run_and_place
from chalicelib.workflow.schemas import (
    BlockBody,
    BoardQuery,
    BoardView,
    CancelRequest,
    CardPage,
    CardsQuery,
    CardView,
    CompleteBody,
    HandOverBody,
    HistoryPage,
    HistoryQuery,
    NewRunBody,
    NoteBody,
    OptionalNoteBody,
    RunChange,
    RunPage,
    RunQuery,
    RunView,
    ValuesBody,
)

api = Api(__name__, tag="flows")
_MOVES = (AlreadyThere, CardWrongState, RunClosed, NotYours)


@api.post("/runs", body=NewRunBody, status=201, allow="flows.work", refusals=(FlowArchived, InputsMissing, RunExists))
def start_run(scope: Scope, body: NewRunBody) -> RunView:
    """Start a flow: by its id or key, for a lead or a customer if there is one."""
    moment = now()
    new = running.NewRun(
        flow=body.flow,
        title=body.title,
        lead_id=body.lead_id,
        customer_id=body.customer_id,
        promised=body.promised_at,
        priority=body.priority,
        external_id=body.external_id,
        values=body.values,
    )
    return rendering.run_view(scope, running.start_run(scope, new, moment), None, moment)


@api.get("/runs", query=RunQuery, allow="flows.read")
def list_runs(scope: Scope, query: RunQuery) -> RunPage:
    """Runs of a flow, of a lead, of a customer, or all."""
    subject = query.lead_id or query.customer_id
    if subject is not None:
        rows = board.runs_of(scope, subject, query.flow, query.state, query.limit, query.cursor)
    else:
        rows = board.list_runs(scope, query.flow, query.state, query.limit, query.cursor)
    return RunPage(items=rendering.run_rows(scope, rows.items), next_cursor=rows.next_cursor)


@api.get("/runs/{run_id}", allow="flows.read")
def get_run(scope: Scope, run_id: str) -> RunView:
    """One run, whole: cards, fields, path with planned and real times, comments, files."""
    course, loose = store.read_whole(scope, run_id)
    return rendering.run_view(scope, course, loose, now())


@api.patch("/runs/{run_id}", body=RunChange, allow="flows.work", refusals=(RunClosed,))
def change_run(scope: Scope, run_id: str, body: RunChange, expected: int | None) -> RunView:
    """Title, priority, promised date (null takes it away)."""
    moment = now()
    course = running.change_run(
        scope,
        run_id,
        moment,
        title=body.title,
        priority=body.priority,
        promised=body.promised_at,
        clears_promised="promised_at" in body.model_fields_set and body.promised_at is None,
        expected=expected,
    )
    return rendering.run_view(scope, course, None, moment)


@api.post("/runs/{run_id}/cancel", body=CancelRequest, allow="flows.work", if_match=True, refusals=(RunClosed,))
def cancel_run(scope: Scope, run_id: str, body: CancelRequest, expected: int | None) -> RunView:
    """End a run before it is done, with a reason."""
    moment = now()
    return rendering.run_view(scope, running.cancel_run(scope, run_id, body.reason, moment, expected), None, moment)


@api.get("/runs/{run_id}/history", query=HistoryQuery, allow="flows.read")
def run_history(scope: Scope, run_id: str, query: HistoryQuery) -> HistoryPage:
    """Every change of a run and its cards, the newest first."""
    return list_history(scope, run_id, query.limit, query.cursor)


@api.get("/board", query=BoardQuery, allow="flows.read")
def show_board(scope: Scope, query: BoardQuery) -> Answer[BoardView]:
    """A flow's open cards by node, what is due first on top. Without `flow`, the workspace's first one."""
    moment = now()
    flow = flow_store.find_flow(scope, query.flow) if query.flow else rendering.first_flow(scope)
    asked = board.Narrowed(query.mine, query.late, query.blocked, query.role, query.customer_id)
    columns = board.board_columns(scope, flow, asked, query.limit, moment)
    return rendering.board_answer(scope, flow, columns, moment)


@api.get("/cards", query=CardsQuery, allow="flows.read")
def list_cards(scope: Scope, query: CardsQuery) -> Answer[CardPage]:
    """My cards (mine and my flow roles'), those of another holder, all that are blocked, or one column of the board."""
    moment = now()
    if query.flow is not None:
        flow = flow_store.find_flow(scope, query.flow)
        if query.node is None or flow_store.find_node(scope, flow, query.node) is None:
            raise Invalid.at("node", "no such node" if scope.locale == "en" else "没有该节点")
        asked = board.Narrowed(query.mine, query.late, query.blocked, query.role, query.customer_id)
        rows = board.column(scope, flow.id, query.node, asked, query.limit, query.cursor, moment)
    elif query.blocked:
        rows = board.blocked_cards(scope, query.limit, query.cursor)
    else:
        rows = board.cards_of(scope, query.holder, query.limit, query.cursor)
    return rendering.cards_answer(scope, rows, moment)


@api.get("/cards/{card_id}", allow="flows.read")
def get_card(scope: Scope, card_id: str) -> CardView:
    """One card, whole: clocks, fields asked for, what is missing, and what the caller may do."""
    run_id, place = run_and_place(card_id)
    course = store.read_course(scope, run_id)
    return rendering.card_view(scope, course, card_at(course, place), now())


@api.patch("/cards/{card_id}", body=ValuesBody, allow="flows.work", refusals=_MOVES)
def record_values(scope: Scope, card_id: str, body: ValuesBody, expected: int | None) -> CardView:
    """Record or correct fields. Who used a corrected field is told."""
    moment = now()
    return rendering.card_view(scope, *acting.record_values(scope, card_id, body.values, moment, expected), moment)


@api.post("/cards/{card_id}/start", allow="flows.work", if_match=True, refusals=(*_MOVES, InputsMissing, NeedsApproval))
def start_card(scope: Scope, card_id: str, expected: int | None) -> CardView:
    """Take a ready card in hand. Who starts a flow role's card holds it from then on."""
    moment = now()
    return rendering.card_view(scope, *acting.start_card(scope, card_id, moment, expected), moment)


@api.post(
    "/cards/{card_id}/complete",
    body=CompleteBody,
    allow="flows.work",
    if_match=True,
    refusals=(*_MOVES, InputsMissing, OutputsMissing, NeedsApproval),
)
def complete_card(scope: Scope, card_id: str, body: CompleteBody, expected: int | None) -> CardView:
    """Complete a card, recording its outputs in the same call; what comes next begins."""
    moment = now()
    return rendering.card_view(scope, *acting.complete_card(scope, card_id, body.values, moment, expected), moment)


@api.post("/cards/{card_id}/block", body=BlockBody, allow="flows.work", if_match=True, refusals=_MOVES)
def block_card(scope: Scope, card_id: str, body: BlockBody, expected: int | None) -> CardView:
    """Say what stands in the way; those before and after are told at once."""
    moment = now()
    moved = acting.block_card(scope, card_id, body.reason, body.note, moment, expected)
    return rendering.card_view(scope, *moved, moment)


@api.post("/cards/{card_id}/unblock", allow="flows.work", if_match=True, refusals=_MOVES)
def unblock_card(scope: Scope, card_id: str, expected: int | None) -> CardView:
    """It goes on."""
    moment = now()
    return rendering.card_view(scope, *acting.unblock_card(scope, card_id, moment, expected), moment)


@api.post("/cards/{card_id}/reopen", body=NoteBody, allow="flows.work", if_match=True, refusals=_MOVES)
def reopen_card(scope: Scope, card_id: str, body: NoteBody, expected: int | None) -> CardView:
    """A done card goes on; its clock, too. What nobody has started behind it waits again."""
    moment = now()
    return rendering.card_view(scope, *acting.reopen_card(scope, card_id, body.note, moment, expected), moment)


@api.post("/cards/{card_id}/skip", body=NoteBody, allow="flows.work", if_match=True, refusals=_MOVES)
def skip_card(scope: Scope, card_id: str, body: NoteBody, expected: int | None) -> CardView:
    """A leader lets a card fall away, with a reason."""
    moment = now()
    return rendering.card_view(scope, *acting.skip_card(scope, card_id, body.note, moment, expected), moment)


@api.post("/cards/{card_id}/hand-over", body=HandOverBody, allow="flows.work", if_match=True, refusals=_MOVES)
def hand_over_card(scope: Scope, card_id: str, body: HandOverBody, expected: int | None) -> CardView:
    """Give the card to another member, or back to a flow role."""
    moment = now()
    moved = acting.hand_over_card(scope, card_id, body.to, body.note, moment, expected)
    return rendering.card_view(scope, *moved, moment)


@api.post("/cards/{card_id}/approve", body=OptionalNoteBody, allow="flows.work", if_match=True, refusals=_MOVES)
def approve_card(scope: Scope, card_id: str, body: OptionalNoteBody, expected: int | None) -> CardView:
    """Approve what the node wants approved."""
    moment = now()
    return rendering.card_view(scope, *acting.approve_card(scope, card_id, body.note, moment, expected), moment)


@api.post("/cards/{card_id}/watch", allow="flows.read", if_match=True)
def watch_card(scope: Scope, card_id: str, expected: int | None) -> CardView:
    """Hear of what becomes of the card."""
    moment = now()
    return rendering.card_view(scope, *acting.watch_card(scope, card_id, True, moment, expected), moment)


@api.post("/cards/{card_id}/unwatch", allow="flows.read", if_match=True)
def unwatch_card(scope: Scope, card_id: str, expected: int | None) -> CardView:
    """Hear of it no longer."""
    moment = now()
    return rendering.card_view(scope, *acting.watch_card(scope, card_id, False, moment, expected), moment)
