"""Lists of leads: which partitions of which index a question is, and how they are merged into one order.

A question that one partition answers is one Query of `limit` projected items. One that spans several (a manager's line,
all stages) reads each partition in small bites and merges them; the cursor holds the place in each.

| question | index | partitions |
| --- | --- | --- |
| a stage, for those who see all | `by_stage` | 1 |
| an owner, the pool, my own | `by_owner` | 1 each (a stage beside it is picked out of the owner's rows) |
| all, for those who see all | `by_stage` | one a stage |
| recently changed | `by_update` | one an owner |
| silent | `flagged` | 1, or one an owner |
| words | `W#FIND#…`, then the leads by key | 1 |
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from chalicelib.core.clock import to_text
from chalicelib.core.cursors import open_cursor, seal_cursor
from chalicelib.core.errors import Invalid
from chalicelib.core.scope import Scope
from chalicelib.core.store import query_rows
from chalicelib.core.tables import WorkspaceItem
from chalicelib.leads import keys, search, store
from chalicelib.leads.change import Rules
from chalicelib.leads.moments import as_instant
from chalicelib.leads.schemas import LeadQuery

#: The most rows that one call looks at when what it picks is thin; then it answers a short page and goes on by cursor.
_MOST_READ = 1000
_ORDER = {
    "by_owner": "follow_up_order",
    "by_stage": "follow_up_order",
    "by_update": "updated_at",
    "flagged": "flag_order",
}
_HASH = {"by_owner": "owner_key", "by_stage": "stage_key", "by_update": "owner_key", "flagged": "flag_key"}


@dataclass(frozen=True)
class Plan:
    """`parts` are (hash key, condition on the range key); `picks` keeps the rows that the keys alone can't tell."""

    index: str
    parts: tuple[tuple[str, Any], ...]
    descending: bool = False
    picks: Callable[[dict[str, Any]], bool] | None = None

    @property
    def order(self) -> str:
        return _ORDER[self.index]


@dataclass(frozen=True)
class Rows:
    """Rows by field name (JSON values), and the cursor of the next page."""

    items: list[dict[str, Any]]
    next_cursor: str | None


def list_leads(scope: Scope, query: LeadQuery, now: datetime) -> Rows:
    """One page.

    Raises:
        Invalid: an unknown stage, a foreign cursor.
    """
    rules = Rules.of(scope)
    question = query.model_dump_json(exclude={"limit", "cursor"})
    position = open_cursor(scope, question, query.cursor) if query.cursor else None
    if query.q is not None:
        rows, after = search.find(scope, query.q, query.limit, position, _search_picks(scope, rules, query, now))
    else:
        rows, after = run(plan(scope, rules, query, now), query.limit, position)
    return Rows(rows, seal_cursor(scope, question, after) if after is not None else None)


def plan(scope: Scope, rules: Rules, query: LeadQuery, now: datetime) -> Plan:
    """The cheapest way to answer `query` inside the rows that `scope` sees."""
    stage = _stage_id(scope, rules, query.stage)
    owners = _owners(scope, query)
    if query.silent:
        return _silent_plan(scope, owners, stage)
    if query.sort == "-updated_at":
        everyone = owners if owners is not None else [*(each.id for each in rules.members.all()), None]
        picks = _picks(stage, query, rules, now)
        return Plan("by_update", tuple((keys.owner(scope, each), None) for each in everyone), True, picks)
    condition = _date_condition(query, rules, now)
    if owners is not None:
        return Plan(
            "by_owner",
            tuple((keys.owner(scope, each), condition) for each in owners),
            picks=_picks(stage, None, rules, now),
        )
    stages = (
        [stage]
        if stage
        else [each.id for each in rules.setup.stages if not (condition is not None and each.kind != "open")]
    )
    return Plan("by_stage", tuple((keys.stage(scope, each), condition) for each in stages))


def _stage_id(scope: Scope, rules: Rules, wanted: str | None) -> str | None:
    if wanted is None:
        return None
    for stage in rules.setup.stages:
        if wanted in (stage.id, stage.names.zh, stage.names.en):
            return stage.id
    raise Invalid.at("stage", "no such stage" if scope.locale == "en" else "没有该阶段")


def _owners(scope: Scope, query: LeadQuery) -> list[str | None] | None:
    """Whose leads; None is everybody's. What the scope may not see is left out, not refused: it simply isn't there."""
    if query.pool:
        return [None] if scope.sees_pool or scope.sees is None else []
    if query.owner is not None:
        wanted = scope.member_id if query.owner == "me" else query.owner
        return [wanted] if scope.sees is None or wanted in scope.sees else []
    if scope.sees is None:
        return None
    return [*sorted(scope.sees), *([None] if scope.sees_pool else [])]


def _date_condition(query: LeadQuery, rules: Rules, now: datetime) -> Any:
    """Closed leads sort behind every instant, so an upper bound leaves them out by itself."""
    if query.due_before is not None:
        return WorkspaceItem.follow_up_order < to_text(_bound(query.due_before, rules))
    if query.overdue:
        return WorkspaceItem.follow_up_order < to_text(now)
    if query.open:
        return WorkspaceItem.follow_up_order < keys.OPEN_END
    return None


def _bound(value: date | datetime, rules: Rules) -> datetime:
    return as_instant(value, rules.setup, rules.calendar)


def _silent_plan(scope: Scope, owners: list[str | None] | None, stage: str | None) -> Plan:
    picks = (lambda row: row["stage"] == stage) if stage else None
    if owners is None:
        return Plan("flagged", ((keys.silent(scope), None),), picks=picks)
    parts = tuple((keys.silent(scope), WorkspaceItem.flag_order.startswith(f"{each or keys.POOL}#")) for each in owners)
    return Plan("flagged", parts, picks=picks)


def _picks(
    stage: str | None, query: LeadQuery | None, rules: Rules, now: datetime
) -> Callable[[dict[str, Any]], bool] | None:
    tests: list[Callable[[dict[str, Any]], bool]] = []
    if stage is not None:
        tests.append(lambda row: row["stage"] == stage)
    if query is not None:
        tests += _query_tests(query, rules, now)
    return (lambda row: all(test(row) for test in tests)) if tests else None


def _query_tests(query: LeadQuery, rules: Rules, now: datetime) -> Iterator[Callable[[dict[str, Any]], bool]]:
    if query.open or query.overdue or query.due_before is not None:
        yield lambda row: row["stage_kind"] == "open"
    if query.overdue:
        yield lambda row: row["next_follow_up_at"] < to_text(now)
    if query.due_before is not None:
        bound = to_text(_bound(query.due_before, rules))
        yield lambda row: row["next_follow_up_at"] < bound
    if query.silent:
        yield lambda row: row["silent_since"] is not None


def _search_picks(scope: Scope, rules: Rules, query: LeadQuery, now: datetime) -> Callable[[dict[str, Any]], bool]:
    owners, stage = _owners(scope, query), _stage_id(scope, rules, query.stage)
    picks = _picks(stage, query, rules, now)

    def fits(row: dict[str, Any]) -> bool:
        return (owners is None or row["owner_id"] in owners) and (picks is None or picks(row))

    return fits


# --- running a plan ----------------------------------------------------------------------------------------------


class _Part:
    """One partition, read in bites. `place` is where a later call begins: None at the start, False when read out."""

    def __init__(self, plan: Plan, number: int, bite: int, place: list[str] | None) -> None:
        self._plan, self._bite = plan, bite
        self.number = number
        self._hash, self._condition = plan.parts[number]
        self._start = self._start_key(place) if place else None
        self._rows: list[tuple[str, str, dict[str, Any]]] = []
        self._next = 0
        self._more = True
        self.read = 0

    def _start_key(self, place: list[str]) -> dict[str, Any]:
        order, pk = place
        return {
            "pk": {"S": pk},
            "sk": {"S": keys.LEAD},
            _HASH[self._plan.index]: {"S": self._hash},
            self._plan.order: {"S": order},
        }

    def peek(self) -> tuple[str, str, dict[str, Any]] | None:
        """The next row (order, pk, row), or None at the end."""
        if self._next >= len(self._rows) and self._more:
            self._fill()
        return self._rows[self._next] if self._next < len(self._rows) else None

    def pop(self) -> None:
        self._next += 1

    @property
    def may_have_more(self) -> bool:
        return self._next < len(self._rows) or self._more

    def _fill(self) -> None:
        plan = self._plan
        attributes = dict.fromkeys(("pk", "card", "follow_up_order", "updated_at", plan.order))
        page = query_rows(
            store.LeadItem,
            self._hash,
            index=plan.index,
            range_condition=self._condition,
            limit=self._bite,
            descending=plan.descending,
            start=self._start,
            attributes=list(attributes),
        )
        self.read += len(page.items)
        self._rows = [_row(plan, item) for item in page.items]
        self._next, self._start, self._more = 0, page.next_key, page.next_key is not None


def _row(plan: Plan, row: dict[str, str]) -> tuple[str, str, dict[str, Any]]:
    fields = store.card_fields(row["pk"], row["follow_up_order"], row.get("updated_at"), json.loads(row["card"]))
    return row[plan.order], row["pk"], fields


def run(plan: Plan, limit: int, position: Any) -> tuple[list[dict[str, Any]], Any]:
    """Rows in order over all partitions, at most `limit`, and the place to go on from (None: there is no more)."""
    places: dict[str, Any] = dict(position or {})
    open_parts = [number for number in range(len(plan.parts)) if places.get(str(number)) is not False]
    bite = limit if len(open_parts) <= 1 and plan.picks is None else _bite(limit, len(open_parts), plan)
    parts = {number: _Part(plan, number, bite, places.get(str(number))) for number in open_parts}
    heap: list[tuple[Any, int]] = []
    for number, part in parts.items():
        _push(heap, plan, part, places, number)
    rows: list[dict[str, Any]] = []
    while heap and len(rows) < limit and sum(part.read for part in parts.values()) < _MOST_READ:
        _, number = heapq.heappop(heap)
        part = parts[number]
        peeked = part.peek()
        if peeked is None:
            continue
        order, pk, row = peeked
        part.pop()
        places[str(number)] = [order, pk]
        if plan.picks is None or plan.picks(row):
            rows.append(row)
        if len(rows) < limit or len(parts) > 1:
            _push(heap, plan, part, places, number)
    return rows, _position(parts, places, heap)


def _bite(limit: int, parts: int, plan: Plan) -> int:
    """How much to read of a partition at a time: about a page over all of them, a full one where rows are picked."""
    if plan.picks is not None:
        return max(limit, 100)
    return min(limit, max(10, 2 * limit // max(parts, 1)))


def _push(heap: list[tuple[Any, int]], plan: Plan, part: _Part, places: dict[str, Any], number: int) -> None:
    peeked = part.peek()
    if peeked is None:
        places[str(number)] = False
        return
    order = peeked[0]
    heapq.heappush(heap, (_Reversed(order) if plan.descending else order, number))


@dataclass(frozen=True)
class _Reversed:
    text: str

    def __lt__(self, other: _Reversed) -> bool:
        return self.text > other.text


def _position(parts: dict[int, _Part], places: dict[str, Any], heap: list[tuple[Any, int]]) -> Any:
    if heap:
        return places
    # One partition, page full: whether there is more was not asked, only whether the engine said so.
    for number, part in parts.items():
        if places.get(str(number)) is not False and part.may_have_more:
            return places
    return None
