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
from chalicelib.leads import customers, keys, store
from chalicelib.leads.errors import MergeSame, MergeTooLate
from chalicelib.leads.identities import Identity
from chalicelib.leads.store import Customer, MergeItem

KEEP_UNDO = timedelta(days=30)
_TRIES = 5
_FILLED = ("contact", "phone", "email", "wechat", "company", "industry", "region", "external_id")


def merge_customers(scope: Scope, into_id: str, from_id: str, now: datetime) -> Customer:
    """`from_id` becomes part of `into_id`, which keeps its own fields and takes over what it lacks.

    Raises:
        NotFound, MergeSame, Contention
    """
    for _ in range(_TRIES):
        into, other = customers.get_customer(scope, into_id), customers.get_customer(scope, from_id)
        if into.id == other.id:
            raise MergeSame()
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
        updated_at=now,
    )
    writes = Writes()
    writes.put(store.customer_item(scope, after), refusal=StaleVersion)
    _become_alias(writes, scope, other, into)
    claims = store.find_claims(scope, other.identities)
    for who, claim in claims.items():
        if claim.pk != other.home_key:
            customers.repoint(writes, scope, who, into, claim)
    writes.create(
        MergeItem(
            keys.merges(scope), other.id, into=into.id, at=to_text(now), by=scope.member_id, before=_kept(into, other)
        ),
        refusal=StaleVersion,
    )
    writes.create(
        event_item(
            scope, EventKind.CUSTOMER_MERGED, pk=into.home_key, about=into.id, at=now, merged=other.id, name=other.name
        )
    )
    writes.commit()
    return store.find_customer(scope, into.id)


def _become_alias(writes: Writes, scope: Scope, other: Customer, into: Customer) -> None:
    """The merged customer's home becomes a claim that points at the other's."""
    alias = store.IdentityItem(other.home_key, keys.WHO, home_key=into.home_key, customer_id=into.id)
    writes.put(alias.under(other.version), refusal=StaleVersion)


def _kept(into: Customer, other: Customer) -> dict[str, Any]:
    return {
        "into": {name: getattr(into, name) for name in _FILLED},
        "other": {name: getattr(other, name) for name in ("name", *_FILLED)},
        "home": other.home_key,
        "identities": [[each.kind, each.value] for each in other.identities],
        "leads": other.lead_ids,
        "created_at": to_text(other.created_at),
    }


def undo_merge(scope: Scope, customer_id: str, now: datetime) -> Customer:
    """Split the customer that was merged under `customer_id` off again.

    Raises:
        NotFound: it was not merged; MergeTooLate, Contention
    """
    for _ in range(_TRIES):
        merge = store.find_merge(scope, customer_id)
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
    leads = set(kept["leads"])
    back = tuple(Identity(kind, value) for kind, value in kept["identities"])
    other = Customer(
        id=merge.sk,
        home_key=kept["home"],
        identities=back,
        created_at=from_text(kept["created_at"]),
        updated_at=now,
        open_leads=tuple(each for each in into.open_leads if each[0] in leads),
        closed_leads=tuple(each for each in into.closed_leads if each in leads),
        **kept["other"],
    )
    taken_over: dict[str, Any] = {
        name: None for name in _FILLED if kept["into"][name] is None and getattr(into, name) == kept["other"][name]
    }
    remaining = replace(
        into,
        **taken_over,
        identities=tuple(each for each in into.identities if each not in back),
        open_leads=tuple(each for each in into.open_leads if each[0] not in leads),
        closed_leads=tuple(each for each in into.closed_leads if each not in leads),
        updated_at=now,
    )
    writes = Writes()
    writes.put(store.customer_item(scope, remaining), refusal=StaleVersion)
    home = store.customer_item(scope, other)
    current = store.identity_at(other.home_key)
    writes.put(home.under(current.version if current is not None else None), refusal=StaleVersion)
    for who, claim in store.find_claims(scope, back).items():
        if claim.pk != other.home_key:
            customers.repoint(writes, scope, who, other, claim)
    writes.delete(merge, versioned=False)
    writes.create(
        event_item(scope, EventKind.CUSTOMER_MERGE_UNDONE, pk=into.home_key, about=into.id, at=now, split=other.id)
    )
    writes.commit()
    return store.find_customer(scope, other.id)
