"""Now, for the outermost layer only (edge, sweep, feed). Rules and stores take time as an argument."""

from __future__ import annotations

from datetime import UTC, datetime

#: Text of an instant: RFC 3339, UTC, milliseconds, so that texts sort as instants do.
_LENGTH = len("2026-01-31T08:00:00.000Z")


def now() -> datetime:
    """The current instant, UTC, cut to milliseconds (what the store keeps)."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def to_text(moment: datetime) -> str:
    """`2026-01-31T08:00:00.000Z`.

    Raises:
        ValueError: the instant has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[: _LENGTH - 1] + "Z"


def from_text(text: str) -> datetime:
    return datetime.fromisoformat(text)


def text_or_none(moment: datetime | None) -> str | None:
    return to_text(moment) if moment else None


def maybe(text: str | None) -> datetime | None:
    return from_text(text) if text else None
