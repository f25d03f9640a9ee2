"""Events that no rule could do: seen in a list, matched by hand, or dismissed."""

from __future__ import annotations

from datetime import datetime

from chalicelib.core.cursors import open_cursor, seal_cursor
from chalicelib.core.errors import Invalid, NotFound
from chalicelib.core.scope import Scope

from . import hook_store
from .connector_model import Intent, Mapping, intent_of
from .connector_store import connector_item, connector_of
from .errors import ConnectorGone, HookPayloadNotKept
from .hook_acting import Acted, act_on_card
from .hook_store import Unmatched
from .hooks import end_event, read_payload

_QUESTION = "unmatched events"


def list_unmatched(scope: Scope, limit: int, cursor: str | None, now: datetime) -> tuple[list[Unmatched], str | None]:
    """Newest first.

    Raises:
        Invalid: the cursor is not one of this list.
    """
    start = open_cursor(scope, _QUESTION, cursor) if cursor else None
    found, next_key = hook_store.list_unmatched(scope, limit, start, now)
    return found, seal_cursor(scope, _QUESTION, next_key) if next_key else None


def match_by_hand(scope: Scope, hook_id: str, card_id: str, now: datetime) -> Acted:
    """Do on the card what the connector's rule, as it is now, makes of the event. Refused, it waits on.

    Raises:
        NotFound: of the event or the card. ConnectorGone, HookPayloadNotKept, HookRunning
        Invalid: no rule is for such an event, or the rule starts a run; and what the move refuses
    """
    waiting = hook_store.find_unmatched(scope, hook_id, now)
    try:
        connector = connector_of(connector_item(scope, waiting.connector_id))
    except NotFound:
        raise ConnectorGone() from None
    intent = _intent(scope, waiting, connector.mapping)
    claim = hook_store.claim_again(scope, waiting, now)
    try:
        acted = act_on_card(scope, intent, card_id, now)
        end_event(scope, connector.id, connector.name, claim, "matched", waiting.event_type, acted, now)
    except BaseException:
        # It is not done, so it waits on: for another card, or for the sender to bring it again.
        hook_store.release_claim(scope, connector.id, claim, now)
        raise
    return acted


def dismiss(scope: Scope, hook_id: str, now: datetime) -> None:
    """Nothing is to be done with it.

    Raises:
        NotFound, HookRunning
    """
    waiting = hook_store.find_unmatched(scope, hook_id, now)
    claim = hook_store.claim_again(scope, waiting, now)
    end_event(scope, waiting.connector_id, None, claim, "dismissed", waiting.event_type, None, now)


def _intent(scope: Scope, waiting: Unmatched, mapping: Mapping) -> Intent:
    if waiting.payload is None:
        raise HookPayloadNotKept()
    intent = intent_of(mapping, read_payload(waiting.payload, scope.locale))
    if intent is None:
        en = scope.locale == "en"
        raise Invalid("No rule is for events of this type any more." if en else "已没有处理该类事件的规则。")
    return intent
