"""Requests and answers of imports and exports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.core.clock import text_or_none, to_text
from chalicelib.core.http import Model, Resource, View
from chalicelib.leads.schemas import LeadQuery, PageQuery, Short

from .dates import DateOrder
from .field_names import FieldName
from .model import Import, Kind, Options, ReadAs, Status
from .service import Shown
from .settled import Settled

Text = Annotated[str, Field(max_length=200)]
#: Address and headers have 10,240 bytes together (API Gateway), and there are two of these.
JsonText = Annotated[str, Field(max_length=4000)]
_MOST = 1000


class UploadQuery(Model):
    """Small maps may be given here as JSON text; larger ones, and all others, by PATCH."""

    kind: Kind = "leads"
    filename: Annotated[str, Field(min_length=1, max_length=200)] = "import.csv"
    key: Short | None = None
    dry_run: bool = False
    accept_guesses: bool = False
    date_order: DateOrder | None = None
    mapping: JsonText | None = None
    defaults: JsonText | None = None


class ImportChange(Model):
    """What was asked, decided. Maps are merged with what was decided before; an entry of null takes it back, but in
    `mapping` (null: leave the column out) and `owners` (null: the public pool)."""

    mapping: Annotated[dict[Text, Text | None], Field(max_length=_MOST)] | None = None
    defaults: Annotated[dict[Text, Text | None], Field(max_length=_MOST)] | None = None
    date_order: DateOrder | Annotated[dict[Text, DateOrder | None], Field(max_length=_MOST)] | None = None
    stages: Annotated[dict[Text, Text | None], Field(max_length=_MOST)] | None = None
    owners: Annotated[dict[Text, Text | None], Field(max_length=_MOST)] | None = None
    channels: Annotated[dict[Text, Text | None], Field(max_length=_MOST)] | None = None
    lost_reasons: Annotated[dict[Text, Text | None], Field(max_length=_MOST)] | None = None
    products: Annotated[dict[Text, Text | None], Field(max_length=_MOST)] | None = None
    key: Short | None = None
    accept_guesses: bool | None = None
    dry_run: bool | None = None

    def changes(self) -> dict[str, Any]:
        """By name of the option; what is not given is left out."""
        given = {name: getattr(self, name) for name in self.model_fields_set if getattr(self, name) is not None}
        if isinstance(given.get("date_order"), DateOrder):
            given["date_order"] = {"*": given["date_order"]}
        return given


class ColumnView(View):
    """`field` is what the column will be read as; `guess` what was guessed. `examples` are some of its values."""

    column: str
    field: str | None
    guess: str | None
    confidence: float
    why: str
    rival: str | None
    examples: list[str]


class ValueView(View):
    value: str
    rows: int
    id: str | None
    confidence: float
    by: str


class DateOrderView(View):
    """`order` null: it has to be said. The counts are of values that can only be read one way, or either way."""

    column: str
    field: str
    order: DateOrder | None
    month_first: int
    day_first: int
    undecided: int
    example: str


class WouldCreate(View):
    members: list[str]
    products: list[str]


class QuestionView(View):
    """`is_guessed`: `accept_guesses` answers it."""

    code: str
    field: str
    column: str | None
    values: list[str]
    detail: str
    is_guessed: bool


class GuessesView(View):
    columns: list[ColumnView]
    stages: list[ValueView]
    owners: list[ValueView]
    channels: list[ValueView]
    products: list[ValueView]
    lost_reasons: list[ValueView]
    date_order: list[DateOrderView]
    would_create: WouldCreate


class ImportDecisions(View):
    """Column -> field (null: left out); text in the file -> id in the workspace (owners: null is the public pool)."""

    mapping: dict[str, str | None]
    defaults: dict[str, str]
    date_order: dict[str, DateOrder]
    stages: dict[str, str]
    owners: dict[str, str | None]
    channels: dict[str, str]
    lost_reasons: dict[str, str]
    products: dict[str, str]

    @classmethod
    def of(cls, decided: Options | ReadAs) -> ImportDecisions:
        return cls(**{name: getattr(decided, name) for name in cls.model_fields})


class ImportField(View):
    """What a column may be read as. Not `writable`: the role may not, and a column mapped to it is refused."""

    id: str
    name: str
    writable: bool


class FailureView(View):
    code: str
    detail: str


class UndoView(View):
    reverted: int
    kept: int


class ImportRow(View):
    """`total` is null until the file is read; `done` counts the rows that are through."""

    id: str
    kind: Kind
    filename: str
    status: Status
    dry_run: bool
    total: int | None
    done: int
    created: int
    updated: int
    skipped: int
    failed: int
    conflicts: int
    by_name: str
    created_at: str
    finished_at: str | None


class ImportView(ImportRow, Resource):
    """`filled` says what stands in mandatory fields that the file has no column for; `warnings` counts the rows in
    which something was put in. `questions` are those still open: answer them by PATCH, and the import begins.

    `decided` is what the caller has said; `read_as` how the rows were read by it, accepted guesses included (products
    by name), once a part of them was. `fields` is all that a column may be, named in the caller's language."""

    key: str | None
    accept_guesses: bool
    undoing: bool
    errors_url: str | None
    conflicts_url: str | None
    undoable: bool
    filled: dict[str, str]
    warnings: dict[str, int]
    created_members: int
    created_products: int
    failure: FailureView | None
    undo: UndoView | None
    questions: list[QuestionView]
    guesses: GuessesView | None
    decided: ImportDecisions
    read_as: ImportDecisions | None
    fields: list[ImportField]

    @classmethod
    def of(cls, shown: Shown, fields: Iterable[FieldName]) -> ImportView:
        imported, settled = shown.imported, shown.settled
        options, counts = imported.options, imported.counts
        url = f"/v1/imports/{imported.id}"
        is_over = imported.status in ("done", "failed", "undone")
        questions = settled.open_questions(options.accept_guesses) if settled and not is_over else []
        return cls(
            version=imported.version or 1,
            **_row(imported),
            key=settled.key if settled else options.key,
            accept_guesses=options.accept_guesses,
            undoing=imported.is_undoing,
            errors_url=f"{url}/errors" if (counts.failed or imported.undo.kept) and imported.is_kept else None,
            conflicts_url=f"{url}/conflicts" if imported.conflicts and imported.is_kept else None,
            undoable=imported.status in ("done", "failed") and imported.is_kept and not options.dry_run
            and imported.chunk > 0,
            filled=imported.filled,
            warnings=imported.warnings,
            created_members=len(imported.added_members),
            created_products=len(imported.added_products),
            failure=FailureView(**imported.failure.model_dump()) if imported.failure else None,
            undo=UndoView(**imported.undo.model_dump()) if imported.is_undoing or imported.status == "undone" else None,
            questions=[
                QuestionView(code=each.code, field=each.field, column=each.column, values=list(each.values)[:200],
                             detail=each.detail, is_guessed=each.is_guessed)
                for each in questions
            ],
            guesses=_guesses(shown, settled) if settled and shown.analysis else None,
            decided=ImportDecisions.of(options),
            read_as=ImportDecisions.of(shown.read_as) if shown.read_as else None,
            fields=[ImportField(id=each.id, name=each.name, writable=each.writable) for each in fields],
        )  # fmt: skip


def _row(imported: Import) -> dict[str, Any]:
    return {
        "id": imported.id,
        "kind": imported.kind,
        "filename": imported.filename,
        "status": imported.status,
        "dry_run": imported.options.dry_run,
        "total": imported.rows if imported.is_read else None,
        "done": imported.counts.done,
        **imported.counts.model_dump(),
        "conflicts": imported.conflicts,
        "by_name": imported.by.name,
        "created_at": to_text(imported.created_at),
        "finished_at": text_or_none(imported.finished_at),
    }


def _guesses(shown: Shown, settled: Settled) -> GuessesView:
    assert shown.analysis is not None
    read_as = {column.index: column for column in settled.columns}
    columns, orders = [], []
    for index, (guess, fact) in enumerate(zip(shown.analysis.guesses, shown.analysis.columns, strict=True)):
        column = read_as.get(index)
        columns.append(
            ColumnView(
                column=guess.column,
                field=column.field if column else None,
                guess=guess.field,
                confidence=guess.confidence,
                why=str(guess.why),
                rival=guess.rival,
                examples=fact.examples,
            )
        )
        if column is not None and settled.is_date(column.field):
            unclear = any(
                each.code == "date_order_unclear" and each.column == column.name for each in settled.questions
            )
            orders.append(
                DateOrderView(
                    column=column.name,
                    field=column.field,
                    order=None if unclear else column.order,
                    month_first=fact.month_first,
                    day_first=fact.day_first,
                    undecided=fact.undecided,
                    example=fact.example,
                )
            )
    values = {
        what: [ValueView(value=g.value, rows=g.rows, id=g.id, confidence=g.confidence, by=str(g.by)) for g in found]
        for what, found in settled.guesses.items()
    }
    return GuessesView(
        columns=columns,
        date_order=orders,
        would_create=WouldCreate(
            members=list(settled.new_members.values()), products=list(settled.new_products.values())
        ),
        **{what: values.get(what, []) for what in ("stages", "owners", "channels", "products", "lost_reasons")},
    )


def row_of_card(card: dict[str, Any]) -> ImportRow:
    """A line of the list of imports."""
    by = {"member_id": "", "name": card["by"], "role": "", "locale": ""}
    is_read = bool(card.get("rows"))
    imported = Import.model_validate({**card, "content_type": "", "is_read": is_read, "by": by})
    return ImportRow(**_row(imported))


class ImportList(View):
    items: list[ImportRow]
    next_cursor: str | None


class OwnerView(View):
    id: str
    name: str | None


class ConflictView(View):
    """A row whose customer another rep (`others`) has an open lead of."""

    row: int
    lead_id: str
    customer_id: str
    customer_name: str
    owner: OwnerView
    others: list[OwnerView]


class ConflictList(View):
    items: list[ConflictView]
    next_cursor: str | None


class ImportPageQuery(PageQuery):
    """A page of a list of imports or conflicts."""


class LeadExportQuery(LeadQuery):
    """The filters of the list of leads. `limit` has no meaning here."""

    format: Literal["csv", "xlsx"] = "csv"


class CustomerExportQuery(Model):
    format: Literal["csv", "xlsx"] = "csv"
    cursor: Annotated[str, Field(max_length=8000)] | None = None
