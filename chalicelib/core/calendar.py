"""The business calendar of a workspace: working days, limits counted in days, quiet hours.

Pure: no clock, no I/O. Moments go in as aware datetimes and come out in UTC; dates are the workspace's local dates.

A date is a working day by the first of these that says anything:
  1. `dated`, hours of single dates by hand: none at all make it a day off;
  2. `working_days` by hand, then `days_off` by hand;
  3. the country's swapped weekends (the Saturdays and Sundays that China works around its long holidays);
  4. the country's public holidays;
  5. `weekly`, own hours of single weekdays: none at all make it a day off;
  6. the weekend.
A country that is not known, or None, leaves the week alone to decide.

The hours of a working day are those of `dated`; else those of its weekday (`weekly`, else `hours`). A swapped weekend
day, and a day worked by hand whose weekday is off, is worked like the *nominal day*: the longest weekday of an ordinary
week, the first of them from Monday on. Where `hours` is empty, they are the whole day.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

Basis = Literal["calendar", "working"]

MIDNIGHT, END_OF_DAY = "00:00", "24:00"
#: `(opens, closes)` of each stretch of a working day, in order.
DayHours = tuple[tuple[str, str], ...]
WHOLE_DAY: DayHours = ((MIDNIGHT, END_OF_DAY),)
ONE_DAY = timedelta(days=1)


class OpeningHours(Protocol):
    """Local wall-clock times, `HH:MM`; it closes after it opens, at 24:00 at the latest."""

    @property
    def opens(self) -> str: ...
    @property
    def closes(self) -> str: ...


class Rules(Protocol):
    """What a calendar is made of; `tenancy.setup.CalendarRules` is one. Equal rules must have equal hashes.

    Weekdays count from Monday = 0. The hours of a day are in order and don't overlap. Quiet hours run from `quiet_from`
    up to, not including, `quiet_to` and may cross midnight; equal times mean that there are none.
    """

    @property
    def country(self) -> str | None: ...
    @property
    def weekend(self) -> tuple[int, ...]: ...
    @property
    def days_off(self) -> tuple[date, ...]: ...
    @property
    def working_days(self) -> tuple[date, ...]: ...
    @property
    def hours(self) -> Sequence[OpeningHours]: ...
    @property
    def weekly(self) -> Mapping[int, Sequence[OpeningHours]]: ...
    @property
    def dated(self) -> Mapping[date, Sequence[OpeningHours]]: ...
    @property
    def quiet_from(self) -> str: ...
    @property
    def quiet_to(self) -> str: ...
    @property
    def quiet_on_days_off(self) -> bool: ...
    def __hash__(self) -> int: ...


class NoWorkingDays(ValueError):
    """No weekday is worked, so that counting working days would never end."""


@lru_cache(maxsize=256)
def calendar_for(rules: Rules, timezone: str) -> Calendar:
    """The calendar of these rules, kept: what a year looks like is worked out once. Errors as in `Calendar`."""
    return Calendar(rules, timezone)


class Calendar:
    """Answers for one set of rules in one time zone. Take it from `calendar_for`, which keeps it.

    Raises NoWorkingDays, zoneinfo.ZoneInfoNotFoundError for a zone that does not exist, ValueError for one that is
    not even a name.
    """

    def __init__(self, rules: Rules, timezone: str) -> None:
        self._week = _ordinary_week(rules)
        if not self._week:
            raise NoWorkingDays("at least one day of the week must be worked")
        self._rules = rules
        self._zone = ZoneInfo(timezone)
        self._nominal = max(self._week.values(), key=_minutes_open)
        self._dated = {day: _as_day_hours(hours) for day, hours in rules.dated.items()}
        self._days_off = frozenset(rules.days_off)
        self._working_days = frozenset(rules.working_days)
        self._nights = timedelta(days=1 if rules.quiet_from > rules.quiet_to else 0)
        self._years: dict[int, list[int]] = {}
        self._quiet_by_first_day: dict[date, tuple[datetime, datetime]] = {}

    # Dates

    def local_date(self, moment: datetime) -> date:
        """The date on the workspace's wall at `moment`."""
        return moment.astimezone(self._zone).date()

    def is_working_day(self, day: date) -> bool:
        days = self._working_days_of(day.year)
        ordinal = day.toordinal()
        place = bisect_left(days, ordinal)
        return place < len(days) and days[place] == ordinal

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`, never `day` itself."""
        return self._working_day_after(day, 1)

    def hours_on(self, day: date) -> DayHours:
        """The hours of `day` on its wall clock, in order; `()` for a day off."""
        dated = self._dated.get(day)
        if dated is not None:
            return dated
        if not self.is_working_day(day):
            return ()
        is_swapped = day not in self._working_days and day in _public_days(self._rules.country, day.year)[1]
        return self._nominal if is_swapped else self._week.get(day.weekday(), self._nominal)

    @property
    def zone(self) -> ZoneInfo:
        return self._zone

    @property
    def nominal_day(self) -> timedelta:
        """How long the longest weekday of an ordinary week is open, by the wall clock."""
        return timedelta(minutes=_minutes_open(self._nominal))

    # Moments

    def at(self, day: date, clock: str) -> datetime:
        """The moment, in UTC, at which the wall clock shows `clock` (`HH:MM`, up to 24:00) on `day`.

        A time that the change to summer time leaves out is taken as the moment of the change, so that 02:30 never
        comes after 03:00. A time that autumn shows twice is taken as the first.
        """
        if clock == END_OF_DAY:
            day, clock = day + ONE_DAY, MIDNIGHT
        return self._moment(datetime.combine(day, time(int(clock[:2]), int(clock[3:5]))))

    def end_of_day(self, moment: datetime) -> datetime:
        """The moment at which the local day of `moment` is over: the next day's first one, itself not in the day."""
        return self.at(self.local_date(moment) + ONE_DAY, MIDNIGHT)

    def add_days(self, start: datetime, days: int, basis: Basis) -> datetime:
        """`days` >= 0 days after `start`, at the same local time.

        `working` counts working days only: Monday 15:00 and 2 days make Wednesday 15:00, and Friday 15:00 and 1 day
        make Monday 15:00. A start on a day off counts from the opening of the next working day, as if the thing had
        happened when somebody could first see it: Saturday 22:00 and 1 day make Tuesday 09:00; 0 days, Monday 09:00.
        Raises ValueError for negative days.
        """
        if days < 0:
            raise ValueError(f"days must not be negative, got {days}")
        local = start.astimezone(self._zone)
        day = local.date()
        if basis == "working" and not self.is_working_day(day):
            first = self._working_day_after(day, days + 1)
            return self.at(first, self.hours_on(first)[0][0])
        if days == 0:
            return start.astimezone(UTC)
        end = day + timedelta(days=days) if basis == "calendar" else self._working_day_after(day, days)
        return self._moment(datetime.combine(end, local.time().replace(fold=0)))

    def quiet_until(self, moment: datetime) -> datetime:
        """The first moment at or after `moment` at which people may be disturbed.

        That is outside quiet hours and, where the rules say so, not on a day off.
        """
        moment = moment.astimezone(UTC)
        while True:
            day = self.local_date(moment)
            if self._rules.quiet_on_days_off and not self.is_working_day(day):
                moment = self.at(self.next_working_day(day), MIDNIGHT)
                continue
            end = self._end_of_quiet_hours(moment, day)
            if end is None:
                return moment
            moment = end

    # Within

    def _end_of_quiet_hours(self, moment: datetime, day: date) -> datetime | None:
        """When the quiet hours end that `moment`, on the local `day`, lies in; None when it lies in none."""
        for first_day in {day - self._nights, day}:
            begins, ends = self._quiet_hours(first_day)
            if begins <= moment < ends:
                return ends
        return None

    def _quiet_hours(self, first_day: date) -> tuple[datetime, datetime]:
        """The quiet hours that begin on `first_day`; kept, because every alert of a day asks for the same ones."""
        known = self._quiet_by_first_day.get(first_day)
        if known is None:
            begins = self.at(first_day, self._rules.quiet_from)
            ends = self.at(first_day + self._nights, self._rules.quiet_to)
            known = self._quiet_by_first_day[first_day] = begins, ends
        return known

    def _moment(self, wall: datetime) -> datetime:
        """A naive local time as a moment in UTC; see `at` for times that don't exist or exist twice."""
        moment = wall.replace(tzinfo=self._zone).astimezone(UTC)
        if moment.astimezone(self._zone).replace(tzinfo=None) == wall:
            return moment
        # PEP 495: in a gap, fold 0 reads the time with the offset before the change, fold 1 with the one after it;
        # the change itself lies between the two.
        before, after = wall.replace(tzinfo=self._zone, fold=1).astimezone(UTC), moment
        new_offset = after.astimezone(self._zone).utcoffset()
        while after - before > timedelta(seconds=1):
            middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
            if middle.astimezone(self._zone).utcoffset() == new_offset:
                after = middle
            else:
                before = middle
        return after.replace(microsecond=0)

    def _working_day_after(self, day: date, count: int) -> date:
        """The `count`-th (from 1) working day after `day`; a year at a time, never day by day."""
        year = day.year
        days = self._working_days_of(year)
        place = bisect_right(days, day.toordinal()) + count - 1
        while place >= len(days):
            place -= len(days)
            year += 1
            days = self._working_days_of(year)
        return date.fromordinal(days[place])

    def _working_days_of(self, year: int) -> list[int]:
        """The ordinals of the working days of `year`, in order."""
        known = self._years.get(year)
        if known is None:
            known = self._years[year] = [
                ordinal
                for ordinal in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
                if self._works_on(date.fromordinal(ordinal))
            ]
        return known

    def _works_on(self, day: date) -> bool:
        dated = self._dated.get(day)
        if dated is not None:
            return bool(dated)
        if day in self._working_days:
            return True
        if day in self._days_off:
            return False
        holidays, swapped = _public_days(self._rules.country, day.year)
        if day in swapped:
            return True
        return day not in holidays and day.weekday() in self._week


def _ordinary_week(rules: Rules) -> dict[int, DayHours]:
    """The hours of each weekday that is worked, from Monday on. `weekly` decides where it names the weekday."""
    usual = _as_day_hours(rules.hours) or WHOLE_DAY
    week: dict[int, DayHours] = {}
    for weekday in range(7):
        own = rules.weekly.get(weekday)
        hours = _as_day_hours(own) if own is not None else () if weekday in rules.weekend else usual
        if hours:
            week[weekday] = hours
    return week


def _as_day_hours(hours: Sequence[OpeningHours]) -> DayHours:
    return tuple((each.opens, each.closes) for each in hours)


def _minutes_open(hours: DayHours) -> int:
    return sum(minutes_of(closes) - minutes_of(opens) for opens, closes in hours)


def minutes_of(clock: str) -> int:
    """Minutes since midnight on the wall clock, of `HH:MM`."""
    return int(clock[:2]) * 60 + int(clock[3:5])


@lru_cache(maxsize=512)
def _public_days(country: str | None, year: int) -> tuple[frozenset[date], frozenset[date]]:
    """The public holidays of `country` in `year`, and the weekend days that are worked in exchange."""
    if country is None:
        return frozenset(), frozenset()
    import holidays

    try:
        known = holidays.country_holidays(country, years=year)
    except NotImplementedError:
        return frozenset(), frozenset()
    return frozenset(known), frozenset(day for day in known.weekend_workdays if day.year == year)
