"""The rules of silence, without any storage: properties that hold for every lead, limit and moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.calendar import Calendar
from chalicelib.leads import model, silence
from chalicelib.leads.model import FollowUp, Hold, Lead, Told
from chalicelib.leads.silence import Limits, after, clocks, due_steps, next_deadline, under_new_limits
from chalicelib.tenancy.setup import CalendarRules

DAYS = Calendar(CalendarRules(), "Asia/Shanghai")
DAY = timedelta(days=1)
START = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def a_lead(**more: Any) -> Lead:
    values: dict[str, Any] = {
        "id": "lead_1",
        "name": "Deal",
        "source_channel": "referral",
        "stage": "first",
        "stage_kind": "open",
        "first_contact_at": START,
        "next_follow_up_at": START + 2 * DAY,
        "customer_id": "cust_1",
        "created_at": START,
        "created_by": "m_1",
        "updated_at": START,
        "touched_at": START,
        "stage_since": START,
        "owner_id": "m_1",
    }
    return Lead(**{**values, **more})


def limits(**more: Any) -> Limits:
    values: dict[str, Any] = {
        "silent_days": 7,
        "silent_basis": "calendar",
        "dwell_days": None,
        "repeat_days": 3,
        "missed_supervisor_after_days": 1,
        "return_to_pool_days": None,
    }
    return Limits(**{**values, **more})


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=0)
)
any_limits = st.builds(
    Limits,
    silent_days=st.integers(1, 40),
    silent_basis=st.sampled_from(["calendar", "working"]),
    dwell_days=st.none() | st.integers(1, 90),
    repeat_days=st.integers(1, 20),
    missed_supervisor_after_days=st.integers(1, 5),
    return_to_pool_days=st.none() | st.integers(2, 60),
)


@st.composite
def any_leads(draw: Any) -> Lead:
    touched = draw(moments)
    told = Told(
        silence_steps=draw(st.integers(0, 3)),
        missed_steps=draw(st.integers(0, 2)),
        dwell=draw(st.booleans()),
        pool_warned_at=draw(st.none() | st.integers(0, 40).map(lambda days: touched + days * DAY)),
    )
    return a_lead(
        touched_at=touched,
        stage_since=draw(moments),
        next_follow_up_at=draw(moments),
        told=told,
        hold=draw(st.none() | st.builds(Hold, st.just("budget"), st.just(touched), moments)),
        owner_id=draw(st.sampled_from(["m_1", None])),
        stage_kind=draw(st.sampled_from(["open", "open", "open", "won", "lost"])),
    )


def told_all(lead: Lead, rules: Limits, now: datetime) -> Lead:
    """What the sweep makes of a lead."""
    for step in due_steps(lead, rules, DAYS, now):
        if step.clock == "hold.ends":
            lead = model.planned(model.resumed(lead, now), now + 2 * DAY)
        elif step.clock == "lead.pool_return":
            lead = model.owned_by(lead, None, now)
        else:
            lead = after(lead, step, now)
    return lead


@given(any_leads(), any_limits)
def test_an_open_owned_lead_is_never_without_a_deadline(lead: Lead, rules: Limits) -> None:
    running = lead.is_open and (lead.is_held or lead.owner_id is not None)
    assert (next_deadline(lead, rules, DAYS) is not None) == running


@given(any_leads(), any_limits, moments)
def test_once_all_that_is_due_is_told_nothing_is_due_at_that_moment(lead: Lead, rules: Limits, now: datetime) -> None:
    once = told_all(lead, rules, now)
    if lead.is_held:  # one that wakes may have been in its stage for too long: the next sweep says so
        once = told_all(once, rules, now)
    assert due_steps(once, rules, DAYS, now) == []
    deadline = next_deadline(once, rules, DAYS)
    assert deadline is None or deadline[0] > now


@given(any_leads(), any_limits, moments)
def test_something_is_due_exactly_when_the_deadline_has_come(lead: Lead, rules: Limits, now: datetime) -> None:
    deadline = next_deadline(lead, rules, DAYS)
    assert bool(due_steps(lead, rules, DAYS, now)) == (deadline is not None and deadline[0] <= now)


@given(any_limits, st.lists(st.integers(1, 20 * 24), min_size=1, max_size=25))
def test_steps_of_one_silence_only_count_up(rules: Limits, gaps: list[int]) -> None:
    lead, now, seen = a_lead(), START, [0]
    for hours in gaps:
        now += timedelta(hours=hours)
        for step in due_steps(lead, rules, DAYS, now):
            if step.clock == "lead.silent":
                assert step.number > seen[-1]
                seen.append(step.number)
        lead = told_all(lead, rules, now)


def test_steps_that_were_slept_through_are_one_with_the_number_it_would_have() -> None:
    rules = limits(silent_days=7, repeat_days=3)
    (step,) = [each for each in due_steps(a_lead(), rules, DAYS, START + 14 * DAY) if each.clock == "lead.silent"]
    assert step.number == 3  # day 7, 10 and 13
    told = after(a_lead(), step, START + 14 * DAY)
    silent = [at for at, clock in clocks(told, rules, DAYS) if clock == "lead.silent"]
    assert silent == [START + 16 * DAY]


@given(any_leads(), any_limits, moments, moments)
def test_a_hold_suspends_everything_but_its_own_end(lead: Lead, rules: Limits, until: datetime, now: datetime) -> None:
    held = model.held(replace(lead, stage_kind="open"), "budget", until, lead.touched_at)
    assert [clock for _, clock in clocks(held, rules, DAYS)] == ["hold.ends"]
    assert [step.clock for step in due_steps(held, rules, DAYS, now)] == (["hold.ends"] if until <= now else [])


@given(any_leads(), any_limits, moments)
def test_touching_ends_the_silence_and_gives_the_full_limit(lead: Lead, rules: Limits, now: datetime) -> None:
    silent = told_all(replace(lead, stage_kind="open", hold=None, owner_id="m_1"), rules, now)
    if silent.owner_id is None or silent.touched_at > now:
        return
    done = FollowUp(now, "m_1", "call", "connected", "spoke")
    touched = model.followed_up(silent, done, now)
    assert touched.silent_since is None
    assert touched.told.silence_steps == 0
    assert silence.silent_at(touched, rules, DAYS) == DAYS.add_days(now, rules.silent_days, rules.silent_basis)


def test_a_contact_older_than_the_last_one_does_not_start_the_silence_anew() -> None:
    rules = limits()
    silent = told_all(a_lead(), rules, START + 7 * DAY)
    late = FollowUp(START - 5 * DAY, "m_1", "call", "connected", "written down late")
    noted = model.followed_up(silent, late, START + 8 * DAY)
    assert (noted.touched_at, noted.silent_since, noted.told) == (START, silent.silent_since, silent.told)
    assert noted.follow_up_count == 1


@given(any_leads(), any_limits, st.lists(st.integers(1, 15 * 24), min_size=1, max_size=30))
def test_nobody_loses_a_lead_to_the_pool_without_a_warning_a_day_before(
    lead: Lead, rules: Limits, gaps: list[int]
) -> None:
    lead = replace(lead, told=Told(), hold=None, stage_kind="open", owner_id="m_1")
    now, warned = lead.touched_at, None
    for hours in gaps:
        now += timedelta(hours=hours)
        for step in due_steps(lead, rules, DAYS, now):
            if step.clock == "lead.pool_warning":
                warned = now
            if step.clock == "lead.pool_return":
                assert warned is not None
                assert now - warned >= DAY
        lead = told_all(lead, rules, now)
        if lead.owner_id is None:
            return


@given(any_leads(), any_limits, any_limits, moments)
def test_a_change_of_limits_tells_nobody_twice_and_warns_anew(
    lead: Lead, before: Limits, rules: Limits, now: datetime
) -> None:
    lead = told_all(replace(lead, told=Told(), hold=None, stage_kind="open", owner_id="m_1"), before, now)
    if lead.owner_id is None:
        return
    changed = under_new_limits(lead, rules, DAYS, now)
    is_silent = silence.silent_at(lead, rules, DAYS) <= now
    if lead.told.silence_steps:
        assert "lead.silent" not in [step.clock for step in due_steps(changed, rules, DAYS, now)]
        assert (changed.silent_since is not None) == is_silent
    for at, clock in clocks(changed, rules, DAYS):
        if clock == "lead.silent" and is_silent and lead.told.silence_steps:
            assert now < at <= now + rules.repeat_days * DAY
        if clock == "lead.pool_return":
            assert changed.told.pool_warned_at is not None
            assert lead.touched_at + (rules.return_to_pool_days or 0) * DAY - DAY <= now
    assert under_new_limits(changed, rules, DAYS, now) == changed


def test_a_shorter_limit_makes_silent_and_a_longer_one_ends_it() -> None:
    now = START + 5 * DAY
    fresh = under_new_limits(a_lead(), limits(silent_days=3), DAYS, now)
    assert "lead.silent" in [step.clock for step in due_steps(fresh, limits(silent_days=3), DAYS, now)]
    silent = told_all(a_lead(), limits(silent_days=3), now)
    assert silent.silent_since == START + 3 * DAY
    awake = under_new_limits(silent, limits(silent_days=7), DAYS, now)
    assert awake.silent_since is None
    assert awake.told.silence_steps == 0


def test_a_return_to_the_pool_ends_the_silence_even_when_both_were_slept_through() -> None:
    rules = limits(silent_days=3, repeat_days=1, return_to_pool_days=10)
    warned = told_all(a_lead(), rules, START + 9 * DAY)
    returned = told_all(warned, rules, START + 30 * DAY)
    assert (returned.owner_id, returned.silent_since, returned.told) == (None, None, Told())


def test_a_hold_does_not_make_the_stay_in_a_stage_be_told_twice() -> None:
    rules = limits(silent_days=300, dwell_days=5)
    told = told_all(a_lead(next_follow_up_at=START + 300 * DAY), rules, START + 6 * DAY)
    awake = told_all(model.held(told, "budget", START + 20 * DAY, START + 7 * DAY), rules, START + 20 * DAY)
    assert "lead.dwell" not in [clock for _, clock in clocks(awake, rules, DAYS)]
    moved = model.moved(awake, "second", "open", START + 21 * DAY)
    assert "lead.dwell" in [clock for _, clock in clocks(moved, rules, DAYS)]


def test_working_days_do_not_count_the_weekend() -> None:
    friday = datetime(2026, 3, 6, 6, 0, tzinfo=UTC)
    rules = limits(silent_days=2, silent_basis="working")
    assert silence.silent_at(a_lead(touched_at=friday), rules, DAYS) == friday + 4 * DAY


def test_a_missed_follow_up_is_the_reps_at_the_end_of_the_day_and_the_supervisors_a_day_later() -> None:
    lead, rules = a_lead(next_follow_up_at=START), limits(silent_days=300)
    end = DAYS.end_of_day(START)
    assert next_deadline(lead, rules, DAYS) == (end, "lead.follow_up")
    (first,) = due_steps(lead, rules, DAYS, end)
    assert first.number == 1
    (second,) = due_steps(after(lead, first, end), rules, DAYS, end + DAY)
    assert second.number == 2
    assert due_steps(after(lead, second, end + DAY), rules, DAYS, end + 9 * DAY) == []


@pytest.mark.parametrize(
    ("outcome", "effective"),
    [("connected", True), ("replied", True), ("met", True), ("no_answer", False), ("refused", False)],
)
def test_a_follow_up_is_effective_when_the_customer_took_part(outcome: Any, effective: bool) -> None:
    done = FollowUp(START, "m_1", "call", outcome, "…")
    assert done.effective is effective
    assert model.followed_up(a_lead(unanswered=2), done, START).unanswered == (0 if effective else 3)


def test_only_the_last_three_follow_ups_are_kept_by_their_time() -> None:
    lead = a_lead()
    for day in (5, 1, 9, 3, 7):
        lead = model.followed_up(lead, FollowUp(START + day * DAY, "m_1", "call", "met", str(day)), START)
    assert [each.summary for each in lead.last_follow_ups] == ["9", "7", "5"]
    assert lead.touched_at == START + 9 * DAY


def test_reopening_begins_the_next_cycle_with_fresh_clocks() -> None:
    won = model.moved(a_lead(told=Told(2, 2, True)), "won", "won", START + DAY)
    assert (won.closed_at, won.cycle) == (START + DAY, 1)
    again = model.moved(won, "first", "open", START + 9 * DAY, touches=False)
    assert (again.cycle, again.closed_at, again.touched_at) == (2, None, START + 9 * DAY)
    assert again.told == Told()


def test_a_bulk_edit_moves_without_touching() -> None:
    silent = told_all(a_lead(), limits(), START + 8 * DAY)
    moved = model.moved(silent, "second", "open", START + 8 * DAY, touches=False)
    given = model.owned_by(silent, "m_2", START + 8 * DAY, touches=False)
    for each in (moved, given):
        assert (each.touched_at, each.silent_since) == (START, silent.silent_since)
        assert each.told.silence_steps == 1
    taken = model.owned_by(replace(silent, owner_id=None), "m_2", START + 8 * DAY, touches=False)
    assert taken.touched_at == START + 8 * DAY


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"])
def test_a_date_is_the_opening_hour_of_that_day_where_the_clocks_change(zone: str) -> None:
    from zoneinfo import ZoneInfo

    from chalicelib.leads.moments import as_instant
    from chalicelib.tenancy import packs

    setup = packs.list_packs()[0].setup.model_copy(update={"timezone": zone})
    calendar = Calendar(setup.calendar, zone)
    for day in (date(2026, 3, 8), date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 1), date(2026, 4, 5)):
        local = as_instant(day, setup, calendar).astimezone(ZoneInfo(zone))
        assert (local.date(), local.strftime("%H:%M")) == (day, setup.calendar.hours[0].opens)
        nine = as_instant(datetime(day.year, day.month, day.day, 9), setup, calendar)
        assert nine.astimezone(ZoneInfo(zone)).hour == 9
