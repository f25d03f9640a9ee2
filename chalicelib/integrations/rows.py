"""What all kinds of rows have in common: a row as it was read, what is planned for it, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from chalicelib.core.errors import Refused
from chalicelib.core.log import logger
from chalicelib.leads.fields import has_controls

from .cells import Cell, is_blank, text_of
from .errors import BadCell, CellMissing, TextTooLong, TextUnreadable
from .files import GARBLED
from .settled import Column, Settled

#: c created, u updated, s skipped (nothing to change), f failed.
Code = Literal["c", "u", "s", "f"]
#: Characters at most, by field; others have 200.
_LONGEST = {"remark": 5000, "phone": 40, "email": 254, "wechat": 80}
_USUAL_LONGEST = 200


@dataclass
class CellFault:
    """Where a row cannot be taken over (`column` as the file names it; "" when it is the row as a whole), and why."""

    column: str
    value: str
    reason: str


@dataclass
class Outcome:
    """What became of a row, or is planned for it. `id` is the thing that it made or changed.

    `before` and `after` hold the fields that it changed, as JSON values. `conflict` names the customer whose open lead
    another rep has: `{"customer_id", "with": [owner ids], "owner_id"}`.
    """

    row: int
    code: Code
    id: str | None = None
    faults: list[CellFault] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    conflict: dict[str, Any] | None = None


class RowWriter(Protocol):
    """One kind of rows. The same rows planned and applied again after a crash make nothing twice."""

    def plan(self, rows: list[tuple[int, list[Cell]]]) -> list[Outcome]:
        """What each row would do; writes nothing."""

    def apply(self, planned: list[Outcome]) -> list[Outcome]:
        """Do what is planned, in the order of the rows; a row that is refused fails alone."""

    def revert(self, outcomes: list[Outcome]) -> list[bool]:
        """Undo these rows, in this order; False for each whose thing somebody has changed since: it is left alone."""


class RowReader:
    """The cells of one row by field, checked as texts; collects what is wrong."""

    def __init__(self, settled: Settled, number: int, cells: list[Cell], locale: str) -> None:
        self.number = number
        self.faults: list[CellFault] = []
        self._locale = locale
        self._columns = {column.field: column for column in settled.columns}
        self._cells = cells

    def cell(self, name: str) -> Cell:
        """The field's cell; "" without a column or content."""
        column = self._columns.get(name)
        return self._cells[column.index] if column is not None and column.index < len(self._cells) else ""

    def has(self, name: str) -> bool:
        return not is_blank(self.cell(name))

    def column(self, name: str) -> Column | None:
        return self._columns.get(name)

    def text(self, name: str) -> str | None:
        """The field's text; None when it is empty or wrong (which is noted)."""
        cell = self.cell(name)
        if is_blank(cell):
            return None
        text = text_of(cell).strip()
        if len(text) > _LONGEST.get(name, _USUAL_LONGEST):
            self._note(name, TextTooLong(text))
            return None
        if GARBLED in text or has_controls(text):
            self._note(name, TextUnreadable(text))
            return None
        return text or None

    def parsed(self, name: str, parse: Callable[[Cell], Any]) -> Any:
        """What `parse` makes of the cell; None when it is empty or wrong (which is noted)."""
        cell = self.cell(name)
        if is_blank(cell):
            return None
        try:
            return parse(cell)
        except Refused as refused:
            self._note(name, refused)
            return None

    def missing(self, name: str) -> None:
        self._note(name, CellMissing())

    def refuse(self, name: str, refused: Refused) -> None:
        self._note(name, refused)

    def _note(self, name: str, refused: Refused) -> None:
        column = self._columns.get(name)
        shown = text_of(self.cell(name))
        self.faults.append(CellFault(column.name if column else name, shown[:200], refused.detail(self._locale)))

    def failed(self) -> Outcome:
        return Outcome(self.number, "f", faults=self.faults)


def refused_outcome(planned: Outcome, refused: Refused, locale: str) -> Outcome:
    """The row was fine by itself, and the workspace refused it."""
    where = refused.fields[0].field if refused.fields and not isinstance(refused, BadCell) else ""
    return Outcome(planned.row, "f", faults=[CellFault(where, "", refused.detail(locale))], warnings=planned.warnings)


def revert_each(revert: Callable[[Outcome], bool], outcomes: list[Outcome]) -> list[bool]:
    """One after another; a row whose undoing is refused stays as it is."""

    def reverted(outcome: Outcome) -> bool:
        try:
            return revert(outcome)
        except Refused as refused:
            logger.info("row of an import was not undone", row=outcome.row, code=refused.code)
            return False

    return [reverted(outcome) for outcome in outcomes]
