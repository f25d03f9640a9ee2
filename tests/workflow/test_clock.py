from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chalicelib.core.business_time import ALWAYS_OPEN, BusinessHours, BusinessTime, TooFar, business_hours_for
from chalicelib.tenancy.setup import CalendarRules, Hours
from chalicelib.workflow.clock import Clock, Clocks, Target, amount_of, reading
from chalicelib.workflow.definition import Duration, Sla
from chalicelib.workflow.model import Span, State

SHANGHAI = "Asia/Shanghai"
OFFICE = business_hours_for(CalendarRules(), SHANGHAI)
FACTORY = business_hours_for(
    CalendarRules(hours=(Hours(opens="08:00", closes="12:00"), Hours(opens="14:00", closes="17:30"))), SHANGHAI
)
HOUR, MINUTE, NOTHING = timedelta(hours=1), timedelta(minutes=1), timedelta(0)
TARGET = Target(respond=Duration(hours=2), complete=Duration(hours=8))


def at(text: str) -> datetime:
    """`"24 09:00"`: in November 2026, in Shanghai. The 23rd is a Monday, the 28th a Saturday."""
    day, clock = text.split()
    return datetime(2026, 11, int(day), int(clock[:2]), int(clock[3:]), tzinfo=ZoneInfo(SHANGHAI))


def history(*spans: tuple[str, State] | tuple[str, State, str]) -> tuple[Span, ...]:
    """Closed and waiting spans are flagged as the model flags them; a third word flags any other as a pause."""
    standing = ("waiting", "done", "skipped", "cancelled")
    return tuple(Span(span[1], at(span[0]), len(span) > 2 or span[1] in standing) for span in spans)


def clocks(*spans: tuple[str, State] | tuple[str, State, str], now: str, hours: BusinessTime = OFFICE) -> Clocks:
    return reading(TARGET, history(*spans), at(now), hours)


def complete(*spans: tuple[str, State] | tuple[str, State, str], now: str) -> Clock:
    return clocks(*spans, now=now).complete


# Durations


def test_a_working_day_is_as_long_as_the_calendar_says() -> None:
    assert amount_of(Duration(days=2), OFFICE) == 18 * HOUR
    assert amount_of(Duration(days=2), FACTORY) == 15 * HOUR
    assert amount_of(Duration(days=0.5), OFFICE) == 4.5 * HOUR
    assert amount_of(Duration(days=2, basis="calendar"), OFFICE) == 48 * HOUR
    assert amount_of(Duration(hours=1.5), OFFICE) == 1.5 * HOUR


def test_a_tiny_time_is_never_nothing() -> None:
    assert amount_of(Duration(hours=1e-12), OFFICE) > NOTHING


def test_a_priority_may_have_a_time_of_its_own() -> None:
    sla = Sla(complete=Duration(days=2), by_priority={"urgent": Duration(hours=4)})
    assert Target.of(sla, "urgent").complete == Duration(hours=4)
    assert Target.of(sla, "normal").complete == Duration(days=2)
    assert reading(Target.of(sla, "normal"), history(("23 09:00", "ready")), at("23 10:00"), OFFICE).respond is None


# Running


def test_a_clock_begins_when_the_card_first_is_ready() -> None:
    before = complete(("23 07:00", "waiting"), now="23 10:00")
    assert (before.started_at, before.due_at, before.elapsed, before.is_running) == (None, None, NOTHING, False)
    clock = complete(("20 07:00", "waiting"), ("23 15:00", "ready"), now="24 10:00")
    assert clock.started_at == at("23 15:00")
    assert clock.due_at == at("24 14:00")
    assert (clock.elapsed, clock.remaining, clock.paused) == (4 * HOUR, 4 * HOUR, NOTHING)
    assert clock.fraction == 0.5
    assert clock.is_running
    assert not clock.is_paused
    assert not clock.is_breached


def test_a_card_that_is_ready_outside_hours_counts_from_the_next_opening() -> None:
    clock = complete(("28 15:00", "ready"), now="29 12:00")
    assert (clock.elapsed, clock.due_at) == (NOTHING, at("30 17:00"))


def test_response_is_from_ready_to_the_first_time_in_progress() -> None:
    spans: list[tuple[str, State]] = [("23 09:00", "ready")]
    waiting = clocks(*spans, now="23 10:00").respond
    assert waiting is not None
    assert (waiting.due_at, waiting.stopped_at) == (at("23 11:00"), None)
    spans += [("23 10:30", "in_progress"), ("23 11:00", "blocked"), ("23 12:00", "in_progress")]
    respond = clocks(*spans, now="24 18:00").respond
    assert respond is not None
    assert (respond.stopped_at, respond.elapsed, respond.is_breached) == (at("23 10:30"), 1.5 * HOUR, False)
    assert respond.due_at == at("23 11:00")
    assert not respond.is_running


def test_who_starts_a_blocked_card_has_answered_then() -> None:
    respond = clocks(
        ("23 09:00", "ready"), ("23 10:00", "blocked", "pauses"), ("23 15:00", "ready"), ("23 15:30", "in_progress"),
        now="23 18:00",
    ).respond  # fmt: skip
    assert respond is not None
    assert (respond.elapsed, respond.paused, respond.due_at) == (1.5 * HOUR, 5 * HOUR, at("23 16:00"))


def test_a_card_done_at_once_has_answered_in_no_time() -> None:
    both = clocks(("23 09:00", "ready"), ("23 10:00", "in_progress"), ("23 10:00", "done"), now="25 10:00")
    assert both.respond is not None
    assert (both.respond.stopped_at, both.respond.elapsed) == (at("23 10:00"), HOUR)
    assert (both.complete.stopped_at, both.complete.elapsed, both.complete.due_at) == (
        at("23 10:00"), HOUR, at("23 17:00"),
    )  # fmt: skip


def test_blocked_alone_does_not_pause() -> None:
    clock = complete(("23 09:00", "in_progress"), ("23 10:00", "blocked"), now="23 16:00")
    assert (clock.due_at, clock.elapsed) == (at("23 17:00"), 7 * HOUR)


def test_hours_of_the_wall_calendar_run_through_nights_and_weekends() -> None:
    target = Target(respond=Duration(hours=2), complete=Duration(hours=24, basis="calendar"))
    both = reading(target, history(("27 17:00", "ready")), at("28 05:00"), OFFICE)
    assert (both.complete.due_at, both.complete.elapsed) == (at("28 17:00"), 12 * HOUR)
    assert both.respond is not None
    assert (both.respond.due_at, both.respond.elapsed) == (at("30 10:00"), HOUR)


# Pauses


def test_while_a_clock_stands_nobody_knows_when_it_is_due_but_how_much_is_left() -> None:
    clock = complete(("23 09:00", "in_progress"), ("23 11:00", "blocked", "pauses"), now="24 11:00")
    assert clock.due_at is None
    assert clock.is_paused
    assert not clock.is_running
    assert (clock.elapsed, clock.remaining, clock.paused) == (2 * HOUR, 6 * HOUR, 9 * HOUR)


def test_a_pause_moves_the_due_time_by_its_business_time() -> None:
    clock = complete(
        ("23 09:00", "in_progress"), ("23 11:00", "blocked", "pauses"), ("24 11:00", "in_progress"), now="24 12:00"
    )
    assert clock.due_at == OFFICE.add(at("23 09:00"), 8 * HOUR + 9 * HOUR) == at("24 17:00")
    assert (clock.elapsed, clock.paused) == (3 * HOUR, 9 * HOUR)


def test_waiting_again_stands_because_something_before_was_reopened() -> None:
    clock = complete(("23 09:00", "ready"), ("23 10:00", "waiting"), ("23 15:00", "ready"), now="23 16:00")
    assert (clock.elapsed, clock.paused, clock.due_at) == (2 * HOUR, 5 * HOUR, at("24 13:00"))


def test_a_pause_after_the_due_time_does_not_move_it() -> None:
    clock = complete(
        ("23 09:00", "in_progress"), ("24 10:00", "blocked", "pauses"), ("25 10:00", "in_progress"), now="25 12:00"
    )
    assert clock.due_at == clock.breached_at == at("23 17:00")
    assert clock.remaining == -4 * HOUR
    standing = complete(("23 09:00", "in_progress"), ("24 10:00", "blocked", "pauses"), now="24 12:00")
    assert (standing.due_at, standing.is_breached, standing.is_paused) == (at("23 17:00"), True, True)


def test_work_that_ends_in_the_moment_it_is_due_is_on_time() -> None:
    clock = complete(("23 09:00", "in_progress"), ("23 17:00", "done"), now="24 12:00")
    assert (clock.due_at, clock.remaining, clock.is_breached) == (at("23 17:00"), NOTHING, False)
    late = complete(("23 09:00", "in_progress"), ("23 17:01", "done"), now="24 12:00")
    assert (late.due_at, late.breached_at, late.stopped_at) == (at("23 17:00"), at("23 17:00"), at("23 17:01"))


def test_work_that_ends_in_the_evening_of_a_day_whose_close_was_due_is_late() -> None:
    clock = complete(("23 10:00", "in_progress"), ("23 20:00", "done"), now="24 12:00")
    assert (clock.elapsed, clock.breached_at) == (8 * HOUR, at("23 18:00"))


def test_a_clock_that_stands_since_the_moment_it_was_due_is_due_when_it_goes_on() -> None:
    spans: list[tuple[str, State] | tuple[str, State, str]] = [
        ("23 09:00", "in_progress"), ("23 17:00", "blocked", "pauses"),
    ]  # fmt: skip
    standing = complete(*spans, now="24 12:00")
    assert (standing.due_at, standing.remaining, standing.is_breached) == (None, NOTHING, False)
    going_on = complete(*spans, ("24 12:00", "in_progress"), now="24 12:00")
    assert going_on.due_at == going_on.breached_at == at("24 12:00")


# Stopping and reopening


@pytest.mark.parametrize("state", ["done", "skipped", "cancelled"])
def test_a_closed_card_stops_its_clock(state: State) -> None:
    clock = complete(("23 09:00", "in_progress"), ("23 12:00", state), now="27 12:00")
    assert (clock.stopped_at, clock.elapsed, clock.due_at) == (at("23 12:00"), 3 * HOUR, at("23 17:00"))
    assert not clock.is_paused
    assert not clock.is_running


def test_a_card_that_is_skipped_before_it_was_ready_has_no_times() -> None:
    clock = complete(("23 09:00", "waiting"), ("23 12:00", "skipped"), now="27 12:00")
    assert (clock.started_at, clock.stopped_at, clock.facts) == (None, None, None)


def test_a_reopened_card_goes_on_with_the_same_clock() -> None:
    clock = complete(("23 09:00", "in_progress"), ("23 12:00", "done"), ("25 12:00", "in_progress"), now="25 14:00")
    assert (clock.started_at, clock.stopped_at) == (at("23 09:00"), None)
    assert (clock.elapsed, clock.paused, clock.due_at) == (5 * HOUR, 18 * HOUR, at("25 17:00"))


def test_a_breach_stays_a_breach() -> None:
    spans = history(("23 09:00", "in_progress"), ("23 18:00", "done"), ("25 12:00", "in_progress"))
    breached = {"complete": at("23 17:00")}
    generous = Target(respond=None, complete=Duration(days=10))
    clock = reading(generous, spans, at("25 14:00"), OFFICE, cycle=2, breached=breached).complete
    assert clock.breached_at == at("23 17:00")
    assert clock.remaining > NOTHING


def test_the_first_breach_is_the_one_that_stays() -> None:
    longer = Target(respond=None, complete=Duration(hours=12))
    spans, stored = history(("23 09:00", "in_progress")), {"complete": at("23 17:00")}
    clock = reading(longer, spans, at("25 09:00"), OFFICE, breached=stored).complete
    assert (clock.due_at, clock.breached_at) == (at("24 12:00"), at("23 17:00"))


def test_a_new_calendar_recomputes_open_clocks_and_never_stopped_ones() -> None:
    spans = history(("23 09:00", "in_progress"), ("24 10:00", "done"))
    was = reading(TARGET, spans, at("24 10:00"), OFFICE)
    assert was.complete.breached_at == at("23 17:00")
    assert was.complete.facts is not None
    assert was.respond is not None
    assert was.respond.facts is not None
    stopped = {"complete": was.complete.facts, "respond": was.respond.facts}
    short = Target(respond=Duration(hours=1), complete=Duration(hours=100))
    now = reading(short, spans, at("27 10:00"), FACTORY, stopped=stopped)
    assert (now.complete, now.respond) == (was.complete, was.respond)
    reopened = (*spans, Span("in_progress", at("27 09:00")))
    again = reading(
        short, reopened, at("27 10:00"), FACTORY, cycle=2, breached={"complete": at("23 17:00")}, stopped=stopped
    )
    assert (again.complete.target, again.complete.stopped_at) == (100 * HOUR, None)
    assert again.complete.elapsed == FACTORY.elapsed(at("23 09:00"), at("24 10:00")) + HOUR
    assert again.complete.breached_at == at("23 17:00")
    assert again.respond == was.respond


def test_what_was_stored_at_an_earlier_stop_does_not_count_after_a_second_one() -> None:
    spans = history(("23 09:00", "in_progress"), ("23 10:00", "done"))
    first = reading(TARGET, spans, at("23 10:00"), OFFICE).complete.facts
    assert first is not None
    spans = (*spans, *history(("24 09:00", "in_progress"), ("24 15:00", "done")))
    clock = reading(TARGET, spans, at("25 09:00"), OFFICE, cycle=2, stopped={"complete": first}).complete
    assert (clock.elapsed, clock.stopped_at) == (7 * HOUR, at("24 15:00"))


def test_a_reopening_of_no_length_leaves_the_stop_where_it_was() -> None:
    clock = complete(
        ("23 09:00", "in_progress"),
        ("23 10:00", "done"),
        ("24 09:00", "in_progress"),
        ("24 09:00", "done"),
        now="25 09:00",
    )
    assert (clock.stopped_at, clock.elapsed, clock.paused) == (at("23 10:00"), HOUR, NOTHING)


def test_the_cycle_began_with_the_last_reopening() -> None:
    spans = history(
        ("23 09:00", "in_progress"), ("23 10:00", "done"), ("23 11:00", "in_progress"),
        ("23 12:00", "done"), ("24 13:00", "in_progress"), ("24 14:00", "blocked"),
    )  # fmt: skip
    assert reading(TARGET, spans, at("25 09:00"), OFFICE, cycle=3).cycle_began_at == at("24 13:00")
    assert reading(TARGET, spans[:1], at("25 09:00"), OFFICE).cycle_began_at is None


# What must not break


def test_clocks_of_machines_that_differ_do_not_turn_time_back() -> None:
    spans = history(("23 09:00", "ready"), ("23 10:00", "blocked", "pauses"), ("23 09:30", "in_progress"))
    clock = reading(TARGET, spans, at("23 10:30"), OFFICE).complete
    assert (clock.elapsed, clock.paused) == (1.5 * HOUR, NOTHING)
    ahead = history(("23 09:00", "ready"), ("23 10:00", "blocked", "pauses"))
    clock = reading(TARGET, ahead, at("23 09:30"), OFFICE).complete
    assert (clock.elapsed, clock.paused) == (HOUR, NOTHING)


def test_a_time_that_these_hours_never_yield_is_refused() -> None:
    hour_a_week = business_hours_for(
        CalendarRules(weekly={day: () for day in (0, 1, 2, 4)}, hours=(Hours(opens="09:00", closes="10:00"),)), SHANGHAI
    )
    with pytest.raises(TooFar):
        reading(Target(None, Duration(hours=8000)), history(("23 09:00", "ready")), at("23 09:00"), hour_a_week)


# For every history

ZONES = (SHANGHAI, "Europe/Berlin", "America/New_York")
EPOCHS = (
    datetime(2026, 3, 27, 6, tzinfo=UTC),
    datetime(2026, 9, 29, 2, tzinfo=UTC),
    datetime(2026, 12, 30, tzinfo=UTC),
)
states: st.SearchStrategy[tuple[State, bool]] = st.sampled_from([
    ("ready", False), ("in_progress", False), ("blocked", False), ("blocked", True), ("waiting", True), ("done", True),
])  # fmt: skip


@st.composite
def histories(draw: st.DrawFn) -> tuple[Span, ...]:
    """A history from ready on, in whole minutes, over up to some ten days."""
    moment = draw(st.sampled_from(EPOCHS)) + draw(st.integers(0, 1440)) * MINUTE
    spans = [Span("ready", moment)]
    for state, pauses in draw(st.lists(states, max_size=6)):
        moment += draw(st.integers(0, 2000)) * MINUTE
        spans.append(Span(state, moment, pauses))
    return tuple(spans)


zoned = st.sampled_from([
    business_hours_for(rules, zone)
    for zone in ZONES
    for rules in (CalendarRules(), CalendarRules(weekend=(6,), hours=(Hours(opens="10:00", closes="12:15"),)))
])  # fmt: skip
#: Half a minute beside the minute, so that nothing ends in the moment it is due.
durations = st.integers(1, 1500).map(lambda minutes: Duration(hours=(minutes + 0.5) / 60))
targets = st.builds(Target, durations, durations)
waits = st.integers(0, 5000).map(lambda minutes: minutes * MINUTE)


def walked(
    spans: tuple[Span, ...], target: timedelta, now: datetime, hours: BusinessTime
) -> tuple[timedelta, datetime | None]:
    """`(elapsed, when the target was reached or will be)`, minute by minute."""
    gone, reached, minute, place = NOTHING, None, spans[0].since, 0
    while minute < now or (reached is None and _counts(spans[-1])):
        while place + 1 < len(spans) and spans[place + 1].since <= minute:
            place += 1
        if _counts(spans[place]) and hours.is_open(minute):
            if reached is None and gone + MINUTE >= target:
                reached = minute + (target - gone)
            gone += MINUTE
        minute += MINUTE
        if minute == now:
            elapsed = gone
    return (elapsed if now > spans[0].since else NOTHING), reached


def _counts(span: Span) -> bool:
    return span.state in ("ready", "in_progress", "blocked") and not span.pauses


@given(histories(), targets, waits, zoned)
@settings(deadline=None, max_examples=60)
def test_a_clock_agrees_with_one_that_is_watched_minute_by_minute(
    spans: tuple[Span, ...], target: Target, wait: timedelta, hours: BusinessHours
) -> None:
    now = spans[-1].since + wait
    clock = reading(target, spans, now, hours).complete
    elapsed, reached = walked(spans, clock.target, now, hours)
    assert clock.elapsed == elapsed
    if clock.stopped_at is None or reached is not None:
        assert clock.due_at == reached
    assert clock.breached_at == (reached if reached is not None and reached <= now else None)


@given(histories(), targets, waits, zoned, st.lists(st.tuples(st.integers(0, 6), states), max_size=5))
@settings(deadline=None)
def test_pauses_without_length_change_nothing(
    spans: tuple[Span, ...],
    target: Target,
    wait: timedelta,
    hours: BusinessHours,
    extra: list[tuple[int, tuple[State, bool]]],
) -> None:
    now = spans[-1].since + wait
    more = list(spans)
    for place, (state, pauses) in extra:
        before = more[min(place, len(more) - 1)]
        if state != "in_progress":
            more[min(place, len(more) - 1) : min(place, len(more) - 1) + 1] = [
                before, replace(before, state=state, pauses=pauses), before,
            ]  # fmt: skip
    assert reading(target, tuple(more), now, hours) == reading(target, spans, now, hours)


@given(histories(), targets, waits, zoned, st.data())
@settings(deadline=None)
def test_a_pause_moves_the_due_time_by_exactly_its_business_time(
    spans: tuple[Span, ...], target: Target, wait: timedelta, hours: BusinessHours, data: st.DataObject
) -> None:
    assume(_counts(spans[-1]))
    begins = spans[-1].since + data.draw(waits)
    length = data.draw(waits)
    before = reading(target, spans, begins, hours).complete
    paused = (*spans, Span("blocked", begins, True), Span("in_progress", begins + length))
    after = reading(target, paused, begins + length + wait, hours).complete
    assert before.due_at is not None
    assert after.due_at is not None
    if before.due_at < begins:
        assert after.due_at == before.due_at
    else:
        assert after.due_at == hours.add(before.due_at, hours.elapsed(begins, begins + length))
        assert after.due_at == hours.add(spans[0].since, after.target + after.paused)


@given(histories(), targets, waits, waits, zoned)
@settings(deadline=None)
def test_reopening_resumes_the_same_clock(
    spans: tuple[Span, ...], target: Target, closed_for: timedelta, wait: timedelta, hours: BusinessHours
) -> None:
    assume(_counts(spans[-1]))
    done_at = spans[-1].since + wait
    reopened = (*spans, Span("done", done_at, True), Span("in_progress", done_at + closed_for))
    stopped = reading(target, reopened[:-1], done_at, hours).complete
    resumed = reading(target, reopened, done_at + closed_for, hours, cycle=2).complete
    assert (resumed.started_at, resumed.elapsed) == (stopped.started_at, stopped.elapsed)
    assert resumed.paused == stopped.paused + hours.elapsed(done_at, done_at + closed_for)
    assert resumed.stopped_at is None
    if stopped.is_breached:
        assert resumed.breached_at == stopped.breached_at


@given(histories(), targets, waits, zoned, st.sampled_from([OFFICE, FACTORY, ALWAYS_OPEN]))
@settings(deadline=None)
def test_stored_facts_of_a_stopped_clock_outlive_any_calendar(
    spans: tuple[Span, ...], target: Target, wait: timedelta, hours: BusinessHours, other: BusinessTime
) -> None:
    done_at = spans[-1].since + wait
    closed = (*spans, Span("done", done_at, True)) if spans[-1].state != "done" else spans
    stopped = reading(target, closed, done_at, hours).complete
    assert stopped.facts is not None
    later = reading(TARGET, closed, done_at + 100 * HOUR, other, stopped={"complete": stopped.facts}).complete
    assert later == stopped


@given(histories(), targets, waits, waits, zoned)
@settings(deadline=None)
def test_elapsed_time_never_falls_and_a_breach_never_moves_while_history_goes_on(
    spans: tuple[Span, ...], target: Target, wait: timedelta, more: timedelta, hours: BusinessHours
) -> None:
    now = spans[-1].since + wait
    sooner, later = (reading(target, spans, moment, hours).complete for moment in (now, now + more))
    assert sooner.elapsed <= later.elapsed
    assert sooner.due_at == later.due_at
    if sooner.is_breached:
        assert later.breached_at == sooner.breached_at
