"""Lists of cards and runs: which partitions of which index a question is.

A page of one column is one Query, by due time: what is late comes first, so that "late" is a part of the range. What a
role, a customer or a member narrows is picked out of that page's rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.core.clock import to_text
from chalicelib.core.cursors import open_cursor, seal_cursor
from chalicelib.core.scope import Scope
from chalicelib.core.store import query_page, query_rows
from chalicelib.core.tables import WorkspaceItem
from chalicelib.workflow import flow_store, keys, store
from chalicelib.workflow.definition import Node
from chalicelib.workflow.flow_store import Flow
from chalicelib.workflow.model import ROLE_PREFIX, Run
from chalicelib.workflow.people import People

#: The most rows that one call looks at where what it picks is thin; then it answers a short page and goes on by cursor.
_MOST_READ = 1000
_ATTRIBUTES = ("pk", "sk", "card")
Picks = Callable[[dict[str, Any]], bool]


@dataclass(frozen=True)
class Rows:
    items: list[dict[str, Any]]
    next_cursor: str | None


@dataclass(frozen=True)
class RunRows:
    items: list[Run]
    next_cursor: str | None


@dataclass(frozen=True)
class Narrowed:
    """What a board is narrowed to."""

    mine: bool = False
    late: bool = False
    blocked: bool = False
    role: str | None = None
    customer_id: str | None = None

    def question(self) -> str:
        return f"{self.mine}|{self.late}|{self.blocked}|{self.role}|{self.customer_id}"


def board_columns(scope: Scope, flow: Flow, asked: Narrowed, limit: int, now: datetime) -> list[tuple[Node, Rows]]:
    """The first page of every column: of the newest version's nodes, and of earlier ones' where there are cards yet."""
    people = People.of(scope)

    def page(node: Node) -> tuple[Node, Rows]:
        return node, _column(scope, flow.id, node.id, asked, people, limit, None, now)

    former = (page(node) for node in flow_store.former_nodes(scope, flow))
    return [
        *(page(node) for node in flow.definition.nodes),
        *((node, rows) for node, rows in former if rows.items or rows.next_cursor),
    ]


def column(
    scope: Scope, flow_id: str, node: str, asked: Narrowed, limit: int, cursor: str | None, now: datetime
) -> Rows:
    """A page of one column. Raises Invalid: a foreign cursor."""
    return _column(scope, flow_id, node, asked, People.of(scope), limit, cursor, now)


def _column(
    scope: Scope,
    flow_id: str,
    node: str,
    asked: Narrowed,
    people: People,
    limit: int,
    cursor: str | None,
    now: datetime,
) -> Rows:
    condition = WorkspaceItem.follow_up_order <= to_text(now) if asked.late else None
    return _read(
        scope,
        keys.column(scope, flow_id, node),
        "by_stage",
        f"board|{flow_id}|{node}|{asked.question()}",
        _picks(scope, people, asked),
        limit,
        cursor,
        condition,
    )


def _picks(scope: Scope, people: People, asked: Narrowed) -> Picks | None:
    mine = {scope.member_id, *(ROLE_PREFIX + role for role in people.roles.of_member(scope.member_id))}
    of_role = {ROLE_PREFIX + asked.role, *(each.id for each in people.in_role(asked.role))} if asked.role else set()
    tests: list[Picks] = []
    if asked.mine:
        tests.append(lambda row: row["holder"] in mine)
    if asked.blocked:
        tests.append(lambda row: row["state"] == "blocked")
    if asked.role:
        tests.append(lambda row: row["holder"] in of_role)
    if asked.customer_id:
        tests.append(lambda row: row["customer_id"] == asked.customer_id)
    return (lambda row: all(test(row) for test in tests)) if tests else None


def cards_of(scope: Scope, holder: str, limit: int, cursor: str | None) -> Rows:
    """Open cards by due time: of one holder, or (`me`) of oneself and one's flow roles, merged.

    Raises:
        Invalid: a foreign cursor
    """
    if holder != "me":
        return _read(scope, keys.held_by(scope, holder), "by_owner", f"cards|{holder}", None, limit, cursor, None)
    people = People.of(scope)
    holders = [scope.member_id, *(ROLE_PREFIX + role for role in people.roles.of_member(scope.member_id))]
    found, following = _merged(
        scope, [keys.held_by(scope, each) for each in holders], "by_owner", "cards|me", limit, cursor
    )
    return Rows([store.card_row(item.pk, item.sk, item.card) for item in found], following)


def _merged(
    scope: Scope, hash_keys: list[str], index: str, question: str, limit: int, cursor: str | None
) -> tuple[list[Any], str | None]:
    """One page of several partitions by `follow_up_order`, and the cursor of the next: a Query each."""
    after = open_cursor(scope, question, cursor) if cursor else ["", ""]
    order = WorkspaceItem.follow_up_order
    found: list[Any] = []
    for hash_key in hash_keys:
        condition = order >= after[0] if after[0] else None
        page = query_page(
            store.CollectionItem, hash_key, index=index, range_condition=condition, limit=limit + 1,
            attributes=[*_ATTRIBUTES, "follow_up_order"],
        )  # fmt: skip
        found += [item for item in page.items if [item.follow_up_order, item.pk + item.sk] > after]
    found.sort(key=lambda item: (item.follow_up_order, item.pk + item.sk))
    shown = found[:limit]
    last = [shown[-1].follow_up_order, shown[-1].pk + shown[-1].sk] if len(found) > limit else None
    return shown, seal_cursor(scope, question, last) if last else None


def blocked_cards(scope: Scope, limit: int, cursor: str | None) -> Rows:
    """All blocked cards of the workspace, the longest first. Raises Invalid: a foreign cursor."""
    return _read(scope, keys.blocked(scope), "flagged", "cards|blocked", None, limit, cursor, None)


def _read(
    scope: Scope,
    hash_key: str,
    index: str,
    question: str,
    picks: Picks | None,
    limit: int,
    cursor: str | None,
    condition: Any,
) -> Rows:
    start = open_cursor(scope, question, cursor) if cursor else None
    found: list[dict[str, Any]] = []
    read = 0
    while True:
        wanted = limit - len(found)
        page = query_rows(
            store.CollectionItem, hash_key, index=index, range_condition=condition,
            limit=wanted if picks is None else max(wanted, 100), start=start, attributes=_ATTRIBUTES,
        )  # fmt: skip
        rows = [store.card_row(row["pk"], row["sk"], json.loads(row["card"])) for row in page.items]
        read += len(rows)
        picked = rows if picks is None else [row for row in rows if picks(row)]
        start = page.next_key
        found += picked
        if start is None or len(found) >= limit or read >= _MOST_READ:
            break
    # A page that picks may find more than is asked for: they are shown rather than read again.
    return Rows(found, seal_cursor(scope, question, start) if start else None)


def list_runs(scope: Scope, flow: str | None, state: str | None, limit: int, cursor: str | None) -> RunRows:
    """Runs of a flow, or of all flows: the open ones by start, then the closed ones; or only either.

    Raises:
        NotFound: the flow. Invalid: a foreign cursor
    """
    if flow is None:
        flow_ids = [each.id for each in flow_store.flows_of(scope)]
    else:
        flow_ids = [flow_store.find_flow(scope, flow).id]
    hash_keys = [keys.runs(scope, each, is_open) for is_open in _STATES[state] for each in flow_ids]
    found, following = _merged(scope, hash_keys, "by_stage", f"runs|{flow}|{state}", limit, cursor)
    return RunRows([store.run_of(item) for item in found], following)


#: The partitions of runs that a state asks for: open ones, closed ones.
_STATES: dict[str | None, tuple[bool, ...]] = {"open": (True,), "closed": (False,), None: (True, False)}


def runs_of(
    scope: Scope, subject_id: str, flow: str | None, state: str | None, limit: int, cursor: str | None
) -> RunRows:
    """Runs of a lead or a customer, the newest first. Raises Invalid: a foreign cursor; NotFound: the flow."""
    flow_id = flow_store.find_flow(scope, flow).id if flow else None
    question = f"runs|{subject_id}|{flow_id}|{state}"
    page = query_page(
        store.PointerItem, keys.runs_of(scope, subject_id), limit=limit, descending=True,
        start=open_cursor(scope, question, cursor) if cursor else None,
    )  # fmt: skip
    runs = store.read_runs(scope, [item.sk for item in page.items])
    if state is not None:
        runs = [run for run in runs if (run.state == "open") == (state == "open")]
    if flow_id is not None:
        runs = [run for run in runs if run.flow_id == flow_id]
    following = seal_cursor(scope, question, page.next_key) if page.next_key else None
    return RunRows(runs, following)
