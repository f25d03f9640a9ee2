"""The workspace's log, newest first: the index `log`, month by month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.core import keys
from chalicelib.core.calendar import MIDNIGHT
from chalicelib.core.cursors import open_cursor, seal_cursor
from chalicelib.core.events import Event, EventItem
from chalicelib.core.ids import made_at, new_ulid
from chalicelib.core.scope import Scope
from chalicelib.core.store import query_page
from chalicelib.tenancy.current import calendar_of

#: What one request reads at most while its filters find little; the cursor then goes on from there.
_MOST_QUERIES = 20
_AT_ONCE = 200
#: A ULID is 10 characters of time and 16 of chance.
_LOWEST, _HIGHEST = "0" * 16, "Z" * 16


@dataclass(frozen=True)
class Filters:
    """None lets everything through; `since` and `until` are dates of the workspace, both included."""

    kind: str | None = None
    actor: str | None = None
    about: str | None = None
    since: date | None = None
    until: date | None = None

    def lets_through(self, event: Event) -> bool:
        wanted = ((self.kind, str(event.kind)), (self.actor, event.actor), (self.about, event.about))
        return all(want is None or want == has for want, has in wanted)

    @property
    def question(self) -> str:
        return repr(("audit", self))


def read_log(
    scope: Scope, filters: Filters, limit: int, cursor: str | None, now: datetime
) -> tuple[list[Event], str | None]:
    """A page of the log and the cursor of the next one. A page may be short, and yet not the last.

    Raises:
        Invalid: the cursor is not one of this list.
    """
    calendar = calendar_of(scope)
    first = made_at(scope.workspace_id)
    if filters.since is not None:
        first = max(first, calendar.at(filters.since, MIDNIGHT))
    below = _bound(now + timedelta(days=1), _HIGHEST)
    if filters.until is not None:
        below = min(below, _bound(calendar.at(filters.until + timedelta(days=1), MIDNIGHT), _LOWEST))
    if cursor is not None:
        below = str(open_cursor(scope, filters.question, cursor))
    lowest = _bound(first, _LOWEST)
    if below <= lowest:
        return [], None
    found: list[Event] = []
    queries = 0
    for month in _months(made_at(below), first):
        while queries < _MOST_QUERIES:
            queries += 1
            page = query_page(
                EventItem,
                keys.log_month(scope.workspace_id, month),
                index="log",
                range_condition=EventItem.log_id.between(lowest, below),
                limit=_AT_ONCE if _is_narrow(filters) else limit + 2,
                descending=True,
            )
            for item in page.items:
                # `between` includes its ends, and the upper one was shown already.
                if str(item.log_id) >= below:
                    continue
                event = Event.of(item)
                if not filters.lets_through(event):
                    continue
                if len(found) == limit:
                    return found, seal_cursor(scope, filters.question, found[-1].id)
                found.append(event)
            if page.next_key is None:
                break
            below = str(page.items[-1].log_id)
        if queries >= _MOST_QUERIES:
            return found, seal_cursor(scope, filters.question, below)
    return found, None


def _is_narrow(filters: Filters) -> bool:
    return any(each is not None for each in (filters.kind, filters.actor, filters.about))


def _months(newest: datetime, oldest: datetime) -> Iterator[datetime]:
    """A moment of each month, from the newest back to the oldest."""
    month = newest.replace(day=15)
    while (month.year, month.month) >= (oldest.year, oldest.month):
        yield month
        month = (month.replace(day=1) - timedelta(days=1)).replace(day=15)


def _bound(moment: datetime, tail: str) -> str:
    return new_ulid(moment)[:10] + tail
