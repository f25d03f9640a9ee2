"""Times as people give them: an instant, or a day of the workspace's calendar. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, WithJsonSchema

from chalicelib.core.calendar import Calendar
from chalicelib.core.errors import Invalid
from chalicelib.core.wording import Misfit
from chalicelib.tenancy.setup import Setup

_EARLIEST, _LATEST = 1900, 2200

#: The opening hour of a day that has none.
_OPENING = "09:00"


def _parsed(value: Any) -> Any:
    """Only text, so that 20260101 or 1.5 is not taken for a second of 1970."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise Misfit("应为 RFC 3339 时间或 YYYY-MM-DD 日期", "a time as RFC 3339 text, or a date as YYYY-MM-DD")
    text = value.strip()
    try:
        parsed: date = date.fromisoformat(text) if len(text) == len("2026-01-31") else datetime.fromisoformat(text)
    except ValueError:
        raise Misfit(
            "没有这个时间：应为 RFC 3339（2026-01-31T08:00:00Z）或日期（2026-01-31）",
            "no such time: RFC 3339 (2026-01-31T08:00:00Z) or a date (2026-01-31)",
        ) from None
    if not _EARLIEST <= parsed.year <= _LATEST:
        raise Misfit(f"年份应在 {_EARLIEST} 至 {_LATEST} 之间", f"a year from {_EARLIEST} to {_LATEST}")
    return parsed


#: `datetime` (aware, or in the workspace's time zone when it has none) or `date`.
Moment = Annotated[
    Any,
    BeforeValidator(_parsed),
    WithJsonSchema(
        {
            "type": "string",
            "description": "RFC 3339 instant, or a date of the workspace's time zone",
            "examples": ["2026-01-31T08:00:00Z", "2026-01-31"],
        }
    ),
]


def as_instant(value: date | datetime, setup: Setup, calendar: Calendar) -> datetime:
    """An instant in UTC; a plain date is that day's opening hour."""
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=ZoneInfo(setup.timezone))
        return moment.astimezone(ZoneInfo("UTC")).replace(microsecond=moment.microsecond // 1000 * 1000)
    hours = calendar.hours_on(value)
    return calendar.at(value, hours[0][0] if hours else _OPENING)


def planned_moment(
    value: date | datetime, setup: Setup, calendar: Calendar, now: datetime, field: str, locale: str
) -> datetime:
    """An instant that lies ahead. Today as a date is still ahead until the day ends.

    Raises:
        Invalid: it is past.
    """
    moment = as_instant(value, setup, calendar)
    if moment <= now and not isinstance(value, datetime) and value == calendar.local_date(now):
        moment = calendar.end_of_day(now) - timedelta(milliseconds=1)
    if moment <= now:
        raise Invalid.at(field, "must lie in the future" if locale == "en" else "不能早于现在")
    return moment


def default_follow_up(setup: Setup, calendar: Calendar, now: datetime) -> datetime:
    """Today + the workspace's usual days (2), at opening time."""
    day = calendar.local_date(now) + timedelta(days=setup.reminders.next_follow_up_days)
    return as_instant(day, setup, calendar)
