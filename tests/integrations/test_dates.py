"""The order of dates, decided from a whole column, and dates parsed by it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.integrations import errors
from chalicelib.integrations.cells import Cell
from chalicelib.integrations.dates import Ambiguous, DateOrder, guess_date_order, looks_like_date, parse_date

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST_OF_MARCH = datetime(2017, 2, 28, 16, tzinfo=UTC)  # midnight in Shanghai
YMD, MDY, DMY = DateOrder.YEAR_FIRST, DateOrder.MONTH_FIRST, DateOrder.DAY_FIRST


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["3/1/2017", "10/20/2016"], MDY),
        (["3/1/2017", "20/10/2016"], DMY),
        (["3.1.2017", "", "25.12.2016"], DMY),
        (["2017-03-01", "2017年3月1日", "20170301"], YMD),
        (["2017-03-01", "10/20/2016"], MDY),
        (["3/1/17", "10/20/16"], MDY),
        ([date(2017, 3, 1), 42795], YMD),
        ([], YMD),
        (["", "unknown"], YMD),
        (["13/13/2017", "10/20/2016"], MDY),
    ],
)
def test_a_column_decides_its_order(values: list[Cell], order: DateOrder) -> None:
    assert guess_date_order(values) is order


def test_dates_that_can_be_read_both_ways_are_asked_about() -> None:
    assert guess_date_order(["3/1/2017", "5/6/2017"]) == Ambiguous(0, 0, 2, "3/1/2017")


def test_a_column_that_contradicts_itself_is_asked_about_with_both_counts() -> None:
    values = ["10/20/2016", "10/21/2016", "25/12/2016", "3/1/2017"]
    assert guess_date_order(values) == Ambiguous(month_first=2, day_first=1, undecided=1, example="3/1/2017")


def test_two_digit_years_at_either_end_are_asked_about() -> None:
    assert isinstance(guess_date_order(["17-03-25", "17-04-20"]), Ambiguous)


@pytest.mark.parametrize(
    "value",
    [
        "2017-03-01",
        "2017/3/1",
        "2017.3.1",
        "2017年3月1日",
        "２０１７年３月１日",
        "2017年03月01日 星期三",
        "20170301",
        20170301,
        "2017-03-01 00:00",
        "2017-03-01T00:00:00",
        "2017-03-01T00:00:00+08:00",
        "2017-02-28T16:00:00Z",
        "2017-02-28T16:00:00.000Z",
        "1 Mar 2017",
        "1-Mar-17",
        "Mar 1, 2017",
        "March 1st, 2017",
        "Wed, 1 Mar 2017",
        42795,
        42795.0,
        "42795",
        date(2017, 3, 1),
        datetime(2017, 3, 1),
        "  2017-3-1  ",
        "20170301000000",
        "2017年3月1日 上午12:00",
    ],
)
def test_a_clear_date_needs_no_order(value: Cell) -> None:
    assert {parse_date(value, order, SHANGHAI) for order in DateOrder} == {FIRST_OF_MARCH}


@pytest.mark.parametrize(
    ("value", "hour", "minute"),
    [
        ("2017-03-01 14:30", 14, 30),
        ("2017年3月1日 下午2:30", 14, 30),
        ("3/1/2017 2:30 PM", 14, 30),
        ("3/1/2017 12:05 am", 0, 5),
        ("2017-03-01 14时30分", 14, 30),
        (42795 + 14.5 / 24, 14, 30),
        ("2017-03-01 12:00 pm", 12, 0),
        ("20170301T1430", 14, 30),
        ("2017-03-01 9点", 9, 0),
    ],
)
def test_times_are_read_in_the_time_zone(value: Cell, hour: int, minute: int) -> None:
    assert parse_date(value, MDY, SHANGHAI) == datetime(2017, 3, 1, hour, minute, tzinfo=SHANGHAI)


def test_the_order_decides_an_open_date() -> None:
    assert parse_date("3/1/2017", MDY, UTC) == datetime(2017, 3, 1, tzinfo=UTC)
    assert parse_date("3/1/2017", DMY, UTC) == datetime(2017, 1, 3, tzinfo=UTC)
    assert parse_date("17-3-01", YMD, UTC) == datetime(2017, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "refusal"),
    [
        ("2026-02-30", errors.NoSuchDate),
        ("2/30/2026", errors.NoSuchDate),
        ("25/12/2016", errors.NoSuchDate),
        ("2017-03-01 25:00", errors.NoSuchDate),
        ("2017-13-01", errors.NoSuchDate),
        ("soon", errors.NotADate),
        ("2017", errors.NotADate),
        ("", errors.NotADate),
        (True, errors.NotADate),
        ("2017-03-01 and more", errors.NotADate),
        ("9" * 10_000, errors.NotADate),
        ("=1+1", errors.NotADate),
        (0, errors.DateOutOfRange),
        (10**12, errors.DateOutOfRange),
        (float("nan"), errors.DateOutOfRange),
        (float("inf"), errors.DateOutOfRange),
        ("0001-01-01", errors.DateOutOfRange),
        ("9999-12-31", errors.DateOutOfRange),
    ],
)
def test_what_is_no_date_is_refused_with_its_reason(value: Cell, refusal: type[errors.BadCell]) -> None:
    with pytest.raises(refusal) as refused:
        parse_date(value, MDY, UTC)
    assert len(refused.value.detail("zh-CN")) < 120


def test_an_open_date_in_a_column_read_as_year_first_is_unclear() -> None:
    with pytest.raises(errors.DateUnclear):
        parse_date("3/1/2017", YMD, UTC)


@given(
    st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1)).map(lambda moment: moment.replace(microsecond=0)),
    st.sampled_from([(YMD, "%Y-%m-%d %H:%M:%S"), (MDY, "%m/%d/%Y %H:%M:%S"), (DMY, "%d.%m.%Y %I:%M:%S %p")]),
)
def test_a_written_date_is_read_back(moment: datetime, written: tuple[DateOrder, str]) -> None:
    order, form = written
    assert parse_date(moment.strftime(form), order, UTC) == moment.replace(tzinfo=UTC)


@given(st.lists(st.dates(date(1970, 1, 1), date(2068, 12, 31)), max_size=30), st.sampled_from(["%m/%d/%Y", "%d-%m-%y"]))
def test_a_decided_order_reads_every_value_as_it_was_meant(days: list[date], form: str) -> None:
    order = guess_date_order([day.strftime(form) for day in days])
    if isinstance(order, Ambiguous):
        return
    for day in days:
        assert parse_date(day.strftime(form), order, UTC).date() == day


@given(st.text() | st.floats() | st.integers() | st.booleans() | st.datetimes(), st.sampled_from(DateOrder))
def test_any_value_is_a_date_or_refused(value: Cell, order: DateOrder) -> None:
    guess_date_order([value])
    looks_like_date(value)
    try:
        moment = parse_date(value, order, SHANGHAI)
    except errors.BadCell:
        return
    assert moment.utcoffset() == timedelta(0)
