"""What an import says about its rows afterwards: the error file, and the customers whom several reps hold."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.core.scope import Scope
from chalicelib.tenancy import service as tenancy

from .export import write_csv
from .journal import read_outcomes
from .model import Import
from .undoing import KEPT

#: Lines of an error file; whoever has more faults than that has one fault many times.
MOST_LINES = 50_000
_HEADER = {"zh-CN": ("行", "列", "值", "原因"), "en": ("row", "column", "value", "reason")}
_KEPT = {
    "zh-CN": "导入后已被他人修改，撤销时保留",
    "en": "changed by somebody after the import; kept as it is by the undo",
}


def error_file(scope: Scope, imported: Import) -> bytes:
    """CSV of all that failed: row, column, value, reason; after an undo also of what was kept."""
    language = "en" if scope.locale == "en" else "zh-CN"
    target = io.BytesIO()
    write_csv(target, _HEADER[language], _lines(scope, imported, language), ZoneInfo(tenancy.setup_of(scope).timezone))
    return target.getvalue()


def _lines(scope: Scope, imported: Import, language: str) -> Iterator[tuple[int, str, str, str]]:
    count = 0
    for _, _, outcome in read_outcomes(scope, imported):
        lines = [(outcome.row, fault.column, fault.value, fault.reason) for fault in outcome.faults]
        if KEPT in outcome.warnings:
            lines.append((outcome.row, "", outcome.id or "", _KEPT[language]))
        for line in lines:
            yield line
            count += 1
            if count >= MOST_LINES:
                return


def conflicts(
    scope: Scope, imported: Import, limit: int, start: list[int] | None
) -> tuple[list[dict[str, Any]], list[int] | None]:
    """Rows whose customer another rep has an open lead of, in their order; and where to go on (chunk, place)."""
    first, place = start or [0, 0]
    found: list[dict[str, Any]] = []
    for number, position, outcome in read_outcomes(scope, imported, first):
        if outcome.conflict is None or (number == first and position < place):
            continue
        if len(found) == limit:
            return found, [number, position]
        found.append({"row": outcome.row, "lead_id": outcome.id, **outcome.conflict})
    return found, None
