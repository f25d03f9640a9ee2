"""Lists of leads: which partitions of which index a question is, and how they are merged into one order.

A question that one partition answers is one Query of `limit` projected items. One that spans several (a manager's line,
all stages) reads each partition in small bites and merges them; the cursor holds the last row: a place in each.

| question | index | partitions |
| --- | --- | --- |
| a stage, for those who see all | `by_stage` | 1 |
| an owner, the pool, my own | `by_owner` | 1 each (a stage beside it is picked out of the owner's rows) |
| all, for those who see all | `by_stage` | one a stage |
| recently changed | `by_update` | one an owner |
| silent (by owner, the longest first), on hold (by owner, who wakes first) | `flagged` | 1, or one an owner |
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
from chalicelib.leads.fields import hidden_fields
from chalicelib.leads.moments import as_instant
from chalicelib.leads.schemas import LeadQuery
from chalicelib.tenancy.setup import Stage

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
class Partition:
    """One hash key of the index, and what is wanted of its range key. The name is an owner's or a stage's id."""

    name: str
    hash_key: str
    condition: Any = None


@dataclass(frozen=True)
class Plan:
    """`partitions` in the order of their names; `picks` keeps the rows that the keys alone can't tell."""

    index: str
    partitions: tuple[Partition, ...]
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
        hidden = hidden_fields(rules.setup, scope.role)
        picks = _search_picks(scope, rules, query, now)
        rows, after = search.find(scope, query.q, query.limit, position, picks, hidden)
    else:
        rows, after = run(plan(scope, rules, query, now), query.limit, position)
    return Rows(rows, seal_cursor(scope, question, after) if after is not None else None)


def plan(scope: Scope, rules: Rules, query: LeadQuery, now: datetime) -> Plan:
    """The cheapest way to answer `query` inside the rows that `scope` sees."""
    stage, owners = _stage_id(scope, rules, query.stage), _owners(scope, query)
    if query.sort == "-updated_at":
        everyone = owners if owners is not None else [*(each.id for each in rules.members.all()), None]
        tests = [*_of_stage(stage), *_of_dates(query, rules, now), *_of_state(query, now)]
        tests += _of_flags(query)
        return Plan("by_update", _by_owner(scope, everyone, None), True, _all(tests))
    if query.silent or query.held:
        if query.silent and query.held:
            return Plan("flagged", ())  # no lead is both
        flag = keys.silent(scope) if query.silent else keys.held(scope)
        tests = [*_of_stage(stage), *_of_dates(query, rules, now), *_of_state(query, now)]
        return Plan("flagged", _flagged(flag, owners), picks=_all(tests))
    condition, tests = _date_condition(query, rules, now), list(_of_state(query, now))
    if owners is not None:
        return Plan("by_owner", _by_owner(scope, owners, condition), picks=_all([*_of_stage(stage), *tests]))
    stages = [stage] if stage else [each.id for each in rules.setup.stages if _may_hold(query, each)]
    partitions = tuple(Partition(each, keys.stage(scope, each), condition) for each in sorted(stages))
    return Plan("by_stage", partitions, picks=_all(tests))


def _by_owner(scope: Scope, owners: list[str | None], condition: Any) -> tuple[Partition, ...]:
    named = sorted((each or keys.POOL, keys.owner(scope, each)) for each in owners)
    return tuple(Partition(name, hash_key, condition) for name, hash_key in named)


def _flagged(flag: str, owners: list[str | None] | None) -> tuple[Partition, ...]:
    """By owner, and of each the longest silent first, or the one whose hold ends first."""
    if owners is None:
        return (Partition("", flag),)
    names = sorted(each or keys.POOL for each in owners)
    return tuple(Partition(each, flag, WorkspaceItem.flag_order.startswith(f"{each}#")) for each in names)


def _may_hold(query: LeadQuery, stage: Stage) -> bool:
    """Open stages hold no closed leads, closed ones no open leads."""
    if query.open or query.overdue or query.due_before is not None:
        return stage.kind == "open"
    return query.open is None or stage.kind != "open"


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
        return [None] if query.owner is None and (scope.sees_pool or scope.sees is None) else []
    if query.owner is not None:
        wanted = scope.member_id if query.owner == "me" else query.owner
        return [wanted] if scope.sees is None or wanted in scope.sees else []
    if scope.sees is None:
        return None
    return [*sorted(scope.sees), *([None] if scope.sees_pool and query.pool is None else [])]


def _bound(query: LeadQuery, rules: Rules, now: datetime) -> str | None:
    """Next follow-ups before this moment; a date is its first one."""
    bounds = [now] if query.overdue else []
    if query.due_before is not None:
        value: date | datetime = query.due_before
        is_moment = isinstance(value, datetime)
        bounds.append(
            as_instant(value, rules.setup, rules.calendar) if is_moment else rules.calendar.at(value, "00:00")
        )
    return to_text(min(bounds)) if bounds else None


def _date_condition(query: LeadQuery, rules: Rules, now: datetime) -> Any:
    """Closed leads sort behind every instant, so an upper bound leaves them out by itself."""
    bound = _bound(query, rules, now)
    if bound is not None:
        return WorkspaceItem.follow_up_order < bound
    if query.open is None:
        return None
    return (
        WorkspaceItem.follow_up_order < keys.OPEN_END if query.open else WorkspaceItem.follow_up_order > keys.OPEN_END
    )


Test = Callable[[dict[str, Any]], bool]


def _all(tests: list[Test]) -> Test | None:
    return (lambda row: all(test(row) for test in tests)) if tests else None


def _of_stage(stage: str | None) -> Iterator[Test]:
    if stage is not None:
        yield lambda row: row["stage"] == stage


def _of_dates(query: LeadQuery, rules: Rules, now: datetime) -> Iterator[Test]:
    """What `_date_condition` says, of indexes that are not in the order of the next follow-up."""
    bound = _bound(query, rules, now)
    if bound is not None:
        yield lambda row: row["stage_kind"] == "open" and row["next_follow_up_at"] < bound
    if query.open is not None:
        yield lambda row: (row["stage_kind"] == "open") is query.open


def _of_state(query: LeadQuery, now: datetime) -> Iterator[Test]:
    """What no key of any index says."""
    if query.overdue:
        yield lambda row: not row["hold_until"]
    if query.overdue is False:
        moment = to_text(now)
        yield lambda row: row["stage_kind"] != "open" or bool(row["hold_until"]) or row["next_follow_up_at"] >= moment
    if query.silent is False:
        yield lambda row: row["silent_since"] is None
    if query.held is False:
        yield lambda row: not row["hold_until"]
    if query.pool is False:
        yield lambda row: row["owner_id"] is not None
    if query.open is False and (query.overdue or query.due_before is not None):
        yield lambda row: row["stage_kind"] != "open"


def _of_flags(query: LeadQuery) -> Iterator[Test]:
    """What the keys of `flagged` say, of the other indexes."""
    if query.silent:
        yield lambda row: row["silent_since"] is not None
    if query.held:
        yield lambda row: bool(row["hold_until"])


def _search_picks(scope: Scope, rules: Rules, query: LeadQuery, now: datetime) -> Test:
    owners, stage = _owners(scope, query), _stage_id(scope, rules, query.stage)
    tests = [*_of_stage(stage), *_of_dates(query, rules, now), *_of_state(query, now), *_of_flags(query)]
    if owners is not None:
        tests.append(lambda row: row["owner_id"] in owners)
    return _all(tests) or (lambda _row: True)


# --- running a plan ----------------------------------------------------------------------------------------------


@dataclass
class _Reads:
    """How many rows this call has looked at."""

    rows: int = 0


#: Just before and just after a range key: all of them end in Z, and none holds a `!`.
_AFTER = "!"


class _Part:
    """One partition, read in bites from the place where the page before ended."""

    def __init__(self, plan: Plan, partition: Partition, bite: int, position: Any, reads: _Reads) -> None:
        self._plan, self.partition, self._bite, self._reads = plan, partition, bite, reads
        self._rows: list[tuple[str, str, dict[str, Any]]] = []
        self._next = 0
        self._more, self._start = self._place(position)

    def _place(self, position: Any) -> tuple[bool, dict[str, Any] | None]:
        """Whether anything is left, and behind which key.

        The page before ended at one row of one partition. Rows are in order over all partitions, and at the same order
        by partition: so the partitions before that one have given all of that order, those after it none.
        """
        if position is None:
            return True, None
        order, name, lead_id = position
        mine = self.partition.name
        if mine == name:
            return True, self._key(order, lead_id)
        if self._plan.index == "flagged":  # its order begins with the partition's name
            return mine > name, None
        given_up_to_after = (mine < name) != self._plan.descending
        return True, self._key(order + _AFTER if given_up_to_after else order[:-1], lead_id)

    def _key(self, order: str, lead_id: str) -> dict[str, Any]:
        return {
            "pk": {"S": keys.lead_beside(self.partition.hash_key, lead_id)},
            "sk": {"S": keys.LEAD},
            _HASH[self._plan.index]: {"S": self.partition.hash_key},
            self._plan.order: {"S": order},
        }

    def peek(self) -> tuple[str, str, dict[str, Any]] | None:
        """The next row (order, lead id, row), or None at the end."""
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
            self.partition.hash_key,
            index=plan.index,
            range_condition=self.partition.condition,
            limit=self._bite,
            descending=plan.descending,
            start=self._start,
            attributes=list(attributes),
        )
        self._reads.rows += len(page.items)
        self._rows = [_row(plan, item) for item in page.items]
        self._next, self._start, self._more = 0, page.next_key, page.next_key is not None


def _row(plan: Plan, row: dict[str, str]) -> tuple[str, str, dict[str, Any]]:
    fields = store.card_fields(row["pk"], row["follow_up_order"], row.get("updated_at"), json.loads(row["card"]))
    return row[plan.order], fields["id"], fields


def run(plan: Plan, limit: int, position: Any) -> tuple[list[dict[str, Any]], Any]:
    """Rows in order over all partitions, at most `limit`, and the place to go on from (None: there is no more)."""
    bite, reads = _bite(limit, plan), _Reads()
    parts = [_Part(plan, each, bite, position, reads) for each in plan.partitions]
    heap: list[tuple[Any, int]] = []
    for number in range(len(parts)):
        _push(heap, plan, parts, number)
    rows: list[dict[str, Any]] = []
    last = position
    while heap and len(rows) < limit and reads.rows < _MOST_READ:
        _, number = heapq.heappop(heap)
        peeked = parts[number].peek()
        if peeked is None:
            continue
        order, lead_id, row = peeked
        parts[number].pop()
        last = [order, parts[number].partition.name, lead_id]
        if plan.picks is None or plan.picks(row):
            rows.append(row)
        if len(rows) < limit:
            _push(heap, plan, parts, number)
    return rows, last if any(part.may_have_more for part in parts) else None


def _bite(limit: int, plan: Plan) -> int:
    """How much to read of a partition at a time: about a page over all of them, a full one where rows are picked."""
    if plan.picks is not None:
        return max(limit, 100)
    parts = len(plan.partitions)
    return limit if parts <= 1 else min(limit, max(10, 2 * limit // parts))


def _push(heap: list[tuple[Any, int]], plan: Plan, parts: list[_Part], number: int) -> None:
    peeked = parts[number].peek()
    if peeked is not None:
        heapq.heappush(heap, (_Reversed(peeked[0]) if plan.descending else peeked[0], number))


@dataclass(frozen=True)
class _Reversed:
    text: str

    def __lt__(self, other: _Reversed) -> bool:
        return self.text > other.text
