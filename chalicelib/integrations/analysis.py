"""Look at a whole table once: copy it for the chunks, and find out what its columns hold."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from .cells import Cell, text_of
from .dates import Ambiguous, DateEvidence, looks_like_date
from .files import Table, open_table
from .guessing import Named, guess_mapping
from .model import Analysis, ColumnFact, ColumnGuessed
from .spool import Spooled, spool_table

_SAMPLE_ROWS = 300
#: Beyond this many different texts a column is no list of stages, owners or products.
MOST_VALUES = 1000
_LONGEST_VALUE = 200
_EXAMPLES = 5


def analyse_file(
    path: Path, content_type: str, kind: str, custom_fields: Sequence[Named], target: BinaryIO
) -> tuple[Spooled, Analysis]:
    """Copy the table at `path` into `target` and say what is in it.

    Raises:
        UnreadableFile
    """
    return analyse_table(open_table(path, content_type), kind, custom_fields, target)


def analyse_table(
    table: Table, kind: str, custom_fields: Sequence[Named], target: BinaryIO
) -> tuple[Spooled, Analysis]:
    sample = [cells for _, cells in islice(table.rows(), _SAMPLE_ROWS)]
    columns = [_Column(name) for name in table.header]

    def see(cells: list[Cell]) -> None:
        for column, cell in zip(columns, cells, strict=False):
            column.add(cell)

    spooled = spool_table(table, target, see)
    guesses = [
        ColumnGuessed(
            column=guess.column,
            field=guess.field,
            confidence=guess.confidence,
            why=guess.why,
            rival=guess.rival,
            scale=guess.scale,
            currency=guess.currency,
        )
        for guess in guess_mapping(kind, table.header, sample, custom_fields)
    ]
    return spooled, Analysis(columns=[column.fact() for column in columns], guesses=guesses)


class _Column:
    """What is gathered of one column: its different texts, and what speaks for the order of its dates."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._values: dict[str, int] | None = {}
        self._examples: list[str] = []
        self._evidence: DateEvidence | None = None
        # Judging a cell's date costs some microseconds: a column that shows none for so long is no column of dates.
        self._looks_left = _SAMPLE_ROWS

    def add(self, cell: Cell) -> None:
        if cell == "":
            return
        if self._evidence is None and self._looks_left:
            self._looks_left -= 1
            self._evidence = DateEvidence() if looks_like_date(cell) else None
        if self._evidence is not None:
            self._evidence.add(cell)
        if self._values is None:
            return
        text = text_of(cell).strip()[:_LONGEST_VALUE]
        self._values[text] = self._values.get(text, 0) + 1
        if len(self._examples) < _EXAMPLES and text not in self._examples:
            self._examples.append(text)
        if len(self._values) > MOST_VALUES:
            self._values = None

    def fact(self) -> ColumnFact:
        verdict = self._evidence.verdict() if self._evidence is not None else None
        if isinstance(verdict, Ambiguous):
            return ColumnFact(
                name=self._name,
                values=self._values,
                month_first=verdict.month_first,
                day_first=verdict.day_first,
                undecided=verdict.undecided,
                example=verdict.example,
                examples=self._examples,
            )
        return ColumnFact(name=self._name, values=self._values, order=verdict, examples=self._examples)
