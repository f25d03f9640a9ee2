"""Claims on who a customer is: one item per identity, the home with the customer in it, the others pointing at it.

Whatever becomes of a customer (an identity more or less, a merge, a split), its claims are brought to what it says in
the caller's transaction, and each write demands what was read: of two who claim the same phone, one must look again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from chalicelib.core.errors import StaleVersion
from chalicelib.core.scope import Scope
from chalicelib.core.store import MOST_KEYS, Writes, get_many
from chalicelib.leads import customer_store, keys
from chalicelib.leads.customer_store import Customer, IdentityItem


def write_customer(writes: Writes, scope: Scope, before: Customer, after: Customer) -> Customer:
    """Add the writes that make `after` of `before`; answers with where it is kept.

    A home whose identity is given up moves to the next one.

    Raises:
        StaleVersion: an identity that it takes is somebody else's by now.
    """
    if set(before.identities) == set(after.identities):
        writes.put(customer_store.customer_item(scope, after), refusal=StaleVersion)
        return after
    placed = placed_by(scope, after, before.home_key)
    settle(writes, scope, (before,), (placed,))
    return placed


def placed_by(scope: Scope, customer: Customer, home_key: str) -> Customer:
    """The customer kept at `home_key` as long as that is a key of its own, else at its strongest identity."""
    own = [keys.identity(scope, who) for who in customer.identities]
    nameless = keys.nameless(scope, customer.id)
    if home_key not in (*own, nameless):
        home_key = own[0] if own else nameless
    return replace(customer, home_key=home_key)


def settle(writes: Writes, scope: Scope, before: Sequence[Customer], after: Sequence[Customer]) -> None:
    """Bring all claims of the customers `before` to what the customers `after` say: made, pointed anew or given free.

    Raises:
        StaleVersion: a claim that is wanted belongs to a customer who is not among them.
    """
    wanted: dict[str, IdentityItem] = {}
    for customer in after:
        wanted |= _items(scope, customer)
    former = {pk for customer in before for pk in _items(scope, customer)}
    versions = {customer.home_key: customer.version for customer in before}
    there = _read([*former, *wanted])
    family = {customer.id for customer in (*before, *after)}
    for pk, item in wanted.items():
        present = there.get(pk)
        if present is not None and present.customer_id not in family:
            raise StaleVersion()
        if present is not None and _same_alias(present, item):
            continue
        version = versions.get(pk, present.version if present is not None else None)
        writes.put(item.under(version), refusal=StaleVersion)
    for pk in former - set(wanted):
        present = there.get(pk)
        if present is not None and present.customer_id in family:
            writes.delete(present.under(versions.get(pk)), refusal=StaleVersion)


def _items(scope: Scope, customer: Customer) -> dict[str, IdentityItem]:
    # Without a version: which one it is written over, `settle` finds.
    items = {customer.home_key: customer_store.customer_item(scope, replace(customer, version=None))}
    for who in customer.identities:
        items.setdefault(keys.identity(scope, who), customer_store.alias_item(scope, who, customer))
    return items


def _read(pks: Sequence[str]) -> dict[str, IdentityItem]:
    wanted = [(pk, keys.WHO) for pk in dict.fromkeys(pks)]
    found: dict[str, IdentityItem] = {}
    for start in range(0, len(wanted), MOST_KEYS):
        part = get_many(IdentityItem, wanted[start : start + MOST_KEYS], consistent=True)
        found |= {item.pk: item for item in part}
    return found


def _same_alias(present: IdentityItem, item: IdentityItem) -> bool:
    return item.home_key is not None and (present.home_key, present.customer_id) == (item.home_key, item.customer_id)


def demand_unchanged(writes: Writes, customer: Customer, *, refusal: Callable[[], StaleVersion] = StaleVersion) -> None:
    """The transaction is refused if anybody has written the customer's books since they were read."""
    writes.check(IdentityItem, customer.home_key, keys.WHO, IdentityItem.version == (customer.version or 0), refusal)
