"""Imports as items, and their files."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from chalicelib.core import blobs
from chalicelib.core.clock import to_text
from chalicelib.core.deadlines import set_due
from chalicelib.core.errors import NotFound, StaleVersion
from chalicelib.core.scope import Scope
from chalicelib.core.store import Page, Writes, get, query_page
from chalicelib.core.tables import CompactJson, VersionedItem

from . import keys
from .model import Analysis, Import, ReadAs

DEADLINE_KIND = "import.chunk"
_LISTED = {
    "id", "kind", "filename", "status", "rows", "counts", "conflicts", "created_at", "finished_at", "is_undoing",
}  # fmt: skip


class ImportItem(VersionedItem):
    """`state` is all of an `Import`; `card` is what the list shows of it.

    `updated_at` holds the moment of the upload: it orders the list, which must not jump about while imports run.
    """

    class Meta(VersionedItem.Meta):
        pass

    state = CompactJson()
    status = UnicodeAttribute()


def find_import(scope: Scope, import_id: str) -> Import:
    """As it is now.

    Raises:
        NotFound
    """
    item = get(ImportItem, keys.imported(scope, import_id), keys.IMPORT, consistent=True)
    if item is None:
        raise NotFound()
    return import_of(item)


def import_of(item: ImportItem) -> Import:
    return Import.model_validate({**item.state, "version": item.version})


def import_item(scope: Scope, imported: Import, due_at: datetime | None) -> ImportItem:
    """`due_at` is when a worker should look at it (again)."""
    state = imported.model_dump(mode="json", exclude={"version"}, exclude_defaults=True)
    item = ImportItem(keys.imported(scope, imported.id), keys.IMPORT, state=state, status=imported.status)
    item.card = imported.model_dump(mode="json", include=_LISTED) | {
        "by": imported.by.name,
        "by_id": imported.by.member_id,
        "options": {"dry_run": imported.options.dry_run},
    }
    item.owner_key = keys.imports(scope)
    item.updated_at = to_text(imported.created_at)
    item.under(imported.version)
    set_due(item, DEADLINE_KIND, due_at)
    return item


def put_import(writes: Writes, scope: Scope, imported: Import, due_at: datetime | None) -> None:
    """Add the write under the version that was read (-> `StaleVersion`)."""
    writes.put(import_item(scope, imported, due_at), refusal=StaleVersion)


def due_at_of(scope: Scope, import_id: str) -> tuple[Import, str | None]:
    """The import, and since or until when it is due."""
    item = get(ImportItem, keys.imported(scope, import_id), keys.IMPORT, consistent=True)
    if item is None:
        raise NotFound()
    return import_of(item), item.due_at


def list_imports(scope: Scope, limit: int, start: dict[str, Any] | None) -> Page[dict[str, Any]]:
    """Cards, newest first: one Query."""
    page = query_page(ImportItem, keys.imports(scope), index="by_update", limit=limit, descending=True, start=start)
    return Page([dict(item.card or {}) for item in page.items], page.next_key)


def put_analysis(scope: Scope, import_id: str, analysis: Analysis) -> None:
    blobs.put(scope.workspace_id, keys.analysis_file(import_id), analysis.model_dump_json().encode())


def read_analysis(scope: Scope, import_id: str) -> Analysis | None:
    """None while the file has not been looked at."""
    try:
        return Analysis.model_validate_json(blobs.get(scope.workspace_id, keys.analysis_file(import_id)))
    except blobs.BlobMissing:
        return None


def put_read_as(scope: Scope, import_id: str, read_as: ReadAs) -> None:
    blobs.put(scope.workspace_id, keys.read_as_file(import_id), read_as.model_dump_json().encode())


def find_read_as(scope: Scope, import_id: str) -> ReadAs | None:
    """None while no row was read."""
    try:
        return ReadAs.model_validate_json(blobs.get(scope.workspace_id, keys.read_as_file(import_id)))
    except blobs.BlobMissing:
        return None


def put_json(scope: Scope, name: str, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    blobs.put(scope.workspace_id, name, text.encode("utf-8", "replace"))


def read_json(scope: Scope, name: str) -> Any:
    """None when there is no such file."""
    try:
        return json.loads(blobs.get(scope.workspace_id, name))
    except blobs.BlobMissing:
        return None


def delete_files(scope: Scope, imported: Import) -> None:
    """All files of an import: nothing can be undone or looked up afterwards."""
    names = [keys.source_file(imported.id), keys.rows_file(imported.id), keys.analysis_file(imported.id)]
    names.append(keys.read_as_file(imported.id))
    names += [keys.chunk_file(imported.id, number) for number in range(imported.chunk + 1)]
    for name in names:
        blobs.delete(scope.workspace_id, name)
