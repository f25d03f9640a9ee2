"""Events that came in: the claim that lets each in once, and those that wait to be matched by hand.

A claim begins as `received`, with a lease, and ends as `done` with the outcome. Whoever finds it `received` after the
lease has ended takes it over: so an event is not lost when the process that took it dies before it was done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError, UpdateError

from chalicelib.core.clock import from_text, to_text
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import is_id, made_at
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes, get, query_page
from chalicelib.core.tables import CompactJson, WorkspaceItem

from . import keys
from .connector_model import CLAIM_KEPT_WITHOUT_TIME, UNMATCHED_KEPT, Outcome
from .errors import HookRunning

#: A call that has not ended by then has died (the longest Lambda behind API Gateway runs 29 s).
LEASE = timedelta(seconds=60)
_RECEIVED, _DONE = "received", "done"


class HookClaimItem(WorkspaceItem):
    """`tries` counts who worked on it: each end of a try demands that it is still theirs."""

    class Meta(WorkspaceItem.Meta):
        pass

    event_id = UnicodeAttribute()
    state = UnicodeAttribute()
    tries = NumberAttribute()
    until = UnicodeAttribute()
    received_at = UnicodeAttribute()
    outcome = UnicodeAttribute(null=True)
    card_id = UnicodeAttribute(null=True)
    waiting_id = UnicodeAttribute(null=True)


class UnmatchedItem(WorkspaceItem):
    """`payload` is the body as it came; none where it was too large to be kept."""

    class Meta(WorkspaceItem.Meta):
        pass

    connector_id = UnicodeAttribute()
    event_id = UnicodeAttribute()
    event_type = UnicodeAttribute(null=True)
    key_value = UnicodeAttribute(null=True)
    reason = UnicodeAttribute()
    facts = CompactJson()
    payload = UnicodeAttribute(null=True)


@dataclass(frozen=True)
class Claim:
    """What is known of an event's id. `outcome` is None while it is ours to work on, for the `tries`-th time.

    `waiting_id` is under which it waits, or waited, to be matched by hand.
    """

    event_id: str
    tries: int
    received_at: datetime
    outcome: Outcome | None = None
    card_id: str | None = None
    waiting_id: str | None = None

    @property
    def is_taken_over(self) -> bool:
        """Somebody worked on it before, and may have done it without saying so."""
        return self.tries > 1


@dataclass(frozen=True)
class Unmatched:
    """`reason` is why it waits; `facts` what goes with it (the refusal's code and text, the cards in question)."""

    id: str
    connector_id: str
    event_id: str
    event_type: str | None
    key: str | None
    reason: str
    facts: Mapping[str, Any]
    payload: str | None

    @property
    def received_at(self) -> datetime:
        return made_at(self.id)


def claim_event(scope: Scope, connector_id: str, event_id: str, now: datetime, keep: timedelta) -> Claim:
    """Take the event, once; of one that is done, what became of it.

    Raises:
        HookRunning: somebody works on it.
    """
    item = HookClaimItem(
        keys.received(scope, connector_id),
        keys.claim(event_id),
        event_id=event_id,
        state=_RECEIVED,
        tries=1,
        until=to_text(now + LEASE),
        received_at=to_text(now),
        expires=int((now + keep).timestamp()),
    )
    free = HookClaimItem.pk.does_not_exist() | (HookClaimItem.expires < int(now.timestamp()))
    try:
        item.save(condition=free)
        return Claim(event_id, 1, now)
    except PutError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
    held = get(HookClaimItem, item.pk, item.sk, consistent=True)
    if held is None:
        raise HookRunning()
    if held.state == _DONE:
        return _claim_of(held)
    return _taken_over(held, now, HookClaimItem.until <= to_text(now))


def claim_again(scope: Scope, waiting: Unmatched, now: datetime) -> Claim:
    """Take an event that waits, to match it by hand or to dismiss it.

    Raises:
        HookRunning: somebody else does so at this moment. NotFound: it waits no more.
    """
    held = get(HookClaimItem, keys.received(scope, waiting.connector_id), keys.claim(waiting.event_id), consistent=True)
    if held is None or (held.state == _DONE and held.outcome != "waiting"):
        raise NotFound()
    is_free = (HookClaimItem.state == _DONE) | (HookClaimItem.until <= to_text(now))
    return _taken_over(held, now, is_free)


def _taken_over(held: HookClaimItem, now: datetime, is_free: Any) -> Claim:
    tries = int(held.tries)
    try:
        held.update(
            actions=[
                HookClaimItem.state.set(_RECEIVED),
                HookClaimItem.tries.set(tries + 1),
                HookClaimItem.until.set(to_text(now + LEASE)),
            ],
            condition=(HookClaimItem.tries == tries) & is_free,
        )
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        raise HookRunning() from None
    return Claim(held.event_id, tries + 1, from_text(held.received_at), waiting_id=held.waiting_id)


def release_claim(scope: Scope, connector_id: str, claim: Claim, now: datetime) -> None:
    """It could not be done now: the next who brings the event may try at once."""
    item = HookClaimItem(keys.received(scope, connector_id), keys.claim(claim.event_id))
    try:
        item.update(actions=[HookClaimItem.until.set(to_text(now))], condition=HookClaimItem.tries == claim.tries)
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise


def end_claim(
    writes: Writes,
    scope: Scope,
    connector_id: str,
    claim: Claim,
    outcome: Outcome,
    *,
    card_id: str | None = None,
) -> None:
    """Done, in the caller's transaction, if it is still the caller's to end."""
    actions = [HookClaimItem.state.set(_DONE), HookClaimItem.outcome.set(outcome)]
    if card_id is not None:
        actions.append(HookClaimItem.card_id.set(card_id))
    _end(writes, scope, connector_id, claim, actions)


def let_wait(writes: Writes, scope: Scope, claim: Claim, waiting: Unmatched, now: datetime) -> None:
    """Done for now: it waits for somebody, and its claim is kept for as long."""
    actions = [
        HookClaimItem.state.set(_DONE),
        HookClaimItem.outcome.set("waiting"),
        HookClaimItem.waiting_id.set(waiting.id),
        HookClaimItem.expires.set(int((now + CLAIM_KEPT_WITHOUT_TIME).timestamp())),
    ]
    _end(writes, scope, waiting.connector_id, claim, actions)
    writes.put(
        UnmatchedItem(
            keys.unmatched(scope),
            waiting.id,
            connector_id=waiting.connector_id,
            event_id=waiting.event_id,
            event_type=waiting.event_type,
            key_value=waiting.key,
            reason=waiting.reason,
            facts=dict(waiting.facts),
            payload=waiting.payload,
            expires=int((now + UNMATCHED_KEPT).timestamp()),
        )
    )


def _end(writes: Writes, scope: Scope, connector_id: str, claim: Claim, actions: list[Any]) -> None:
    item = HookClaimItem(keys.received(scope, connector_id), keys.claim(claim.event_id))
    condition = (HookClaimItem.tries == claim.tries) & (HookClaimItem.state == _RECEIVED)
    writes.update(item, actions, condition, HookRunning(), versioned=False)


def delete_unmatched(writes: Writes, scope: Scope, hook_id: str) -> None:
    writes.delete(UnmatchedItem(keys.unmatched(scope), hook_id), versioned=False)


def find_unmatched(scope: Scope, hook_id: str, now: datetime) -> Unmatched:
    """
    Raises:
        NotFound
    """
    item = None
    if is_id(hook_id, "hook"):
        item = get(UnmatchedItem, keys.unmatched(scope), hook_id, consistent=True)
    if item is None or _has_ended(item, now):
        raise NotFound()
    return _unmatched_of(item)


def list_unmatched(
    scope: Scope, limit: int, start: dict[str, Any] | None, now: datetime
) -> tuple[list[Unmatched], dict[str, Any] | None]:
    """Newest first, and where the next page begins. What is past its time is left out: nothing else removes it on one
    machine."""
    page = query_page(
        UnmatchedItem,
        keys.unmatched(scope),
        range_condition=UnmatchedItem.sk.startswith(keys.UNMATCHED_PREFIX),
        limit=limit,
        descending=True,
        start=start,
        consistent=True,
    )
    return [_unmatched_of(item) for item in page.items if not _has_ended(item, now)], page.next_key


def _has_ended(item: UnmatchedItem, now: datetime) -> bool:
    return item.expires is not None and int(item.expires) < now.timestamp()


def _claim_of(item: HookClaimItem) -> Claim:
    return Claim(
        item.event_id,
        int(item.tries),
        from_text(item.received_at),
        item.outcome,  # type: ignore[arg-type]
        item.card_id,
        item.waiting_id,
    )


def _unmatched_of(item: UnmatchedItem) -> Unmatched:
    return Unmatched(
        id=item.sk,
        connector_id=item.connector_id,
        event_id=item.event_id,
        event_type=item.event_type,
        key=item.key_value,
        reason=item.reason,
        facts=item.facts,
        payload=item.payload,
    )
