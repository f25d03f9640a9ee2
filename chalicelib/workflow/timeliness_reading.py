"""What the timeliness report reads: the done cards of a local month and of the one before, and what is late now.

Done cards are kept by the UTC month of their completion; a local month lies in one or two of those, and only its part
of them is read.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib.core.calendar import MIDNIGHT
from chalicelib.core.clock import to_text
from chalicelib.core.scope import Scope
from chalicelib.core.store import query_rows
from chalicelib.core.tables import WorkspaceItem
from chalicelib.tenancy import service as tenancy
from chalicelib.workflow import flow_store, keys
from chalicelib.workflow.flow_store import Flow
from chalicelib.workflow.timeliness import DoneCard, month_after, month_before

#: Each step costs a Query to see what is late in it; beyond so many, only the report of one flow says it.
MOST_STEPS = 60
_PAGE = 1000
_LEAST = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Month:
    """`first` is its first day; `begins` is within it, `ends` is not. UTC."""

    first: date
    begins: datetime
    ends: datetime

    @classmethod
    def of(cls, scope: Scope, first: date) -> Month:
        calendar = tenancy.calendar_of(scope)
        return cls(first, calendar.at(first, MIDNIGHT), calendar.at(month_after(first), MIDNIGHT))

    @classmethod
    def at(cls, scope: Scope, now: datetime) -> Month:
        """The one that it is in the workspace."""
        return cls.of(scope, tenancy.calendar_of(scope).local_date(now).replace(day=1))

    def before(self, scope: Scope) -> Month:
        return Month.of(scope, month_before(self.first))

    def has(self, moment: datetime) -> bool:
        return self.begins <= moment < self.ends


@dataclass(frozen=True)
class Report:
    """The cards of `month` (`after`) and of the month before (`before`), of all `flows`, or of the one `flow`.

    `late`: how many open cards are over their time now, by `(flow, node)`; None where that is not known.
    """

    month: Month
    now: datetime
    flow: Flow | None
    flows: tuple[Flow, ...]
    after: tuple[DoneCard, ...]
    before: tuple[DoneCard, ...]
    late: Mapping[tuple[str, str], int] | None


def read_report(scope: Scope, month: Month, flow: str | None, now: datetime) -> Report:
    """
    Raises:
        NotFound: the flow, by its id or key.
    """
    only = flow_store.find_flow(scope, flow) if flow else None
    flows = (only,) if only else tuple(flow_store.read_flows(scope))
    return Report(
        month=month,
        now=now,
        flow=only,
        flows=flows,
        after=_done_cards(scope, month, only),
        before=_done_cards(scope, month.before(scope), only),
        late=_late(scope, flows, now) if month.has(now) else None,
    )


def _done_cards(scope: Scope, month: Month, flow: Flow | None) -> tuple[DoneCard, ...]:
    cards = (DoneCard.of(card) for card in _done_between(scope, month.begins, month.ends))
    return tuple(card for card in cards if flow is None or card.flow_id == flow.id)


def _done_between(scope: Scope, begins: datetime, ends: datetime) -> Iterator[dict[str, Any]]:
    within = WorkspaceItem.follow_up_order.between(to_text(begins), to_text(ends - _LEAST))
    for month in _utc_months(begins, ends):
        for row in _rows(keys.done_in(scope, month), within, ("pk", "sk", "card")):
            yield json.loads(row["card"])


def _utc_months(begins: datetime, ends: datetime) -> list[str]:
    """`yyyymm` of each UTC month that the time touches."""
    first, last = begins.astimezone(UTC).date().replace(day=1), (ends - _LEAST).astimezone(UTC).date()
    found = []
    while first <= last:
        found.append(f"{first:%Y%m}")
        first = month_after(first)
    return found


def _late(scope: Scope, flows: Iterable[Flow], now: datetime) -> Mapping[tuple[str, str], int] | None:
    steps = [(flow.id, node.id) for flow in flows for node in flow.definition.nodes]
    if len(steps) > MOST_STEPS:
        return None
    over = WorkspaceItem.follow_up_order < to_text(now)
    return Counter(step for step in steps for _ in _rows(keys.column(scope, *step), over, ("pk",)))


def _rows(hash_key: str, condition: Any, attributes: tuple[str, ...]) -> Iterator[dict[str, str]]:
    start: dict[str, Any] | None = None
    while True:
        page = query_rows(
            WorkspaceItem, hash_key, index="by_stage", range_condition=condition, limit=_PAGE, start=start,
            attributes=attributes,
        )  # fmt: skip
        yield from page.items
        start = page.next_key
        if start is None:
            return
