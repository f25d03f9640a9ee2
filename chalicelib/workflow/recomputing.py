"""After a change of the workspace's calendar: the clocks of open cards get new due times; stopped ones keep theirs.

The work is one item with a deadline. It goes flow by flow and page by page, keeps its place, may be killed anywhere:
each page converges to the present rules.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime

from chalicelib.core import clock
from chalicelib.core.deadlines import DueKey, set_due
from chalicelib.core.errors import NotFound, StaleVersion
from chalicelib.core.events import Event
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes, get, query_page
from chalicelib.core.tables import CompactJson, VersionedItem
from chalicelib.core.tries import write_at_last
from chalicelib.workflow import flow_store, keys, store
from chalicelib.workflow.faces import Faces

DEADLINE_KIND = "flows.recompute"
_PAGE = 50
#: Fields of the workspace's set-up that clocks depend on.
_OF_CLOCKS = frozenset({"calendar", "timezone"})


class ClocksItem(VersionedItem):
    """`work`: {"flows": [ids still to do], "after": position within the first}."""

    class Meta(VersionedItem.Meta):
        pass

    work = CompactJson()


def follow_calendar(scope: Scope, events: Sequence[Event]) -> None:
    """Publish handler of `workspace.changed`: asks for a recomputation where calendar or time zone have changed."""
    if not any(name.partition(".")[0] in _OF_CLOCKS for event in events for name in event.changes):
        return
    flow_ids = [flow.id for flow in flow_store.read_flows(scope)]

    def made() -> Writes:
        item = get(ClocksItem, keys.flows(scope), keys.RECOMPUTE, consistent=True)
        item = item or ClocksItem(keys.flows(scope), keys.RECOMPUTE)
        item.work = {"flows": flow_ids}
        set_due(item, DEADLINE_KIND, clock.now())
        return _kept(item)

    write_at_last(made)


def recompute(scope: Scope, _due: Sequence[DueKey], now: datetime, *, seconds: float = 20.0) -> None:
    """Handler of `flows.recompute`, for as long as one sweep may take; the rest is left to the next."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        item = get(ClocksItem, keys.flows(scope), keys.RECOMPUTE, consistent=True)
        if item is None or not item.work["flows"]:
            return
        first, *others = item.work["flows"]
        page = query_page(
            store.RunItem, keys.runs(scope, first, True), index="by_stage", limit=_PAGE,
            start=item.work.get("after"), attributes=["pk", "sk", "stage_key", "follow_up_order"],
        )  # fmt: skip
        for run in page.items:
            _set_right(scope, keys.run_id_of(run.pk), now)
        item.work = {"flows": [first, *others], "after": page.next_key} if page.next_key else {"flows": others}
        set_due(item, DEADLINE_KIND, now if item.work["flows"] else None)
        try:
            _kept(item).commit()
        except StaleVersion:
            return  # another change came, or another sweep is at it: it is read anew


def _kept(item: ClocksItem) -> Writes:
    writes = Writes()
    writes.put(item, refusal=StaleVersion())
    return writes


def _set_right(scope: Scope, run_id: str, now: datetime) -> None:
    def made() -> Writes | None:
        try:
            course = store.read_course(scope, run_id, consistent=True)
        except NotFound:
            return None
        faces, writes = Faces.of(scope, course, now), Writes()
        for card in course.cards.values():
            if card.is_open:
                store.put_card(writes, scope, course, faces.stamped(card), faces.face(card), StaleVersion())
        return writes

    write_at_last(made)
