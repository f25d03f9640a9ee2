"""What the feed must not forget when it is stopped or killed: a SQLite file in the data folder."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from infra.local.feed.records import LogEntry, first_ulid, milliseconds
from infra.local.folder import CannotStart

#: How long before the cursor what has been handed over is remembered: as long as one run of a function may last in
#: Lambda, and a minute. All that a run writes may bear the time at which it began.
REMEMBERED_MS = 16 * 60_000
#: A workspace that the feed sees first may have events from the moment before its own id was made.
_BEFORE_THE_FIRST_MS = 60_000

_SCHEMA = """
CREATE TABLE IF NOT EXISTS workspace (id TEXT PRIMARY KEY, cursor_ms INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS handed (workspace TEXT, ulid TEXT, PRIMARY KEY (workspace, ulid)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS failed (
    workspace TEXT, ulid TEXT, item TEXT NOT NULL, tries INTEGER NOT NULL, due REAL NOT NULL, error TEXT NOT NULL,
    PRIMARY KEY (workspace, ulid)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS failed_due ON failed (due);
"""


@dataclass(frozen=True)
class Failure:
    entry: LogEntry
    tries: int
    error: str


class Memory:
    """Used by one thread."""

    def __init__(self, path: Path) -> None:
        """
        Raises:
            CannotStart: the file is damaged.
        """
        try:
            self._db = sqlite3.connect(path, isolation_level=None)
            # A power failure may take the last moments; the events of those are handed over once more.
            self._db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;" + _SCHEMA)
        except sqlite3.DatabaseError as error:
            raise CannotStart(
                f"{path} is damaged ({error}): delete it, and all events are handed to the app once more."
            ) from error

    def close(self) -> None:
        self._db.close()

    def floor(self, workspace: str, overlap_ms: int = REMEMBERED_MS) -> str:
        """The smallest ULID within `overlap_ms` before the workspace's cursor."""
        row = self._db.execute("SELECT cursor_ms FROM workspace WHERE id = ?", [workspace]).fetchone()
        if row is None:
            return first_ulid(max(milliseconds(workspace[2:]) - _BEFORE_THE_FIRST_MS, 0))
        return first_ulid(row[0] - overlap_ms)

    def advance(self, workspaces: Iterable[str], cursor_ms: int) -> None:
        """Everything up to that moment has been read; forget which events those were, but for the latest."""
        floor = first_ulid(cursor_ms - REMEMBERED_MS)
        with self._transaction():
            for workspace in workspaces:
                self._db.execute("INSERT OR REPLACE INTO workspace VALUES (?, ?)", [workspace, cursor_ms])
                self._db.execute("DELETE FROM handed WHERE workspace = ? AND ulid < ?", [workspace, floor])

    def handed_since(self, workspace: str, first: str, last: str) -> set[str]:
        rows = self._db.execute(
            "SELECT ulid FROM handed WHERE workspace = ? AND ulid BETWEEN ? AND ?", [workspace, first, last]
        )
        return {row[0] for row in rows}

    def settle(self, entries: Iterable[LogEntry], failures: Iterable[Failure], due_in: Iterable[float]) -> None:
        """The outcome of one batch: all are handed over, `failures` are to be tried again at the times `due_in`."""
        with self._transaction():
            for entry in entries:
                self._db.execute("INSERT OR IGNORE INTO handed VALUES (?, ?)", [entry.workspace, entry.ulid])
                self._db.execute("DELETE FROM failed WHERE workspace = ? AND ulid = ?", [entry.workspace, entry.ulid])
            for failure, due in zip(failures, due_in, strict=True):
                entry = failure.entry
                self._db.execute(
                    "INSERT OR REPLACE INTO failed VALUES (?, ?, ?, ?, ?, ?)",
                    [entry.workspace, entry.ulid, json.dumps(entry.item), failure.tries, due, failure.error],
                )

    def due_failures(self, now: float) -> list[Failure]:
        rows = self._db.execute("SELECT item, tries, error FROM failed WHERE due <= ? ORDER BY ulid LIMIT 1000", [now])
        return [Failure(LogEntry(json.loads(item)), tries, error) for item, tries, error in rows]

    def next_due(self) -> float | None:
        """When the next failed event is to be tried again (seconds since 1970)."""
        row = self._db.execute("SELECT min(due) FROM failed").fetchone()
        due: float | None = row[0]
        return due

    def failed_count(self) -> int:
        count: int = self._db.execute("SELECT count(*) FROM failed").fetchone()[0]
        return count

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")
