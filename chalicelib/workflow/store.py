"""Runs and cards as items, and a course as one Query.

`card` is what boards and lists show, and what their indexes project; `rest` is all else. Both are JSON under short
names, so that a usual card stays under 1 KB: 2 write units in a transaction, and 1 in each index.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.core.clock import from_text, maybe, text_or_none, to_text
from chalicelib.core.deadlines import set_due
from chalicelib.core.errors import NotFound, Refused
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes, get, get_many, query_all, query_page
from chalicelib.core.tables import CompactJson, VersionedItem, WorkspaceItem
from chalicelib.workflow import flow_store, keys
from chalicelib.workflow.clock import Stopped
from chalicelib.workflow.model import Approval, Card, Course, Run, Span

SLA_DUE = "card.sla"
_STATE_LETTERS = {
    "waiting": "w", "ready": "r", "in_progress": "p", "blocked": "b", "done": "d", "skipped": "s", "cancelled": "c",
}  # fmt: skip
_STATES = {letter: state for state, letter in _STATE_LETTERS.items()}
_RUN = {
    "flow_id": "f", "flow_version": "fv", "title": "t", "state": "s", "priority": "p", "lead_id": "l",
    "lead_owner": "lo", "customer_id": "cu", "customer_name": "cn", "external_id": "x", "started_by": "by",
    "reason": "r",
}  # fmt: skip


class RunItem(VersionedItem):
    class Meta(VersionedItem.Meta):
        pass

    rest = CompactJson(null=True)


class CardItem(VersionedItem):
    class Meta(VersionedItem.Meta):
        pass

    rest = CompactJson(null=True)


class PointerItem(WorkspaceItem):
    """Says that a run belongs to a lead or a customer."""

    class Meta(WorkspaceItem.Meta):
        pass


class CollectionItem(VersionedItem):
    """Any item of a run's collection; its sort key says which."""

    class Meta(VersionedItem.Meta):
        pass

    rest = CompactJson(null=True)


@dataclass(frozen=True)
class Face:
    """What a card's clocks say, as boards show it and the sweep needs it.

    `due_at`: until when it must be done; None while its clock stands. `next_at`: the card's next deadline. `facts`: of
    a done card, what the timeliness report counts.
    """

    due_at: datetime | None = None
    respond_due_at: datetime | None = None
    is_paused: bool = False
    next_at: datetime | None = None
    facts: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Loose:
    """What else is in a run's collection: comments and files, as stored."""

    notes: list[CollectionItem]
    parts: list[CollectionItem]


def run_item(scope: Scope, run: Run) -> RunItem:
    card = {short: getattr(run, name) for name, short in _RUN.items()}
    card |= {"pr": run.promised.isoformat() if run.promised else None, "st": to_text(run.started_at)}
    card |= {"cl": text_or_none(run.closed_at), "w": text_or_none(run.warned_at), "ev": list(run.earlier) or None}
    item = RunItem(keys.run(scope, run.id), keys.RUN, card=_without_none(card), rest={"v": dict(run.values)})
    item.under(run.version)
    item.stage_key = keys.runs(scope, run.flow_id, run.state == "open")
    item.follow_up_order = to_text(run.started_at)
    return item


def run_of(item: Any) -> Run:
    card = item.card or {}
    values: dict[str, Any] = {name: card.get(short) for name, short in _RUN.items()}
    return Run(
        id=keys.run_id_of(item.pk),
        started_at=from_text(card["st"]),
        promised=date.fromisoformat(card["pr"]) if card.get("pr") else None,
        values=(item.rest or {}).get("v", {}),
        closed_at=maybe(card.get("cl")),
        warned_at=maybe(card.get("w")),
        earlier=tuple(card.get("ev", ())),
        version=getattr(item, "version", None),
        **values,
    )


def card_item(scope: Scope, course: Course, card: Card, face: Face) -> CardItem:
    item = CardItem(keys.run(scope, card.run_id), keys.card(card.place))
    item.card = _shown(course.run, card, face)
    item.rest = _rest_of(card)
    item.under(card.version)
    if card.is_open:
        item.owner_key = keys.held_by(scope, card.holder or "nobody")
        item.stage_key = keys.column(scope, course.run.flow_id, card.node)
        item.follow_up_order = keys.due_order(face.due_at, card.since)
        if card.state == "blocked":
            item.flag_key, item.flag_order = keys.blocked(scope), keys.blocked_order(card.since, card.id)
    elif card.state == "done":
        item.stage_key = keys.done_in(scope, card.since.strftime("%Y%m"))
        item.follow_up_order = to_text(card.since)
    set_due(item, SLA_DUE, face.next_at if card.is_open else None)
    return item


def _shown(run: Run, card: Card, face: Face) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "f": run.flow_id, "n": card.node, "s": _STATE_LETTERS[card.state], "t": run.title, "cu": run.customer_id,
        "cn": run.customer_name, "h": card.holder, "p": run.priority if run.priority != "normal" else None,
        "d": text_or_none(face.due_at), "rd": text_or_none(face.respond_due_at), "z": 1 if face.is_paused else None,
        "r": card.reason, "no": card.note, "br": sorted(card.breached) or None, "si": to_text(card.since),
        "ft": card.fell_to, "ve": (card.version or 0) + 1, "x": dict(face.facts) if face.facts else None,
        "cy": card.cycle if card.cycle > 1 else None, "lo": run.lead_owner,
    }  # fmt: skip
    return _without_none(shown)


def _rest_of(card: Card) -> dict[str, Any]:
    rest: dict[str, Any] = {
        "h": [
            [_STATE_LETTERS[span.state], to_text(span.since), int(span.pauses), span.reason] for span in card.history
        ],
        "v": dict(card.values) or None,
        "a": [card.approval.by, to_text(card.approval.at)] if card.approval else None,
        "td": dict(card.told) or None,
        "br": {clock: to_text(at) for clock, at in card.breached.items()} or None,
        "sf": {clock: _kept(facts) for clock, facts in card.stopped.items()} or None,
        "w": list(card.watchers) or None,
        "fi": card.files or None,
        "co": card.comments or None,
    }
    return _without_none(rest)


def card_of(item: Any) -> Card:
    shown, rest = item.card or {}, item.rest or {}
    run_id, place = keys.run_id_of(item.pk), keys.place_of(item.sk)
    return Card(
        id=keys.card_id(run_id, place),
        run_id=run_id,
        place=place,
        node=shown["n"],
        state=_STATES[shown["s"]],  # type: ignore[arg-type]
        history=tuple(
            Span(_STATES[state], from_text(since), bool(pauses), reason)  # type: ignore[arg-type]
            for state, since, pauses, reason in rest["h"]
        ),
        holder=shown.get("h"),
        fell_to=shown.get("ft"),
        cycle=shown.get("cy", 1),
        values=rest.get("v", {}),
        reason=shown.get("r"),
        note=shown.get("no"),
        approval=Approval(rest["a"][0], from_text(rest["a"][1])) if "a" in rest else None,
        told=rest.get("td", {}),
        breached={clock: from_text(at) for clock, at in rest.get("br", {}).items()},
        stopped={clock: _stopped(kept) for clock, kept in rest.get("sf", {}).items()},
        watchers=tuple(rest.get("w", ())),
        files=rest.get("fi", 0),
        comments=rest.get("co", 0),
        facts=shown.get("x"),
        version=item.version,
    )


def _kept(facts: Stopped) -> list[Any]:
    return [
        to_text(facts.started_at), to_text(facts.stopped_at), to_text(facts.due_at), facts.target.total_seconds(),
        facts.elapsed.total_seconds(), facts.paused.total_seconds(), text_or_none(facts.breached_at),
    ]  # fmt: skip


def _stopped(kept: list[Any]) -> Stopped:
    started_at, stopped_at, due_at, target, elapsed, paused, breached_at = kept
    return Stopped(
        from_text(started_at), from_text(stopped_at), from_text(due_at), timedelta(seconds=target),
        timedelta(seconds=elapsed), timedelta(seconds=paused), maybe(breached_at),
    )  # fmt: skip


def card_row(pk: str, sk: str, card: Mapping[str, Any]) -> dict[str, Any]:
    """A list's row out of a projected card, as JSON values by field name."""
    run_id, place = keys.run_id_of(pk), keys.place_of(sk)
    return {
        "id": keys.card_id(run_id, place),
        "run_id": run_id,
        "flow_id": card["f"],
        "node": card["n"],
        "state": _STATES[card["s"]],
        "title": card["t"],
        "customer_id": card.get("cu"),
        "customer_name": card.get("cn"),
        "holder": card.get("h"),
        "lead_owner": card.get("lo"),
        "fell_to": card.get("ft"),
        "priority": card.get("p", "normal"),
        "due_at": card.get("d"),
        "respond_due_at": card.get("rd"),
        "paused": bool(card.get("z")),
        "reason": card.get("r"),
        "note": card.get("no"),
        "breached": card.get("br", []),
        "since": card["si"],
        "cycle": card.get("cy", 1),
        "version": card["ve"],
    }


def read_course(scope: Scope, run_id: str, *, consistent: bool = False) -> Course:
    """The run with its cards: one Query, which reads none of the comments and files.

    Raises:
        NotFound
    """
    condition = CollectionItem.sk.startswith(keys.CARD_PREFIX)
    return _course_of(scope, _collection(scope, run_id, condition, consistent))


def read_whole(scope: Scope, run_id: str, *, consistent: bool = False) -> tuple[Course, Loose]:
    """The run with its cards, comments and files: one Query.

    Raises:
        NotFound
    """
    items = _collection(scope, run_id, CollectionItem.sk.between(*keys.COLLECTION), consistent)
    loose = Loose(
        [item for item in items if item.sk.startswith(keys.NOTE_PREFIX)],
        [item for item in items if item.sk.startswith(keys.PART_PREFIX)],
    )
    return _course_of(scope, [item for item in items if item.sk.startswith(keys.CARD_PREFIX)]), loose


def _collection(scope: Scope, run_id: str, condition: Any, consistent: bool) -> list[CollectionItem]:
    pk = keys.run(scope, run_id)
    return list(query_all(CollectionItem, pk, range_key_condition=condition, consistent_read=consistent))


def _course_of(scope: Scope, items: list[CollectionItem]) -> Course:
    """`items`: the run, and behind it its cards."""
    if not items or items[0].sk != keys.RUN:
        raise NotFound()
    run = run_of(items[0])
    cards = [card_of(item) for item in items[1:]]
    flow = flow_store.version_of(scope, run.flow_id, run.flow_version)
    former = {node.id: node for each in run.earlier for node in flow_store.version_of(scope, run.flow_id, each).nodes}
    return Course(flow, run, {card.node: card for card in cards}, former)


def find_run(scope: Scope, run_id: str) -> Run:
    """
    Raises:
        NotFound
    """
    item = get(RunItem, keys.run(scope, run_id), keys.RUN)
    if item is None:
        raise NotFound()
    return run_of(item)


def read_runs(scope: Scope, run_ids: list[str]) -> list[Run]:
    """Those that exist, the newest first."""
    found = get_many(RunItem, [(keys.run(scope, each), keys.RUN) for each in run_ids])
    return sorted((run_of(item) for item in found), key=lambda run: run.id, reverse=True)


def put_run(writes: Writes, scope: Scope, run: Run, refusal: Refused | None = None) -> None:
    item = run_item(scope, run)
    if run.version is None:
        writes.create(item)
    else:
        writes.put(item, refusal=refusal)


def put_card(
    writes: Writes, scope: Scope, course: Course, card: Card, face: Face, refusal: Refused | None = None
) -> None:
    item = card_item(scope, course, card, face)
    if card.version is None:
        writes.create(item)
    else:
        writes.put(item, refusal=refusal)


def add_pointers(writes: Writes, scope: Scope, run: Run) -> None:
    for subject in (run.lead_id, run.customer_id):
        if subject:
            writes.create(PointerItem(keys.runs_of(scope, subject), run.id))


def add_key_pointers(writes: Writes, scope: Scope, course: Course, values: Mapping[str, Any]) -> None:
    """The run is found by these values of its key fields. Earlier values' pointers stay: readers look at the run."""
    for name, value in values.items():
        field = course.flow.field(name)
        if field is not None and field.is_key and value not in (None, ""):
            writes.put(PointerItem(keys.run_key(scope, name, str(value)), course.run.id))


def runs_by_key(scope: Scope, field: str, value: str, most: int = 20) -> list[str]:
    """Ids of the runs that had `value` in the key field `field`, now or before: the newest, and those first."""
    page = query_page(PointerItem, keys.run_key(scope, field, value), limit=most, descending=True, consistent=True)
    return [item.sk for item in page.items]


def _without_none(stored: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in stored.items() if value is not None}
