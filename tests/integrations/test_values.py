"""Money, yes or no, and several choices in a cell; and what values look like."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.integrations import errors
from chalicelib.integrations.cells import Cell
from chalicelib.integrations.shapes import Shape, shape_of_cell, shape_of_column
from chalicelib.integrations.values import parse_money, parse_yes_no, split_choices


@pytest.mark.parametrize(
    ("cell", "amount", "currency"),
    [
        ("¥12,345.60", "12345.6", "CNY"),
        ("￥１２，３４５", "12345", "CNY"),
        ("1.2万", "12000", None),
        ("CNY 300", "300", "CNY"),
        ("$1,000", "1000", "USD"),
        ("($1,000)", "-1000", "USD"),
        ("-5", "-5", None),
        ("-¥5", "-5", "CNY"),
        ("¥-5", "-5", "CNY"),
        ("300元", "300", "CNY"),
        ("1.5亿元", "150000000", "CNY"),
        ("US$ 20", "20", "USD"),
        ("HK$20", "20", "HKD"),
        ("20 EUR", "20", "EUR"),
        ("€20", "20", "EUR"),
        (1054, "1054", None),
        (0.1 + 0.2, "0.3", None),
        (1e15 - 1, "999999999999999", None),
        ("1 234 567", "1234567", None),
        ("1.2E+05", "120000", None),
        ("0", "0", None),
        ("-0", "0", None),
        ("1234.56789", "1234.5679", None),
        ("3k", "3000", None),
    ],
)
def test_an_amount_is_read(cell: Cell, amount: str, currency: str | None) -> None:
    money = parse_money(cell)
    assert (money.amount, money.currency) == (amount, currency)


@pytest.mark.parametrize("cell", ["1.234,50", "12,34", "1,2345", "1.234.567", "1,23,456"])
def test_an_unclear_decimal_point_is_refused(cell: str) -> None:
    with pytest.raises(errors.MoneyUnclear):
        parse_money(cell)


@pytest.mark.parametrize(
    "cell", ["", "many", "12 apples", True, "¥", "--5x", "1" * 17, "9" * 5000, "USD 5 EUR", "=1+1", "inf", float("nan")]
)
def test_what_is_no_amount_is_refused(cell: Cell) -> None:
    with pytest.raises(errors.NotMoney):
        parse_money(cell)


def test_a_sign_means_the_workspace_currency_where_it_can() -> None:
    assert parse_money("¥100", "JPY").currency == "JPY"
    assert parse_money("$100", "HKD").currency == "HKD"
    assert parse_money("$100", "CNY").currency == "USD"


def test_a_scale_out_of_the_header_multiplies() -> None:
    assert parse_money("1.25", scale=10_000).amount == "12500"


@given(st.decimals(-(10**14), 10**14, places=2))
def test_an_amount_with_grouping_is_read_exactly(amount: Decimal) -> None:
    assert Decimal(parse_money(f"{amount:,}").amount) == amount


@given(st.text() | st.floats() | st.integers() | st.booleans())
def test_any_cell_is_an_amount_or_refused(cell: Cell) -> None:
    with suppress(errors.BadCell):
        parse_money(cell)


def test_yes_and_no_are_read_in_both_languages() -> None:
    assert [parse_yes_no(cell) for cell in ("是", "Yes", "TRUE", 1, "√", True)] == [True] * 6
    assert [parse_yes_no(cell) for cell in ("否", "no", "False", 0, "×", False)] == [False] * 6
    with pytest.raises(errors.NotYesOrNo):
        parse_yes_no("maybe")


def test_several_choices_are_split_once_each() -> None:
    assert split_choices("A、B; C，A\nD") == ["A", "B", "C", "D"]
    assert split_choices("") == []


@pytest.mark.parametrize(
    ("cell", "shape"),
    [
        ("a@example.com", Shape.EMAIL),
        ("13812345678", Shape.PHONE),
        (13812345678, Shape.PHONE),
        ("+86 138 1234 5678", Shape.PHONE),
        ("021-62345678", Shape.PHONE),
        ("3/1/2017", Shape.DATE),
        ("20170301", Shape.DATE),
        ("2017", Shape.NUMBER),
        ("1054", Shape.NUMBER),
        ("¥1,054", Shape.MONEY),
        ("1.2万", Shape.MONEY),
        ("张三", Shape.TEXT),
        ("", Shape.EMPTY),
    ],
)
def test_a_value_has_a_shape(cell: Cell, shape: Shape) -> None:
    assert shape_of_cell(cell) is shape


def test_a_column_has_the_shape_of_most_of_its_values() -> None:
    assert shape_of_column(["a@example.com"] * 9 + ["none", "", ""]) is Shape.EMAIL
    assert shape_of_column(["a@example.com", "none"]) is Shape.TEXT
    assert shape_of_column(["¥5", "6", "7"]) is Shape.MONEY
    assert shape_of_column(["", ""]) is Shape.EMPTY


@given(st.text() | st.floats() | st.integers() | st.booleans() | st.datetimes())
def test_every_value_has_some_shape(cell: Cell) -> None:
    assert shape_of_cell(cell) in Shape
