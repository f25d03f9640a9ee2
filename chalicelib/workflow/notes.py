"""Comments on cards. Who is mentioned in one is told, besides who holds the card and who watches it.

The event says what `app.publish` needs to tell them; nothing is told here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.core.errors import Invalid
from chalicelib.core.events import EventKind
from chalicelib.core.ids import made_at, new_id
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes, query_all
from chalicelib.core.tables import WorkspaceItem
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.model import Member, Members
from chalicelib.workflow import keys
from chalicelib.workflow.beside import beside_card, find_card
from chalicelib.workflow.errors import CardFull
from chalicelib.workflow.model import Card, Course, Moved
from chalicelib.workflow.moving import Done
from chalicelib.workflow.people import People

#: Of a card. The page of a run reads those of all its cards.
MOST_NOTES = 500
_TOLD_LETTERS = 200
_MOST_MENTIONS = 50
#: An @ within an e-mail address mentions nobody.
_AT = re.compile(r"(?<![A-Za-z0-9._%+-])@\s?")


class NoteItem(WorkspaceItem):
    class Meta(WorkspaceItem.Meta):
        pass


@dataclass(frozen=True)
class Note:
    id: str
    card_id: str
    node: str
    by: str
    at: datetime
    text: str
    mentions: tuple[str, ...]


def comment_card(scope: Scope, card_id: str, text: str, now: datetime, mentions: Sequence[str] = ()) -> Note:
    """A comment on a card in any state, with its event. `mentions` are members; `@name` in the text is found as well.

    Raises:
        NotFound: the card. Invalid: nobody of that id is here. CardFull, Contention
    """
    members = tenancy.members_of(scope)
    for at, each in enumerate(mentions):
        member = members.get(each)
        if member is None or member.is_removed:
            raise Invalid.at(f"mentions.{at}", "no such member" if scope.locale == "en" else "没有这位成员")
    note_id, named = new_id("note", now), mentioned(text, members, mentions)

    def decide(course: Course, card: Card, _people: People) -> Done:
        if card.comments >= MOST_NOTES:
            raise CardFull(most=MOST_NOTES)
        kept = {"by": scope.member_id, "t": text, **({"m": list(named)} if named else {})}
        item = NoteItem(keys.run(scope, card.run_id), keys.note(card.place, note_id), card=kept)
        more = replace(card, comments=card.comments + 1)

        def also(writes: Writes) -> None:
            writes.create(item)

        facts = {"note_id": note_id, "text": text[:_TOLD_LETTERS], "mentions": list(named) or None}
        return Done(Moved(course.with_cards(more), (card.node,)), EventKind.CARD_COMMENTED, facts, also=also)

    _, card = beside_card(scope, card_id, now, decide)
    return Note(note_id, card.id, card.node, scope.member_id, made_at(note_id), text, named)


def list_notes(scope: Scope, card_id: str) -> list[Note]:
    """A card's comments, the oldest first.

    Raises:
        NotFound
    """
    card = find_card(scope, card_id)
    found = query_all(
        NoteItem,
        keys.run(scope, card.run_id),
        range_key_condition=NoteItem.sk.startswith(keys.note(card.place, "")),
    )
    return [note_of(item, {card.place: card.node}) for item in found]


def note_of(item: Any, nodes: Mapping[int, str]) -> Note:
    """`nodes`: by place of the card. Stored: `{"by", "t": text, "m": [mentioned members]}`."""
    note_id, place, kept = keys.last_of(item.sk), keys.place_of(item.sk), item.card
    return Note(
        id=note_id,
        card_id=keys.card_id(keys.run_id_of(item.pk), place),
        node=nodes.get(place, ""),
        by=kept["by"],
        at=made_at(note_id),
        text=kept["t"],
        mentions=tuple(kept.get("m", ())),
    )


def mentioned(text: str, members: Members, given: Iterable[str] = ()) -> tuple[str, ...]:
    """The ids of `given`, and of those whose names follow an @ in `text`: of two names that fit, the longer one.

    Chinese names need nothing behind them; others end where a letter or a digit doesn't follow. All who bear the name
    are meant, unless `given` says which of them.
    """
    found = dict.fromkeys(given)
    plain = _comparable(text)
    names = sorted(_by_name(members.present()).items(), key=lambda each: len(each[0]), reverse=True)
    for at in _AT.finditer(plain):
        bearers = next((ids for name, ids in names if _stands_at(plain, at.end(), name)), [])
        if not found.keys() & set(bearers):
            found |= dict.fromkeys(bearers)
    return tuple(found)[:_MOST_MENTIONS]


def _by_name(members: Iterable[Member]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for member in members:
        found.setdefault(_comparable(member.name), []).append(member.id)
    return found


def _comparable(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).casefold())


def _stands_at(text: str, at: int, name: str) -> bool:
    end = at + len(name)
    if not name or not text.startswith(name, at):
        return False
    goes_on = end < len(text) and _is_spaced(text[end]) and _is_spaced(name[-1])
    return not goes_on


def _is_spaced(letter: str) -> bool:
    """Of a script that puts spaces between words: a name goes on as long as these do."""
    return letter.isalnum() and unicodedata.east_asian_width(letter) not in ("W", "F")
