"""What an import must know of leads and customers that are here, and how it takes back what it made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.core.errors import Contention, NotFound, StaleVersion
from chalicelib.core.events import EventKind, event_item
from chalicelib.core.scope import Scope
from chalicelib.core.store import MOST_ACTIONS, MOST_KEYS, Writes, get_many
from chalicelib.leads import customer_store, customers, importing, keys, store
from chalicelib.leads.customer_store import Customer
from chalicelib.leads.identities import Identity
from chalicelib.leads.model import Lead

#: Leads removed in one transaction: each is itself, an event and an external id, and its customer.
_REMOVED_AT_ONCE = 22
#: Leads of one customer that a row is compared with by name.
_MOST_COMPARED = 50


def find_leads(scope: Scope, lead_ids: Sequence[str]) -> list[Lead]:
    """Those of the ids that exist, deleted ones too; read consistently."""
    return store.find_leads(scope, list(lead_ids), consistent=True)


def customers_by_identity(scope: Scope, identities: Iterable[Identity]) -> dict[Identity, Customer]:
    """Who is known by these identities: two batch reads for each hundred."""
    wanted = tuple(dict.fromkeys(identities))
    homes: dict[Identity, str] = {}
    for start in range(0, len(wanted), MOST_KEYS):
        for who, item in customer_store.find_claims(scope, wanted[start : start + MOST_KEYS]).items():
            homes[who] = item.home_key or item.pk
    found = _customers_at(homes.values())
    return {who: found[home] for who, home in homes.items() if home in found}


def leads_by_identity(scope: Scope, identities: Iterable[Identity], import_id: str) -> dict[Identity, list[Lead]]:
    """The newest leads, not deleted, of the customers known by these identities; without those of that import.

    The ids that an import derives have its own time in them, so they are told apart without being read.
    """
    by_identity = customers_by_identity(scope, identities)
    time = _time_of(import_id)
    ids = {
        each.id: sorted((i for i in each.lead_ids if _time_of(i) != time), reverse=True)[:_MOST_COMPARED]
        for each in by_identity.values()
    }
    wanted = list(dict.fromkeys(lead_id for several in ids.values() for lead_id in several))
    leads = {lead.id: lead for lead in find_leads(scope, wanted) if lead.deleted_at is None}
    return {who: [leads[each] for each in ids[customer.id] if each in leads] for who, customer in by_identity.items()}


def _time_of(any_id: str) -> str:
    """The first ten characters of a ULID are its time."""
    return any_id.rpartition("_")[2][:10]


def other_owners(leads: Sequence[Lead]) -> dict[str, list[str]]:
    """By lead id, the other reps who had an open lead of the same customer before; without an entry, nobody."""
    books = {customer.id: customer for customer in _customers_at(lead.home_key for lead in leads).values()}
    found: dict[str, list[str]] = {}
    for lead in leads:
        owners: list[str] = []
        # The books keep open leads in the order in which they came.
        for lead_id, owner in books[lead.customer_id].open_leads if lead.customer_id in books else ():
            if lead_id == lead.id:
                break
            if owner and owner != lead.owner_id and owner not in owners:
                owners.append(owner)
        if owners:
            found[lead.id] = owners
    return found


def remove_leads(scope: Scope, lead_ids: Sequence[str], now: datetime, import_id: str) -> None:
    """Delete leads that the import made, and each customer that it made too and that has no other leads.

    Many a transaction; a group in which somebody writes at this very moment is done lead by lead.
    """
    for start in range(0, len(lead_ids), _REMOVED_AT_ONCE):
        _remove_group(scope, lead_ids[start : start + _REMOVED_AT_ONCE], now, import_id)


def _remove_group(scope: Scope, lead_ids: Sequence[str], now: datetime, import_id: str) -> None:
    leads = [lead for lead in find_leads(scope, lead_ids) if lead.deleted_at is None]
    books = _customers_at(lead.home_key for lead in leads)
    writes = Writes()
    for lead in leads:
        _add_removal(writes, scope, lead, now, import_id)
        if lead.home_key in books:
            books[lead.home_key] = books[lead.home_key].with_lead(replace(lead, deleted_at=now))
    for customer in books.values():
        if _is_empty(customer, import_id):
            _add_customer_removal(writes, scope, customer)
        else:
            writes.put(customer_store.customer_item(scope, customer), refusal=StaleVersion)
    if len(writes) <= MOST_ACTIONS:
        try:
            writes.commit()
            return
        except (StaleVersion, Contention):
            pass
    if len(lead_ids) > 1:
        for lead_id in lead_ids:
            _remove_group(scope, [lead_id], now, import_id)
    elif importing.remove_imported(scope, lead_ids[0], now, import_id):
        for customer in _customers_at(lead.home_key for lead in leads).values():
            _remove_if_empty(scope, customer, import_id)


def _add_removal(writes: Writes, scope: Scope, lead: Lead, now: datetime, import_id: str) -> None:
    removed = replace(lead, deleted_at=now, silent_since=None, updated_at=now, revision=lead.revision + 1)
    store.put_lead(writes, scope, removed, None)
    if lead.external_id:
        writes.delete(store.external_item(scope, lead), versioned=False)
    writes.create(
        event_item(
            scope,
            EventKind.LEAD_DELETED,
            pk=keys.lead(scope, lead.id),
            about=lead.id,
            at=now,
            name=lead.name,
            import_id=import_id,
            undone=True,
        )
    )


def remove_customer(scope: Scope, customer_id: str, import_id: str) -> bool:
    """False: it has leads by now, or was changed at this very moment, and stays."""
    try:
        customer = customer_store.find_customer(scope, customer_id)
    except NotFound:
        return True
    return _remove_if_empty(scope, customer, import_id)


def _is_empty(customer: Customer, import_id: str) -> bool:
    return customer.import_id == import_id and not customer.lead_ids


def _remove_if_empty(scope: Scope, customer: Customer, import_id: str) -> bool:
    if not _is_empty(customer, import_id):
        return False
    writes = Writes()
    _add_customer_removal(writes, scope, customer)
    try:
        writes.commit()
    except StaleVersion:
        return False
    return True


def _add_customer_removal(writes: Writes, scope: Scope, customer: Customer) -> None:
    writes.delete(customer_store.customer_item(scope, customer), refusal=StaleVersion)
    for who in customer.identities:
        if keys.identity(scope, who) != customer.home_key:
            writes.delete(customer_store.alias_item(scope, who, customer), versioned=False)


def revert_customer(
    scope: Scope, customer_id: str, before: dict[str, Any], after: dict[str, Any], now: datetime
) -> bool:
    """Give back the former values by field, unless one of them was changed since; then False."""
    try:
        customer = customer_store.find_customer(scope, customer_id)
    except NotFound:
        return False
    present = {name: getattr(customer, name) for name in after}
    if present == {name: before.get(name) for name in after}:
        return True
    if present != after:
        return False
    customers.change_customer(scope, customer_id, before, now, None)
    return True


def named(customer: Customer) -> dict[str, Any]:
    """The fields of a customer that a file may change."""
    return {name: getattr(customer, name) for name in customers.FIELDS}


def _customers_at(home_keys: Iterable[str]) -> dict[str, Customer]:
    wanted = [(pk, keys.WHO) for pk in dict.fromkeys(home_keys)]
    found: dict[str, Customer] = {}
    for start in range(0, len(wanted), MOST_KEYS):
        for item in get_many(customer_store.IdentityItem, wanted[start : start + MOST_KEYS], consistent=True):
            if item.home_key is None:
                found[item.pk] = customer_store.customer_of(item)
    return found
