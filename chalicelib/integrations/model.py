"""An import: what was asked, where it stands, what came of it. Pure.

queued ──► running ──► done ──► (undo) running ──► undone
  │  ▲        │
  ▼  │        └──► failed
needs_mapping ──► failed (the file cannot be read)
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from ulid import ULID

from chalicelib.core.ids import Prefix

from .dates import DateOrder
from .guessing import Why
from .matching import MatchedBy

Kind = Literal["leads", "members", "customers", "products"]
Status = Literal["queued", "running", "needs_mapping", "done", "failed", "undone"]
KEEP_UNDOABLE = timedelta(days=30)
#: Which columns a row may be recognised by, the first one first; `none` makes every row a new one.
KEYS: dict[str, tuple[str, ...]] = {
    "leads": ("external_id", "name", "none"),
    "members": ("email", "name"),
    "customers": ("identity",),
    "products": ("code", "name"),
}


class _Kept(BaseModel):
    """Kept as JSON; what a newer version has added is passed over by an older one."""

    model_config = ConfigDict(extra="ignore")


class Options(_Kept):
    """What the caller has decided; all else is guessed. Keys of the maps are the texts in the file."""

    mapping: dict[str, str | None] = Field(default_factory=dict)
    defaults: dict[str, str] = Field(default_factory=dict)
    date_order: dict[str, DateOrder] = Field(default_factory=dict)
    stages: dict[str, str] = Field(default_factory=dict)
    owners: dict[str, str | None] = Field(default_factory=dict)
    channels: dict[str, str] = Field(default_factory=dict)
    lost_reasons: dict[str, str] = Field(default_factory=dict)
    products: dict[str, str] = Field(default_factory=dict)
    key: str | None = None
    accept_guesses: bool = False
    dry_run: bool = False


class ReadAs(_Kept):
    """How the rows were read, guesses included: column -> field (None: left out), text in the file -> id (of products:
    the name)."""

    mapping: dict[str, str | None]
    defaults: dict[str, str]
    date_order: dict[str, DateOrder]
    stages: dict[str, str]
    owners: dict[str, str | None]
    channels: dict[str, str]
    lost_reasons: dict[str, str]
    products: dict[str, str]


class Importer(_Kept):
    """Who imports. `is_limited`: their rows are those of their reporting line."""

    member_id: str
    name: str
    role: str
    locale: str
    is_limited: bool = False
    may_add_members: bool = False
    may_add_products: bool = False
    may_change_setup: bool = False


class Counts(_Kept):
    created: int = 0
    updated: int = 0
    skipped: int = 0
    failed: int = 0

    @property
    def done(self) -> int:
        return self.created + self.updated + self.skipped + self.failed


class Failure(_Kept):
    """Why the import as a whole failed."""

    code: str
    detail: str


class Undo(_Kept):
    """`kept` counts the rows that stay as they are, since somebody has changed them after the import."""

    reverted: int = 0
    kept: int = 0


class Import(_Kept):
    """`offset` is the byte of the copy at which chunk number `chunk` begins; at `size` all rows are through.

    `attempts` counts how often somebody began the present chunk; a chunk that never ends must not be tried forever.
    """

    id: str
    kind: Kind
    filename: str
    content_type: str
    by: Importer
    created_at: datetime
    status: Status = "queued"
    options: Options = Field(default_factory=Options)
    rows: int = 0
    first_offset: int = 0
    size: int = 0
    offset: int = 0
    chunk: int = 0
    attempts: int = 0
    #: Counts the beginnings from the first row: what a trial noted of its rows says nothing of the real run.
    run: int = 0
    is_read: bool = False
    is_undoing: bool = False
    counts: Counts = Field(default_factory=Counts)
    conflicts: int = 0
    warnings: dict[str, int] = Field(default_factory=dict)
    filled: dict[str, str] = Field(default_factory=dict)
    added_members: list[str] = Field(default_factory=list)
    added_products: list[str] = Field(default_factory=list)
    failure: Failure | None = None
    undo: Undo = Field(default_factory=Undo)
    #: Chunks that are not undone yet.
    undo_chunk: int = 0
    #: Whether its files are there still, so that it can be undone and looked into.
    is_kept: bool = True
    finished_at: datetime | None = None
    version: int | None = None

    @property
    def has_read_rows(self) -> bool:
        """Whether rows were read in the present run."""
        return self.chunk > 0

    @property
    def is_active(self) -> bool:
        """Whether a worker has something to do."""
        return self.status in ("queued", "running")

    def rewound(self) -> dict[str, Any]:
        """The changes that put it back to its first row."""
        return {
            "offset": self.first_offset,
            "chunk": 0,
            "run": self.run + 1,
            "attempts": 0,
            "counts": Counts(),
            "conflicts": 0,
            "warnings": {},
        }


class ColumnFact(_Kept):
    """What was found in one column. `values` counts its different texts; None when there are too many to list.

    `order` is how its dates are written where that is clear; else `month_first`, `day_first`, `undecided` count what
    speaks for each, and `example` is a value to ask about.
    """

    name: str
    values: dict[str, int] | None = None
    order: DateOrder | None = None
    month_first: int = 0
    day_first: int = 0
    undecided: int = 0
    example: str = ""
    #: Some of its different texts, whether or not all could be listed.
    examples: list[str] = Field(default_factory=list)


class ColumnGuessed(_Kept):
    column: str
    field: str | None
    confidence: float
    why: Why
    rival: str | None = None
    scale: int = 1
    currency: str | None = None


class Analysis(_Kept):
    columns: list[ColumnFact]
    guesses: list[ColumnGuessed]

    def column(self, name: str) -> ColumnFact | None:
        return next((column for column in self.columns if column.name == name), None)


class ValueGuess(_Kept):
    """A text of the file that should mean an entry of the workspace. `id` None: nothing fits, or several do."""

    value: str
    rows: int
    id: str | None
    confidence: float
    by: MatchedBy


def derived_id(prefix: Prefix, import_id: str, *what: str) -> str:
    """The id of what this import makes out of `what` (a row's number, a name): the same whenever it is made.

    So a row that is written again after a crash finds itself, and cannot come in twice. The time in it is the import's.
    """
    made = ULID.from_str(import_id.rpartition("_")[2])
    entropy = hashlib.sha256("\x1f".join((import_id, prefix, *what)).encode()).digest()[:10]
    return f"{prefix}_{ULID.from_bytes(made.bytes[:6] + entropy)}"
