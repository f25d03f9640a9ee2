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
from chalicelib.leads.model import Lead

_LONGEST = 40
#: The most postings looked at in one call, where most are of leads that the caller may not see.
_MOST_READ = 1000
_SPACES = re.compile(r"\s+")
_DIGITS = re.compile(r"\d{5,}")
_SEPARATOR = "\x1f"
#: A phone number as people set it, long enough to be meant as one, and not a day or a month.
_PHONE = re.compile(r"[+()\d][\d\s\-().]*")
_PHONE_DIGITS = 7
_DATE = re.compile(r"\d{4}-\d{2}\b")
#: The fields that are searched.
FIELDS = ("name", "company", "contact", "phone", "email", "wechat")


class PostingItem(WorkspaceItem):
    class Meta(WorkspaceItem.Meta):
        pass


def searchable(text: str) -> str:
    """One form for what is indexed and what is typed: width, case and spaces put aside."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def texts_of(lead: Lead, hidden: frozenset[str] = frozenset()) -> list[str]:
    """What a lead is found by: its fields, and its phone number by the digits alone."""
    texts = [getattr(lead, name) for name in FIELDS if name not in hidden]
    if lead.phone and "phone" not in hidden:
        texts.append(_digits_of(searchable(lead.phone)))
    return list(dict.fromkeys(text for text in texts if text))


def _digits_of(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


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
    scope: Scope,
    typed: str,
    limit: int,
    position: Any,
    fits: Callable[[dict[str, Any]], bool],
    hidden: frozenset[str] = frozenset(),
) -> tuple[list[dict[str, Any]], Any]:
    """Rows of the leads that hold `typed` in a field that is not `hidden`, and the place to go on from.

    A lead that holds it several times is found at the first of its postings only, so that it comes once whatever the
    pages; and a posting that the lead has outgrown since finds nothing.
    """
    wanted = _wanted(typed)
    if not wanted:
        return [], None
    begins = wanted[:_LONGEST]
    rows: list[dict[str, Any]] = []
    after, read = position, 0
    while len(rows) < limit and read < _MOST_READ:
        pk = keys.find(scope, wanted[0])
        start = {"pk": {"S": pk}, "sk": {"S": after}} if after else None
        page = query_page(
            PostingItem,
            pk,
            range_condition=WorkspaceItem.sk.startswith(begins),
            limit=limit - len(rows) + 1,
            start=start,
            attributes=["pk", "sk"],
        )
        read += len(page.items)
        found = _leads(scope, {lead_id_of(item.sk) for item in page.items})
        for item in page.items:
            if len(rows) == limit:
                return rows, after
            after = item.sk
            lead = found.get(lead_id_of(item.sk))
            if lead is not None and _first(lead, wanted, hidden) == item.sk.rpartition(_SEPARATOR)[0]:
                row = store.card_fields(lead.pk, str(lead.follow_up_order), lead.updated_at, lead.card or {})
                if fits(row):
                    rows.append(row)
        if page.next_key is None:
            return rows, None
    return rows, after


def lead_id_of(posting: str) -> str:
    return posting.rpartition(_SEPARATOR)[2]


def _wanted(typed: str) -> str:
    """What is looked for; a phone number, however it is set, by its digits."""
    text = searchable(typed)
    digits = _digits_of(text)
    return digits if _PHONE.fullmatch(text) and len(digits) >= _PHONE_DIGITS and not _DATE.match(text) else text


def _first(item: store.LeadItem, wanted: str, hidden: frozenset[str]) -> str | None:
    """The first of the lead's postings that hold what is wanted."""
    texts = texts_of(store.lead_of(item), hidden)
    if not any(wanted in searchable(each) for each in texts):
        return None
    begins = wanted[:_LONGEST]
    return min((each for each in suffixes(texts) if each.startswith(begins)), default=None)


def _leads(scope: Scope, lead_ids: Iterable[str]) -> dict[str, store.LeadItem]:
    """As they are, without the deleted ones."""
    items = get_many(store.LeadItem, [(keys.lead(scope, lead_id), keys.LEAD) for lead_id in lead_ids])
    return {keys.lead_id_of(item.pk): item for item in items if item.owner_key is not None}
