from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.core.calendar import Calendar, NoWorkingDays, calendar_for
from chalicelib.tenancy.setup import CalendarRules, Hours

SHANGHAI = "Asia/Shanghai"
BERLIN = "Europe/Berlin"
NEW_YORK = "America/New_York"


@dataclass(frozen=True)
class Opening:
    opens: str = "09:00"
    closes: str = "18:00"


@dataclass(frozen=True)
class PlainRules:
    """Any object with these attributes makes a calendar: core knows no domain."""

    country: str | None = None
    weekend: tuple[int, ...] = (5, 6)
    days_off: tuple[date, ...] = ()
    working_days: tuple[date, ...] = ()
    hours: tuple[Opening, ...] = field(default=(Opening(),))
    weekly: dict[int, tuple[Opening, ...]] = field(default_factory=dict, hash=False)
    dated: dict[date, tuple[Opening, ...]] = field(default_factory=dict, hash=False)
    quiet_from: str = "21:00"
    quiet_to: str = "08:00"
    quiet_on_days_off: bool = True


def wall(zone: str, *parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(zone), fold=fold)  # type: ignore[arg-type, misc]


def china(**changes: object) -> Calendar:
    return Calendar(CalendarRules(**changes), SHANGHAI)  # type: ignore[arg-type]


# Working days


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 2, 13), True),
        (date(2026, 2, 14), True),  # a Saturday worked in exchange for the Spring Festival
        (date(2026, 2, 17), False),  # the first day of the year of the horse
        (date(2026, 9, 20), True),  # a Sunday worked in exchange for the National Day
        (date(2026, 10, 7), False),
        (date(2026, 10, 10), True),
        (date(2026, 10, 17), False),
    ],
)
def test_the_swapped_weekends_of_china_are_working_days(day: date, works: bool) -> None:
    assert china().is_working_day(day) is works


def test_days_set_by_hand_win_over_holidays_and_swapped_weekends() -> None:
    calendar = china(working_days=(date(2026, 10, 1),), days_off=(date(2026, 2, 14), date(2026, 11, 24)))
    assert calendar.is_working_day(date(2026, 10, 1))
    assert not calendar.is_working_day(date(2026, 2, 14))
    assert not calendar.is_working_day(date(2026, 11, 24))


def test_a_day_set_by_hand_both_ways_is_worked() -> None:
    day = date(2026, 11, 28)
    assert china(working_days=(day,), days_off=(day,)).is_working_day(day)


@pytest.mark.parametrize("country", [None, "ZZ"])
def test_without_a_known_country_only_the_weekend_is_off(country: str | None) -> None:
    calendar = china(country=country)
    year = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert [calendar.is_working_day(day) for day in year] == [day.weekday() < 5 for day in year]


def test_a_weekend_may_lie_elsewhere_in_the_week() -> None:
    calendar = Calendar(PlainRules(weekend=(4, 5)), "Asia/Riyadh")
    assert not calendar.is_working_day(date(2026, 11, 27))
    assert calendar.is_working_day(date(2026, 11, 29))


def test_a_week_of_nothing_but_weekend_is_refused() -> None:
    with pytest.raises(NoWorkingDays):
        Calendar(PlainRules(weekend=(0, 1, 2, 3, 4, 5, 6)), SHANGHAI)


def test_a_time_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        calendar_for(PlainRules(), "Asia/Nowhere")


def test_equal_rules_share_one_calendar() -> None:
    assert calendar_for(CalendarRules(), SHANGHAI) is calendar_for(CalendarRules(), SHANGHAI)
    assert calendar_for(CalendarRules(), SHANGHAI) is not calendar_for(CalendarRules(), BERLIN)


def test_the_next_working_day_is_never_the_day_itself() -> None:
    assert china().next_working_day(date(2026, 11, 24)) == date(2026, 11, 25)
    assert china().next_working_day(date(2026, 9, 30)) == date(2026, 10, 8)
    assert china().next_working_day(date(2026, 12, 31)) == date(2027, 1, 4)


# Hours of a day


def stretches(*each: str) -> tuple[Hours, ...]:
    return tuple(Hours(opens=one[:5], closes=one[6:]) for one in each)


def test_a_weekday_without_hours_of_its_own_is_no_working_day() -> None:
    calendar = china(weekly={4: (), 5: stretches("10:00-14:00")})
    assert not calendar.is_working_day(date(2026, 11, 27))
    assert calendar.is_working_day(date(2026, 11, 28))
    assert not calendar.is_working_day(date(2026, 10, 3))  # a Saturday in the National Day's holidays


def test_hours_of_a_single_date_win_over_days_set_by_hand() -> None:
    tuesday, saturday = date(2026, 11, 24), date(2026, 11, 28)
    calendar = china(
        dated={tuesday: (), saturday: stretches("10:00-12:00")}, working_days=(tuesday,), days_off=(saturday,)
    )
    assert not calendar.is_working_day(tuesday)
    assert calendar.is_working_day(saturday)
    assert calendar.hours_on(tuesday) == ()
    assert calendar.hours_on(saturday) == (("10:00", "12:00"),)


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 11, 24), (("09:00", "12:00"), ("13:00", "18:00"))),
        (date(2026, 11, 27), (("09:00", "16:00"),)),
        (date(2026, 11, 28), ()),
        (date(2026, 10, 1), ()),
        (date(2026, 10, 10), (("09:00", "12:00"), ("13:00", "18:00"))),  # swapped: as the longest weekday
        (date(2026, 11, 29), (("09:00", "12:00"), ("13:00", "18:00"))),  # by hand, on a weekday that is off
        (date(2026, 10, 2), (("09:00", "16:00"),)),  # by hand, on a Friday that is a holiday
    ],
)
def test_a_day_has_the_hours_of_its_weekday_or_those_of_the_nominal_day(
    day: date, hours: tuple[tuple[str, str], ...]
) -> None:
    calendar = china(
        hours=stretches("09:00-12:00", "13:00-18:00"),
        weekly={4: stretches("09:00-16:00")},
        working_days=(date(2026, 11, 29), date(2026, 10, 2)),
    )
    assert calendar.hours_on(day) == hours


def test_a_swapped_saturday_that_is_also_set_by_hand_keeps_the_hours_of_its_weekday() -> None:
    swapped, saturday = date(2026, 10, 10), stretches("10:00-14:00")
    assert china(weekly={5: saturday}).hours_on(swapped) == (("09:00", "18:00"),)
    assert china(weekly={5: saturday}, working_days=(swapped,)).hours_on(swapped) == (("10:00", "14:00"),)


def test_a_week_in_which_every_weekday_is_closed_is_refused() -> None:
    with pytest.raises(NoWorkingDays):
        Calendar(PlainRules(weekly={day: () for day in range(5)}), SHANGHAI)


# Moments


def test_a_day_closes_at_the_next_ones_midnight() -> None:
    assert china().at(date(2026, 12, 31), "24:00") == wall(SHANGHAI, 2027, 1, 1)


def test_the_local_date_is_the_one_on_the_workspaces_wall() -> None:
    late = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
    assert china().local_date(late) == date(2026, 11, 25)
    assert Calendar(PlainRules(), NEW_YORK).local_date(late) == date(2026, 11, 24)


def test_a_clock_time_is_told_in_utc() -> None:
    moment = china().at(date(2026, 11, 24), "08:30")
    assert moment == datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
    assert moment.tzinfo is UTC


@pytest.mark.parametrize("clock", ["02:00", "02:01", "02:30", "02:59", "03:00"])
def test_a_time_that_summer_time_leaves_out_is_the_moment_of_the_change(clock: str) -> None:
    assert Calendar(PlainRules(), BERLIN).at(date(2026, 3, 29), clock) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_a_midnight_that_summer_time_leaves_out_is_the_moment_of_the_change() -> None:
    cairo = Calendar(PlainRules(), "Africa/Cairo")
    assert cairo.at(date(2026, 4, 24), "00:00") == wall("Africa/Cairo", 2026, 4, 24, 1).astimezone(UTC)
    assert cairo.end_of_day(wall("Africa/Cairo", 2026, 4, 23, 12)) == cairo.at(date(2026, 4, 24), "00:00")


def test_a_time_that_autumn_shows_twice_is_the_first() -> None:
    assert Calendar(PlainRules(), BERLIN).at(date(2026, 10, 25), "02:30") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_day_is_over_when_the_next_one_begins() -> None:
    calendar = china()
    for moment in (wall(SHANGHAI, 2026, 11, 24, 0, 0), wall(SHANGHAI, 2026, 11, 24, 23, 59)):
        assert calendar.end_of_day(moment) == wall(SHANGHAI, 2026, 11, 25)
    assert calendar.end_of_day(wall(SHANGHAI, 2026, 11, 25)) == wall(SHANGHAI, 2026, 11, 26)


# Limits in days


def test_calendar_days_keep_the_local_time_over_a_change_of_the_clocks() -> None:
    calendar = Calendar(PlainRules(), BERLIN)
    assert calendar.add_days(wall(BERLIN, 2026, 3, 28, 15, 7), 1, "calendar") == wall(BERLIN, 2026, 3, 29, 15, 7)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ((2026, 11, 23, 15, 0), 2, (2026, 11, 25, 15, 0)),
        ((2026, 11, 27, 15, 0), 1, (2026, 11, 30, 15, 0)),
        ((2026, 11, 28, 22, 0), 1, (2026, 12, 1, 9, 0)),
        ((2026, 11, 28, 22, 0), 0, (2026, 11, 30, 9, 0)),
        ((2026, 11, 24, 22, 0), 0, (2026, 11, 24, 22, 0)),
        ((2026, 9, 30, 10, 0), 3, (2026, 10, 10, 10, 0)),  # the long holiday, then a worked Saturday
    ],
)
def test_working_days_are_counted_over_weekends_and_holidays(
    start: tuple[int, ...], days: int, end: tuple[int, ...]
) -> None:
    assert china().add_days(wall(SHANGHAI, *start), days, "working") == wall(SHANGHAI, *end)


def test_a_start_on_a_day_off_counts_from_midnight_when_there_are_no_opening_hours() -> None:
    end = china(hours=()).add_days(wall(SHANGHAI, 2026, 11, 28, 22), 1, "working")
    assert end == wall(SHANGHAI, 2026, 12, 1)


def test_a_start_on_a_day_off_counts_from_the_opening_of_the_very_day_that_follows() -> None:
    calendar = china(weekly={0: stretches("10:30-18:00")}, dated={date(2026, 12, 1): stretches("13:00-18:00")})
    saturday = wall(SHANGHAI, 2026, 11, 28, 22)
    assert calendar.add_days(saturday, 0, "working") == wall(SHANGHAI, 2026, 11, 30, 10, 30)
    assert calendar.add_days(saturday, 1, "working") == wall(SHANGHAI, 2026, 12, 1, 13)


def test_negative_days_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        china().add_days(wall(SHANGHAI, 2026, 11, 24), -1, "calendar")


# Quiet hours


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ((2026, 11, 24, 20, 59), (2026, 11, 24, 20, 59)),
        ((2026, 11, 24, 21, 0), (2026, 11, 25, 8, 0)),
        ((2026, 11, 24, 3, 0), (2026, 11, 24, 8, 0)),
        ((2026, 11, 24, 8, 0), (2026, 11, 24, 8, 0)),
        ((2026, 11, 27, 22, 0), (2026, 11, 30, 8, 0)),
        ((2026, 11, 28, 12, 0), (2026, 11, 30, 8, 0)),
        ((2026, 9, 30, 21, 0), (2026, 10, 8, 8, 0)),
    ],
)
def test_nobody_is_disturbed_at_night_or_on_a_day_off(moment: tuple[int, ...], until: tuple[int, ...]) -> None:
    assert china().quiet_until(wall(SHANGHAI, *moment)) == wall(SHANGHAI, *until)


def test_days_off_are_not_quiet_when_the_rules_say_so() -> None:
    saturday = wall(SHANGHAI, 2026, 11, 28, 12)
    assert china(quiet_on_days_off=False).quiet_until(saturday) == saturday


def test_equal_quiet_times_mean_that_no_hour_is_quiet() -> None:
    night = wall(SHANGHAI, 2026, 11, 24, 3)
    assert china(quiet_from="00:00", quiet_to="00:00").quiet_until(night) == night


def test_quiet_hours_that_end_in_the_left_out_hour_end_with_the_change() -> None:
    calendar = Calendar(PlainRules(quiet_to="02:30", quiet_on_days_off=False), BERLIN)
    assert calendar.quiet_until(wall(BERLIN, 2026, 3, 29, 1, 50)) == wall(BERLIN, 2026, 3, 29, 3)


def test_the_holiday_tables_are_not_imported_until_a_country_is_asked_for() -> None:
    code = "import sys, chalicelib.core.calendar; print('holidays' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"


# Against an oracle that walks day by day and minute by minute

ZONES = (SHANGHAI, BERLIN, NEW_YORK, "Africa/Cairo", "Asia/Kathmandu", "Australia/Lord_Howe")
dates = st.dates(date(2025, 11, 1), date(2027, 3, 1))
clocks = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
moments = st.datetimes(datetime(2025, 12, 1), datetime(2027, 2, 1), timezones=st.just(UTC))
rules = st.builds(
    CalendarRules,
    country=st.sampled_from(["CN", "US", "ZZ", None]),
    weekend=st.sampled_from([(5, 6), (4, 5), (6,), (), (0, 1, 2, 3, 4, 5)]),
    days_off=st.lists(dates, max_size=6).map(tuple),
    working_days=st.lists(dates, max_size=6).map(tuple),
    quiet_from=clocks,
    quiet_to=clocks,
    quiet_on_days_off=st.booleans(),
)


class Oracle:
    def __init__(self, rules: CalendarRules, zone: str) -> None:
        self.rules = rules
        self.zone = ZoneInfo(zone)
        country = {"CN": "CN", "US": "US"}.get(rules.country or "")
        self.public = holidays.country_holidays(country) if country else None

    def works(self, day: date) -> bool:
        if day in self.rules.working_days:
            return True
        if day in self.rules.days_off:
            return False
        if self.public is not None:
            off = day in self.public  # asking fills the year in, and with it the swapped weekends
            if day in self.public.weekend_workdays:
                return True
            if off:
                return False
        return day.weekday() not in self.rules.weekend

    def first_moment(self, day: date, clock: str) -> datetime:
        """Minute by minute through the day for the first one at which the wall clock has reached `clock`."""
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=15)
        while moment.astimezone(self.zone).strftime("%Y-%m-%d %H:%M") < f"{day} {clock}":
            moment += timedelta(minutes=1)
        return moment

    def add_working_days(self, start: datetime, days: int) -> datetime:
        local = start.astimezone(self.zone)
        day, clock = local.date(), local.strftime("%H:%M")
        if not self.works(day):
            clock = "09:00"
            while not self.works(day):
                day += timedelta(days=1)
        while days:
            day += timedelta(days=1)
            days -= self.works(day)
        return self.first_moment(day, clock)

    def is_quiet(self, moment: datetime) -> bool:
        local = moment.astimezone(self.zone)
        if self.rules.quiet_on_days_off and not self.works(local.date()):
            return True
        clock, begins, ends = local.strftime("%H:%M"), self.rules.quiet_from, self.rules.quiet_to
        return begins <= clock < ends if begins <= ends else clock >= begins or clock < ends


@given(rules, st.sampled_from(ZONES), moments, st.integers(0, 60))
@settings(deadline=None)
def test_working_days_agree_with_counting_them_one_by_one(
    rules: CalendarRules, zone: str, start: datetime, days: int
) -> None:
    start = start.replace(second=0, microsecond=0)
    oracle = Oracle(rules, zone)
    if days == 0 and oracle.works(start.astimezone(oracle.zone).date()):
        assert Calendar(rules, zone).add_days(start, 0, "working") == start
    else:
        assert Calendar(rules, zone).add_days(start, days, "working") == oracle.add_working_days(start, days)


@given(rules, st.sampled_from(ZONES), dates)
@settings(deadline=None)
def test_the_next_working_day_agrees_with_looking_day_by_day(rules: CalendarRules, zone: str, day: date) -> None:
    expected = day + timedelta(days=1)
    while not Oracle(rules, zone).works(expected):
        expected += timedelta(days=1)
    assert Calendar(rules, zone).next_working_day(day) == expected


@given(st.sampled_from(ZONES), dates, clocks)
@settings(deadline=None)
def test_a_clock_time_is_the_first_moment_at_which_the_wall_clock_has_reached_it(
    zone: str, day: date, clock: str
) -> None:
    assert Calendar(PlainRules(), zone).at(day, clock) == Oracle(CalendarRules(), zone).first_moment(day, clock)


@given(rules, st.sampled_from([SHANGHAI, "Asia/Kathmandu"]), moments)
@settings(deadline=None)
def test_quiet_until_agrees_with_waiting_minute_by_minute(rules: CalendarRules, zone: str, moment: datetime) -> None:
    oracle = Oracle(rules, zone)
    expected = moment
    while oracle.is_quiet(expected):
        expected = expected.replace(second=0, microsecond=0) + timedelta(minutes=1)
    assert Calendar(rules, zone).quiet_until(moment) == expected


@given(rules, st.sampled_from(ZONES), moments)
@settings(deadline=None)
def test_when_quiet_ends_it_has_ended(rules: CalendarRules, zone: str, moment: datetime) -> None:
    calendar = Calendar(rules, zone)
    until = calendar.quiet_until(moment)
    assert until >= moment
    assert calendar.quiet_until(until) == until
