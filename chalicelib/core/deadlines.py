"""What must happen later: one sparse index over all items with `due_at`, read every minute and only as far as due.

A handler gets the due items of one workspace and kind. It reads each one, writes what is due and moves (or clears)
`due_at` in one transaction with a version check. So a sweep may crash, run twice or run beside another, and each thing
happens once: the second writer's version check fails, and it finds nothing due when it reads again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from chalicelib.core import keys
from chalicelib.core.clock import to_text
from chalicelib.core.log import logger
from chalicelib.core.scope import Scope, SweepScope, acting_as
from chalicelib.core.store import query_page
from chalicelib.core.tables import DUE_SHARDS, WorkspaceItem


@dataclass(frozen=True)
class DueKey:
    pk: str
    sk: str
    due_at: str


Handler = Callable[[Scope, Sequence[DueKey], datetime], None]
_PAGE = 200
_THREADS = 2


def set_due(item: WorkspaceItem, kind: str, due_at: datetime | None) -> None:
    """Put `item` into the due index under `kind`, move it there, or take it out (None)."""
    item.due_at = to_text(due_at) if due_at else None
    item.due_kind = kind if due_at else None
    item.due_shard = keys.due_shard(item.pk) if due_at else None


@dataclass
class SweepReport:
    due: int = 0
    failed: int = 0


def sweep(
    now: datetime, handlers: Mapping[str, Handler], *, keep_going: Callable[[], bool] = lambda: True
) -> SweepReport:
    """Do all that is due at `now`, shard by shard; `keep_going` says whether there is time for another page."""
    report = SweepReport()
    with ThreadPoolExecutor(_THREADS, thread_name_prefix="sweep") as pool:
        shards = pool.map(lambda shard: _sweep_shard(shard, now, handlers, keep_going), range(DUE_SHARDS))
        for part in shards:
            report.due += part.due
            report.failed += part.failed
    return report


def _sweep_shard(
    shard: int, now: datetime, handlers: Mapping[str, Handler], keep_going: Callable[[], bool]
) -> SweepReport:
    report, start = SweepReport(), None
    while keep_going():
        with acting_as(SweepScope()):
            page = query_page(
                WorkspaceItem,
                f"due-{shard}",
                index="due",
                range_condition=WorkspaceItem.due_at <= to_text(now),
                limit=_PAGE,
                start=start,
            )
        report.due += len(page.items)
        for (workspace_id, kind), group in groupby(
            sorted(page.items, key=_workspace_and_kind), key=_workspace_and_kind
        ):
            due = [DueKey(item.pk, item.sk, str(item.due_at)) for item in group]
            report.failed += _handle(workspace_id, kind, due, now, handlers)
        start = page.next_key
        if start is None:
            break
    return report


def _workspace_and_kind(item: Any) -> tuple[str, str]:
    return keys.workspace_of(item.pk), str(item.due_kind)


def _handle(workspace_id: str, kind: str, due: Sequence[DueKey], now: datetime, handlers: Mapping[str, Handler]) -> int:
    """Run the handler over the group; when it fails, over each item alone, so that one bad item stops no other."""
    handler = handlers.get(kind)
    if handler is None:
        logger.error("no handler for deadline", kind=kind, workspace_id=workspace_id)
        return len(due)
    scope = Scope.system(workspace_id, "sweep")
    with acting_as(scope):
        try:
            handler(scope, due, now)
            return 0
        except Exception:  # outermost loop: whatever it was, the other items must have their turn
            if len(due) == 1:
                logger.exception("deadline failed", kind=kind, workspace_id=workspace_id, sk=due[0].sk)
                return 1
    return sum(_handle(workspace_id, kind, [one], now, handlers) for one in due)
