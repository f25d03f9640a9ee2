"""Pages of lists that are small by nature and read as a whole, such as members and API keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from chalicelib.core.cursors import open_cursor, seal_cursor
from chalicelib.core.scope import Scope


class Identified(Protocol):
    """`id` sorts by time, as all our ids do."""

    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=Identified)


def page_of(
    scope: Scope, question: str, items: Sequence[T], limit: int, cursor: str | None
) -> tuple[list[T], str | None]:
    """At most `limit` of `items` (in the order of their ids) after the cursor, and the next page's cursor.

    Raises:
        Invalid: the cursor is not one of this list.
    """
    after = str(open_cursor(scope, question, cursor)) if cursor is not None else ""
    left = [item for item in items if item.id > after]
    page = left[:limit]
    return page, seal_cursor(scope, question, page[-1].id) if len(left) > limit else None
