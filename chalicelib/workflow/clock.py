"""The SLA clocks of a card: pure functions of its history, its target and a calendar.

A card has two clocks. `respond` runs from when the card first is ready until it is first in progress, `complete` from
when it first is ready until it is closed. Both stand while the card pauses: in spans that are flagged so, while it is
closed (done and later reopened: the same clock goes on), and while it waits again because something before it was
reopened.

```
 waiting   ready    in progress    blocked (pauses)   in progress        done     in progress, cycle 2
    |--------|===========|==============|--------------------|===============|--------|=======...
             started_at  respond stops                                       stopped_at: gone once it is reopened
```

What comes of it:
 - A clock is due when it has run for its target; only pauses that began before that move it. While it stands short of
   its target there is no due time, only what remains. Work that ends in the very moment it is due is on time.
 - A breach that was stored stays, whatever becomes of target, calendar and history. A new target or calendar counts for
   the whole life of a clock that is open. A stopped clock shows what was stored when it stopped (`Stopped`), as long as
   its history has it stopped at that moment.

Who is told of it, and when, is in `workflow.ladder`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from chalicelib.core.business_time import ALWAYS_OPEN, BusinessTime
from chalicelib.workflow.definition import Duration, Priority, Sla

if TYPE_CHECKING:
    from chalicelib.workflow.model import Span

ClockName = Literal["respond", "complete"]

_OPEN_STATES = frozenset({"ready", "in_progress", "blocked"})
_CLOSED_STATES = frozenset({"done", "skipped", "cancelled"})
_ZERO, _LEAST = timedelta(0), timedelta(microseconds=1)


@dataclass(frozen=True)
class Target:
    """How long a card may take to be started (None: no such clock) and to be done."""

    respond: Duration | None
    complete: Duration

    @classmethod
    def of(cls, sla: Sla, priority: Priority) -> Target:
        return cls(sla.respond, sla.complete_for(priority))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time through which a clock runs, and how long it has run before and after it. The last may have no end yet."""

    begins: datetime
    ends: datetime | None
    before: timedelta
    after: timedelta | None


@dataclass(frozen=True)
class Stopped:
    """What is stored of a clock when it stops, so that later changes of SLA or calendar leave it alone."""

    started_at: datetime
    stopped_at: datetime
    due_at: datetime
    target: timedelta
    elapsed: timedelta
    paused: timedelta
    breached_at: datetime | None


@dataclass(frozen=True)
class Clock:
    """One clock as it was at a moment. Lengths are business time; moments are UTC.

    started_at: None before the card is ready for the first time.
    stopped_at: None while it may go on.
    due_at: when it has run (or, stopped in time, would have run) for its target; None before it starts, and while it
        stands short of its target.
    elapsed: how long it has run.
    paused: how long it has stood since it started, until now or its stop.
    breached_at: when it ran over its target for the first time; None while it has not.
    hours, stretches: the time that it counts in, and when it ran (in order, never touching); for `moment_of`.
    """

    name: ClockName
    target: timedelta
    started_at: datetime | None
    stopped_at: datetime | None
    due_at: datetime | None
    elapsed: timedelta
    paused: timedelta
    is_paused: bool
    breached_at: datetime | None
    hours: BusinessTime = field(repr=False, compare=False)
    stretches: tuple[Stretch, ...] = field(repr=False, compare=False)

    @property
    def is_running(self) -> bool:
        return self.started_at is not None and self.stopped_at is None and not self.is_paused

    @property
    def is_breached(self) -> bool:
        return self.breached_at is not None

    @property
    def remaining(self) -> timedelta:
        """Until it is due; negative by how much it is over."""
        return self.target - self.elapsed

    @property
    def fraction(self) -> float:
        """Of the target: 0.5 at half time, 1.5 when overrun by half."""
        return self.elapsed / self.target

    @property
    def facts(self) -> Stopped | None:
        """What to store of it; None unless it has stopped."""
        if self.started_at is None or self.stopped_at is None or self.due_at is None:
            return None
        return Stopped(
            self.started_at, self.stopped_at, self.due_at, self.target, self.elapsed, self.paused, self.breached_at
        )

    def ran_until(self, moment: datetime) -> timedelta:
        """How long it had run by the end of the last stretch that was over by `moment`."""
        over = (each.after for each in self.stretches if each.ends is not None and each.ends <= moment)
        return max((after for after in over if after is not None), default=_ZERO)

    def moment_of(self, amount: timedelta) -> datetime | None:
        """When it has run for `amount`, in the past or to come; None if it stands or stopped before that."""
        return _moment_of(amount, self.stretches, self.hours)


@dataclass(frozen=True)
class Clocks:
    """A card's clocks at `read_at`. `respond` is None where the SLA has no such time.

    cycle: 1, and one more with each reopening. cycle_began_at: when it was reopened last; None in the first cycle.
    """

    read_at: datetime
    cycle: int
    cycle_began_at: datetime | None
    respond: Clock | None
    complete: Clock

    @property
    def all(self) -> tuple[Clock, ...]:
        return (self.complete,) if self.respond is None else (self.respond, self.complete)


def time_of(duration: Duration, calendar: BusinessTime) -> BusinessTime:
    """The time that a duration counts in: the calendar's, or all of it."""
    return calendar if duration.basis == "working" else ALWAYS_OPEN


def amount_of(duration: Duration, calendar: BusinessTime) -> timedelta:
    """How much of `time_of(duration, calendar)` it is: a working day counts as the calendar's longest ordinary day."""
    if duration.hours is not None:
        amount = timedelta(hours=duration.hours)
    else:
        amount = time_of(duration, calendar).day_length * (duration.days or 0)
    return max(amount, _LEAST)


def reading(
    target: Target,
    history: tuple[Span, ...],
    now: datetime,
    calendar: BusinessTime,
    *,
    cycle: int = 1,
    breached: Mapping[str, datetime] | None = None,
    stopped: Mapping[str, Stopped] | None = None,
) -> Clocks:
    """The clocks of a card at `now`.

    history: the card's spans in order, each until the next one's `since`, the last one open-ended.
    breached: what was stored of breaches, by clock: `Clock.breached_at` of an earlier reading.
    stopped: what was stored of stopped clocks, by clock: `Clock.facts` of the reading at the move that stopped it.
        An entry whose moment the history does not have (the card was reopened since) counts for nothing.

    Raises:
        TooFar: the target takes more than a hundred years of these hours.
    """
    breached, stopped = breached or {}, stopped or {}

    def read(name: ClockName, duration: Duration) -> Clock:
        return _read(name, duration, history, now, calendar, breached.get(name), stopped.get(name))

    return Clocks(
        read_at=now,
        cycle=cycle,
        cycle_began_at=_reopened_at(history) if cycle > 1 else None,
        respond=read("respond", target.respond) if target.respond else None,
        complete=read("complete", target.complete),
    )


# Within


def _read(
    name: ClockName,
    duration: Duration,
    history: tuple[Span, ...],
    now: datetime,
    calendar: BusinessTime,
    breached_at: datetime | None,
    stored: Stopped | None,
) -> Clock:
    hours, target = time_of(duration, calendar), amount_of(duration, calendar)
    spans = _of_clock(name, history)
    if not spans:
        return Clock(name, target, None, None, None, _ZERO, _ZERO, False, breached_at, hours, ())
    now = max(now, spans[-1].since)  # another machine's clock may be a little ahead
    started_at, stopped_at, stretches = spans[0].since, _stop(name, spans), _stretches(name, spans, hours)
    if stored is not None and stored.stopped_at == stopped_at:
        return Clock(
            name, stored.target, stored.started_at, stopped_at, stored.due_at, stored.elapsed, stored.paused, False,
            breached_at or stored.breached_at, hours, stretches,
        )  # fmt: skip
    last = stretches[-1] if stretches else Stretch(started_at, started_at, _ZERO, _ZERO)
    elapsed = last.before + hours.elapsed(last.begins, now) if last.after is None else last.after
    paused = hours.elapsed(started_at, stopped_at or now) - elapsed
    reached_at = due_at = _moment_of(target, stretches, hours)
    if due_at is None and stopped_at is not None:  # in time: when it would have been
        due_at = hours.add(stopped_at, target - elapsed)
    if breached_at is None and reached_at is not None and reached_at <= now:
        breached_at = reached_at
    is_paused = stopped_at is None and last.ends is not None
    return Clock(
        name, target, started_at, stopped_at, due_at, elapsed, paused, is_paused, breached_at, hours, stretches
    )


def _of_clock(name: ClockName, history: tuple[Span, ...]) -> tuple[Span, ...]:
    """The spans from the clock's start on; of `respond`, up to the one that stops it for good."""
    first = next((at for at, span in enumerate(history) if span.state in _OPEN_STATES), len(history))
    spans = history[first:]
    if name == "respond":
        end = next((at for at, span in enumerate(spans) if span.state == "in_progress"), len(spans))
        return spans[: end + 1]
    return spans


def _stop(name: ClockName, spans: tuple[Span, ...]) -> datetime | None:
    """When the clock stopped: since when the card is closed, or (`respond`) was started."""
    if name == "respond" and spans[-1].state == "in_progress":
        return spans[-1].since
    since = None
    for span in reversed(spans):
        if span.state in _CLOSED_STATES:
            since = span.since
        elif since is None or span.since < since:  # reopened for no time at all, it was closed all along
            break
    return since


def _stretches(name: ClockName, spans: tuple[Span, ...], hours: BusinessTime) -> tuple[Stretch, ...]:
    """When the clock ran. A pause without length leaves no gap; clocks of machines that differ don't turn time back."""
    runs: list[tuple[datetime, datetime | None]] = []
    begins = spans[0].since
    for span, after in zip(spans, (*spans[1:], None), strict=True):
        ends = None if after is None else max(begins, after.since)
        if _counts(name, span):
            is_joined = bool(runs) and runs[-1][1] == begins
            runs.append((runs.pop()[0] if is_joined else begins, ends))
        begins = ends or begins
    found, gone = [], _ZERO
    for begins, end in runs:
        before, gone = gone, gone + (hours.elapsed(begins, end) if end else _ZERO)
        found.append(Stretch(begins, end, before, gone if end else None))
    return tuple(found)


def _counts(name: ClockName, span: Span) -> bool:
    return span.state in _OPEN_STATES and not span.pauses and not (name == "respond" and span.state == "in_progress")


def _moment_of(amount: timedelta, stretches: tuple[Stretch, ...], hours: BusinessTime) -> datetime | None:
    """When the stretches amount to so much. One that ends in that very moment has not gone on for it: the next does."""
    for each in stretches:
        if each.ends is None or each.after is None:
            return hours.add(each.begins, amount - each.before)
        if each.after >= amount:
            moment = hours.add(each.begins, amount - each.before)
            if moment < each.ends:
                return moment
    return None


def _reopened_at(history: tuple[Span, ...]) -> datetime | None:
    reopenings = (after.since for before, after in pairwise(history) if before.state == "done" != after.state)
    return max(reopenings, default=None)
