"""Events to write into the machine's tables, and what the small app has been given of them."""

from __future__ import annotations

from datetime import UTC, datetime

from ulid import ULID

from infra.local.stack import Stack

WORKSPACE = f"w_{ULID()}"


def new_event(kind: str = "note", *, at: datetime | None = None, workspace: str = WORKSPACE) -> dict[str, str]:
    """Item of a new event, dated `at` (default: now)."""
    moment = at or datetime.now(UTC)
    ulid = str(ULID.from_datetime(moment))
    return {
        "pk": f"{workspace}#LEAD#lead_1",
        "sk": f"E#{ulid}",
        "log_key": f"{workspace}#LOG#{moment:%Y%m}",
        "log_id": ulid,
        "kind": kind,
    }


def published(stack: Stack) -> list[str]:
    """ULIDs of the events that the app's stream handler took, in the order in which it did."""
    notes = stack.data_dir / "blobs" / "published"
    return [line.split()[0] for line in notes.read_text().splitlines()] if notes.exists() else []
