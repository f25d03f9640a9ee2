"""Events that partners send in: let in if they are signed, each once, and done or left to wait.

What is refused leaves no trace but a line in the log (`hook refused`): who has no secret must not be able to write.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic_core import from_json

from chalicelib.core.errors import Invalid, Refused, TooLarge, Unreadable, Unsupported
from chalicelib.core.events import EventKind, event_item
from chalicelib.core.http import Upload
from chalicelib.core.ids import new_id
from chalicelib.core.log import logger
from chalicelib.core.scope import Scope, acting_as
from chalicelib.core.store import Writes
from chalicelib.tenancy import service as tenancy

from . import hook_store, keys
from .connector_model import (
    LONGEST_EVENT_ID,
    Connector,
    Intent,
    Outcome,
    event_id_of,
    event_type_of,
    intent_of,
)
from .connector_store import door_of
from .errors import ConnectorDisabled, HookSignatureRefused
from .hook_acting import Acted, act_on_event
from .hook_matching import NotMatched
from .hook_store import Claim, Unmatched
from .signatures import ID_HEADER, SignatureRefused, StandardWebhooks, check_signature

MOST_BYTES = 1_000_000
#: Of an event that waits, the body is kept up to this.
MOST_KEPT_BYTES = 64_000


@dataclass(frozen=True)
class Received:
    """What the sender is told. `duplicate`: the event had come in before; `card_id` is then what it was matched to."""

    event_id: str
    outcome: Literal["matched", "waiting", "ignored", "duplicate"]
    card_id: str | None = None
    run_id: str | None = None


def receive_event(connector_id: str, headers: Mapping[str, str], body: Upload, now: datetime, locale: str) -> Received:
    """One event of a partner's system. `headers` are by name in lower case.

    Raises:
        NotFound: no such connector. TooLarge, Unsupported (compressed), HookSignatureRefused, ConnectorDisabled
        Unreadable: not JSON. Invalid: no event id. HookRunning, Contention, Unavailable: to be sent again
    """
    try:
        return _received(connector_id, headers, body, now, locale)
    except Refused as refused:
        logger.warning(
            "hook refused", connector_id=connector_id, code=refused.code, bytes=len(body.content),
            reason=getattr(refused.__cause__, "reason", None),
        )  # fmt: skip
        raise


def _received(connector_id: str, headers: Mapping[str, str], body: Upload, now: datetime, locale: str) -> Received:
    door = door_of(connector_id)
    connector = door.connector
    if len(body.content) > MOST_BYTES:
        raise TooLarge()
    if body.encoding not in ("", "identity"):
        raise Unsupported()
    try:
        check_signature(connector.signature, door.secrets_at(now), headers, body.content, now)
    except SignatureRefused as wrong:
        raise HookSignatureRefused() from wrong
    if not connector.enabled:
        raise ConnectorDisabled()
    payload = read_payload(body.content, locale)
    event_id = _event_id(connector, headers, payload, locale)
    with acting_as(door.scope):
        scope = door.scope.with_locale(tenancy.setup_of(door.scope).locale)
        return _once(scope, connector, event_id, payload, body.content, now)


def read_payload(raw: bytes | str, locale: str) -> Any:
    """
    Raises:
        Unreadable
    """
    try:
        return from_json(raw, allow_inf_nan=False)
    except ValueError:
        raise Unreadable("The body is not valid JSON." if locale == "en" else "内容不是有效的 JSON。") from None


def _event_id(connector: Connector, headers: Mapping[str, str], payload: Any, locale: str) -> str:
    if isinstance(connector.signature, StandardWebhooks):
        # The header's is signed together with the body; the specification makes it the event's id.
        found, place = headers[ID_HEADER], ID_HEADER
    else:
        found, place = event_id_of(connector.mapping, payload) or "", connector.mapping.event_id or "event_id"
    if not 1 <= len(found) <= LONGEST_EVENT_ID:
        en = locale == "en"
        raise Invalid.at(place, f"an id of 1 to {LONGEST_EVENT_ID} characters" if en else "缺少事件编号，或过长")
    return found


def _once(scope: Scope, connector: Connector, event_id: str, payload: Any, raw: bytes, now: datetime) -> Received:
    claim = hook_store.claim_event(scope, connector.id, event_id, now, connector.claim_kept)
    if claim.outcome is not None:
        return Received(event_id, "duplicate", claim.card_id)
    try:
        return _work(scope, connector, claim, payload, raw, now)
    except BaseException:
        # Whatever it was: the event is not done, and the sender will bring it again.
        hook_store.release_claim(scope, connector.id, claim, now)
        raise


def _work(scope: Scope, connector: Connector, claim: Claim, payload: Any, raw: bytes, now: datetime) -> Received:
    event_type, intent = event_type_of(connector.mapping, payload), intent_of(connector.mapping, payload)
    if intent is None:
        writes = Writes()
        hook_store.end_claim(writes, scope, connector.id, claim, "ignored")
        writes.commit()
        return Received(claim.event_id, "ignored")
    try:
        acted = act_on_event(scope, connector, intent, claim, now)
    except NotMatched as why:
        _let_wait(scope, connector, claim, _waiting(connector, claim, event_type, intent, why, raw, now), now)
        return Received(claim.event_id, "waiting")
    end_event(scope, connector.id, connector.name, claim, "matched", event_type, acted, now)
    return Received(claim.event_id, "matched", acted.card_id, acted.run_id)


def _waiting(
    connector: Connector,
    claim: Claim,
    event_type: str | None,
    intent: Intent,
    why: NotMatched,
    raw: bytes,
    now: datetime,
) -> Unmatched:
    return Unmatched(
        id=claim.waiting_id or new_id("hook", now),
        connector_id=connector.id,
        event_id=claim.event_id,
        event_type=event_type,
        key=intent.key,
        reason=why.reason,
        facts=why.facts,
        payload=raw.decode() if len(raw) <= MOST_KEPT_BYTES else None,
    )


def _let_wait(scope: Scope, connector: Connector, claim: Claim, waiting: Unmatched, now: datetime) -> None:
    writes = Writes()
    hook_store.let_wait(writes, scope, claim, waiting, now)
    _add_event(
        writes, scope, connector.id, now, name=connector.name, event_id=claim.event_id, type=waiting.event_type,
        outcome="waiting", reason=waiting.reason, hook_id=waiting.id,
    )  # fmt: skip
    writes.commit()


def end_event(
    scope: Scope,
    connector_id: str,
    connector_name: str | None,
    claim: Claim,
    outcome: Outcome,
    event_type: str | None,
    acted: Acted | None,
    now: datetime,
) -> None:
    """It is done, and waits no more.

    Raises:
        HookRunning: somebody else has taken it over meanwhile.
    """
    writes = Writes()
    card_id, run_id = (acted.card_id, acted.run_id) if acted else (None, None)
    hook_store.end_claim(writes, scope, connector_id, claim, outcome, card_id=card_id)
    if claim.waiting_id is not None:
        hook_store.delete_unmatched(writes, scope, claim.waiting_id)
    _add_event(
        writes, scope, connector_id, now, name=connector_name, event_id=claim.event_id, type=event_type,
        outcome=outcome, card_id=card_id, run_id=run_id, hook_id=claim.waiting_id,
    )  # fmt: skip
    writes.commit()


def _add_event(writes: Writes, scope: Scope, connector_id: str, now: datetime, **facts: Any) -> None:
    writes.create(
        event_item(
            scope, EventKind.HOOK_RECEIVED, pk=keys.received(scope, connector_id), about=connector_id, at=now, **facts
        )
    )
