"""Routes of imports and exports."""

from __future__ import annotations

from chalicelib.core import clock
from chalicelib.core.cursors import open_cursor, seal_cursor
from chalicelib.core.http import XLSX, Answer, Api, Upload
from chalicelib.core.scope import Scope
from chalicelib.leads.schemas import LeadQuery
from chalicelib.tenancy import service as tenancy

from . import exporting, reporting, service
from .errors import ImportNotOpen, ImportNotUndoable
from .model import Options
from .schemas import (
    ConflictList,
    ConflictView,
    CustomerExportQuery,
    ImportChange,
    ImportList,
    ImportPageQuery,
    ImportView,
    LeadExportQuery,
    OwnerView,
    UploadQuery,
    row_of_card,
)

api = Api(__name__, tag="imports")

UPLOADS = ("text/csv", "application/csv", XLSX, "application/octet-stream")


@api.post("/imports", upload=UPLOADS, query=UploadQuery, status=202, allow="imports.run")
def upload_import(scope: Scope, body: Upload, query: UploadQuery) -> ImportView:
    """Upload a table (CSV or XLSX, gzip accepted). Begins at once, or says in `questions` what to decide first."""
    options = Options.model_validate(
        {
            "mapping": service.check_json_map(scope, "mapping", query.mapping),
            "defaults": {
                k: v for k, v in service.check_json_map(scope, "defaults", query.defaults).items() if v is not None
            },
            "date_order": {"*": query.date_order} if query.date_order else {},
            "key": query.key,
            "dry_run": query.dry_run,
            "accept_guesses": query.accept_guesses,
        }
    )
    return _view(scope, service.upload_file(scope, query.kind, query.filename, body, options, clock.now()))


def _view(scope: Scope, shown: service.Shown) -> ImportView:
    return ImportView.of(shown, service.fields_of(scope, shown.imported.kind))


@api.get("/imports", query=ImportPageQuery, allow="imports.run")
def list_imports(scope: Scope, query: ImportPageQuery) -> ImportList:
    """Newest first."""
    start = open_cursor(scope, "imports", query.cursor) if query.cursor else None
    cards, next_key = service.list_imports(scope, query.limit, start)
    cursor = seal_cursor(scope, "imports", next_key) if next_key else None
    return ImportList(items=[row_of_card(card) for card in cards], next_cursor=cursor)


@api.get("/imports/{import_id}", allow="imports.run")
def get_import(scope: Scope, import_id: str) -> ImportView:
    """How far it is, what is to be decided, what came of it."""
    return _view(scope, service.show_import(scope, import_id))


@api.patch("/imports/{import_id}", body=ImportChange, allow="imports.run", refusals=(ImportNotOpen,))
def change_import(scope: Scope, import_id: str, body: ImportChange, expected: int | None) -> ImportView:
    """Decide what was asked. When nothing is open any more the import begins (status `queued`) by itself."""
    return _view(scope, service.change_import(scope, import_id, body.changes(), expected, clock.now()))


@api.post("/imports/{import_id}/undo", status=202, allow="imports.run", if_match=True, refusals=(ImportNotUndoable,))
def undo_import(scope: Scope, import_id: str, expected: int | None) -> ImportView:
    """Take back all that it made and changed, as far as nobody has changed it since; for 30 days."""
    return _view(scope, service.undo_import(scope, import_id, clock.now(), expected))


@api.get("/imports/{import_id}/errors", allow="imports.run", produces=("text/csv",))
def get_errors(scope: Scope, import_id: str) -> Answer:  # type: ignore[type-arg]
    """What failed, as CSV: row, column, value, reason."""
    imported = service.show_import(scope, import_id).imported
    name = f'attachment; filename="{imported.id}-errors.csv"'
    content = reporting.error_file(scope, imported)
    return Answer(content, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})


@api.get("/imports/{import_id}/conflicts", query=ImportPageQuery, allow="imports.run")
def list_conflicts(scope: Scope, import_id: str, query: ImportPageQuery) -> ConflictList:
    """Rows whose customer another rep has an open lead of: kept, and to be settled."""
    imported = service.show_import(scope, import_id).imported
    question = f"conflicts of {imported.id}"
    start = open_cursor(scope, question, query.cursor) if query.cursor else None
    found, position = reporting.conflicts(scope, imported, query.limit, start)
    members = tenancy.members_of(scope)

    def owner(member_id: str) -> OwnerView:
        member = members.get(member_id)
        return OwnerView(id=member_id, name=member.name if member else None)

    items = [
        ConflictView(
            row=each["row"],
            lead_id=each["lead_id"],
            customer_id=each["customer_id"],
            customer_name=each["customer_name"],
            owner=owner(each["owner_id"]),
            others=[owner(other) for other in each["with"]],
        )
        for each in found
    ]
    return ConflictList(items=items, next_cursor=seal_cursor(scope, question, position) if position else None)


@api.get("/exports/leads", query=LeadExportQuery, allow="leads.export", produces=("text/csv", XLSX))
def export_leads(scope: Scope, query: LeadExportQuery) -> Answer:  # type: ignore[type-arg]
    """The leads of a list, whole, as CSV or XLSX: at most 10,000 rows; `X-Next-Cursor` goes on after them."""
    listed = LeadQuery.model_validate(query.model_dump(exclude={"format"}))
    return _file(exporting.export_leads(scope, listed, query.format, clock.now()), "leads", query.format)


@api.get("/exports/customers", query=CustomerExportQuery, allow="leads.export", produces=("text/csv", XLSX))
def export_customers(scope: Scope, query: CustomerExportQuery) -> Answer:  # type: ignore[type-arg]
    """The customers in one's range, as CSV or XLSX: at most 10,000 rows; `X-Next-Cursor` goes on after them."""
    exported = exporting.export_customers(scope, query.cursor, query.format, clock.now())
    return _file(exported, "customers", query.format)


def _file(exported: exporting.Exported, name: str, form: exporting.Format) -> Answer:  # type: ignore[type-arg]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "X-Row-Count": str(exported.rows)}
    if exported.next_cursor:
        headers["X-Next-Cursor"] = exported.next_cursor
    kind = XLSX if form == "xlsx" else "text/csv; charset=utf-8"
    return Answer(exported.content, content_type=kind, headers=headers)
