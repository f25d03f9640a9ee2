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
 - A step of the ladder is due when the clock has run for that share of its target, and then each working day after the
   last rung. Each is told once per clock and cycle; of several that have come due, the highest is told and the others
   count as passed. A new cycle tells what is reached after the reopening, and nothing that was reached before. While a
   clock stands, there is no next step; one that was missed just before a pause is told when it goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count, pairwise, takewhile
from typing import TYPE_CHECKING, Literal

from chalicelib.core.business_time import ALWAYS_OPEN, BusinessTime
from chalicelib.workflow.definition import DEFAULT_LADDER, Duration, Node, Priority, Recipient, Rung, Sla

if TYPE_CHECKING:
    from chalicelib.workflow.model import Span

ClockName = Literal["respond", "complete"]
#: The highest step told, by clock and cycle (`complete#2`); numbers as in `Step`.
Told = Mapping[str, int]
#: When the clock runs: from, until; the last one may have no end yet. In order, never touching.
Stretches = tuple[tuple[datetime, datetime | None], ...]

DAILY = 1000
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


@dataclass(frozen=True)
class Ladder:
    """Steps in rising order. `repeat_daily`: the last one's recipients are told again each working day after it."""

    rungs: tuple[Rung, ...]
    repeat_daily: bool = False


@dataclass(frozen=True)
class Ladders:
    """The node's own ladder is that of its `complete` clock; `respond` tells once, when nobody has started in time."""

    complete: Ladder = Ladder(DEFAULT_LADDER, repeat_daily=True)
    respond: Ladder = Ladder((Rung(percent=100, to=("responsible", "supervisor")),))

    @classmethod
    def of(cls, node: Node) -> Ladders:
        return cls(complete=Ladder(node.ladder, node.repeat_daily))


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
    hours, runs: the time that it counts in, and when it ran; for `moment_of`.
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
    runs: Stretches = field(repr=False, compare=False)

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

    def moment_of(self, amount: timedelta) -> datetime | None:
        """When it has run for `amount`, in the past or to come; None if it stands or stopped before that."""
        return _moment_of(amount, self.runs, self.hours)


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


@dataclass(frozen=True)
class Step:
    """One step of a clock's ladder: at `at`, `to` are told.

    number: the percent of a rung, or 1000 + n for the n-th time of the daily repetition. passed: the numbers of the
    steps that came due before it and are not told any more.
    """

    clock: ClockName
    cycle: int
    number: int
    at: datetime
    to: tuple[Recipient, ...]
    passed: tuple[int, ...] = ()

    @property
    def percent(self) -> int | None:
        return self.number if self.number <= DAILY else None

    @property
    def daily(self) -> int | None:
        return self.number - DAILY if self.number > DAILY else None


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


def next_step(clocks: Clocks, ladders: Ladders, told: Told) -> Step | None:
    """The first step that was not told yet, of either clock; it may lie in the past. None while nothing will come."""
    first = (next(_steps(clock, clocks, ladders, told), None) for clock in clocks.all)
    return min((step for step in first if step is not None), key=lambda step: step.at, default=None)


def due_steps(clocks: Clocks, ladders: Ladders, told: Told) -> tuple[Step, ...]:
    """What must be told at `clocks.read_at`: of each clock at most one step, the highest that has come due."""
    found = []
    for clock in clocks.all:
        due = list(takewhile(lambda step: step.at <= clocks.read_at, _steps(clock, clocks, ladders, told)))
        if due:
            found.append(replace(due[-1], passed=tuple(step.number for step in due[:-1])))
    return tuple(found)


def told_with(told: Told, steps: tuple[Step, ...]) -> dict[str, int]:
    """`told` after these steps were told."""
    return {**told, **{_mark(step.clock, step.cycle): step.number for step in steps}}


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
    started_at, stopped_at, runs = spans[0].since, _stop(name, spans), _runs(name, spans)
    if stored is not None and stored.stopped_at == stopped_at:
        return Clock(
            name, stored.target, stored.started_at, stopped_at, stored.due_at, stored.elapsed, stored.paused, False,
            breached_at or stored.breached_at, hours, runs,
        )  # fmt: skip
    elapsed = sum((hours.elapsed(begins, now if ends is None else ends) for begins, ends in runs), _ZERO)
    paused = hours.elapsed(started_at, stopped_at or now) - elapsed
    reached_at = due_at = _moment_of(target, runs, hours)
    if due_at is None and stopped_at is not None:  # in time: when it would have been
        due_at = hours.add(stopped_at, target - elapsed)
    if breached_at is None and reached_at is not None and reached_at <= now:
        breached_at = reached_at
    is_paused = stopped_at is None and not (runs and runs[-1][1] is None)
    return Clock(name, target, started_at, stopped_at, due_at, elapsed, paused, is_paused, breached_at, hours, runs)


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
        if span.state not in _CLOSED_STATES:
            break
        since = span.since
    return since


def _runs(name: ClockName, spans: tuple[Span, ...]) -> Stretches:
    """When the clock ran. A pause without length leaves no gap; clocks of machines that differ don't turn time back."""
    runs: list[tuple[datetime, datetime | None]] = []
    begins = spans[0].since
    for span, after in zip(spans, (*spans[1:], None), strict=True):
        ends = None if after is None else max(begins, after.since)
        if _counts(name, span):
            is_joined = bool(runs) and runs[-1][1] == begins
            runs.append((runs.pop()[0] if is_joined else begins, ends))
        begins = ends or begins
    return tuple(runs)


def _counts(name: ClockName, span: Span) -> bool:
    return span.state in _OPEN_STATES and not span.pauses and not (name == "respond" and span.state == "in_progress")


def _moment_of(amount: timedelta, runs: Stretches, hours: BusinessTime) -> datetime | None:
    """When the runs amount to so much. What ends in that very moment has not gone on for it."""
    left = amount
    for begins, ends in runs:
        if ends is None:
            return hours.add(begins, left)
        here = hours.elapsed(begins, ends)
        if here >= left:
            moment = hours.add(begins, left)
            if moment < ends:
                return moment
        left -= here
    return None


def _reopened_at(history: tuple[Span, ...]) -> datetime | None:
    reopenings = (after.since for before, after in pairwise(history) if before.state == "done" != after.state)
    return max(reopenings, default=None)


def _steps(clock: Clock, clocks: Clocks, ladders: Ladders, told: Told) -> Iterator[Step]:
    """The clock's steps that were not told in this cycle, in order, without an end where they repeat."""
    if not clock.is_running:
        return
    ladder = ladders.respond if clock.name == "respond" else ladders.complete
    highest = told.get(_mark(clock.name, clocks.cycle), 0)
    for number, amount, to in _numbered(clock, ladder, highest, clocks.cycle_began_at):
        at = clock.moment_of(amount)
        if at is not None and (clocks.cycle_began_at is None or at >= clocks.cycle_began_at):
            yield Step(clock.name, clocks.cycle, number, at, to)


def _numbered(
    clock: Clock, ladder: Ladder, highest: int, cycle_began_at: datetime | None
) -> Iterator[tuple[int, timedelta, tuple[Recipient, ...]]]:
    """`(number, how long the clock has run then, who is told)` of each step above `highest`."""
    for rung in ladder.rungs:
        if rung.percent > highest:
            yield rung.percent, clock.target * rung.percent // 100, rung.to
    if not ladder.repeat_daily:
        return
    last, day = ladder.rungs[-1], clock.hours.day_length
    before = clock.target * last.percent // 100
    first = max(1, highest - DAILY + 1)
    if cycle_began_at is not None:  # no need to look at each day of a long cycle before
        first = max(first, (_ran_until(cycle_began_at, clock) - before) // day)
    for number in count(first):
        yield DAILY + number, before + number * day, last.to


def _ran_until(moment: datetime, clock: Clock) -> timedelta:
    earlier = ((begins, ends) for begins, ends in clock.runs if ends is not None and ends <= moment)
    return sum((clock.hours.elapsed(begins, ends) for begins, ends in earlier), _ZERO)


def _mark(clock: ClockName, cycle: int) -> str:
    return f"{clock}#{cycle}"
