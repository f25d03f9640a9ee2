from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.core.business_time import (
    ALWAYS_OPEN,
    BusinessHours,
    BusinessTime,
    NeverOpen,
    TooFar,
    business_hours_for,
)
from chalicelib.tenancy.setup import CalendarRules, Hours

SHANGHAI = "Asia/Shanghai"
BERLIN = "Europe/Berlin"
NEW_YORK = "America/New_York"
LORD_HOWE = "Australia/Lord_Howe"  # its clocks change by half an hour
HOUR, MINUTE, MICROSECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(microseconds=1)


def hours(*stretches: str) -> tuple[Hours, ...]:
    """`"08:00-12:00", "14:00-17:30"`."""
    return tuple(Hours(opens=each[:5], closes=each[6:]) for each in stretches)


def business(zone: str = SHANGHAI, **rules: object) -> BusinessHours:
    return business_hours_for(CalendarRules(**rules), zone)  # type: ignore[arg-type]


def wall(*parts: int, zone: str = SHANGHAI, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(zone), fold=fold)  # type: ignore[arg-type, misc]


# Adding


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        ((2026, 11, 22, 15, 0), 2, (2026, 11, 23, 11, 0)),  # Sunday
        ((2026, 11, 27, 17, 0), 2, (2026, 11, 30, 10, 0)),  # Friday
        ((2026, 11, 23, 9, 0), 9, (2026, 11, 23, 18, 0)),  # the very end of Monday
        ((2026, 11, 23, 18, 0), 0, (2026, 11, 23, 18, 0)),
        ((2026, 11, 23, 18, 0), 1, (2026, 11, 24, 10, 0)),
        ((2026, 11, 23, 18, 1), 0, (2026, 11, 24, 9, 0)),
        ((2026, 11, 22, 15, 0), 0, (2026, 11, 23, 9, 0)),
        ((2026, 11, 23, 7, 0), 1, (2026, 11, 23, 10, 0)),
        ((2026, 12, 31, 17, 0), 2, (2027, 1, 4, 10, 0)),  # over the year's end, New Year and a weekend
    ],
)
def test_working_hours_are_added_from_nine_to_six(start: tuple[int, ...], amount: int, end: tuple[int, ...]) -> None:
    assert business().add(wall(*start), amount * HOUR) == wall(*end)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ((2026, 11, 23, 11, 0), 60, (2026, 11, 23, 12, 0)),
        ((2026, 11, 23, 11, 0), 61, (2026, 11, 23, 14, 1)),
        ((2026, 11, 23, 13, 0), 0, (2026, 11, 23, 14, 0)),
        ((2026, 11, 23, 13, 0), 60, (2026, 11, 23, 15, 0)),
        ((2026, 11, 23, 11, 0), 60 + 210 + 30, (2026, 11, 24, 8, 30)),
    ],
)
def test_nobody_works_over_lunch(start: tuple[int, ...], minutes: int, end: tuple[int, ...]) -> None:
    factory = business(hours=hours("08:00-12:00", "14:00-17:30"))
    assert factory.add(wall(*start), minutes * MINUTE) == wall(*end)
    if minutes:
        assert factory.elapsed(wall(*start), wall(*end)) == minutes * MINUTE


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        ((2025, 1, 24, 17, 0), 2, (2025, 1, 26, 10, 0)),  # a Sunday worked before the Spring Festival of 2025
        ((2025, 1, 27, 17, 0), 2, (2025, 2, 5, 10, 0)),  # the festival
        ((2025, 9, 30, 17, 0), 2, (2025, 10, 9, 10, 0)),
        ((2026, 2, 13, 17, 0), 2, (2026, 2, 14, 10, 0)),  # a Saturday worked before the Spring Festival of 2026
        ((2026, 9, 30, 17, 0), 2, (2026, 10, 8, 10, 0)),
        ((2026, 10, 9, 17, 0), 2, (2026, 10, 10, 10, 0)),  # a Saturday worked after the National Day
    ],
)
def test_the_swapped_weekends_of_china_are_worked(start: tuple[int, ...], amount: int, end: tuple[int, ...]) -> None:
    assert business().add(wall(*start), amount * HOUR) == wall(*end)


def test_answers_are_told_in_utc() -> None:
    answer = business().add(wall(2026, 11, 23, 9, 0), HOUR)
    assert answer == datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    assert answer.tzinfo is UTC


def test_a_start_without_a_time_zone_or_a_negative_amount_is_refused() -> None:
    for time in (business(), ALWAYS_OPEN):
        for act in (time.add, time.subtract):
            with pytest.raises(ValueError, match="time zone"):
                act(datetime(2026, 11, 23, 9, 0), HOUR)
            with pytest.raises(ValueError, match="negative"):
                act(wall(2026, 11, 23, 9, 0), -HOUR)
        with pytest.raises(ValueError, match="time zone"):
            time.elapsed(datetime(2026, 11, 23, 9, 0), wall(2026, 11, 23, 9, 0))
        with pytest.raises(ValueError, match="time zone"):
            time.is_open(datetime(2026, 11, 23, 9, 0))


# The latest start


@pytest.mark.parametrize(
    ("end", "amount", "start"),
    [
        ((2026, 11, 23, 18, 0), 9, (2026, 11, 23, 9, 0)),
        ((2026, 11, 23, 11, 0), 2, (2026, 11, 23, 9, 0)),
        ((2026, 11, 23, 11, 0), 3, (2026, 11, 20, 17, 0)),
        ((2026, 11, 22, 15, 0), 1, (2026, 11, 20, 17, 0)),
        ((2026, 11, 22, 15, 0), 0, (2026, 11, 22, 15, 0)),
        ((2027, 1, 4, 10, 0), 2, (2026, 12, 31, 17, 0)),
    ],
)
def test_the_latest_start_leaves_just_the_time_that_is_needed(
    end: tuple[int, ...], amount: int, start: tuple[int, ...]
) -> None:
    assert business().subtract(wall(*end), amount * HOUR) == wall(*start)


# Own hours of weekdays and dates


def test_a_weekday_may_have_hours_of_its_own() -> None:
    short_friday = business(weekly={4: hours("09:00-12:00")})
    assert short_friday.add(wall(2026, 11, 27, 11, 0), 2 * HOUR) == wall(2026, 11, 30, 10, 0)
    assert short_friday.day_length == 9 * HOUR


def test_a_weekday_of_the_weekend_is_worked_when_it_has_hours_of_its_own() -> None:
    shop = business(weekly={5: hours("10:00-14:00"), 0: ()})
    assert shop.add(wall(2026, 11, 27, 17, 0), 2 * HOUR) == wall(2026, 11, 28, 11, 0)
    assert shop.add(wall(2026, 11, 28, 13, 0), 2 * HOUR) == wall(2026, 12, 1, 10, 0)


def test_a_single_date_goes_before_everything_else() -> None:
    eve, sunday, wednesday = date(2026, 12, 24), date(2026, 11, 29), date(2026, 11, 25)
    given = business(
        dated={eve: hours("09:00-13:00"), sunday: hours("10:00-12:00"), wednesday: ()},
        days_off=(eve,),
        working_days=(wednesday,),
    )

    def length(day: date) -> timedelta:
        midnight = wall(day.year, day.month, day.day)
        return given.elapsed(midnight, midnight + timedelta(days=1))

    assert [length(day) for day in (eve, sunday, wednesday)] == [4 * HOUR, 2 * HOUR, 0 * HOUR]


def test_a_swapped_saturday_is_worked_like_the_longest_weekday_even_where_saturdays_are_short() -> None:
    given = business(hours=hours("09:00-17:00"), weekly={5: hours("09:00-12:00"), 2: hours("08:00-18:00")})
    saturday = wall(2026, 2, 14)
    assert given.intervals(saturday, saturday + timedelta(days=1)) == (
        (wall(2026, 2, 14, 8, 0), wall(2026, 2, 14, 18, 0)),
    )
    assert given.elapsed(wall(2026, 11, 28), wall(2026, 11, 29)) == 3 * HOUR  # any other Saturday


def test_a_working_day_is_as_long_as_the_longest_ordinary_weekday() -> None:
    assert business().day_length == 9 * HOUR
    assert business(hours=hours("08:00-12:00", "14:00-17:30")).day_length == 7.5 * HOUR
    assert business(weekly={2: hours("08:00-20:00")}, dated={date(2026, 11, 24): hours("00:00-24:00")}).day_length == (
        12 * HOUR
    )


def test_no_hours_at_all_are_the_whole_of_working_days() -> None:
    given = business(hours=())
    assert given.day_length == 24 * HOUR
    assert given.add(wall(2026, 11, 27, 23, 0), 2 * HOUR) == wall(2026, 11, 30, 1, 0)


def test_a_shift_over_midnight_is_two_stretches_without_a_gap() -> None:
    nights = business(weekend=(), country=None, hours=hours("00:00-06:00", "22:00-24:00"))
    assert nights.add(wall(2026, 11, 23, 23, 0), 3 * HOUR) == wall(2026, 11, 24, 2, 0)
    assert nights.intervals(wall(2026, 11, 23, 12), wall(2026, 11, 24, 12)) == (
        (wall(2026, 11, 23, 22), wall(2026, 11, 24, 6)),
    )


def test_the_last_midnight_of_a_year_ends_its_last_day() -> None:
    given = business(country=None, hours=hours("18:00-24:00"), days_off=(date(2027, 1, 1),))
    new_year = given.add(wall(2026, 12, 31, 18, 0), 6 * HOUR)
    assert new_year == wall(2027, 1, 1)
    assert given.add(new_year, 0 * HOUR) == new_year
    assert given.add(new_year, HOUR) == wall(2027, 1, 4, 19, 0)


# Days on which the clocks change


def test_a_day_on_which_the_clocks_change_is_as_long_as_it_is() -> None:
    around_the_clock = business(BERLIN, country=None, weekend=(), hours=hours("00:00-24:00"))
    lengths = [
        around_the_clock.elapsed(wall(*day, zone=BERLIN), wall(*day[:2], day[2] + 1, zone=BERLIN))
        for day in ((2026, 3, 28), (2026, 3, 29), (2026, 10, 25))
    ]
    assert lengths == [24 * HOUR, 23 * HOUR, 25 * HOUR]


@pytest.mark.parametrize("day", [(2026, 3, 29), (2026, 10, 25)])
def test_office_hours_are_those_of_the_wall_clock_when_the_clocks_change(day: tuple[int, int, int]) -> None:
    office = business(BERLIN, country=None, weekend=())
    assert office.add(wall(*day, 9, 0, zone=BERLIN), 9 * HOUR) == wall(*day, 18, 0, zone=BERLIN)
    before = wall(*day[:2], day[2] - 1, 17, 0, zone=BERLIN)
    assert office.add(before, 2 * HOUR) == wall(*day, 10, 0, zone=BERLIN)


def test_hours_that_summer_time_leaves_out_are_nothing() -> None:
    given = business(BERLIN, country=None, weekend=(), hours=hours("02:00-03:00", "09:00-10:00"))
    day = wall(2026, 3, 29, zone=BERLIN), wall(2026, 3, 30, zone=BERLIN)
    assert given.elapsed(*day) == HOUR
    assert given.intervals(*day) == ((wall(2026, 3, 29, 9, zone=BERLIN), wall(2026, 3, 29, 10, zone=BERLIN)),)
    assert given.add(wall(2026, 3, 29, 0, 30, zone=BERLIN), 0 * HOUR) == wall(2026, 3, 29, 9, zone=BERLIN)


# Opening, drawing


def test_it_is_open_from_an_opening_up_to_a_closing() -> None:
    given = business()
    moments = [wall(2026, 11, 23, *clock) for clock in ((8, 59), (9, 0), (17, 59), (18, 0))]
    assert [given.is_open(moment) for moment in moments] == [False, True, True, False]
    assert not given.is_open(wall(2026, 1, 1, 0, 0))


def test_the_next_opening_is_now_while_it_is_open() -> None:
    given = business()
    assert given.next_opening(wall(2026, 11, 23, 12, 0)) == wall(2026, 11, 23, 12, 0)
    assert given.next_opening(wall(2026, 11, 23, 18, 0)) == wall(2026, 11, 24, 9, 0)
    assert given.next_opening(wall(2026, 12, 31, 18, 0)) == wall(2027, 1, 4, 9, 0)


def test_stretches_to_draw_are_cut_to_what_is_drawn() -> None:
    given = business(hours=hours("08:00-12:00", "14:00-17:30"))
    assert given.intervals(wall(2026, 11, 27, 11, 0), wall(2026, 11, 30, 9, 0)) == (
        (wall(2026, 11, 27, 11, 0), wall(2026, 11, 27, 12, 0)),
        (wall(2026, 11, 27, 14, 0), wall(2026, 11, 27, 17, 30)),
        (wall(2026, 11, 30, 8, 0), wall(2026, 11, 30, 9, 0)),
    )
    assert given.intervals(wall(2026, 11, 28), wall(2026, 11, 29)) == ()
    assert given.intervals(wall(2026, 11, 29), wall(2026, 11, 28)) == ()


def test_stretches_that_touch_are_drawn_as_one_even_over_new_year() -> None:
    given = business(country=None, weekend=(), hours=hours("00:00-24:00"))
    assert given.intervals(wall(2026, 12, 20), wall(2027, 1, 10)) == ((wall(2026, 12, 20), wall(2027, 1, 10)),)


# Guards


def test_rules_that_never_open_are_refused() -> None:
    @dataclass(frozen=True)
    class Closed:
        country: str | None = None
        weekend: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
        days_off: tuple[date, ...] = ()
        working_days: tuple[date, ...] = ()
        hours: tuple[Hours, ...] = ()
        weekly: dict[int, tuple[Hours, ...]] = field(default_factory=lambda: {3: ()}, hash=False)
        dated: dict[date, tuple[Hours, ...]] = field(default_factory=dict, hash=False)
        quiet_from: str = "21:00"
        quiet_to: str = "08:00"
        quiet_on_days_off: bool = True

    with pytest.raises(NeverOpen):
        business_hours_for(Closed(), SHANGHAI)


def test_a_time_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        business("Asia/Nowhere")


@pytest.mark.parametrize("given", [business(), ALWAYS_OPEN])
def test_what_is_absurdly_far_is_refused(given: BusinessTime) -> None:
    with pytest.raises(TooFar):
        given.add(wall(2026, 11, 23), timedelta(days=3_000_000))
    with pytest.raises(TooFar):
        given.subtract(wall(2026, 11, 23), timedelta(days=800_000))


def test_distances_over_a_hundred_years_are_refused() -> None:
    with pytest.raises(TooFar):
        business().elapsed(wall(1900, 1, 1), wall(2026, 1, 1))
    with pytest.raises(TooFar):
        business().intervals(wall(1900, 1, 1), wall(2026, 1, 1))
    with pytest.raises(TooFar):
        business().add(datetime.max.replace(tzinfo=UTC), HOUR)


def test_equal_rules_share_what_was_worked_out() -> None:
    assert business() is business()
    assert business() is not business(BERLIN)
    assert business(weekly={4: ()}) is not business()


# All of the time


def test_around_the_clock_every_moment_counts() -> None:
    start = wall(2026, 3, 28, 12, 0, zone=BERLIN)
    assert ALWAYS_OPEN.add(start, 24 * HOUR) == wall(2026, 3, 29, 13, 0, zone=BERLIN)
    assert ALWAYS_OPEN.subtract(start, HOUR) == wall(2026, 3, 28, 11, 0, zone=BERLIN)
    assert ALWAYS_OPEN.elapsed(start, start + HOUR) == HOUR
    assert ALWAYS_OPEN.elapsed(start, start - HOUR) == 0 * HOUR
    assert ALWAYS_OPEN.is_open(start)
    assert ALWAYS_OPEN.intervals(start, start + HOUR) == ((start, start + HOUR),)
    assert ALWAYS_OPEN.intervals(start, start) == ()
    assert ALWAYS_OPEN.day_length == 24 * HOUR


# Against an oracle that walks minute by minute

ZONES = (SHANGHAI, BERLIN, NEW_YORK, LORD_HOWE)
WINDOW = timedelta(days=8)
#: Days around which something is unusual: changes of the clocks, year ends, swapped weekends of China.
UNUSUAL = (
    date(2025, 3, 9), date(2025, 3, 30), date(2025, 4, 6), date(2025, 10, 5), date(2025, 10, 26), date(2025, 11, 2),
    date(2026, 3, 8), date(2026, 3, 29), date(2026, 4, 5), date(2026, 10, 4), date(2026, 10, 25), date(2026, 11, 1),
    date(2025, 1, 1), date(2026, 1, 1), date(2027, 1, 1),
    date(2025, 1, 26), date(2025, 2, 8), date(2025, 4, 27), date(2025, 9, 28), date(2025, 10, 11),
    date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20), date(2026, 10, 10),
)  # fmt: skip


class Oracle:
    """Knows of each minute whether it is open, by looking at the wall clock."""

    def __init__(self, rules: CalendarRules, zone: str) -> None:
        self.rules, self.zone = rules, zone
        self.public = holidays.country_holidays(rules.country) if rules.country else None
        usual = rules.hours or hours("00:00-24:00")
        self.week = [rules.weekly.get(day, () if day in rules.weekend else usual) for day in range(7)]
        self.longest = max(self.week, key=lambda day: sum(_minutes(each) for each in day))
        self.known: dict[date, tuple[Hours, ...]] = {}

    def hours(self, day: date) -> tuple[Hours, ...]:
        if day not in self.known:
            self.known[day] = self._hours(day)
        return self.known[day]

    def _hours(self, day: date) -> tuple[Hours, ...]:
        ordinary = self.week[day.weekday()]
        if day in self.rules.dated:
            return self.rules.dated[day]
        if day in self.rules.working_days:
            return ordinary or self.longest
        if day in self.rules.days_off:
            return ()
        if self.public is not None:
            off = day in self.public  # asking fills the year in, and with it the swapped weekends
            if day in self.public.weekend_workdays:
                return self.longest
            if off:
                return ()
        return ordinary

    def is_open(self, minute: datetime) -> bool:
        day, clock = _reached(self.zone, minute.date())[minute.hour * 60 + minute.minute]
        return any(each.opens <= clock < each.closes for each in self.hours(day))

    def open_minutes(self, start: datetime, end: datetime) -> int:
        return sum(self.is_open(minute) for minute in _each(start, end))

    def add(self, start: datetime, minutes: int) -> datetime:
        if minutes == 0:
            while not (self.is_open(start) or self.is_open(start - MINUTE)):
                start += MINUTE
            return start
        while minutes:
            minutes -= self.is_open(start)
            start += MINUTE
        return start

    def subtract(self, end: datetime, minutes: int) -> datetime:
        while minutes:
            end -= MINUTE
            minutes -= self.is_open(end)
        return end


def _minutes(stretch: Hours) -> int:
    (from_hour, from_minute), (to_hour, to_minute) = (clock.split(":") for clock in (stretch.opens, stretch.closes))
    return int(to_hour) * 60 + int(to_minute) - int(from_hour) * 60 - int(from_minute)


def _each(start: datetime, end: datetime) -> list[datetime]:
    return [start + n * MINUTE for n in range((end - start) // MINUTE)]


@lru_cache(maxsize=4096)
def _reached(zone: str, day: date) -> list[tuple[date, str]]:
    """Of each minute of a day in UTC, how far the wall clock has got; when it is set back, that stays where it was."""
    begins = datetime(day.year, day.month, day.day, tzinfo=UTC)
    reached, found = (date.min, ""), []
    for minute in _each(begins - 6 * HOUR, begins + timedelta(days=1)):
        local = minute.astimezone(ZoneInfo(zone))
        reached = max(reached, (local.date(), local.strftime("%H:%M")))
        if minute >= begins:
            found.append(reached)
    return found


@st.composite
def day_hours(draw: st.DrawFn) -> tuple[Hours, ...]:
    clocks = sorted(draw(st.sets(st.integers(0, 96), max_size=6)))
    return tuple(
        Hours(opens=_clock(opens), closes=_clock(closes))
        for opens, closes in zip(clocks[::2], clocks[1::2], strict=False)
    )


def _clock(quarters: int) -> str:
    return f"{quarters // 4:02d}:{quarters % 4 * 15:02d}"


@st.composite
def situations(draw: st.DrawFn) -> tuple[CalendarRules, str, datetime]:
    """Rules, a zone, and a moment near a day that is unusual in it."""
    day = draw(st.sampled_from(UNUSUAL) | st.dates(date(2024, 12, 1), date(2027, 2, 1)))
    near = st.integers(-3, 14).map(lambda days: day + timedelta(days=days))
    weekly = draw(st.dictionaries(st.integers(0, 6), day_hours(), max_size=3))
    rules = CalendarRules(
        country=draw(st.sampled_from(["CN", "CN", "US", "DE", None])),
        weekend=draw(st.sampled_from([(5, 6), (5, 6), (4, 5), (6,), ()])),
        hours=draw(st.sampled_from([hours("09:00-18:00"), hours("08:00-12:00", "14:00-17:30")]) | day_hours()),
        weekly=weekly,
        dated=draw(st.dictionaries(near, day_hours(), max_size=3)),
        days_off=tuple(draw(st.lists(near, max_size=2))),
        working_days=tuple(draw(st.lists(near, max_size=2))),
    )
    minutes = draw(st.integers(-2000, 2000))
    return rules, draw(st.sampled_from(ZONES)), datetime(day.year, day.month, day.day, tzinfo=UTC) + minutes * MINUTE


amounts = st.timedeltas(timedelta(0), timedelta(days=7))


@given(situations(), st.data())
@settings(deadline=None, max_examples=120)
def test_adding_and_measuring_agree_with_walking_minute_by_minute(
    situation: tuple[CalendarRules, str, datetime], data: st.DataObject
) -> None:
    rules, zone, start = situation
    given, oracle, end = business_hours_for(rules, zone), Oracle(rules, zone), start + WINDOW
    whole = oracle.open_minutes(start, end)
    assert given.elapsed(start, end) == whole * MINUTE
    assert given.is_open(start) == oracle.is_open(start)
    if whole:
        amount = data.draw(st.integers(0, whole))
        assert given.add(start, amount * MINUTE) == oracle.add(start, amount)
        assert given.subtract(end, amount * MINUTE) == oracle.subtract(end, amount)


@given(situations(), amounts, amounts)
@settings(deadline=None)
def test_adding_is_additive_and_monotonic(
    situation: tuple[CalendarRules, str, datetime], one: timedelta, other: timedelta
) -> None:
    rules, zone, start = situation
    given = business_hours_for(rules, zone)
    assert given.add(given.add(start, one), other) == given.add(start, one + other)
    assert given.add(start, min(one, other)) <= given.add(start, max(one, other))
    assert given.add(start, one) <= given.add(start + other, one)


@given(situations(), amounts)
@settings(deadline=None)
def test_what_was_added_has_gone_by_to_the_microsecond(
    situation: tuple[CalendarRules, str, datetime], amount: timedelta
) -> None:
    rules, zone, start = situation
    given = business_hours_for(rules, zone)
    end = given.add(start, amount)
    assert given.elapsed(start, end) == amount
    if amount:
        assert given.elapsed(start, end - MICROSECOND) == amount - MICROSECOND
        latest = given.subtract(end, amount)
        assert latest >= start
        assert given.elapsed(latest, end) == amount
        assert given.elapsed(latest + MICROSECOND, end) == amount - MICROSECOND
        assert given.add(latest, amount) == end


@given(situations(), st.timedeltas(timedelta(0), timedelta(days=500)), st.timedeltas(timedelta(0), timedelta(days=500)))
@settings(deadline=None)
def test_measuring_is_additive_and_is_the_sum_of_what_is_drawn(
    situation: tuple[CalendarRules, str, datetime], one: timedelta, other: timedelta
) -> None:
    rules, zone, start = situation
    given = business_hours_for(rules, zone)
    middle, end = start + one, start + one + other
    assert given.elapsed(start, middle) + given.elapsed(middle, end) == given.elapsed(start, end)
    assert given.elapsed(end, start) == timedelta(0)
    drawn = given.intervals(start, end)
    assert sum((closes - opens for opens, closes in drawn), timedelta(0)) == given.elapsed(start, end)
    assert all(opens < closes for opens, closes in drawn)
    assert all(before[1] < after[0] for before, after in pairwise(drawn))


@given(situations())
@settings(deadline=None)
def test_the_next_opening_is_open_and_nothing_before_it_is(situation: tuple[CalendarRules, str, datetime]) -> None:
    rules, zone, start = situation
    given = business_hours_for(rules, zone)
    opening = given.next_opening(start)
    assert given.is_open(opening)
    assert given.elapsed(start, opening) == timedelta(0)
    assert given.add(start, timedelta(0)) in (start, opening)
