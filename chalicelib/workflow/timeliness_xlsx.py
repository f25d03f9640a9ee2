"""The timeliness report as a workbook: a sheet for each section, with charts. Times are decimal hours.

Names are what users wrote: they are written as text, never as a formula, and stay text when the cell is edited.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from chalicelib.workflow.report_schemas import BlockingView, FiguresView, TimelinessView
from chalicelib.workflow.timeliness_texts import word

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Form = Literal["text", "count", "hours", "few", "share", "time", "count_change", "hours_change", "share_change"]
Cell = str | int | float | datetime | None
_FORMATS: dict[Form, dict[str, Any]] = {
    "text": {"quote_prefix": True, "valign": "top"},
    "count": {"num_format": "#,##0"},
    "hours": {"num_format": "#,##0.00"},
    "few": {"num_format": '#,##0.00"*"'},
    "share": {"num_format": "0.0%"},
    "time": {"num_format": "yyyy-mm-dd hh:mm"},
    "count_change": {"num_format": "+#,##0;-#,##0;0"},
    "hours_change": {"num_format": "+#,##0.00;-#,##0.00;0.00"},
    "share_change": {"num_format": "+0.0%;-0.0%;0.0%"},
}
_WIDTHS: dict[Form, int] = {"text": 24, "time": 17}
_WIDTH, _LONGEST, _SECONDS = 14, 32_767, 3600


@dataclass(frozen=True)
class _Column:
    """`chart`: the word of the chart that is drawn of it."""

    word: str
    form: Form
    of: Callable[[Any], Cell]
    chart: str | None = None


def _hours(seconds: int | None) -> float | None:
    return None if seconds is None else seconds / _SECONDS


_FIGURES: tuple[_Column, ...] = (
    _Column("count", "count", lambda row: row.count),
    _Column("response_median", "hours", lambda row: _hours(row.response.median_seconds)),
    _Column("response_p90", "hours", lambda row: _hours(row.response.p90_seconds)),
    _Column("response_on_time", "share", lambda row: row.response.on_time_rate),
    _Column("completion_median", "hours", lambda row: _hours(row.completion.median_seconds)),
    _Column("completion_p90", "hours", lambda row: _hours(row.completion.p90_seconds)),
    _Column("on_time", "share", lambda row: row.completion.on_time_rate),
    _Column("blocked", "hours", lambda row: _hours(row.blocked_seconds)),
    _Column("blocked_share", "share", lambda row: row.blocked_share),
    _Column("blocked_cards", "count", lambda row: row.blocked_cards),
    _Column("retellings", "count", lambda row: row.retellings_avoided.total),
)
#: Of the figures above, what is said against the month before.
_CHANGES: dict[str, tuple[Form, Callable[[FiguresView], Cell]]] = {
    "count": ("count_change", lambda row: row.change.count),
    "response_median": ("hours_change", lambda row: _hours(row.change.response_median_seconds)),
    "completion_median": ("hours_change", lambda row: _hours(row.change.completion_median_seconds)),
    "on_time": ("share_change", lambda row: row.change.on_time_rate),
    "blocked": ("hours_change", lambda row: _hours(row.change.blocked_seconds)),
    "blocked_share": ("share_change", lambda row: row.change.blocked_share),
    "retellings": ("count_change", lambda row: row.change.retellings),
}
_LATE = _Column("late_open", "count", lambda row: row.late_open)


def timeliness_xlsx(view: TimelinessView, locale: str) -> bytes:
    """The whole workbook, with headings in `locale`."""
    import xlsxwriter

    target = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": view.title, "created": view.as_of.replace(tzinfo=None)})
        drawn = _Book(book, locale)
        drawn.summary(view)
        late = () if view.total.late_open is None else (_LATE,)
        role, person = _Column("role", "text", lambda row: row.name), _Column("person", "text", lambda row: row.name)
        drawn.table("roles", (role, *_with_changes(), *late, drawn.reasons_column()), view.roles)
        drawn.table("nodes", (*_steps(), *_with_changes(), *late, drawn.reasons_column()), view.nodes)
        drawn.table("reasons", _blocking(), view.reasons)
        if view.people is not None:
            drawn.table("people", (person, *_with_changes(), drawn.reasons_column()), view.people)
    return target.getvalue()


def _with_changes() -> tuple[_Column, ...]:
    charts = {"on_time": "chart_on_time", "completion_median": "chart_completion"}
    columns = []
    for each in _FIGURES:
        columns.append(_Column(each.word, each.form, each.of, charts.get(each.word)))
        if each.word in ("count", "on_time", "completion_median"):
            columns.append(_Column("change", *_CHANGES[each.word]))
    return tuple(columns)


def _steps() -> tuple[_Column, ...]:
    return (
        _Column("node", "text", lambda row: row.name),
        _Column("flow", "text", lambda row: row.flow_name),
        _Column("role", "text", lambda row: row.role_name),
    )


def _blocking() -> tuple[_Column, ...]:
    return (
        _Column("reason", "text", lambda row: row.reason_name),
        _Column("cards", "count", lambda row: row.cards),
        _Column("blocked", "hours", lambda row: _hours(row.seconds), "chart_blocked"),
    )


class _Book:
    """The workbook being written."""

    def __init__(self, book: Workbook, locale: str) -> None:
        self._book, self._locale = book, locale
        self._colon = ": " if locale == "en" else "："
        self._formats = {form: book.add_format(how) for form, how in _FORMATS.items()}
        self._header = book.add_format(
            {"bold": True, "bg_color": "#E8EEF7", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
        )
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def summary(self, view: TimelinessView) -> None:
        """The month, its figures against the month before, and how each is meant."""
        sheet = self._sheet("summary", ("figure", "value", "change"))
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 2, 20)
        about: list[tuple[str, Cell, Form]] = [
            ("month", view.month, "text"),
            ("timezone", view.timezone, "text"),
            ("as_of", view.as_of.astimezone(ZoneInfo(view.timezone)).replace(tzinfo=None), "time"),
            ("flow", view.flow_name or self._word("all_flows"), "text"),
        ]
        for row, (name, value, form) in enumerate(about, start=1):
            sheet.write_string(row, 0, self._word(name))
            self._write(sheet, row, 1, value, form)
        if not view.is_over:
            sheet.write_string(1, 2, self._word("not_over"))
        row = len(about) + 1
        for each in (*_FIGURES, *(() if view.total.late_open is None else (_LATE,))):
            sheet.write_string(row, 0, self._word(each.word))
            is_few = each.word.endswith("_p90") and view.total.small
            self._write(sheet, row, 1, each.of(view.total), "few" if is_few else each.form)
            if each.word in _CHANGES:
                form, change = _CHANGES[each.word]
                self._write(sheet, row, 2, change(view.total), form)
            row += 1
        row += 1
        sheet.write_string(row, 0, self._word("meaning"), self._header)
        for definition in view.definitions:
            row += 1
            sheet.merge_range(row, 0, row, 7, "", self._wrapped)
            sheet.write_string(row, 0, f"{definition.name}{self._colon}{definition.text}", self._wrapped)
            sheet.set_row(row, 32)

    def table(self, name: str, columns: Sequence[_Column], rows: Sequence[Any]) -> None:
        sheet = self._sheet(name, [each.word for each in columns])
        for at, column in enumerate(columns):
            sheet.set_column(at, at, _WIDTHS.get(column.form, _WIDTH))
        for number, row in enumerate(rows, start=1):
            for at, column in enumerate(columns):
                is_few = column.word.endswith("_p90") and row.small
                self._write(sheet, number, at, column.of(row), "few" if is_few else column.form)
        if not rows:
            return
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
        if name in ("nodes", "reasons"):
            drawn = [at for at, column in enumerate(columns) if column.chart]
            for place, at in enumerate(drawn):
                self._draw(sheet, columns[at], at, len(rows), place)

    def reasons_column(self) -> _Column:
        return _Column("top_reasons", "text", lambda row: self._reasons(row.top_reasons))

    def _reasons(self, reasons: Sequence[BlockingView]) -> str:
        joint = "; " if self._locale == "en" else "；"
        return joint.join(f"{each.reason_name} {each.seconds / _SECONDS:.1f} h × {each.cards}" for each in reasons)

    def _sheet(self, name: str, header: Sequence[str]) -> Worksheet:
        sheet = self._book.add_worksheet(self._word(name))
        sheet.freeze_panes(1, 1)
        sheet.set_row(0, 32)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for at, each in enumerate(header):
            sheet.write_string(0, at, self._word(each), self._header)
        return sheet

    def _draw(self, sheet: Worksheet, column: _Column, at: int, rows: int, place: int) -> None:
        """A bar for each row, in the sheet's order from above, below the table and beside each other."""
        chart: Any = self._book.add_chart({"type": "bar"})
        chart.add_series(
            {
                "name": self._word(column.word),
                "categories": [sheet.get_name(), 1, 0, rows, 0],
                "values": [sheet.get_name(), 1, at, rows, at],
                "data_labels": {"value": True},
                "fill": {"color": "#2F6FED"},
                "gap": 60,
            }
        )
        chart.set_title({"name": self._word(column.chart or column.word), "name_font": {"size": 12}})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"min": 0, **({"max": 1, "num_format": "0%"} if column.form == "share" else {})})
        chart.set_size({"width": 620, "height": max(220, 60 + 26 * rows)})
        sheet.insert_chart(rows + 2, 0, chart, {"x_offset": place * 640})

    def _write(self, sheet: Worksheet, row: int, at: int, value: Cell, form: Form) -> None:
        how = self._formats[form]
        if value is None:
            return
        if isinstance(value, str):
            sheet.write_string(row, at, value[:_LONGEST], how)
        elif isinstance(value, datetime):
            sheet.write_datetime(row, at, value, how)
        else:
            sheet.write_number(row, at, value, how)

    def _word(self, key: str) -> str:
        return word(key, self._locale)
