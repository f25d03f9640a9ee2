"""Which column of a table is which field: by its name first, by what its values look like second.

A guess is shown before anything is imported. No field is given to two columns: the one with the better reason has it,
and the other says whom it lost it to.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from .cells import Cell
from .columns import HINTS, NAMES
from .shapes import Shape, shape_of_column
from .words import fold, fold_name

#: From here on a guess may be acted on without asking.
CONFIDENT = 0.6
#: Fields that a workspace has made itself are guessed as `custom.<id>`.
CUSTOM = "custom."


class Names(Protocol):
    """A business name in both languages."""

    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


class Named(Protocol):
    """Anything with an id and a name: a stage, an entry of a list, a custom field."""

    @property
    def id(self) -> str: ...
    @property
    def names(self) -> Names: ...


class Why(StrEnum):
    """What a guess rests on."""

    NAME = "name"  # the field's own name or a word for it
    CUSTOM_NAME = "custom_name"  # the name of a field that the workspace has made
    PART_OF_NAME = "part_of_name"  # the column's name ends with a word for the field
    SIMILAR_NAME = "similar_name"  # it is written nearly so
    HINT = "hint"  # the name could mean it
    VALUES = "values"  # only the values look like it
    TAKEN = "taken"  # another column is a better one for the field
    NONE = "none"


@dataclass(frozen=True)
class ColumnGuess:
    """`field` is None where nothing is guessed; `rival` is then the column that has the field it might have been.

    `scale` and `currency` are what the header says of amounts: `金额(万元)` has 10000 and CNY.
    """

    column: str
    field: str | None
    confidence: float
    why: Why
    rival: str | None = None
    scale: int = 1
    currency: str | None = None


@dataclass(frozen=True)
class _Bid:
    """One column's claim to one field."""

    index: int
    field: str
    confidence: float
    why: Why


_NAME, _PART, _HINT, _SIMILAR = 0.95, 0.75, 0.65, 0.7
_SHAPES: dict[str, frozenset[Shape]] = {
    "email": frozenset((Shape.EMAIL,)),
    "phone": frozenset((Shape.PHONE, Shape.NUMBER)),
    "amount": frozenset((Shape.MONEY, Shape.NUMBER)),
    "price": frozenset((Shape.MONEY, Shape.NUMBER)),
    **dict.fromkeys(
        ("first_contact_at", "next_follow_up_at", "last_follow_up_at", "closed_at"),
        frozenset((Shape.DATE, Shape.NUMBER)),
    ),
}
_BY_VALUES: dict[Shape, tuple[tuple[str, float], ...]] = {
    Shape.EMAIL: (("email", 0.8),),
    Shape.PHONE: (("phone", 0.75),),
    Shape.MONEY: (("amount", 0.5), ("price", 0.5)),
    Shape.DATE: (("first_contact_at", 0.4),),
}
_SHORTEST_ENDING = {True: 3, False: 2}  # letters of a Latin word, characters of a Chinese one
_SHORTEST_SIMILAR = 5
_LEAST_SIMILAR = 88
_UNIT = re.compile(
    r"[(\[]\s*(?P<scale>千|万|百万|亿)?\s*(?P<currency>元|人民币|美元|港元|欧元|日元|[a-z]{3}|[¥$€£])?\s*[)\]]"
)
_SCALES = {"千": 10**3, "万": 10**4, "百万": 10**6, "亿": 10**8}


def guess_mapping(
    kind: str,
    header: Sequence[str],
    sample_rows: Iterable[Sequence[Cell]],
    custom_fields: Sequence[Named] = (),
) -> list[ColumnGuess]:
    """One guess for each column of `header`, in its order.

    `kind` is leads, members, customers or products; `sample_rows` are some rows (a few hundred are plenty).

    Raises:
        KeyError: there is no such kind.
    """
    rows = list(sample_rows)
    shapes = [shape_of_column(row[index] for row in rows if index < len(row)) for index in range(len(header))]
    bids = [
        bid
        for index, column in enumerate(header)
        for bid in _bids(kind, index, column, shapes[index], custom_fields if kind == "leads" else ())
    ]
    # Of two equal claims, that of the column with fewer other ones: beside 公司, 客户名称 may still name the lead.
    claims = Counter(bid.index for bid in bids)
    bids.sort(key=lambda bid: (-bid.confidence, claims[bid.index], bid.index))
    return _award(header, bids)


def _award(header: Sequence[str], bids: list[_Bid]) -> list[ColumnGuess]:
    """Best bids first; a field goes to one column, a column has one field."""
    won: dict[int, _Bid] = {}
    holder: dict[str, int] = {}
    for bid in bids:
        if bid.index not in won and bid.field not in holder:
            won[bid.index] = bid
            holder[bid.field] = bid.index
    guesses = []
    for index, column in enumerate(header):
        if index in won:
            bid = won[index]
            scale, currency = _unit_of(column) if bid.field in ("amount", "price") else (1, None)
            guesses.append(
                ColumnGuess(column, bid.field, round(bid.confidence, 2), bid.why, scale=scale, currency=currency)
            )
            continue
        lost = next((bid for bid in bids if bid.index == index), None)
        if lost is None:
            guesses.append(ColumnGuess(column, None, 0.0, Why.NONE))
        else:
            guesses.append(ColumnGuess(column, None, 0.0, Why.TAKEN, rival=header[holder[lost.field]]))
    return guesses


def _bids(kind: str, index: int, column: str, shape: Shape, custom_fields: Sequence[Named]) -> list[_Bid]:
    """All that this column might be, each field once, weighed by whether the values bear the name out."""
    best: dict[str, _Bid] = {}
    for field, confidence, why in (*_by_custom_name(column, custom_fields), *_by_name(kind, column)):
        weighed = _weigh(confidence, _SHAPES.get(field), shape)
        if field not in best or weighed > best[field].confidence:
            best[field] = _Bid(index, field, weighed, why)
    for field, confidence in _BY_VALUES.get(shape, ()):
        if field in NAMES[kind] and (field not in best or confidence > best[field].confidence):
            best[field] = _Bid(index, field, confidence, Why.VALUES)
    return list(best.values())


def _weigh(confidence: float, expected: frozenset[Shape] | None, shape: Shape) -> float:
    if expected is None or shape is Shape.EMPTY:
        return confidence
    return min(confidence + 0.04, 1.0) if shape in expected else confidence * 0.5


def _by_custom_name(column: str, fields: Sequence[Named]) -> list[tuple[str, float, Why]]:
    whole, bare = fold(column), fold_name(column)
    return [
        (CUSTOM + field.id, 0.97, Why.CUSTOM_NAME)
        for field in fields
        if {whole, bare} & {fold(field.id), fold(field.names.zh), fold(field.names.en)} - {""}
    ]


def _by_name(kind: str, column: str) -> list[tuple[str, float, Why]]:
    name = fold_name(column)
    if not name:
        return []
    names, hints = NAMES[kind], HINTS[kind]
    found = [(field, 1.0 if name == fold(field) else _NAME, Why.NAME) for field in names if name in names[field]]
    found += [(field, 1.0, Why.NAME) for field in names if name == fold(field) and name not in names[field]]
    found += [(field, _HINT, Why.HINT) for field, words in hints.items() if name in words]
    return found or _by_ending(names, column, name) or _by_likeness(names, name)


def _by_ending(names: dict[str, frozenset[str]], column: str, name: str) -> list[tuple[str, float, Why]]:
    """The last word says what a thing is: 客户联系人电话 is a phone, `primary work email` an e-mail."""
    parts = [part for part in re.split(r"[\W_]+", unicodedata.normalize("NFKC", column).casefold()) if part]
    endings = {fold("".join(parts[start:])) for start in range(1, len(parts))}
    best: tuple[int, str] | None = None
    for field, words in names.items():
        for word in words:
            ends_so = word in endings if word.isascii() else name.endswith(word)
            if ends_so and len(word) >= _SHORTEST_ENDING[word.isascii()] and (best is None or len(word) > best[0]):
                best = (len(word), field)
    return [(best[1], _PART, Why.PART_OF_NAME)] if best else []


def _by_likeness(names: dict[str, frozenset[str]], name: str) -> list[tuple[str, float, Why]]:
    if len(name) < _SHORTEST_SIMILAR:
        return []
    from rapidfuzz import fuzz, process

    words = {word: field for field, field_words in names.items() for word in field_words}
    match = process.extractOne(name, list(words), scorer=fuzz.ratio, score_cutoff=_LEAST_SIMILAR)
    return [(words[match[0]], _SIMILAR * match[1] / 100, Why.SIMILAR_NAME)] if match else []


def _unit_of(column: str) -> tuple[int, str | None]:
    from .errors import BadCell
    from .values import parse_money

    match = _UNIT.search(unicodedata.normalize("NFKC", column[:200]).casefold())
    if match is None or not (match["scale"] or match["currency"]):
        return 1, None
    scale = _SCALES.get(match["scale"] or "", 1)
    try:
        return scale, parse_money(f"1{match['currency']}").currency if match["currency"] else None
    except BadCell:
        return scale, None
