from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.workflow.clock import Clocks, Target, reading
from chalicelib.workflow.definition import Duration, Names, Node, Responsible, Rung, Sla
from chalicelib.workflow.ladder import Ladder, Ladders, Step, Told, due_steps, next_step, told_with
from chalicelib.workflow.model import Span, State
from tests.workflow.test_clock import HOUR, MINUTE, OFFICE, TARGET, at, histories, history

#: Ten hours: 50 % are 5 h, 80 % are 8 h, 150 % are 15 h.
TEN_HOURS = Target(respond=None, complete=Duration(hours=10))
LADDERS = Ladders()
RESPONSIBLE, NEIGHBOURS = ("responsible",), ("responsible", "supervisor", "neighbours")
WORKING: tuple[tuple[str, State], ...] = (("23 09:00", "in_progress"),)


def read(
    now: str, *spans: tuple[str, State] | tuple[str, State, str], target: Target = TEN_HOURS, cycle: int = 1
) -> Clocks:
    return reading(target, history(*(spans or WORKING)), at(now), OFFICE, cycle=cycle)


def told(number: int, clock: str = "complete", cycle: int = 1) -> Told:
    return {f"{clock}#{cycle}": number}


def numbers(steps: Sequence[Step]) -> list[int]:
    return [step.number for step in steps]


# One step after the other


def test_steps_come_at_half_time_at_four_fifths_when_due_and_when_overrun_by_half() -> None:
    moments: list[tuple[int, datetime, tuple[str, ...]]] = []
    known: Told = {}
    for _ in range(4):
        step = next_step(read("23 09:00"), LADDERS, known)
        assert step is not None
        moments.append((step.number, step.at, step.to))
        known = told_with(known, (step,))
    assert moments == [
        (50, at("23 14:00"), RESPONSIBLE),
        (80, at("23 17:00"), RESPONSIBLE),
        (100, at("24 10:00"), ("responsible", "supervisor")),
        (150, at("24 15:00"), NEIGHBOURS),
    ]


def test_then_it_is_told_each_working_day() -> None:
    clocks = read("24 15:00")
    daily = [next_step(clocks, LADDERS, told(number)) for number in (150, 1001, 1002, 1003)]
    assert [step.at for step in daily if step] == [at("25 15:00"), at("26 15:00"), at("27 15:00"), at("30 15:00")]
    assert [(step.daily, step.percent, step.to) for step in daily if step][:2] == [
        (1, None, NEIGHBOURS), (2, None, NEIGHBOURS),
    ]  # fmt: skip


def test_a_ladder_that_does_not_repeat_ends_with_its_last_rung() -> None:
    once = Ladders(complete=Ladder((Rung(percent=100, to=("watchers",)),)))
    assert next_step(read("23 09:00"), once, {}) is not None
    assert next_step(read("30 09:00"), once, told(100)) is None


def test_a_node_has_a_ladder_of_its_own() -> None:
    rungs = (Rung(percent=30, to=("role:legal",)),)
    node = Node(
        id="sign", names=Names(zh="签署", en="Signing"), responsible=Responsible(rule="starter"),
        sla=Sla(complete=Duration(hours=10)), ladder=rungs, repeat_daily=False,
    )  # fmt: skip
    step = next_step(read("23 09:00"), Ladders.of(node), {})
    assert step is not None
    assert (step.at, step.to) == (at("23 12:00"), ("role:legal",))


# What is due


def test_nothing_is_due_before_its_moment_and_all_of_it_at_its_moment() -> None:
    assert due_steps(read("23 13:59"), LADDERS, {}) == ()
    (step,) = due_steps(read("23 14:00"), LADDERS, {})
    assert (step.number, step.percent, step.at, step.passed) == (50, 50, at("23 14:00"), ())
    assert due_steps(read("23 14:00"), LADDERS, told_with({}, (step,))) == ()


def test_a_sweep_that_comes_late_tells_the_highest_step_and_passes_the_others() -> None:
    (step,) = due_steps(read("24 16:00"), LADDERS, told(50))
    assert (step.number, step.passed, step.at) == (150, (80, 100), at("24 15:00"))
    (daily,) = due_steps(read("27 16:00"), LADDERS, told(100))
    assert (daily.number, daily.passed) == (1003, (150, 1001, 1002))
    assert due_steps(read("27 16:00"), LADDERS, told_with({}, (daily,))) == ()


def test_each_clock_tells_its_own_step() -> None:
    clocks = read("23 15:30", ("23 09:00", "ready"), target=TARGET)
    steps = due_steps(clocks, LADDERS, {})
    assert [(step.clock, step.number, step.to) for step in steps] == [
        ("respond", 100, ("responsible", "supervisor")),
        ("complete", 80, ("responsible",)),
    ]
    assert told_with({}, steps) == {"respond#1": 100, "complete#1": 80}
    first = next_step(clocks, LADDERS, {})
    assert first is not None
    assert (first.clock, first.at) == ("respond", at("23 11:00"))


def test_who_has_started_is_not_told_of_the_response_any_more() -> None:
    steps = due_steps(read("23 15:30", ("23 09:00", "ready"), ("23 13:00", "in_progress"), target=TARGET), LADDERS, {})
    assert [(step.clock, step.number) for step in steps] == [("complete", 80)]


def test_a_step_that_was_told_is_not_told_again_when_the_time_is_made_longer() -> None:
    longer = read("24 12:00", target=Target(None, Duration(hours=40)))
    step = next_step(longer, LADDERS, told(80))
    assert step is not None
    assert (step.number, step.at) == (100, OFFICE.add(at("23 09:00"), 40 * HOUR))
    assert due_steps(longer, LADDERS, told(80)) == ()


def test_a_rung_put_in_below_what_was_told_is_passed() -> None:
    more = Ladders(complete=Ladder((Rung(percent=60, to=("watchers",)), Rung(percent=100, to=("watchers",)))))
    assert due_steps(read("23 17:30"), more, told(80)) == ()


# Pauses, stops, cycles


def test_while_the_clock_stands_there_is_no_next_step() -> None:
    clocks = read("24 16:00", ("23 09:00", "in_progress"), ("23 15:00", "blocked", "pauses"))
    assert next_step(clocks, LADDERS, {}) is None
    assert due_steps(clocks, LADDERS, {}) == ()


def test_a_step_that_a_pause_came_before_is_told_later_by_the_pause() -> None:
    clocks = read(
        "24 10:00", ("23 09:00", "in_progress"), ("23 13:00", "blocked", "pauses"), ("24 10:00", "in_progress")
    )
    step = next_step(clocks, LADDERS, {})
    assert step is not None
    assert (step.number, step.at) == (50, at("24 11:00"))


def test_a_step_missed_just_before_a_pause_is_told_when_the_clock_goes_on() -> None:
    spans: list[tuple[str, State] | tuple[str, State, str]] = [
        ("23 09:00", "in_progress"), ("23 14:01", "blocked", "pauses"), ("24 10:00", "in_progress"),
    ]  # fmt: skip
    (step,) = due_steps(read("24 10:00", *spans), LADDERS, {})
    assert (step.number, step.at) == (50, at("23 14:00"))


def test_a_stopped_clock_tells_nothing() -> None:
    clocks = read("24 16:00", ("23 09:00", "in_progress"), ("23 15:00", "done"))
    assert next_step(clocks, LADDERS, {}) is None
    assert due_steps(clocks, LADDERS, {}) == ()


def test_a_card_that_waits_has_no_step() -> None:
    assert next_step(read("24 16:00", ("23 09:00", "waiting")), LADDERS, {}) is None


def test_a_new_cycle_tells_what_is_reached_after_the_reopening() -> None:
    clocks = read("25 09:00", ("23 09:00", "in_progress"), ("23 15:00", "done"), ("25 09:00", "in_progress"), cycle=2)
    step = next_step(clocks, LADDERS, told(50))
    assert step is not None
    assert (step.cycle, step.number, step.at) == (2, 80, at("25 11:00"))
    assert due_steps(clocks, LADDERS, {}) == ()


def test_a_new_cycle_tells_again_what_lies_ahead_of_it_though_the_cycle_before_told_it() -> None:
    longer = read(
        "25 09:00", ("23 09:00", "in_progress"), ("23 15:00", "done"), ("25 09:00", "in_progress"),
        cycle=2, target=Target(None, Duration(hours=20)),
    )  # fmt: skip
    step = next_step(longer, LADDERS, told(50))
    assert step is not None
    assert (step.number, step.at) == (50, at("25 13:00"))
    assert told_with(told(50), (step,)) == {"complete#1": 50, "complete#2": 50}


def test_a_card_reopened_long_after_its_time_goes_on_with_the_daily_steps() -> None:
    clocks = read("27 09:00", ("23 09:00", "in_progress"), ("26 17:00", "done"), ("27 09:00", "in_progress"), cycle=2)
    step = next_step(clocks, LADDERS, told(1002))
    assert step is not None
    # 35 h had gone by when it was done: 15 h make 150 %, 33 h the second day after.
    assert (step.number, step.at) == (1003, OFFICE.add(at("27 09:00"), 7 * HOUR))


def test_a_step_reached_in_the_very_moment_of_the_stop_belongs_to_the_cycle_that_goes_on() -> None:
    half = read("25 09:00", ("23 09:00", "in_progress"), ("23 14:00", "done"), ("25 09:00", "in_progress"), cycle=2)
    (step,) = due_steps(half, LADDERS, {})
    assert (step.number, step.at) == (50, at("25 09:00"))
    daily = read("27 09:00", ("23 09:00", "in_progress"), ("25 15:00", "done"), ("27 09:00", "in_progress"), cycle=2)
    (step,) = due_steps(daily, LADDERS, {})
    assert (step.number, step.at, step.passed) == (1001, at("27 09:00"), ())


# For every history


@given(histories(), st.integers(1, 3000), st.lists(st.integers(0, 3000), min_size=1, max_size=12))
@settings(deadline=None)
def test_whenever_sweeps_come_each_step_is_told_or_passed_exactly_once(
    spans: tuple[Span, ...], minutes: int, waits: list[int]
) -> None:
    target = Target(Duration(hours=1), Duration(hours=minutes / 60))
    known: Told = {}
    seen: dict[str, list[int]] = {"respond": [], "complete": []}
    now = spans[-1].since
    for wait in waits:
        now += wait * MINUTE
        clocks = reading(target, spans, now, OFFICE)
        for step in due_steps(clocks, LADDERS, known):
            assert step.at <= now
            seen[step.clock] += [*step.passed, step.number]
            known = told_with(known, (step,))
        assert due_steps(clocks, LADDERS, known) == ()
        following = next_step(clocks, LADDERS, known)
        assert following is None or following.at > now
    final = reading(target, spans, now, OFFICE)
    expected = [
        number for number in (50, 80, 100, 150) if final.complete.elapsed >= final.complete.target * number // 100
    ]
    days = (final.complete.elapsed - final.complete.target * 3 // 2) // OFFICE.day_length
    expected += [1000 + n for n in range(1, days + 1)]
    assert seen["complete"] == (expected if final.complete.is_running else [])
    assert len(seen["respond"]) <= 1


@given(histories(), st.integers(1, 3000), st.timedeltas(timedelta(0), timedelta(days=9)))
@settings(deadline=None)
def test_when_the_next_step_comes_it_is_due_and_not_before(
    spans: tuple[Span, ...], minutes: int, wait: timedelta
) -> None:
    target = Target(None, Duration(hours=minutes / 60))
    now = spans[-1].since + wait
    clocks = reading(target, spans, now, OFFICE)
    known: Told = {}
    for step in due_steps(clocks, LADDERS, known):
        known = told_with(known, (step,))
    step = next_step(clocks, LADDERS, known)
    assert (step is None) == (not clocks.complete.is_running)
    if step is not None:
        (due,) = due_steps(reading(target, spans, step.at, OFFICE), LADDERS, known)
        assert due.number == step.number
        early = reading(target, spans, step.at - timedelta(microseconds=1), OFFICE)
        assert due_steps(early, LADDERS, known) == ()
