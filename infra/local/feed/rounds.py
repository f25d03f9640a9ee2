"""Which events are new: those that hints name, and those that a reading of all logs finds."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.feed.delivery import Delivery
from infra.local.feed.log import LAST_ULID, EventLogs, month_of, months
from infra.local.feed.memory import REMEMBERED_MS, Memory
from infra.local.feed.records import LogEntry, milliseconds, workspace_of

#: Log key (`w_…#LOG#202611`) -> the ULIDs of the events that were written.
Hints = Mapping[str, set[str]]

#: How long before the cursor a round begins: an event may be committed so much later than its ULID was made.
_OVERLAP_MS = 5_000
_AHEAD_MS = 400 * 24 * 3600 * 1000

logger = logging.getLogger("glasspipe.feed")


@dataclass(frozen=True)
class Rounds:
    """now_ms: milliseconds since 1970."""

    logs: EventLogs
    memory: Memory
    delivery: Delivery
    batch_size: int
    now_ms: Callable[[], int]

    def follow(self, hints: Hints) -> int:
        """Deliver what the hints name. Returns how many events that were."""
        return self._deliver(itertools.chain.from_iterable(self._hinted(key, ulids) for key, ulids in hints.items()))

    def read_all(self, *, thorough: bool) -> int:
        """Deliver everything new in every log. Returns how many events that were."""
        started = self.now_ms()
        delivered, complete = 0, []
        for workspace in list(self.logs.workspaces()):
            try:
                delivered += self._deliver(self._unread(workspace, started, thorough))
            except (BotoCoreError, ClientError) as error:
                logger.warning("the log of %s could not be read, next time again: %s", workspace, error)
                continue
            complete.append(workspace)
        self.memory.advance(complete, started)
        return delivered

    def _unread(self, workspace: str, now_ms: int, thorough: bool) -> Iterator[LogEntry]:
        first = self.memory.floor(workspace, REMEMBERED_MS if thorough else _OVERLAP_MS)
        last_month = month_of(now_ms + (_AHEAD_MS if thorough else 0))
        for month in months(month_of(milliseconds(first)), last_month):
            yield from self._new(f"{workspace}#LOG#{month}", first, LAST_ULID)

    def _hinted(self, log_key: str, ulids: set[str]) -> Iterator[LogEntry]:
        floor = self.memory.floor(workspace_of(log_key))
        recent = {ulid for ulid in ulids if ulid >= floor}
        if recent:
            yield from self._new(log_key, min(recent), max(recent))
        late = ulids - recent
        if late:
            # Below the floor nothing is remembered, so that only what is named is new.
            for entry in self._new(log_key, min(late), max(late)):
                if entry.ulid in late:
                    yield entry

    def _new(self, log_key: str, first: str, last: str) -> Iterator[LogEntry]:
        handed = self.memory.handed_since(workspace_of(log_key), first, last)
        return (entry for entry in self.logs.entries(log_key, first, last) if entry.ulid not in handed)

    def _deliver(self, entries: Iterable[LogEntry]) -> int:
        delivered = 0
        remaining = iter(entries)
        while batch := list(itertools.islice(remaining, self.batch_size)):
            self.delivery.deliver(batch)
            delivered += len(batch)
        return delivered
