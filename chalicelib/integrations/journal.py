"""What became of the rows, chunk by chunk, in one file each: for the error file, the conflicts and the undo.

A chunk that changes things which were there before is written down before it is done (`is_done` false), with what they
held: so an import that dies in the middle of a chunk still knows, when it goes on, how to undo all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from chalicelib.core.scope import Scope

from . import keys, store
from .model import Import
from .rows import CellFault, Outcome

_SHORT = {"row": "r", "code": "c", "id": "i", "before": "b", "after": "a", "warnings": "w", "conflict": "x"}


@dataclass(frozen=True)
class Journal:
    """`next_offset` is where the next chunk begins."""

    next_offset: int
    is_done: bool
    outcomes: list[Outcome]


def write_journal(scope: Scope, imported: Import, journal: Journal) -> None:
    rows = [_to_json(outcome) for outcome in journal.outcomes]
    content = {"run": imported.run, "next": journal.next_offset, "done": journal.is_done, "rows": rows}
    store.put_json(scope, keys.chunk_file(imported.id, imported.chunk), content)


def read_journal(scope: Scope, imported: Import, number: int) -> Journal | None:
    """None when the present run has written nothing about that chunk."""
    content = store.read_json(scope, keys.chunk_file(imported.id, number))
    if content is None or content["run"] != imported.run:
        return None
    return Journal(content["next"], content["done"], [_from_json(row) for row in content["rows"]])


def read_outcomes(scope: Scope, imported: Import, first: int = 0) -> Iterator[tuple[int, int, Outcome]]:
    """(chunk, place in it, outcome) of all rows that are through, from chunk `first` on."""
    for number in range(first, imported.chunk):
        journal = read_journal(scope, imported, number)
        for place, outcome in enumerate(journal.outcomes if journal else ()):
            yield number, place, outcome


def _to_json(outcome: Outcome) -> dict[str, Any]:
    row = {short: getattr(outcome, name) for name, short in _SHORT.items() if getattr(outcome, name)}
    if outcome.faults:
        row["f"] = [list(asdict(fault).values()) for fault in outcome.faults]
    return row


def _from_json(row: dict[str, Any]) -> Outcome:
    values = {name: row[short] for name, short in _SHORT.items() if short in row}
    return Outcome(**values, faults=[CellFault(*fault) for fault in row.get("f", ())])
