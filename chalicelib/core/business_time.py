"""Business time: how much of it lies between two moments, and when an amount of it is over.

Pure: no clock, no I/O. Aware datetimes go in and UTC comes out; amounts are timedeltas, never negative. All is exact to
the microsecond.

Business time is a set of half-open intervals. Each local year of a calendar is worked out once, as the starts and ends
of its intervals in microseconds since 1970 (so that a day on which the clocks change is as long as it is), with the sum
of what lies before each. Adding and measuring are then binary searches, whatever the distance.

 - `add(start, amount)` is the earliest moment at which `amount` has gone by since `start`. So the end of an interval
   can be reached (Monday 09:00 and 9 h are Monday 18:00), and a start outside hours counts from the next opening.
 - `subtract(end, amount)` is the latest start from which `amount` is over by `end`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Protocol

from chalicelib.core.calendar import MIDNIGHT, ONE_DAY, Calendar, NoWorkingDays, Rules, calendar_for, minutes_of

#: No amount and no distance may reach further than this; nobody is promised anything so late.
HORIZON_YEARS = 100

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = 60_000_000
_DAY = 24 * 60 * _MINUTE
_ZERO = timedelta(0)


class NeverOpen(ValueError):
    """No weekday of the rules is worked: no amount of business time would ever be over."""


class TooFar(ValueError):
    """The answer lies more than `HORIZON_YEARS` away, or outside the years that datetime knows."""


class BusinessTime(Protocol):
    """Time that counts: the opening hours of a calendar (`BusinessHours`), or all of it (`ALWAYS_OPEN`).

    All raise ValueError for a datetime without a time zone or a negative amount, TooFar for what is too far off.
    """

    @property
    def day_length(self) -> timedelta:
        """What "one working day" stands for: n working days are n times this."""
        ...

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """The earliest moment at which `amount` of business time has gone by since `start`.

        A start outside hours counts from the next opening, which is the answer for no amount at all. The end of an
        interval is not outside: it is the answer for itself and no amount.
        """
        ...

    def subtract(self, end: datetime, amount: timedelta) -> datetime:
        """The latest moment from which `amount` of business time is over by `end`; `end` itself for no amount."""
        ...

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """The business time between the two; none where `end` is not after `start`."""
        ...

    def is_open(self, moment: datetime) -> bool:
        """Whether time counts from `moment` on: true at an opening, false at a closing."""
        ...

    def next_opening(self, moment: datetime) -> datetime:
        """The first moment, `moment` or later, at which it is open."""
        ...

    def intervals(self, start: datetime, end: datetime) -> tuple[tuple[datetime, datetime], ...]:
        """The open stretches between the two, in order and cut to them; those that touch are one. For drawing."""
        ...


@lru_cache(maxsize=256)
def business_hours_for(rules: Rules, timezone: str) -> BusinessHours:
    """The business hours of these rules, kept: a year is worked out once.

    Raises:
        NeverOpen: no weekday is worked.
        zoneinfo.ZoneInfoNotFoundError, ValueError: there is no such zone; it is not even a name.
    """
    try:
        return BusinessHours(calendar_for(rules, timezone))
    except NoWorkingDays as error:
        raise NeverOpen(str(error)) from None


@dataclass(frozen=True, slots=True)
class _Year:
    """The intervals of one local year, in microseconds since 1970.

    `before[n]` is the business time of the year before its n-th interval; there is one more of it, the whole year's.
    """

    begins: int
    starts: list[int]
    ends: list[int]
    before: list[int]

    @property
    def whole(self) -> int:
        return self.before[-1]

    def until(self, at: int) -> int:
        """The business time of the year before `at`."""
        place = bisect_right(self.starts, at) - 1
        return 0 if place < 0 else self.before[place] + min(at, self.ends[place]) - self.starts[place]

    def earliest(self, gone: int) -> int:
        """The first moment by which `gone` > 0 of the year's business time, at most all of it, is over."""
        place = bisect_left(self.before, gone)
        return self.ends[place - 1] - self.before[place] + gone

    def latest(self, gone: int) -> int:
        """The last moment by which only `gone` >= 0 of the year's business time, less than all of it, is over."""
        place = bisect_right(self.before, gone) - 1
        return self.starts[place] + gone - self.before[place]


class BusinessHours:
    """The opening hours of a calendar. Take it from `business_hours_for`, which keeps it. See `BusinessTime`."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._zone = calendar.zone
        self._years: dict[int, _Year] = {}
        self.day_length = calendar.nominal_day

    def add(self, start: datetime, amount: timedelta) -> datetime:
        at, rest = _micros(start), _amount(amount)
        first = self._local_year(start)
        year = self._year(first)
        if at <= year.begins and self._ends_at(first - 1, at):  # midnight of New Year ends the year before
            first, year = first - 1, self._year(first - 1)
        place = bisect_left(year.ends, at)
        if place < len(year.ends):
            inside = max(at, year.starts[place])
            if not rest:
                return _moment(inside)
            rest += year.before[place] + inside - year.starts[place]
            if rest <= year.whole:
                return _moment(year.earliest(rest))
            rest -= year.whole
        for number in range(first + 1, first + 1 + HORIZON_YEARS):
            year = self._year(number)
            if year.starts and not rest:
                return _moment(year.starts[0])
            if rest <= year.whole and year.starts:
                return _moment(year.earliest(rest))
            rest -= year.whole
        raise TooFar(f"{amount} of these hours take more than {HORIZON_YEARS} years")

    def subtract(self, end: datetime, amount: timedelta) -> datetime:
        if not _amount(amount):
            return _moment(_micros(end))
        last = self._local_year(end)
        year = self._year(last)
        left = year.until(_micros(end)) - _amount(amount)
        for number in range(last - 1, last - 1 - HORIZON_YEARS, -1):
            if left >= 0:
                return _moment(year.latest(left))
            year = self._year(number)
            left += year.whole
        raise TooFar(f"{amount} of these hours take more than {HORIZON_YEARS} years")

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        begins, ends = _micros(start), _micros(end)
        if ends <= begins:
            return _ZERO
        first, last = self._local_year(start), self._local_year(end)
        _demand_within_horizon(first, last)
        gone = self._year(last).until(ends) - self._year(first).until(begins)
        if first != last:
            gone += sum(self._year(number).whole for number in range(first, last))
        return timedelta(microseconds=gone)

    def is_open(self, moment: datetime) -> bool:
        at, year = _micros(moment), self._year(self._local_year(moment))
        place = bisect_right(year.starts, at) - 1
        return place >= 0 and at < year.ends[place]

    def next_opening(self, moment: datetime) -> datetime:
        at, first = _micros(moment), self._local_year(moment)
        for number in range(first, first + 1 + HORIZON_YEARS):
            year = self._year(number)
            place = bisect_right(year.ends, at)
            if place < len(year.ends):
                return _moment(max(at, year.starts[place]))
        raise TooFar(f"it does not open within {HORIZON_YEARS} years")

    def intervals(self, start: datetime, end: datetime) -> tuple[tuple[datetime, datetime], ...]:
        begins, ends = _micros(start), _micros(end)
        if ends <= begins:
            return ()
        first, last = self._local_year(start), self._local_year(end)
        _demand_within_horizon(first, last)
        found: list[tuple[int, int]] = []
        for number in range(first, last + 1):
            year = self._year(number)
            places = range(bisect_right(year.ends, begins), bisect_left(year.starts, ends))
            for opens, closes in ((max(begins, year.starts[n]), min(ends, year.ends[n])) for n in places):
                is_joined = bool(found) and found[-1][1] == opens
                found.append((found.pop()[0] if is_joined else opens, closes))
        return tuple((_moment(opens), _moment(closes)) for opens, closes in found)

    # Within

    def _local_year(self, moment: datetime) -> int:
        try:
            return moment.astimezone(self._zone).year
        except OverflowError:
            raise TooFar("outside the years that can be told") from None

    def _ends_at(self, number: int, at: int) -> bool:
        return number >= MINYEAR and self._year(number).ends[-1:] == [at]

    def _year(self, number: int) -> _Year:
        known = self._years.get(number)
        if known is None:
            known = self._years[number] = self._worked_out(number)
        return known

    def _worked_out(self, number: int) -> _Year:
        if not MINYEAR < number < MAXYEAR:
            raise TooFar(f"there is no calendar of the year {number}")
        calendar, day = self._calendar, date(number, 1, 1)
        midnight = begins = _micros(calendar.at(day, MIDNIGHT))
        starts, ends = [], []
        while day.year == number:
            tomorrow = day + ONE_DAY
            next_midnight = _micros(calendar.at(tomorrow, MIDNIGHT))
            for opens, closes in calendar.hours_on(day):
                if next_midnight - midnight == _DAY:
                    start, end = midnight + minutes_of(opens) * _MINUTE, midnight + minutes_of(closes) * _MINUTE
                else:  # the clocks change on this day
                    start, end = _micros(calendar.at(day, opens)), _micros(calendar.at(day, closes))
                if start < end:  # nothing is left of an hour that the change to summer time leaves out
                    starts.append(start)
                    ends.append(end)
            day, midnight = tomorrow, next_midnight
        lengths = (end - start for start, end in zip(starts, ends, strict=True))
        return _Year(begins, starts, ends, list(accumulate(lengths, initial=0)))


class AlwaysOpen:
    """All time counts: for limits in hours and days of the wall calendar. A day is 24 hours. See `BusinessTime`."""

    day_length = ONE_DAY

    def add(self, start: datetime, amount: timedelta) -> datetime:
        return _moment(_micros(start) + _amount(amount))

    def subtract(self, end: datetime, amount: timedelta) -> datetime:
        return _moment(_micros(end) - _amount(amount))

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        return timedelta(microseconds=max(0, _micros(end) - _micros(start)))

    def is_open(self, moment: datetime) -> bool:
        return self.next_opening(moment) == moment

    def next_opening(self, moment: datetime) -> datetime:
        return _moment(_micros(moment))

    def intervals(self, start: datetime, end: datetime) -> tuple[tuple[datetime, datetime], ...]:
        begins, ends = _micros(start), _micros(end)
        return ((_moment(begins), _moment(ends)),) if begins < ends else ()


ALWAYS_OPEN = AlwaysOpen()


def _micros(moment: datetime) -> int:
    """Microseconds since 1970. An aware datetime less an aware one is exact; one without a zone would be a guess."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _moment(micros: int) -> datetime:
    try:
        return _EPOCH + timedelta(microseconds=micros)
    except OverflowError:
        raise TooFar("outside the years that can be told") from None


def _amount(amount: timedelta) -> int:
    if amount < _ZERO:
        raise ValueError(f"an amount of time must not be negative, got {amount}")
    return (amount.days * 86_400 + amount.seconds) * 1_000_000 + amount.microseconds


def _demand_within_horizon(first: int, last: int) -> None:
    if last - first > HORIZON_YEARS:
        raise TooFar(f"from {first} to {last} is more than {HORIZON_YEARS} years")
