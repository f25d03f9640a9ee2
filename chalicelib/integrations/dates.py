"""Dates of an imported column: which part is the month, decided from the whole column, and each value parsed by it.

What decides is only what admits no other reading: `10/20/2016` is month first, `2017-03-01` needs no decision,
`3/1/2017` decides nothing. A column that stays open, or that contradicts itself, is asked about, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from .cells import Cell, text_of
from .errors import DateOutOfRange, DateUnclear, NoSuchDate, NotADate


class DateOrder(StrEnum):
    """How dates of a column are written. `YEAR_FIRST` also stands for all that leaves no choice (`1 Mar 2017`)."""

    YEAR_FIRST = "ymd"
    MONTH_FIRST = "mdy"
    DAY_FIRST = "dmy"


@dataclass(frozen=True)
class Ambiguous:
    """A column that does not decide its order.

    `month_first` and `day_first` count the values that can only be read so; both above zero is a contradiction, both
    zero means that every value can be read either way. `undecided` counts those; `example` is one to ask about.
    """

    month_first: int
    day_first: int
    undecided: int
    example: str


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})\s?[日号]?")
_COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?=$|[t\s]|\d{4}(\d\d)?$)")
_DAY_NAME = re.compile(
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s\-/.]{{1,2}}{_MONTH}[\s\-/.,]{{1,2}}(?P<y>\d{{4}}|\d\d)(?!\d)"
)
_NAME_DAY = re.compile(rf"{_MONTH}\s?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y>\d{{4}})(?!\d)")
_CLEAR = (_YEAR_FIRST, _COMPACT, _DAY_NAME, _NAME_DAY)
_OPEN = re.compile(r"(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?P<c>\d{4}|\d\d)(?!\d)")

_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s|\s?[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?")
_TIME = re.compile(
    r"(?:t|\s|,)*(?P<half1>am|pm|上午|下午|晚上|中午)?\s?"
    r"(?P<h>\d{1,2})\s?[:时点]\s?(?P<min>\d{1,2})?(?:\s?[:分]\s?(?P<s>\d{1,2})?(?:[.,]\d{1,9})?\s?秒?)?"
    r"\s?(?P<half2>[ap]\.?m\.?)?\s?(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2})?"
)
_COMPACT_TIME = re.compile(r"t?(?P<h>\d{2})(?P<min>\d{2})(?P<s>\d{2})?(?P<half1>)(?P<half2>)(?P<zone>z)?")
_AFTERNOON = ("pm", "p.m.", "p.m", "pm.", "下午", "晚上", "中午")
_MORNING = ("am", "a.m.", "a.m", "am.", "上午")

_SERIAL = re.compile(r"\d{5}(\.\d{1,12})?")
# Excel counts from here, for all days after its false 29 February 1900. A spreadsheet knows no zones.
_SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_PIVOT = 69  # two-digit years: 69 is 1969, 68 is 2068, as POSIX strptime reads them
_LONGEST = 64


class DateEvidence:
    """What the values of one column, shown one after another, say about its order."""

    def __init__(self) -> None:
        self._fits = dict.fromkeys(DateOrder, 0)
        self._month_only = self._day_only = self._open = 0
        self._example = ""

    def add(self, cell: Cell) -> None:
        """Look at one cell; what is no date, or decides nothing, is passed over."""
        match = _OPEN.match(_normal(cell)) if isinstance(cell, str) else None
        if match is None:
            return
        orders = {order for order in DateOrder if _could_be(match, order)}
        if not orders:
            return
        for order in orders:
            self._fits[order] += 1
        self._open += 1
        self._month_only += DateOrder.DAY_FIRST not in orders and DateOrder.MONTH_FIRST in orders
        self._day_only += DateOrder.MONTH_FIRST not in orders and DateOrder.DAY_FIRST in orders
        if len(orders) > 1 and not self._example:
            self._example = text_of(cell)

    def verdict(self) -> DateOrder | Ambiguous:
        """The one order in which all values can be read, or what stands against there being one."""
        if not self._open:
            return DateOrder.YEAR_FIRST
        orders = [order for order, count in self._fits.items() if count == self._open]
        if len(orders) == 1:
            return orders[0]
        undecided = self._open - self._month_only - self._day_only
        return Ambiguous(self._month_only, self._day_only, undecided, self._example)


def guess_date_order(values: Iterable[Cell]) -> DateOrder | Ambiguous:
    """The order of a whole column; `Ambiguous` is to be asked about, never guessed."""
    evidence = DateEvidence()
    for value in values:
        evidence.add(value)
    return evidence.verdict()


def looks_like_date(cell: Cell) -> bool:
    """Whether a value is written like a date, be it one or not. Bare numbers don't count, 20170301 does."""
    if not isinstance(cell, str):
        return isinstance(cell, date)
    text = _normal(cell)
    match = next((found for kind in (*_CLEAR, _OPEN) if (found := kind.match(text))), None)
    if match is None or not _rest_is_time(text[match.end() :]):
        return False
    if match.re is _COMPACT:
        year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
        return _FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= 12 and 1 <= day <= 31
    return True


def parse_date(value: Cell, order: DateOrder, timezone: tzinfo) -> datetime:
    """The moment, aware and in UTC. Without a time it is midnight, without an offset local time of `timezone`.

    Numbers are Excel's serial days, or 20170301.

    Raises:
        NotADate, NoSuchDate (2026-02-30), DateUnclear (3/1/2017 with YEAR_FIRST), DateOutOfRange
    """
    if isinstance(value, bool):
        raise NotADate(value)
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    elif isinstance(value, int | float):
        moment = _from_number(value)
    else:
        moment = _from_text(value, order)
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise DateOutOfRange(value)
    return (moment if moment.tzinfo else moment.replace(tzinfo=timezone)).astimezone(UTC)


def _normal(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text[:_LONGEST]).casefold()
    return " ".join(_WEEKDAY.sub(" ", folded).split())


def _could_be(match: re.Match[str], order: DateOrder) -> bool:
    parts = _in_order(match, order)
    return parts is not None and 1 <= parts[1] <= 12 and 1 <= parts[2] <= 31


def _in_order(match: re.Match[str], order: DateOrder) -> tuple[int, int, int] | None:
    """Year, month, day of three numbers read in `order`; None where a four-digit year stands elsewhere."""
    a, b, c = int(match["a"]), int(match["b"]), int(match["c"])
    if order is DateOrder.YEAR_FIRST:
        return (_full_year(a), b, c) if len(match["c"]) == 2 and len(match["a"]) == 2 else None
    year = _full_year(c) if len(match["c"]) == 2 else c
    return (year, a, b) if order is DateOrder.MONTH_FIRST else (year, b, a)


def _full_year(year: int) -> int:
    return year + (1900 if year >= _PIVOT else 2000)


def _from_number(value: int | float) -> datetime:
    if isinstance(value, int) and len(str(value)) == 8:
        return _from_text(str(value), DateOrder.YEAR_FIRST)
    # NaN fails this comparison too
    if not 1 <= value < 110_000:
        raise DateOutOfRange(value)
    moment = _SERIAL_ZERO + timedelta(days=value)
    return (moment + timedelta(milliseconds=500)).replace(microsecond=0)


def _from_text(value: str, order: DateOrder) -> datetime:
    if len(value) > _LONGEST:
        raise NotADate(value)
    text = _normal(value)
    if _SERIAL.fullmatch(text):
        return _from_number(float(text))
    for kind in _CLEAR:
        if match := kind.match(text):
            parts = match.groupdict()
            name = parts.get("name")
            month = _MONTHS.index(name) + 1 if name else int(match["m"])
            year = int(match["y"]) if len(match["y"]) == 4 else _full_year(int(match["y"]))
            return _moment(value, (year, month, int(match["d"])), text[match.end() :])
    match = _OPEN.match(text)
    if match is None:
        raise NotADate(value)
    in_order = _in_order(match, order)
    if in_order is None:
        raise DateUnclear(value)
    return _moment(value, in_order, text[match.end() :])


def _rest_is_time(rest: str) -> bool:
    return not rest or _match_time(rest) is not None


def _match_time(rest: str) -> re.Match[str] | None:
    return _TIME.fullmatch(rest) or _COMPACT_TIME.fullmatch(rest)


def _moment(value: str, day: tuple[int, int, int], rest: str) -> datetime:
    match = _match_time(rest) if rest else None
    if rest and match is None:
        raise NotADate(value)
    try:
        if match is None:
            return datetime(*day)  # noqa: DTZ001 (`parse_date` puts the zone in)
        hour = _hour_of_day(int(match["h"]), match["half1"] or match["half2"] or "")
        moment = datetime(*day, hour, int(match["min"] or 0), int(match["s"] or 0))  # noqa: DTZ001
        return moment.replace(tzinfo=_zone(match["zone"])) if match["zone"] else moment
    except ValueError as error:
        raise NoSuchDate(value) from error


def _hour_of_day(hour: int, half: str) -> int:
    if half in _AFTERNOON and hour < 12:
        return hour + 12 if half != "中午" or hour < 3 else hour
    return 0 if half in _MORNING and hour == 12 else hour


def _zone(written: str) -> tzinfo:
    if written in ("z", "utc", "gmt"):
        return UTC
    parsed = datetime.strptime(written.replace(":", ""), "%z").tzinfo
    assert parsed is not None
    return parsed
