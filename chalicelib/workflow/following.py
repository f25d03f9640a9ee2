"""What follows from events: who hears of a move, runs that a lead's stage starts, cards of those who leave.

Called by the stream, which delivers at least once and in any batches: each notice has an id made of its event's, and
all else converges to the present state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

from chalicelib.core.errors import NotFound, Refused, StaleVersion
from chalicelib.core.events import Event, EventKind
from chalicelib.core.log import logger
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.model import Member
from chalicelib.workflow import board, flow_store, moves, store
from chalicelib.workflow.model import ROLE_PREFIX, Card, Course
from chalicelib.workflow.moving import Done, move_card
from chalicelib.workflow.people import People
from chalicelib.workflow.running import NewRun, start_run, with_lead_owner
from chalicelib.workflow.telling import Teller


def tell_news(scope: Scope, events: Sequence[Event]) -> None:
    """Of every move: those whose turn it is, who is before and after, who watches."""
    for event in events:
        tell = _TELL.get(event.kind)
        if tell is None:
            continue
        try:
            course, loose = store.read_whole(scope, event.facts["run_id"], consistent=True)
        except NotFound:
            continue
        told = _Told(Teller.of(scope, course, loose, event.at), event)
        told.ready()
        tell(told)
        if event.facts.get("run_state") == "done":
            told.to("run.done", told.teller.owners(), None)


class _Told:
    """The notices of one event."""

    def __init__(self, teller: Teller, event: Event) -> None:
        self.teller, self.event = teller, event
        actor = teller.people.members.get(event.actor)
        self.actor = actor.name if actor else event.facts.get("receipt_by")

    @property
    def course(self) -> Course:
        return self.teller.course

    def card(self, card_id: str | None = None) -> Card | None:
        wanted = card_id or self.event.about
        return next((card for card in self.course.cards.values() if card.id == wanted), None)

    def to(self, title: str, members: Sequence[Member], card: Card | None, **facts: Any) -> None:
        """Each in a transaction of its own: what was told before doesn't stop the others."""
        for member in {each.id: each for each in members}.values():
            writes = Writes()
            self.teller.tell(
                writes, title, [member], card, but=self.event.actor, once=self.event.id, actor=self.actor, **facts
            )
            try:
                writes.commit()
            except StaleVersion:
                continue  # told before: the stream delivers at least once

    def ready(self) -> None:
        """Those whose turn it is; who moved the run sees their own next card before them."""
        for card_id in self.event.facts.get("readied", ()):
            card = self.card(card_id)
            if card is None or not card.is_open:
                continue
            title = "card.fell_to_you" if card.fell_to else "card.ready"
            self.to(title, self.teller.people.holders(card), card)


def _completed(told: _Told) -> None:
    card = told.card()
    if card is None:
        return
    node = told.course.node(card)
    others = told.teller.recipients(node.tell_when_done, card)
    told.to("card.done", [*others, *told.teller.recipients(("watchers",), card)], card)
    if node.mail_when_done is not None:
        from chalicelib.workflow.tracking import send_contact_letter  # letters need what a cold start doesn't

        send_contact_letter(told.teller.scope, told.course, card, told.event.at)


def _blocked(told: _Told) -> None:
    """At once: before and after, the supervisor, and who watches."""
    card = told.card()
    if card is None or card.state != "blocked":
        return
    teller = told.teller
    to = [*teller.neighbours(card), *teller.supervisors(card), *teller.recipients(("watchers", "lead_owner"), card)]
    told.to("card.blocked", to, card, **teller.context(card))


def _unblocked(told: _Told) -> None:
    card = told.card()
    if card is not None:
        to = [*told.teller.neighbours(card), *told.teller.recipients(("watchers",), card)]
        told.to("card.unblocked", to, card)


def _reopened(told: _Told) -> None:
    """Who works on what comes after, and those who had begun to wait again."""
    card = told.card()
    if card is None:
        return
    behind = [each for each in told.course.behind(card) if each.holder]
    holders = [member for each in behind for member in told.teller.people.holders(each)]
    to = [*holders, *told.teller.recipients(("responsible", "watchers"), card)]
    told.to("card.reopened", to, card, note=told.event.facts.get("note"))


def _handed_over(told: _Told) -> None:
    card = told.card()
    if card is None or not card.is_open:
        return
    title = "card.fell_to_you" if card.fell_to else "card.handed_over"
    told.to(title, told.teller.people.holders(card), card, note=told.event.facts.get("note"))


def _recorded(told: _Told) -> None:
    """A correction is seen by all who used the field."""
    changed = told.teller.field_names(name.removeprefix("values.") for name in told.event.changes)
    for card_id in told.event.facts.get("used_by", ()):
        card = told.card(card_id)
        if card is not None:
            told.to("card.corrected", told.teller.people.holders(card), card, changed=changed)


def _commented(told: _Told) -> None:
    card = told.card()
    if card is None:
        return
    mentioned = told.teller.people.members
    named = [member for each in told.event.facts.get("mentions", ()) if (member := mentioned.get(each)) is not None]
    told.to("card.mentioned", named, card, note=told.event.facts.get("text"))
    ids = {member.id for member in named}
    others = [member for member in told.teller.recipients(("responsible", "watchers"), card) if member.id not in ids]
    told.to("card.commented", others, card, note=told.event.facts.get("text"))


def _cancelled(told: _Told) -> None:
    """Those who answer for the run, and who had its cards at work, which are theirs no longer."""
    people = told.teller.people
    had = [member for holder in told.event.facts.get("held_by", ()) for member in people.of_holder(holder)]
    told.to("run.cancelled", [*told.teller.owners(), *had], None, note=told.event.facts.get("reason"))


def _nothing_more(_told: _Told) -> None:
    """Those whose turn it is have heard already."""


_TELL: Mapping[EventKind, Callable[[_Told], None]] = {
    EventKind.RUN_STARTED: _nothing_more,
    EventKind.RUN_CHANGED: _nothing_more,
    EventKind.RUN_MIGRATED: _nothing_more,
    EventKind.RUN_CANCELLED: _cancelled,
    EventKind.CARD_COMPLETED: _completed,
    EventKind.CARD_SKIPPED: _nothing_more,
    EventKind.CARD_BLOCKED: _blocked,
    EventKind.CARD_UNBLOCKED: _unblocked,
    EventKind.CARD_REOPENED: _reopened,
    EventKind.CARD_HANDED_OVER: _handed_over,
    EventKind.CARD_RECORDED: _recorded,
    EventKind.CARD_COMMENTED: _commented,
}
NEWS: tuple[EventKind, ...] = tuple(_TELL)


def start_by_stage(scope: Scope, events: Sequence[Event]) -> None:
    """A lead that comes to a stage starts the flows that say so, unless it has an open run of that flow.

    Only where the workspace has switched collaboration on.
    """
    if not any(module.id == "collaboration" and module.enabled for module in tenancy.setup_of(scope).modules):
        return
    for event in events:
        stage = event.facts.get("to") or event.facts.get("stage")
        if not isinstance(stage, str):
            continue
        for flow in flow_store.flows_of(scope):
            if flow.is_archived or stage not in flow.definition.starts.on_stages:
                continue
            open_runs = board.runs_of(scope, event.about, None, "open", 100, None).items
            if any(run.flow_id == flow.id for run in open_runs):
                continue
            try:
                start_run(scope, NewRun(flow.id, lead_id=event.about, external_id=f"{event.id}:{flow.id}"), event.at)
            except Refused as refused:  # started before, or the start form asks for what a lead doesn't have
                logger.info("run not started by stage", lead_id=event.about, flow_id=flow.id, reason=refused.code)


def follow_lead_owner(scope: Scope, events: Sequence[Event]) -> None:
    """A lead has a new owner: the open runs know, and the cards that are the lead owner's go to them."""
    for event in events:
        for run in board.runs_of(scope, event.about, None, "open", 100, None).items:
            with suppress(NotFound):  # deleted since: nobody owns it, and its runs stay with whom they are
                with_lead_owner(scope, run.id, event.at)


def hand_on(scope: Scope, events: Sequence[Event]) -> None:
    """A member has left: their open cards fall to their supervisor, and those of a flow role in which they were the
    last fall to the owner, visibly."""
    for event in events:
        left, people = event.about, People.of(scope)
        _fall_all(scope, left, partial(People.stand_in, member_id=left), "member_left", event.at)
        for role in people.roles.of_member(left):
            if all(member.id == left for member in people.in_role(role)):
                _fall_all(scope, ROLE_PREFIX + role, People.workspace_owner, "role_empty", event.at)


StandIn = Callable[[People], Member | None]


def _fall_all(scope: Scope, holder: str, stand_in: StandIn, why: str, now: datetime) -> None:
    while True:
        rows = board.cards_of(scope, holder, 100, None).items
        moved = [_fall(scope, row["id"], holder, stand_in, why, now) for row in rows]
        if not any(moved):
            break


def _fall(scope: Scope, card_id: str, holder: str, stand_in: StandIn, why: str, now: datetime) -> bool:
    def decide(course: Course, card: Card, people: People) -> Done | None:
        other = stand_in(people)
        if card.holder != holder or not card.is_open or other is None or other.id == holder:
            return None
        moved = moves.handed_over(course, card, other.id, why)
        return Done(moved, EventKind.CARD_HANDED_OVER, {}, {"holder": [holder, other.id]})

    try:
        _, card = move_card(scope, card_id, now, decide, anyone=True)
    except Refused as refused:
        logger.warning("card not handed on", card_id=card_id, reason=refused.code)
        return False
    return card.holder != holder
