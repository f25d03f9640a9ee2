"""Use cases of imports. What takes long is done by `running.py`; these answer at once."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from chalicelib.core import blobs
from chalicelib.core.errors import Forbidden, Invalid, NotFound, Refused, StaleVersion
from chalicelib.core.events import EventKind
from chalicelib.core.http import Upload
from chalicelib.core.ids import new_id
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes
from chalicelib.leads.fields import has_controls
from chalicelib.tenancy import service as tenancy

from . import field_names, keys, store
from .analysis import analyse_file
from .errors import FileEmpty, ImportNotOpen, ImportNotUndoable
from .field_names import FieldName
from .model import KEEP_UNDOABLE, Analysis, Import, Importer, Kind, Options, ReadAs, Undo
from .running import import_event, read_changes, world_of
from .settled import Settled
from .settling import settle
from .unpacking import unpack

#: Files up to this size are looked at in the request, so that its answer says already what is to be decided.
_LOOKED_AT_ONCE = 1 << 20
_LONGEST_TEXT = 200
#: An item has 400 KB at most.
_MOST_OPTIONS_BYTES = 200_000
#: What else a role needs to import a kind.
_NEEDS: Mapping[str, str] = {"members": "members.write", "products": "products.write", "customers": "customers.write"}


@dataclass(frozen=True)
class Shown:
    """An import, and what is known of its columns as long as that can be decided."""

    imported: Import
    analysis: Analysis | None = None
    settled: Settled | None = None
    read_as: ReadAs | None = None


def upload_file(scope: Scope, kind: Kind, filename: str, upload: Upload, options: Options, now: datetime) -> Shown:
    """Keep the file, and let the import begin; or say what has to be decided first.

    Raises:
        Forbidden: the role may not write this kind.
        UnreadableFile, UploadTooLarge, Unreadable, Unsupported: nothing is kept then.
        Invalid: an option that does not fit the file.
    """
    check_text(scope, "filename", filename)
    if kind in _NEEDS and _NEEDS[kind] not in scope.may:
        raise Forbidden()
    imported = Import(
        id=new_id("imp", now),
        kind=kind,
        filename=filename,
        content_type=upload.content_type,
        by=_importer(scope),
        created_at=now,
        options=options,
    )
    with tempfile.TemporaryDirectory(prefix="glasspipe-") as folder:
        path = Path(folder, "source")
        with path.open("wb") as file:
            size = unpack(upload.content, upload.encoding, file)
        if size == 0:
            raise FileEmpty()
        if size > _LOOKED_AT_ONCE:
            blobs.put(scope.workspace_id, keys.source_file(imported.id), path)
            shown = Shown(imported)
        else:
            shown = _look(scope, imported, path, Path(folder, "rows"))
    return _begin(scope, shown, now, is_new=True)


def _look(scope: Scope, imported: Import, path: Path, copy: Path) -> Shown:
    with copy.open("wb") as target:
        fields = tenancy.setup_of(scope).fields
        spooled, analysis = analyse_file(path, imported.content_type, imported.kind, fields, target)
    imported = imported.model_copy(update=read_changes(spooled.rows, spooled.first_offset, spooled.size))
    settled = settle(imported, analysis, world_of(scope, imported))
    blobs.put(scope.workspace_id, keys.rows_file(imported.id), copy)
    store.put_analysis(scope, imported.id, analysis)
    return Shown(imported, analysis, settled)


def _importer(scope: Scope) -> Importer:
    return Importer(
        member_id=scope.member_id,
        name=scope.name,
        role=scope.role,
        locale=scope.locale,
        is_limited=scope.sees is not None,
        may_add_members="members.write" in scope.may,
        may_add_products="products.write" in scope.may,
        may_change_setup="workspace.write" in scope.may,
    )


def _begin(scope: Scope, shown: Shown, now: datetime, *, is_new: bool = False) -> Shown:
    """Write the import: waiting for decisions, or ready for a worker, whom the event wakes at once."""
    imported, settled = shown.imported, shown.settled
    is_open = settled is not None and bool(settled.open_questions(imported.options.accept_guesses))
    changes: dict[str, Any] = {"status": "needs_mapping" if is_open else "queued"}
    if settled is not None:
        changes["filled"] = settled.filled
    imported = imported.model_copy(update=changes)
    writes = Writes()
    # What nobody decides is not kept forever either.
    store.put_import(writes, scope, imported, now + KEEP_UNDOABLE if is_open else now)
    if not is_open:
        writes.create(import_event(scope, EventKind.IMPORT_STARTED, imported, now))
    writes.commit()
    return Shown(imported.model_copy(update={"version": (imported.version or 0) + 1}), shown.analysis, settled)


def show_import(scope: Scope, import_id: str) -> Shown:
    """
    Raises:
        NotFound: none here, or another's and the caller sees only their own line.
    """
    imported = _find(scope, import_id)
    read_as = store.find_read_as(scope, import_id) if imported.is_kept and imported.has_read_rows else None
    decidable = imported.status == "needs_mapping" or (imported.status == "done" and imported.options.dry_run)
    analysis = store.read_analysis(scope, imported.id) if imported.is_read and decidable else None
    if analysis is None:
        return Shown(imported, read_as=read_as)
    try:
        return Shown(imported, analysis, settle(imported, analysis, world_of(scope, imported)), read_as)
    except Refused:  # the workspace has changed since: an option names what is gone
        return Shown(imported, analysis, read_as=read_as)


def fields_of(scope: Scope, kind: Kind) -> list[FieldName]:
    """All that a column may be, in the caller's language."""
    return field_names.fields_of(kind, tenancy.setup_of(scope), scope.role, scope.locale)


def change_import(
    scope: Scope, import_id: str, changes: Mapping[str, Any], expected: int | None, now: datetime
) -> Shown:
    """Decide what was asked; with the last question answered the import begins. A trial (`dry_run`) can be made real.

    `changes` by name of the option. Maps are merged, an entry of None takes a decision back.

    Raises:
        NotFound, StaleVersion, ImportNotOpen, Invalid, FieldForbidden
    """
    imported = _find(scope, import_id)
    if expected is not None and expected != imported.version:
        raise StaleVersion()
    is_over_trial = imported.status == "done" and imported.options.dry_run
    if not (imported.status == "needs_mapping" or is_over_trial) or not imported.is_kept:
        raise ImportNotOpen()
    analysis = store.read_analysis(scope, imported.id)
    if analysis is None:
        raise ImportNotOpen()
    options = _merged(imported.options, changes)
    if len(options.model_dump_json().encode()) > _MOST_OPTIONS_BYTES:
        raise Invalid("these are more decisions than an import can keep" if scope.locale == "en" else "映射内容过多")
    for value in options.defaults.values():
        check_text(scope, "defaults", value)
    imported = imported.model_copy(update={"options": options, **imported.rewound(), "finished_at": None})
    return _begin(scope, Shown(imported, analysis, settle(imported, analysis, world_of(scope, imported))), now)


def _merged(options: Options, changes: Mapping[str, Any]) -> Options:
    values = options.model_dump()
    for name, value in changes.items():
        if not isinstance(value, Mapping):
            values[name] = value
            continue
        merged = {**values[name], **value}
        # In these two, None is a decision of its own: leave the column out, give the lead to the pool.
        values[name] = merged if name in ("mapping", "owners") else {k: v for k, v in merged.items() if v is not None}
    return Options.model_validate(values)


def undo_import(scope: Scope, import_id: str, now: datetime, expected: int | None = None) -> Shown:
    """Let everything be taken back, in the background.

    Raises:
        NotFound, ImportNotUndoable, StaleVersion
    """
    imported = _find(scope, import_id)
    if expected is not None and expected != imported.version:
        raise StaleVersion()
    ended = imported.status in ("done", "failed") and imported.finished_at is not None and imported.is_kept
    if not ended or imported.options.dry_run or not imported.chunk:
        raise ImportNotUndoable()
    if imported.finished_at is not None and imported.finished_at + KEEP_UNDOABLE <= now:
        raise ImportNotUndoable()
    changes = {"status": "running", "is_undoing": True, "undo": Undo(), "undo_chunk": imported.chunk, "attempts": 0}
    imported = imported.model_copy(update=changes)
    writes = Writes()
    store.put_import(writes, scope, imported, now)
    writes.create(import_event(scope, EventKind.IMPORT_STARTED, imported, now, undo=True))
    writes.commit()
    return Shown(imported.model_copy(update={"version": (imported.version or 0) + 1}))


def list_imports(
    scope: Scope, limit: int, start: dict[str, Any] | None
) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """Cards, newest first, and where the next page begins; who sees only their own line sees its imports."""
    page = store.list_imports(scope, limit, start)
    return [card for card in page.items if _sees(scope, str(card.get("by_id")))], page.next_key


def _find(scope: Scope, import_id: str) -> Import:
    imported = store.find_import(scope, import_id)
    if not _sees(scope, imported.by.member_id):
        raise NotFound()
    return imported


def _sees(scope: Scope, member_id: str) -> bool:
    return scope.sees is None or member_id == scope.member_id or member_id in scope.sees


def check_json_map(scope: Scope, field: str, text: str | None) -> dict[str, Any]:
    """A map given as JSON in a query parameter.

    Raises:
        Invalid
    """
    if text is None:
        return {}
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict) or not all(v is None or isinstance(v, str) for v in value.values()):
        raise Invalid.at(field, "a JSON object of texts" if scope.locale == "en" else "应为值均为文本的 JSON 对象")
    for each in (*value, *filter(None, value.values())):
        check_text(scope, field, each)
    return value


def check_text(scope: Scope, field: str, text: str) -> None:
    """
    Raises:
        Invalid: control characters, half characters, or more than 200 characters.
    """
    if len(text) > _LONGEST_TEXT or has_controls(text):
        en = f"a text of at most {_LONGEST_TEXT} characters, without control characters"
        zh = f"应为不超过 {_LONGEST_TEXT} 个字符的文本，不含控制字符"
        raise Invalid.at(field, en if scope.locale == "en" else zh)
