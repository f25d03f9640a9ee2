"""Search by any piece of a name, company, contact or phone number: a suffix index of small items.

From each place where a person may begin to type (every Chinese character, the beginning of every Latin word, every
digit of a phone number with three or more after it) the text from there on is a posting under its first letter. A
search is then one Query for postings that begin with what was typed: it reads what it finds, however many leads there
are.
Postings follow the lead by the event stream, within a second (`projection.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

from chalicelib.core.scope import Scope
from chalicelib.core.store import get_many, query_page
from chalicelib.core.tables import WorkspaceItem
from chalicelib.leads import keys, store

_LONGEST = 40
#: The most postings looked at in one call, where most are of leads that the caller may not see.
_MOST_READ = 1000
_SPACES = re.compile(r"\s+")
_DIGITS = re.compile(r"\d{5,}")
_SEPARATOR = "\x1f"


class PostingItem(WorkspaceItem):
    class Meta(WorkspaceItem.Meta):
        pass


def searchable(text: str) -> str:
    """One form for what is indexed and what is typed: width, case and spaces put aside."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def suffixes(texts: Iterable[str | None]) -> set[str]:
    """Every posting text of these fields."""
    found: set[str] = set()
    for text in texts:
        clean = searchable(text or "")
        for start in _starts(clean):
            found.add(clean[start : start + _LONGEST])
    return found


def _starts(text: str) -> Iterable[int]:
    inside_phone: set[int] = set()
    for digits in _DIGITS.finditer(text):
        inside_phone.update(range(digits.start(), digits.end() - 3))
    for place, letter in enumerate(text):
        if not letter.isalnum():
            continue
        before = text[place - 1] if place else " "
        if not before.isalnum() or _is_ideograph(letter) or _is_ideograph(before) or place in inside_phone:
            yield place


def _is_ideograph(letter: str) -> bool:
    """Chinese, Japanese and Korean letters: words are not set apart by spaces."""
    return "\u2e80" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7af" or letter >= "\U00020000"


def postings(scope: Scope, lead_id: str, texts: Iterable[str]) -> list[PostingItem]:
    return [PostingItem(keys.find(scope, text[0]), f"{text}{_SEPARATOR}{lead_id}") for text in texts]


def find(
    scope: Scope, typed: str, limit: int, position: Any, fits: Callable[[dict[str, Any]], bool]
) -> tuple[list[dict[str, Any]], Any]:
    """Rows of the leads that hold `typed`, and the place to go on from."""
    wanted = searchable(typed)[:_LONGEST]
    if not wanted:
        return [], None
    rows: list[dict[str, Any]] = []
    after, read = position, 0
    while len(rows) < limit and read < _MOST_READ:
        pk = keys.find(scope, wanted[0])
        start = {"pk": {"S": pk}, "sk": {"S": after}} if after else None
        page = query_page(
            PostingItem, pk, range_condition=WorkspaceItem.sk.startswith(wanted), limit=limit - len(rows) + 1,
            start=start, attributes=["pk", "sk"],
        )  # fmt: skip
        read += len(page.items)
        found = _rows(scope, [item.sk.rpartition(_SEPARATOR)[2] for item in page.items])
        for item in page.items:
            if len(rows) == limit:
                return rows, after
            row = found.pop(item.sk.rpartition(_SEPARATOR)[2], None)
            after = item.sk
            if row is not None and row["id"] not in {each["id"] for each in rows} and fits(row):
                rows.append(row)
        if page.next_key is None:
            return rows, None
    return rows, after


def _rows(scope: Scope, lead_ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    wanted = [(keys.lead(scope, lead_id), keys.LEAD) for lead_id in lead_ids]
    items = get_many(
        store.LeadItem, wanted, attributes=["pk", "sk", "card", "follow_up_order", "updated_at", "owner_key"]
    )
    return {
        keys.lead_id_of(item.pk): store.card_fields(
            item.pk, str(item.follow_up_order), item.updated_at, item.card or {}
        )
        for item in items
        if item.owner_key is not None
    }
