"""When a lead must report itself, and what it must say: pure.

Each open lead that is not held has these clocks; the earliest is its one deadline (`next_deadline`).

| clock | due | told |
| --- | --- | --- |
| silent | touched + the stage's silent limit, then every `repeat_days` | rep and supervisor |
| follow-up missed | end of the day of the next follow-up; `missed_supervisor_after_days` later | rep; supervisor |
| dwell | entered the stage + its dwell limit | rep and supervisor |
| back to the pool | touched + `return_to_pool_days`; a day before it a warning | rep; (then nobody owns it) |
| hold ends | the hold's date | rep |
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, Protocol

from chalicelib.leads.model import Lead

Clock = Literal["hold.ends", "lead.silent", "lead.follow_up", "lead.dwell", "lead.pool_warning", "lead.pool_return"]


class BusinessDays(Protocol):
    """What the rules ask of a calendar (`core/calendar.py`)."""

    def add_days(self, start: datetime, days: int, basis: Literal["calendar", "working"]) -> datetime: ...
    def end_of_day(self, moment: datetime) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits that hold for one lead: its stage's and the workspace's."""

    silent_days: int
    silent_basis: Literal["calendar", "working"]
    dwell_days: int | None
    repeat_days: int
    missed_supervisor_after_days: int
    return_to_pool_days: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is due: which clock, and its number within the touch (exactly once each)."""

    clock: Clock
    number: int
    since: datetime


def silent_at(lead: Lead, limits: Limits, days: BusinessDays) -> datetime:
    """The moment from which the lead counts as silent."""
    return days.add_days(lead.touched_at, limits.silent_days, limits.silent_basis)


def clocks(lead: Lead, limits: Limits, days: BusinessDays) -> list[tuple[datetime, Clock]]:
    """Every clock that runs on `lead`, with the moment it is due next."""
    if not lead.is_open:
        return []
    if lead.hold is not None:
        return [(lead.hold.until, "hold.ends")]
    if lead.owner_id is None:
        return []
    told, running = lead.told, list[tuple[datetime, Clock]]()
    silent = silent_at(lead, limits, days) + timedelta(days=limits.repeat_days * told.silence_steps)
    running.append((silent, "lead.silent"))
    missed = days.end_of_day(lead.next_follow_up_at)
    if told.missed_steps == 0:
        running.append((missed, "lead.follow_up"))
    elif told.missed_steps == 1:
        running.append((missed + timedelta(days=limits.missed_supervisor_after_days), "lead.follow_up"))
    if limits.dwell_days is not None and not told.dwell:
        running.append((lead.stage_since + timedelta(days=limits.dwell_days), "lead.dwell"))
    if limits.return_to_pool_days is not None:
        running.append(_pool_clock(lead, limits.return_to_pool_days))
    return running


def _pool_clock(lead: Lead, return_days: int) -> tuple[datetime, Clock]:
    """The warning comes first, always: a lead that is late already goes back a day after it was warned."""
    back = lead.touched_at + timedelta(days=return_days)
    warned = lead.told.pool_warned_at
    if warned is None:
        return back - timedelta(days=1), "lead.pool_warning"
    return max(back, warned + timedelta(days=1)), "lead.pool_return"


def next_deadline(lead: Lead, limits: Limits, days: BusinessDays) -> tuple[datetime, Clock] | None:
    """The earliest clock: what the lead's `due_at` must be."""
    return min(clocks(lead, limits, days), default=None)


def due_steps(lead: Lead, limits: Limits, days: BusinessDays, now: datetime) -> list[Step]:
    """All that is due at `now`, in order. Steps that were slept through are one step, with the number it would have."""
    steps: list[Step] = []
    # The return is last: whatever else was due was the owner's to hear.
    for at, clock in sorted(clocks(lead, limits, days), key=lambda each: (each[1] == "lead.pool_return", *each)):
        if at > now:
            continue
        if clock == "lead.silent":
            first = silent_at(lead, limits, days)
            steps.append(Step(clock, (now - first) // timedelta(days=limits.repeat_days) + 1, first))
        elif clock == "lead.follow_up":
            steps.append(Step(clock, _missed_step(lead, limits, days, now), lead.next_follow_up_at))
        else:
            steps.append(Step(clock, 1, at))
    return steps


def _missed_step(lead: Lead, limits: Limits, days: BusinessDays, now: datetime) -> int:
    second = days.end_of_day(lead.next_follow_up_at) + timedelta(days=limits.missed_supervisor_after_days)
    return 2 if now >= second else 1


def after(lead: Lead, step: Step, now: datetime) -> Lead:
    """`lead` once `step` has been told. Ending a hold and returning to the pool are changes of their own (`model`)."""
    told = lead.told
    if step.clock == "lead.silent":
        return replace(lead, silent_since=step.since, told=replace(told, silence_steps=step.number))
    if step.clock == "lead.follow_up":
        return replace(lead, told=replace(told, missed_steps=step.number))
    if step.clock == "lead.dwell":
        return replace(lead, told=replace(told, dwell=True))
    if step.clock == "lead.pool_warning":
        return replace(lead, told=replace(told, pool_warned_at=now))
    return lead


def under_new_limits(lead: Lead, limits: Limits, days: BusinessDays, now: datetime) -> Lead:
    """`lead` after the limits were changed: what was told stands as far as these limits would have told it by `now`.

    So a longer limit ends a silence, a shorter one begins it, and nobody hears of the same silence anew because an
    administrator has changed a number.
    """
    if not lead.is_open or lead.is_held or lead.owner_id is None:
        return lead
    told, silent = lead.told, silent_at(lead, limits, days)
    if silent > now:
        lead, told = replace(lead, silent_since=None), replace(told, silence_steps=0)
    elif told.silence_steps:
        steps = (now - silent) // timedelta(days=limits.repeat_days) + 1
        lead, told = replace(lead, silent_since=silent), replace(told, silence_steps=steps)
    if limits.dwell_days is None or lead.stage_since + timedelta(days=limits.dwell_days) > now:
        told = replace(told, dwell=False)
    back = limits.return_to_pool_days
    if back is None or lead.touched_at + timedelta(days=back - 1) > now:
        told = replace(told, pool_warned_at=None)
    if days.end_of_day(lead.next_follow_up_at) > now:
        told = replace(told, missed_steps=0)
    return replace(lead, told=told)
