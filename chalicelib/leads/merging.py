"""Two customers that are one: merge, and undo for 30 days.

The merged customer's identities point at the other's home from then on, and its id answers as the other's; its leads
keep their own timelines and are not rewritten. The books (who has open leads) become one. The undo splits them again:
each side gets back the leads and identities that it had, what came in between stays where it is.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.core.clock import from_text, to_text
from chalicelib.core.errors import Contention, NotFound, StaleVersion
from chalicelib.core.events import EventKind, event_item
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes
from chalicelib.leads import claims, customer_store, customers, keys
from chalicelib.leads.customer_store import Customer, MergeItem
from chalicelib.leads.errors import MergeSame, MergeTooLate
from chalicelib.leads.identities import Identity

KEEP_UNDO = timedelta(days=30)
_TRIES = 5
_FILLED = ("contact", "phone", "email", "wechat", "company", "industry", "region", "external_id")


def merge_customers(scope: Scope, into_id: str, from_id: str, now: datetime, expected: int | None = None) -> Customer:
    """`from_id` becomes part of `into_id`, which keeps its own fields and takes over what it lacks.

    Raises:
        NotFound, MergeSame, Contention
    """
    for _ in range(_TRIES):
        into, other = customers.get_customer(scope, into_id), customers.get_customer(scope, from_id)
        if into.id == other.id:
            raise MergeSame()
        if expected is not None and other.version != expected:
            raise StaleVersion()
        try:
            return _merge(scope, into, other, now)
        except StaleVersion:
            continue
    raise Contention()


def _merge(scope: Scope, into: Customer, other: Customer, now: datetime) -> Customer:
    filled = {name: getattr(into, name) or getattr(other, name) for name in _FILLED}
    after = replace(
        into,
        **filled,
        identities=(*into.identities, *other.identities),
        open_leads=(*into.open_leads, *other.open_leads),
        closed_leads=(*into.closed_leads, *other.closed_leads),
        deleted_leads=(*into.deleted_leads, *other.deleted_leads),
        updated_at=now,
    )
    writes = Writes()
    claims.settle(writes, scope, (into, other), (after,))
    writes.create(
        MergeItem(
            keys.merges(scope), other.id, into=into.id, at=to_text(now), by=scope.member_id, before=_kept(into, other)
        ),
        refusal=StaleVersion,
    )
    writes.create(
        event_item(
            scope,
            EventKind.CUSTOMER_MERGED,
            pk=keys.customer_log(scope, into.id),
            about=into.id,
            at=now,
            merged=other.id,
            name=other.name,
        )
    )
    writes.commit()
    return customer_store.customer_at(after.home_key) or after


def _kept(into: Customer, other: Customer) -> dict[str, Any]:
    return {
        "into": {name: getattr(into, name) for name in _FILLED},
        "other": {name: getattr(other, name) for name in ("name", *_FILLED)},
        "home": other.home_key,
        "identities": [[each.kind, each.value] for each in other.identities],
        "leads": other.all_lead_ids,
        "created_at": to_text(other.created_at),
    }


def undo_merge(scope: Scope, customer_id: str, now: datetime) -> Customer:
    """Split the customer that was merged under `customer_id` off again.

    Raises:
        NotFound: it was not merged; MergeTooLate, Contention
    """
    for _ in range(_TRIES):
        merge = customer_store.find_merge(scope, customer_id)
        if merge is None:
            raise NotFound()
        if now - from_text(merge.at) > KEEP_UNDO:
            raise MergeTooLate()
        into = customers.get_customer(scope, merge.into)
        try:
            return _split(scope, merge, into, now)
        except StaleVersion:
            continue
    raise Contention()


def _split(scope: Scope, merge: MergeItem, into: Customer, now: datetime) -> Customer:
    kept = merge.before
    leads, back = set(kept["leads"]), _still_its_own(scope, into, kept)
    filled: dict[str, Any] = {
        name: None for name in _FILLED if kept["into"][name] is None and getattr(into, name) == kept["other"][name]
    }
    other = Customer(
        id=merge.sk,
        home_key=kept["home"],
        identities=back,
        created_at=from_text(kept["created_at"]),
        updated_at=now,
        open_leads=tuple(each for each in into.open_leads if each[0] in leads),
        closed_leads=tuple(each for each in into.closed_leads if each in leads),
        deleted_leads=tuple(each for each in into.deleted_leads if each in leads),
        **kept["other"],
    )
    remaining = replace(
        into,
        **filled,
        identities=tuple(each for each in into.identities if each not in back),
        open_leads=tuple(each for each in into.open_leads if each[0] not in leads),
        closed_leads=tuple(each for each in into.closed_leads if each not in leads),
        deleted_leads=tuple(each for each in into.deleted_leads if each not in leads),
        updated_at=now,
    )
    other = claims.placed_by(scope, other, other.home_key)
    remaining = claims.placed_by(scope, remaining, into.home_key)
    writes = Writes()
    claims.settle(writes, scope, (into,), (remaining, other))
    writes.delete(merge, versioned=False)
    writes.create(
        event_item(
            scope,
            EventKind.CUSTOMER_MERGE_UNDONE,
            pk=keys.customer_log(scope, into.id),
            about=into.id,
            at=now,
            split=other.id,
        )
    )
    writes.commit()
    return customer_store.customer_at(other.home_key) or other


def _still_its_own(scope: Scope, into: Customer, kept: dict[str, Any]) -> tuple[Identity, ...]:
    """What identified the merged customer, without what has been given free since and belongs to a third one by now."""
    former = tuple(Identity(kind, value) for kind, value in kept["identities"])
    strange = {who for who, item in customer_store.find_claims(scope, former).items() if item.customer_id != into.id}
    return tuple(who for who in former if who not in strange)
