"""What a value looks like, whatever its column is called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from .cells import Cell, is_blank, text_of
from .dates import looks_like_date
from .errors import BadCell
from .values import parse_money


class Shape(StrEnum):
    EMPTY = "empty"
    TEXT = "text"
    EMAIL = "email"
    PHONE = "phone"
    DATE = "date"
    MONEY = "money"
    NUMBER = "number"


_EMAIL = re.compile(r"[^@\s,;]{1,64}@[^@\s,;]+\.[^@\s,;.]{2,}")
_PHONE = re.compile(
    r"(?:\+|00)\d[\d ()\-.]{6,18}\d"  # international
    r"|1[3-9]\d[ -]?\d{4}[ -]?\d{4}"  # Chinese mobile
    r"|\(?0\d{2,3}\)?[ -]?\d{7,8}(?:[ \-转]\d{1,5})?"  # Chinese landline
    r"|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}"  # North American
    r"|[48]00[ -]?\d{3}[ -]?\d{4}"
)
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d+)?%?")
_MOST_OF = 0.8


def shape_of_cell(cell: Cell) -> Shape:
    if isinstance(cell, date):
        return Shape.DATE
    text = text_of(cell).strip()
    if not text:
        return Shape.EMPTY
    if len(text) > 254 or isinstance(cell, bool):
        return Shape.TEXT
    if _EMAIL.fullmatch(text):
        return Shape.EMAIL
    if _PHONE.fullmatch(text):
        return Shape.PHONE
    if looks_like_date(text):
        return Shape.DATE
    if _NUMBER.fullmatch(text):
        return Shape.NUMBER
    try:
        parse_money(text)
    except BadCell:
        return Shape.TEXT
    return Shape.MONEY


def shape_of_column(cells: Iterable[Cell]) -> Shape:
    """The shape of at least four fifths of the filled cells; `MONEY` where money and plain numbers mix."""
    shapes = Counter(shape_of_cell(cell) for cell in cells if not is_blank(cell))
    total = shapes.total()
    if not total:
        return Shape.EMPTY
    if shapes[Shape.MONEY]:
        shapes[Shape.MONEY] += shapes.pop(Shape.NUMBER, 0)
    shape, count = shapes.most_common(1)[0]
    return shape if count >= _MOST_OF * total else Shape.TEXT
