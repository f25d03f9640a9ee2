"""How an import goes on: by whoever holds its lease, chunk by chunk, from where the last one ended.

The lease is the import's own deadline, moved ahead under a version check. Who holds it works; after a kill -9 it runs
out, and the next sweep takes it. A chunk is finished by one write that moves the place and the counters; before that
its rows may be written again, and each finds itself (`model.derived_id`, the external id's claim, the customer's
identities): nothing is lost and nothing comes in twice.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from chalicelib.core import blobs
from chalicelib.core.clock import to_text
from chalicelib.core.errors import Refused, StaleVersion
from chalicelib.core.events import EventItem, EventKind, event_item
from chalicelib.core.log import logger
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes
from chalicelib.leads import products
from chalicelib.leads.change import Rules
from chalicelib.tenancy import service as tenancy

from . import keys, preparing, store, telling, undoing
from .analysis import analyse_file
from .customer_rows import CustomerRows
from .journal import Journal, read_journal, write_journal
from .lead_rows import LeadRows
from .member_rows import MemberRows
from .model import KEEP_UNDOABLE, Analysis, Counts, Failure, Import
from .product_rows import ProductRows
from .rows import Outcome, RowWriter
from .settled import Settled, World
from .settling import settle
from .spool import read_chunk

ROWS_A_CHUNK = 500
#: Longer than any chunk takes. A worker that was killed holds the import up for so long.
LEASE_SECONDS = 40.0
#: A chunk that was begun so often without an end has a defect: the import fails rather than run forever.
MOST_ATTEMPTS = 6
WRITERS: dict[str, Callable[..., RowWriter]] = {
    "leads": LeadRows,
    "members": MemberRows,
    "customers": CustomerRows,
    "products": ProductRows,
}
_CODES = {"c": "created", "u": "updated", "s": "skipped", "f": "failed"}

Elapsed = Callable[[], float]


class Lost(Exception):
    """Another worker has the import, or its owner has changed it."""


def work(scope: Scope, import_id: str, now: datetime, *, budget: float, elapsed: Elapsed) -> None:
    """Take the import's lease, if it is free, and go on for about `budget` seconds.

    `elapsed` says how many seconds have passed since `now`.
    """
    imported, due_at = store.due_at_of(scope, import_id)
    if due_at is None or due_at > to_text(now):
        return
    if not imported.is_active:
        _end_keeping(scope, imported, now)
        return
    worker = Worker(scope, imported, now, budget, elapsed)
    try:
        worker.run()
    except Lost:
        logger.info("import is another worker's", import_id=import_id)


def world_of(scope: Scope, imported: Import) -> World:
    """What the workspace knows now, read anew: members may have been made a moment ago."""
    members = tenancy.read_members(scope)
    by = imported.by
    return World(
        rules=Rules(tenancy.setup_of(scope), tenancy.calendar_of(scope), members),
        products=tuple(products.all_products(scope)) if imported.kind in ("leads", "products") else (),
        importer=by,
        sees=(members.line_of(by.member_id) | {by.member_id}) if by.is_limited else None,
    )


class Worker:
    """One turn of work at one import."""

    def __init__(self, scope: Scope, imported: Import, now: datetime, budget: float, elapsed: Elapsed) -> None:
        self._import, self._began, self._budget, self._elapsed = imported, now, budget, elapsed
        by = imported.by
        self._scope = replace(scope, member_id=by.member_id, name=by.name, locale=by.locale)

    @property
    def _now(self) -> datetime:
        passed = timedelta(milliseconds=int(self._elapsed() * 1000))
        return self._began + passed

    def run(self) -> None:
        if self._import.attempts >= MOST_ATTEMPTS:
            self._fail("import_stuck", "The import could not go on; nothing more of it was written.")
            return
        self._save(attempts=self._import.attempts + 1, status="running" if self._import.is_read else "queued")
        try:
            if not self._import.is_read:
                self._read_file()
            if self._import.is_undoing:
                self._undo()
            elif self._import.status != "needs_mapping":
                self._go_on()
        except Refused as refused:
            self._fail(refused.code, refused.detail(self._import.by.locale))

    # Reading the file

    def _read_file(self) -> None:
        fields = tenancy.setup_of(self._scope).fields
        name = keys.source_file(self._import.id)
        with blobs.download(self._scope.workspace_id, name) as source, tempfile.TemporaryFile() as target:
            spooled, analysis = analyse_file(source, self._import.content_type, self._import.kind, fields, target)
            target.seek(0)
            blobs.put(self._scope.workspace_id, keys.rows_file(self._import.id), target)
        store.put_analysis(self._scope, self._import.id, analysis)
        self._import = self._import.model_copy(update=read_changes(spooled.rows, spooled.first_offset, spooled.size))
        settled = settle(self._import, analysis, world_of(self._scope, self._import))
        is_open = bool(settled.open_questions(self._import.options.accept_guesses))
        self._save(status="needs_mapping" if is_open else "running", filled=settled.filled, is_due=not is_open)
        blobs.delete(self._scope.workspace_id, name)

    # Writing rows

    def _go_on(self) -> None:
        analysis = store.read_analysis(self._scope, self._import.id) or Analysis(columns=[], guesses=[])
        world = world_of(self._scope, self._import)
        settled = settle(self._import, analysis, world)
        if settled.open_questions(self._import.options.accept_guesses):
            self._save(status="needs_mapping", filled=settled.filled, is_due=False)
            return
        if self._import.chunk == 0 and not self._import.options.dry_run:
            preparing.add_missing(self._scope, self._import, settled, self._now)
            self._save(
                filled=settled.filled,
                added_members=list(settled.new_members),
                added_products=list(settled.new_products),
            )
            world = world_of(self._scope, self._import)
            settled = settle(self._import, analysis, world)
        if self._import.chunk == 0:
            read_as = settled.read_as(column.name for column in analysis.columns)
            store.put_read_as(self._scope, self._import.id, read_as)
        with self._copy() as source:
            while self._import.offset < self._import.size and self._elapsed() < self._budget:
                self._one_chunk(
                    WRITERS[self._import.kind](self._scope, self._import, settled, world, self._now), source
                )
        if self._import.offset >= self._import.size:
            self._finish()
        else:
            self._hand_on()

    def _one_chunk(self, writer: RowWriter, source: BinaryIO) -> None:
        chunk = read_chunk(source, self._import.offset, ROWS_A_CHUNK)
        known = read_journal(self._scope, self._import, self._import.chunk)
        if known is not None and known.is_done and known.next_offset == chunk.next_offset:
            outcomes = known.outcomes
        else:
            outcomes = writer.plan(chunk.rows)
            if not self._import.options.dry_run:
                outcomes = self._carry_out(writer, outcomes, known, chunk.next_offset)
            write_journal(self._scope, self._import, Journal(chunk.next_offset, True, outcomes))
        self._save(
            offset=chunk.next_offset if chunk.rows else self._import.size,
            chunk=self._import.chunk + 1,
            attempts=1,
            counts=_counted(self._import.counts, outcomes),
            conflicts=self._import.conflicts + sum(each.conflict is not None for each in outcomes),
            warnings=dict(Counter(self._import.warnings) + Counter(w for each in outcomes for w in each.warnings)),
        )

    def _carry_out(
        self, writer: RowWriter, planned: list[Outcome], known: Journal | None, next_offset: int
    ) -> list[Outcome]:
        """Do the chunk. What was planned before a crash holds: some of it is done, and would look unchanged now."""
        if known is not None and known.next_offset == next_offset:
            planned = known.outcomes
        elif self._import.kind != "leads" or any(each.code == "u" for each in planned):
            write_journal(self._scope, self._import, Journal(next_offset, False, planned))
        done = writer.apply(planned)
        return [_with_former(plan, outcome) for plan, outcome in zip(planned, done, strict=True)]

    @contextmanager
    def _copy(self) -> Iterator[BinaryIO]:
        with blobs.download(self._scope.workspace_id, keys.rows_file(self._import.id)) as path, open_copy(path) as file:
            yield file

    # Ends

    def _finish(self) -> None:
        now = self._now
        done = self._import.model_copy(update={"status": "done", "finished_at": now, "attempts": 0})
        writes = Writes()
        store.put_import(writes, self._scope, done, now + KEEP_UNDOABLE)
        if not done.options.dry_run:
            writes.create(import_event(self._scope, EventKind.IMPORT_FINISHED, done, now, **done.counts.model_dump()))
        telling.tell_done(writes, self._scope, done, now)
        self._commit(writes)

    def _hand_on(self) -> None:
        """Time is up, rows are left: due at once, and an event wakes the next worker, behind the events of others."""
        writes = Writes()
        now = self._now
        store.put_import(writes, self._scope, self._import, now)
        done = self._import.undo.reverted if self._import.is_undoing else self._import.counts.done
        writes.create(import_event(self._scope, EventKind.IMPORT_STARTED, self._import, now, after_rows=done))
        self._commit(writes)

    def _fail(self, code: str, detail: str) -> None:
        failed = self._import.model_copy(
            update={"status": "failed", "finished_at": self._now, "failure": Failure(code=code, detail=detail)}
        )
        writes = Writes()
        # What came in before it failed can be undone like a whole one.
        store.put_import(writes, self._scope, failed, self._now + KEEP_UNDOABLE)
        self._commit(writes)

    def _undo(self) -> None:
        world = world_of(self._scope, self._import)
        settled = Settled(self._import.kind, (), "none")
        while self._import.undo_chunk > 0 and self._elapsed() < self._budget:
            writer = WRITERS[self._import.kind](self._scope, self._import, settled, world, self._now)
            undo = undoing.undo_chunk(self._scope, self._import, writer)
            self._save(undo=undo, undo_chunk=self._import.undo_chunk - 1, attempts=1)
        if self._import.undo_chunk > 0:
            self._hand_on()
            return
        undoing.remove_added(self._scope, self._import, self._now)
        now = self._now
        undone = self._import.model_copy(update={"status": "undone", "is_undoing": False, "attempts": 0})
        writes = Writes()
        store.put_import(writes, self._scope, undone, now + KEEP_UNDOABLE)
        writes.create(import_event(self._scope, EventKind.IMPORT_UNDONE, undone, now, **undone.undo.model_dump()))
        self._commit(writes)

    def _save(self, *, is_due: bool = True, **changes: Any) -> None:
        """Write what has changed. The lease runs anew; what waits for decisions is due when it is given up."""
        self._import = self._import.model_copy(update=changes)
        writes = Writes()
        ahead = timedelta(seconds=LEASE_SECONDS) if is_due else KEEP_UNDOABLE
        store.put_import(writes, self._scope, self._import, self._now + ahead)
        self._commit(writes)
        self._import = self._import.model_copy(update={"version": (self._import.version or 0) + 1})

    @staticmethod
    def _commit(writes: Writes) -> None:
        try:
            writes.commit()
        except StaleVersion:
            raise Lost() from None


def read_changes(rows: int, first_offset: int, size: int) -> dict[str, Any]:
    """The changes to an import whose file was read."""
    return {"is_read": True, "rows": rows, "first_offset": first_offset, "size": size, "offset": first_offset}


def open_copy(path: Path) -> BinaryIO:
    return path.open("rb")


def _with_former(planned: Outcome, done: Outcome) -> Outcome:
    """After a crash a row that was changed already has no former values any more: the plan has them."""
    if done.code == "u" and planned.code == "u" and planned.before and not done.before:
        return replace(done, before=planned.before, after=planned.after)
    return done


def _counted(counts: Counts, outcomes: list[Outcome]) -> Counts:
    new = Counter(_CODES[outcome.code] for outcome in outcomes)
    return Counts(**{name: getattr(counts, name) + new[name] for name in _CODES.values()})


def import_event(scope: Scope, kind: EventKind, imported: Import, now: datetime, **facts: Any) -> EventItem:
    """What the log says of an import."""
    return event_item(
        scope, kind, pk=keys.imported(scope, imported.id), about=imported.id, at=now,
        kind_of_rows=imported.kind, file=imported.filename, **facts,
    )  # fmt: skip


def _end_keeping(scope: Scope, imported: Import, now: datetime) -> None:
    """30 days are over: the files go, the import stays in the list as what it was."""
    store.delete_files(scope, imported)
    writes = Writes()
    store.put_import(writes, scope, imported.model_copy(update={"is_kept": False}), None)
    try:
        writes.commit()
    except StaleVersion:
        logger.info("import changed while its files were removed", import_id=imported.id, at=to_text(now))
