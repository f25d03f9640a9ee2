"""Erasure reaches runs: after a person was erased, what their runs say of them goes, too.

What stays are states, times, amounts, dates and choices: the process without the person. Texts, addresses, comments and
files go. Called by the stream; again and again makes no difference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.core.errors import NotFound, StaleVersion
from chalicelib.core.events import ERASED, Event, blank_events
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes, query_page
from chalicelib.core.tries import write_at_last
from chalicelib.notifications import service as notifications
from chalicelib.workflow import files, keys, store
from chalicelib.workflow.definition import FlowDefinition
from chalicelib.workflow.faces import Faces

#: Values of these types describe no person.
_IMPERSONAL = frozenset({"number", "money", "date", "choice", "yes_no"})
#: Facts and changes of events that name or describe a person; besides, the values of fields.
_PERSONAL = frozenset({"title", "note", "text", "reason", "receipt_by", "mentions"})
_MOST_RUNS = 200


def follow_erasure(scope: Scope, events: Sequence[Event]) -> None:
    """Publish handler of `lead.erased` and `customer.erased`."""
    for event in events:
        start: dict[str, Any] | None = None
        while True:
            page = query_page(store.PointerItem, keys.runs_of(scope, event.about), limit=_MOST_RUNS, start=start)
            for pointer in page.items:
                erase_run(scope, pointer.sk, event.at)
            start = page.next_key
            if start is None:
                break


def erase_run(scope: Scope, run_id: str, now: datetime) -> None:
    """Take the person out of a run, its cards, comments, files, events and notices."""
    try:
        course, loose = store.read_whole(scope, run_id, consistent=True)
    except NotFound:
        return
    for part in loose.parts:
        card_id = keys.card_id(run_id, keys.place_of(part.sk))
        files.remove_file(scope, card_id, keys.last_of(part.sk), now)
    _blank_course(scope, run_id, now)
    for note in loose.notes:
        if note.card.get("t") != ERASED:
            note.card = {**note.card, "t": ERASED}
            note.save()
    blank_events(keys.run(scope, run_id), _is_personal)
    notifications.erase_about(scope, [run_id, *(card.id for card in course.cards.values())])


def _blank_course(scope: Scope, run_id: str, now: datetime) -> None:
    def made() -> Writes:
        course = store.read_course(scope, run_id, consistent=True)
        values = _impersonal(course.flow, course.run.values)
        run = replace(course.run, title=ERASED, customer_name=None, values=values, reason=None)
        after, writes = replace(course, run=run), Writes()
        faces = Faces.of(scope, after, now)
        store.put_run(writes, scope, run, StaleVersion())
        for card in course.cards.values():
            bare = replace(card, values=_impersonal(course.flow, card.values), note=ERASED if card.note else None)
            store.put_card(writes, scope, after, bare, faces.face(bare), StaleVersion())
        return writes

    write_at_last(made)


def _impersonal(flow: FlowDefinition, values: Mapping[str, Any]) -> dict[str, Any]:
    """A field that the flow has no more may hold anything: it goes."""
    types = {field.id: field.type for field in flow.fields}
    return {name: value for name, value in values.items() if types.get(name) in _IMPERSONAL}


def _is_personal(name: str) -> bool:
    return name in _PERSONAL or name.startswith("values.")
