"""The ladder of a card's clock: who is told when it has run for a share of its target. Pure.

A step is due when its clock has run for that share, and then each working day after the last rung. Each is told once
per clock and cycle; of several that have come due, the highest is told and the others count as passed. A new cycle
tells what is reached after the reopening, and nothing that was reached before. While a clock stands, there is no next
step; one that was missed just before a pause is told when it goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count, takewhile

from chalicelib.workflow.clock import Clock, ClockName, Clocks
from chalicelib.workflow.definition import DEFAULT_LADDER, Node, Recipient, Rung

#: The highest step told, by clock and cycle (`complete#2`); numbers as in `Step`.
Told = Mapping[str, int]

DAILY = 1000


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
        first = max(first, (clock.ran_until(cycle_began_at) - before) // day)
    for number in count(first):
        yield DAILY + number, before + number * day, last.to


def _mark(clock: ClockName, cycle: int) -> str:
    return f"{clock}#{cycle}"
