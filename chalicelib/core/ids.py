"""Ids: a prefix that says what it is, and a ULID (128 bits, sorts by time; https://github.com/ulid/spec)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Literal

from ulid import ULID

Prefix = Literal[
    "w", "g", "u", "m", "s", "lead", "cust", "ev", "ntf", "imp", "view", "chan", "merge", "prod", "key", "fu",
    "flow", "run", "card", "note", "file", "conn", "hook",
]  # fmt: skip
_ULID = "[0-7][0-9A-HJKMNP-TV-Z]{25}"
_SHAPE = re.compile(rf"([a-z]+)_({_ULID})")
PATTERN = {prefix: rf"^{prefix}_{_ULID}$" for prefix in Prefix.__args__}  # type: ignore[attr-defined]


def new_id(prefix: Prefix, at: datetime | None = None) -> str:
    """`lead_01J…`; with `at`, an id that sorts at that moment (imported history)."""
    return f"{prefix}_{new_ulid(at)}"


def new_ulid(at: datetime | None = None) -> str:
    return str(ULID.from_datetime(at) if at else ULID())


def ulid_for(at: datetime, name: str) -> str:
    """The ULID that stands for `name` at a moment: always the same one."""
    from hashlib import sha256

    return str(ULID(ULID.from_datetime(at).bytes[:6] + sha256(name.encode()).digest()[:10]))


def ulid_of(any_id: str) -> str:
    return any_id.rpartition("_")[2]


def is_id(text: str, prefix: Prefix) -> bool:
    match = _SHAPE.fullmatch(text)
    return match is not None and match.group(1) == prefix


def made_at(any_id: str) -> datetime:
    """When the id was made (UTC, milliseconds)."""
    return ULID.from_str(any_id.rpartition("_")[2]).datetime
