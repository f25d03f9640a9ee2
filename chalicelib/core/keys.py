"""Key strings that several domains share. Each domain's own are in its `keys.py`; nowhere else is a key put together.

| what | key |
| --- | --- |
| anything of a workspace | `<w_id>#…` |
| event of an aggregate | the aggregate's pk, `E#<ulid>`; index `log`: `<w_id>#LOG#<yyyymm>`, `<ulid>` |
| deadline | index `due`: `due-<0..7>`, instant |
| idempotency record | `<w_id>#IDEM#<caller>`, hash; without a workspace `IDEM#<hash>`, `IDEM` in the directory |
"""

from __future__ import annotations

import hashlib
import zlib
from datetime import datetime

from chalicelib.core.tables import DUE_SHARDS

EVENT_PREFIX = "E#"


def of_workspace(workspace_id: str, *parts: str) -> str:
    """`w_…#A#b`: the only way to make a partition key of the workspace table."""
    return "#".join((workspace_id, *parts))


def workspace_of(pk: str) -> str:
    """The workspace that a partition key belongs to."""
    return pk.partition("#")[0]


def log_month(workspace_id: str, at: datetime) -> str:
    return of_workspace(workspace_id, "LOG", at.strftime("%Y%m"))


def due_shard(pk: str) -> str:
    """Spreads deadlines evenly; the same item always in the same shard."""
    return f"due-{zlib.crc32(pk.encode()) % DUE_SHARDS}"


def digest(*parts: str) -> str:
    """A key part out of text that may be long or personal: 40 hex digits of SHA-256 over the parts."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:40]
