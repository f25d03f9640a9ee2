"""Customers: whom leads belong to. Found, changed, listed; how two become one is in `merging.py`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.core.errors import Contention, NotFound, StaleVersion
from chalicelib.core.events import EventKind, changes_between, event_item
from chalicelib.core.ids import new_id
from chalicelib.core.scope import Scope
from chalicelib.core.store import Page, Writes, query_page
from chalicelib.core.tries import pause
from chalicelib.leads import claims, customer_store, keys, store
from chalicelib.leads.change import Rules
from chalicelib.leads.customer_store import Customer, IdentityItem
from chalicelib.leads.errors import IdentityTaken
from chalicelib.leads.fields import check_writable
from chalicelib.leads.identities import Identity, NotAnIdentity, identities_of
from chalicelib.leads.model import Lead

_TRIES = 8
_IDENTIFYING = ("company", "phone", "email", "wechat")
FIELDS = ("name", "contact", "industry", "region", "external_id", *_IDENTIFYING)


@dataclass(frozen=True)
class CustomerFacts:
    """What is said of a customer; None says nothing."""

    name: str
    company: str | None = None
    contact: str | None = None
    phone: str | None = None
    email: str | None = None
    wechat: str | None = None
    industry: str | None = None
    region: str | None = None
    external_id: str | None = None
    import_id: str | None = None


def is_visible(scope: Scope, customer: Customer) -> bool:
    """A customer is seen by those who see one of its open leads; without open leads, by everyone in the workspace."""
    return not customer.open_leads or any(store.is_visible(scope, owner or None) for _, owner in customer.open_leads)


def get_customer(scope: Scope, customer_id: str) -> Customer:
    """
    Raises:
        NotFound: none here, or not visible.
    """
    customer = customer_store.find_customer(scope, customer_id)
    if not is_visible(scope, customer):
        raise NotFound()
    return customer


def leads_of(scope: Scope, customer: Customer, most: int = 200) -> list[Lead]:
    """The customer's leads that the scope sees, newest first."""
    newest = sorted(customer.lead_ids, reverse=True)[:most]
    leads = store.find_leads(scope, newest)
    return [lead for lead in leads if lead.deleted_at is None and store.is_visible(scope, lead.owner_id)]


def list_customers(scope: Scope, limit: int, start: dict[str, Any] | None) -> Page[Customer]:
    """Newest first. Those that are not visible are left out, so a page may be short."""
    page = query_page(IdentityItem, keys.customers(scope), index="customers", limit=limit, descending=True, start=start)
    customers = [customer_store.customer_of(item) for item in page.items]
    return Page([each for each in customers if is_visible(scope, each)], page.next_key)


def identities_of_facts(rules: Rules, facts: CustomerFacts | Customer, locale: str) -> tuple[Identity, ...]:
    """
    Raises:
        Invalid: a phone or e-mail that cannot be one.
    """
    try:
        return identities_of(
            company=facts.company, phone=facts.phone, email=facts.email, wechat=facts.wechat, region=rules.setup.region
        )
    except NotAnIdentity as error:
        raise error.refusal(locale) from error


def upsert_customer(scope: Scope, rules: Rules, facts: CustomerFacts, now: datetime) -> tuple[Customer, bool]:
    """The customer that these facts mean, made or completed; and whether it was made.

    Facts fill what is empty and replace what differs, but never take away.

    Raises:
        Invalid, Contention
    """
    identities = identities_of_facts(rules, facts, scope.locale)
    for attempt in range(_TRIES):
        claimed = customer_store.find_claims(scope, identities)
        known = next((claimed[each] for each in identities if each in claimed), None)
        try:
            if known is None:
                return _create(scope, facts, identities, now), True
            customer = (
                customer_store.customer_of(known)
                if known.home_key is None
                else customer_store.customer_at(known.home_key)
            )
            if customer is None:
                raise StaleVersion()
            given = {name: getattr(facts, name) for name in FIELDS if getattr(facts, name)}
            free = tuple(each for each in identities if each not in claimed)
            after = replace(customer, **given, identities=(*customer.identities, *free))
            return _save(scope, customer, after, now), False
        except StaleVersion:
            pass
        pause(attempt)
    raise Contention()


def _create(scope: Scope, facts: CustomerFacts, identities: tuple[Identity, ...], now: datetime) -> Customer:
    customer_id = new_id("cust", now)
    home = keys.identity(scope, identities[0]) if identities else keys.nameless(scope, customer_id)
    values: dict[str, Any] = {name: getattr(facts, name) or None for name in FIELDS if name != "name"}
    customer = Customer(
        id=customer_id,
        name=facts.name,
        home_key=home,
        identities=identities,
        created_at=now,
        updated_at=now,
        import_id=facts.import_id,
        **values,
    )
    writes = Writes()
    writes.put(customer_store.customer_item(scope, customer), refusal=StaleVersion)
    for who in identities[1:]:
        writes.create(customer_store.alias_item(scope, who, customer), refusal=StaleVersion)
    add_event(writes, scope, customer, {}, now, created=True)
    writes.commit()
    return replace(customer, version=1)


def change_customer(
    scope: Scope, customer_id: str, values: dict[str, Any], now: datetime, expected: int | None
) -> Customer:
    """PATCH: `values` by field name, None takes away. What identifies it no longer is given free.

    Raises:
        NotFound, Invalid, FieldForbidden, IdentityTaken, StaleVersion
    """
    rules = Rules.of(scope)
    check_writable(rules.setup, scope.role, values)
    for attempt in range(_TRIES):
        before = get_customer(scope, customer_id)
        if expected is not None and before.version != expected:
            raise StaleVersion()
        after = replace(before, **values)
        if after == before:
            return before
        try:
            return _save(scope, before, _identified(scope, rules, before, after, values), now)
        except StaleVersion:
            if expected is not None:
                raise
        pause(attempt)
    raise Contention()


def _identified(scope: Scope, rules: Rules, before: Customer, after: Customer, values: dict[str, Any]) -> Customer:
    """With what its fields say of who it is: claimed anew, and what they said before given free."""
    if not any(name in values for name in _IDENTIFYING):
        return after
    old = identities_of_facts(rules, before, scope.locale)
    new = identities_of_facts(rules, after, scope.locale)
    gained = tuple(each for each in new if each not in before.identities)
    for who, item in customer_store.find_claims(scope, gained).items():
        if item.customer_id != before.id:
            raise IdentityTaken(field=who.kind)
    kept = tuple(each for each in before.identities if each in new or each not in old)
    return replace(after, identities=(*kept, *gained))


def _save(scope: Scope, before: Customer, after: Customer, now: datetime) -> Customer:
    """One transaction: the books, claims gained, claims given free. A home whose identity is lost moves to another."""
    writes = Writes()
    after = claims.write_customer(writes, scope, before, replace(after, updated_at=now))
    add_event(writes, scope, before, _fields(after), now)
    writes.commit()
    return customer_store.customer_at(after.home_key) or after


def _fields(customer: Customer) -> dict[str, Any]:
    return {name: getattr(customer, name) for name in FIELDS}


def add_event(
    writes: Writes, scope: Scope, before: Customer, after: dict[str, Any], now: datetime, *, created: bool = False
) -> None:
    writes.create(
        event_item(
            scope,
            EventKind.CUSTOMER_CHANGED,
            pk=keys.customer_log(scope, before.id),
            about=before.id,
            at=now,
            changes=None if created else changes_between(_fields(before), after),
            created=created or None,
            import_id=before.import_id if created else None,
        )
    )
