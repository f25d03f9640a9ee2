"""What a change of a lead makes of its customer: identities claimed, given free, and whose customer it is then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chalicelib.core.errors import StaleVersion
from chalicelib.core.scope import Scope
from chalicelib.leads import customer_store, store
from chalicelib.leads.change import Rules, check_sole_owner
from chalicelib.leads.customer_store import Customer
from chalicelib.leads.customers import identities_of_facts
from chalicelib.leads.errors import CustomerErased
from chalicelib.leads.identities import Identity, NotAnIdentity, identities_of
from chalicelib.leads.model import Lead

_IDENTIFYING = ("company", "phone", "email", "wechat")
#: Leads of one customer that a change of who it is looks at.
_MOST_COMPARED = 100


def identity_changed(before: Lead, after: Lead) -> bool:
    return any(getattr(before, name) != getattr(after, name) for name in _IDENTIFYING)


def _identities(rules: Rules, lead: Lead, locale: str) -> tuple[Identity, ...]:
    try:
        return identities_of(
            company=lead.company, phone=lead.phone, email=lead.email, wechat=lead.wechat, region=rules.setup.region
        )
    except NotAnIdentity as error:
        raise error.refusal(locale) from error


def new_identity(
    scope: Scope, rules: Rules, before: Lead, after: Lead
) -> tuple[Callable[[Customer], Customer], tuple[Customer, ...]]:
    """What the change makes of the customer, and the other customers on whose books it rests.

    What identifies the customer from now on is claimed, what no longer does is given free; a customer on whom a
    colleague works is a duplicate.

    Raises:
        LeadDuplicate, CustomerErased
    """
    if not before.customer_id:
        raise CustomerErased()
    old, new = _identities(rules, before, scope.locale), _identities(rules, after, scope.locale)
    mine = customer_store.customer_of_lead(scope, before)
    taken: set[Identity] = set()
    others: dict[str, Customer] = {}
    for who, item in customer_store.find_claims(scope, new).items():
        if item.customer_id == mine.id:
            continue
        other = customer_store.customer_behind(item)
        if other is None:
            raise StaleVersion()
        taken.add(who)
        others[other.id] = other
        if after.is_open:
            check_sole_owner(scope, rules, other, after)
    free = tuple(each for each in new if each not in taken)
    dropped = set(old) - set(new)
    dropped -= _identities_of_others(scope, rules, mine, before.id) if dropped else set()

    def identify(customer: Customer) -> Customer:
        return _identified(scope, rules, customer, before, after, free, dropped)

    return identify, tuple(others.values())


def _identities_of_others(scope: Scope, rules: Rules, customer: Customer, lead_id: str) -> set[Identity]:
    """What the customer's other leads say of it. Of a customer with very many leads, nothing is given free."""
    others = [each for each in customer.all_lead_ids if each != lead_id]
    if len(others) > _MOST_COMPARED:
        return set(customer.identities)
    leads = store.find_leads(scope, others, consistent=True)
    return {who for lead in leads for who in _identities(rules, lead, scope.locale)}


def _identified(
    scope: Scope,
    rules: Rules,
    customer: Customer,
    before: Lead,
    after: Lead,
    free: tuple[Identity, ...],
    dropped: set[Identity],
) -> Customer:
    """The customer's own fields follow the lead's where they said the same, or nothing."""
    follows = {who.kind for who in free} | {name for name in _IDENTIFYING if not getattr(after, name)}
    values = {
        name: getattr(after, name)
        for name in _IDENTIFYING
        if name in follows and getattr(customer, name) in (None, getattr(before, name))
    }
    if values.get("company") and customer.name == customer.company:
        values["name"] = values["company"]
    named = replace(customer, **values)
    kept = dropped - set(identities_of_facts(rules, named, scope.locale))
    identities = [who for who in customer.identities if who not in kept]
    identities += [who for who in free if who not in identities]
    return replace(named, identities=tuple(identities))
