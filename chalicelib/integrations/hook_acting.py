"""The action of a rule, done on the card that the event is about, or on one that somebody chose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.core.errors import Contention, Invalid, Refused, Unavailable
from chalicelib.core.scope import Scope
from chalicelib.workflow import service as workflow
from chalicelib.workflow.errors import AlreadyThere, RunExists
from chalicelib.workflow.notes import list_notes

from .connector_model import Connector, Intent
from .hook_matching import Found, NotMatched, chosen_card, find_cards, runs_with_key, the_one, values_of
from .hook_store import Claim

#: Somebody may move the card at the same moment; it is then looked at anew.
_TRIES = 3
#: Every card of a run bears its title: no longer than one that is typed.
LONGEST_TITLE = 200
#: What is over in a moment: the sender tries again.
TRY_LATER = (Contention, Unavailable)


@dataclass(frozen=True)
class Acted:
    """What was acted on: a card, or a run that was started."""

    run_id: str | None
    card_id: str | None = None


def act_on_event(scope: Scope, connector: Connector, intent: Intent, claim: Claim, now: datetime) -> Acted:
    """Find the event's card and do the rule's action on it.

    Raises:
        NotMatched: it is to wait. Contention, Unavailable: it is to be sent again.
    """
    if intent.rule.action == "start":
        return _start(scope, connector, intent, claim, now)
    if claim.is_taken_over and (before := _done_before(scope, intent, claim)) is not None:
        return before
    for _ in range(_TRIES):
        found = the_one(find_cards(scope, intent), intent)
        try:
            _act(scope, intent, found, now)
        except TRY_LATER:
            raise
        except AlreadyThere as clash:
            refused: Refused = clash
        except Refused as refusal:
            raise NotMatched.refused(refusal) from None
        else:
            return Acted(found.course.run.id, found.card.id)
    raise NotMatched.refused(refused)


def act_on_card(scope: Scope, intent: Intent, card_id: str, now: datetime) -> Acted:
    """Do the rule's action on a card that somebody chose.

    Raises:
        NotFound, Invalid, and what the move refuses
    """
    if intent.rule.action == "start":
        en = scope.locale == "en"
        raise Invalid.at("card_id", "this event starts a run" if en else "该事件用于发起流程")
    found = chosen_card(scope, card_id)
    _act(scope, intent, found, now)
    return Acted(found.course.run.id, found.card.id)


# Within


Act = Callable[[Scope, Intent, Found, datetime], Any]


def _complete(scope: Scope, intent: Intent, found: Found, now: datetime) -> None:
    workflow.complete_card(scope, found.card.id, values_of(scope, found.course.flow, intent), now)


def _record(scope: Scope, intent: Intent, found: Found, now: datetime) -> None:
    workflow.record_values(scope, found.card.id, values_of(scope, found.course.flow, intent), now)


def _block(scope: Scope, intent: Intent, found: Found, now: datetime) -> None:
    workflow.block_card(scope, found.card.id, intent.rule.reason or "", intent.text, now)


def _comment(scope: Scope, intent: Intent, found: Found, now: datetime) -> None:
    workflow.comment_card(scope, found.card.id, intent.text or "", now)


_ACTS: Mapping[str, Act] = {"complete": _complete, "record": _record, "block": _block, "comment": _comment}


def _act(scope: Scope, intent: Intent, found: Found, now: datetime) -> None:
    _ACTS[intent.rule.action](scope, intent, found, now)


_REACHED = {"complete": "done", "block": "blocked"}


def _done_before(scope: Scope, intent: Intent, claim: Claim) -> Acted | None:
    """What was acted on by who took the event before, and died without saying so. To record the same again is harmless,
    so that nothing is looked for there."""
    action = intent.rule.action
    for course in runs_with_key(scope, intent):
        card = course.cards.get(intent.rule.node or "")
        if card is None:
            continue
        is_reached = card.state == _REACHED.get(action) and card.since >= claim.received_at
        if is_reached or (action == "comment" and _is_said(scope, card.id, intent, claim)):
            return Acted(course.run.id, card.id)
    return None


def _is_said(scope: Scope, card_id: str, intent: Intent, claim: Claim) -> bool:
    return any(
        note.by == scope.member_id and note.text == intent.text and note.at >= claim.received_at
        for note in list_notes(scope, card_id)
    )


def _start(scope: Scope, connector: Connector, intent: Intent, claim: Claim, now: datetime) -> Acted:
    """The event's id is the run's own id outside: so one event never starts two."""
    rule = intent.rule
    try:
        flow = workflow.find_flow(scope, rule.flow or "")
        new = workflow.NewRun(
            flow=rule.flow or "",
            title=intent.text[:LONGEST_TITLE] if intent.text else None,
            external_id=f"{connector.id}:{claim.event_id}",
            values=values_of(scope, flow.definition, intent),
        )
        return Acted(workflow.start_run(scope, new, now).run.id)
    except TRY_LATER:
        raise
    except RunExists as there:
        if claim.is_taken_over:
            return Acted(None)
        raise NotMatched.refused(there) from None
    except Refused as refusal:
        raise NotMatched.refused(refusal) from None
