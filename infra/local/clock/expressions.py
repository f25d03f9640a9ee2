"""EventBridge's schedule expressions: `rate(5 minutes)` and `cron(0 18 ? * MON-FRI *)`, in UTC.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

_RATE = re.compile(r"rate\(\s*([1-9]\d*)\s+(minute|hour|day)s?\s*\)")
_CRON = re.compile(r"cron\(\s*(.+?)\s*\)")
_MONTHS = {name.upper(): number for number, name in enumerate(calendar.month_abbr) if name}
_WEEKDAYS = {"SUN": 1, "MON": 2, "TUE": 3, "WED": 4, "THU": 5, "FRI": 6, "SAT": 7}
_YEARS = (1970, 2199)
_LONGEST_SEARCH_DAYS = 366 * 9  # 29 February of a leap year, over a century that has none


class Schedule(Protocol):
    def after(self, moment: datetime) -> datetime | None:
        """The next time that is later than `moment` (UTC); None: never again."""


@dataclass(frozen=True)
class Every:
    period: timedelta

    def after(self, moment: datetime) -> datetime:
        return moment + self.period


@dataclass(frozen=True)
class Cron:
    minutes: frozenset[int]
    hours: frozenset[int]
    months: frozenset[int]
    years: frozenset[int]
    fits_day: Callable[[date], bool]

    def after(self, moment: datetime) -> datetime | None:
        start = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
        day = start.date()
        for _ in range(_LONGEST_SEARCH_DAYS):
            if day.year > max(self.years):
                return None
            if day.year in self.years and day.month in self.months and self.fits_day(day):
                for hour in sorted(self.hours):
                    for minute in sorted(self.minutes):
                        found = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
                        if found >= start:
                            return found
            day += timedelta(days=1)
        return None


def parse(expression: str) -> Schedule:
    """
    Raises:
        ValueError: what EventBridge would refuse.
    """
    rate = _RATE.fullmatch(expression.strip())
    if rate is not None:
        return Every(timedelta(**{rate[2] + "s": int(rate[1])}))
    cron = _CRON.fullmatch(expression.strip())
    fields = cron[1].upper().split() if cron else []
    if len(fields) != 6:
        raise ValueError(f"not a schedule expression: {expression}")
    minutes, hours, day, months, weekday, years = fields
    if (day == "?") == (weekday == "?"):
        raise ValueError(f"one of day-of-month and day-of-week must be ?, the other must not: {expression}")
    return Cron(
        minutes=_numbers(minutes, 0, 59),
        hours=_numbers(hours, 0, 23),
        months=_numbers(months, 1, 12, _MONTHS),
        years=_numbers(years, *_YEARS),
        fits_day=_day_of_month(day) if weekday == "?" else _day_of_week(weekday),
    )


def _numbers(field: str, low: int, high: int, names: dict[str, int] | None = None) -> frozenset[int]:
    """What a list of values, ranges and steps (`1-5,10`, `0/15`, `*`) stands for."""
    found: set[int] = set()
    for part in field.split(","):
        span, slash, step = part.partition("/")
        first, dash, last = span.partition("-")
        if span == "*":
            start, end = low, high
        else:
            start = _number(first, low, high, names)
            end = _number(last, low, high, names) if dash else (high if slash else start)
        if slash and not (step.isdecimal() and int(step) > 0):
            raise ValueError(f"not a step: {part}")
        if end < start:  # FRI-MON goes round
            found.update(range(start, high + 1), range(low, end + 1))
        else:
            found.update(range(start, end + 1, int(step) if slash else 1))
    return frozenset(found)


def _number(text: str, low: int, high: int, names: dict[str, int] | None) -> int:
    value = (names or {}).get(text)
    if value is None:
        if not text.isdecimal():
            raise ValueError(f"not a value: {text or 'nothing'}")
        value = int(text)
    if not low <= value <= high:
        raise ValueError(f"{value} is not within {low} to {high}")
    return value


def _day_of_month(field: str) -> Callable[[date], bool]:
    if field == "L":
        return lambda day: day.day == _last_of(day)
    if field == "LW":
        return lambda day: day == _nearest_weekday(day, _last_of(day))
    if field.endswith("W"):
        wanted = _number(field[:-1], 1, 31, None)
        return lambda day: wanted <= _last_of(day) and day == _nearest_weekday(day, wanted)
    days = _numbers(field, 1, 31)
    return lambda day: day.day in days


def _day_of_week(field: str) -> Callable[[date], bool]:
    if field == "L":
        return lambda day: _weekday(day) == 7
    if "#" in field:
        name, _, which = field.partition("#")
        wanted, nth = _number(name, 1, 7, _WEEKDAYS), _number(which, 1, 5, None)
        return lambda day: _weekday(day) == wanted and (day.day - 1) // 7 + 1 == nth
    if field.endswith("L"):
        last = _number(field[:-1], 1, 7, _WEEKDAYS)
        return lambda day: _weekday(day) == last and day.day + 7 > _last_of(day)
    days = _numbers(field, 1, 7, _WEEKDAYS)
    return lambda day: _weekday(day) in days


def _weekday(day: date) -> int:
    """1 is Sunday, as EventBridge counts."""
    return day.isoweekday() % 7 + 1


def _last_of(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _nearest_weekday(month: date, number: int) -> date:
    """The working weekday nearest to that day, without leaving the month."""
    day = month.replace(day=number)
    if day.isoweekday() == 6:
        return day - timedelta(days=1) if number > 1 else day + timedelta(days=2)
    if day.isoweekday() == 7:
        return day + timedelta(days=1) if number < _last_of(month) else day - timedelta(days=2)
    return day
