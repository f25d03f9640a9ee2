"""Customers as items: claims on who they are, the books of their leads, and merges."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from chalicelib.core import clock
from chalicelib.core.clock import from_text, to_text
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import made_at
from chalicelib.core.scope import Scope
from chalicelib.core.store import get, get_many, query_page
from chalicelib.core.tables import CompactJson, VersionedItem, WorkspaceItem
from chalicelib.leads import keys
from chalicelib.leads.identities import Identity
from chalicelib.leads.model import Lead

#: A into B, B into C ...: longer chains than this are a mistake of ours.
_LONGEST_MERGE_CHAIN = 20


class IdentityItem(VersionedItem):
    """An identity's claim. The home holds the customer (`card`); an alias points at its home (`home_key`)."""

    class Meta(VersionedItem.Meta):
        pass

    home_key = UnicodeAttribute(null=True)


@dataclass(frozen=True, slots=True)
class Customer:
    """Whom leads belong to. `open_leads` maps an open lead to its owner ("" in the pool): the lock against two reps."""

    id: str
    name: str
    home_key: str
    identities: tuple[Identity, ...]
    created_at: datetime
    updated_at: datetime
    contact: str | None = None
    phone: str | None = None
    email: str | None = None
    wechat: str | None = None
    company: str | None = None
    industry: str | None = None
    region: str | None = None
    external_id: str | None = None
    open_leads: tuple[tuple[str, str], ...] = ()
    closed_leads: tuple[str, ...] = ()
    deleted_leads: tuple[str, ...] = ()
    import_id: str | None = None
    version: int | None = None

    @property
    def lead_ids(self) -> list[str]:
        return [lead_id for lead_id, _ in self.open_leads] + list(self.closed_leads)

    @property
    def all_lead_ids(self) -> list[str]:
        """Deleted ones too: they may come back, and hold the person's data until then."""
        return self.lead_ids + list(self.deleted_leads)

    def with_lead(self, lead: Lead) -> Customer:
        """The customer's books after `lead` changed: open under its owner, closed, or deleted."""
        others = self.without_lead(lead.id)
        if lead.deleted_at is not None:
            return replace(others, deleted_leads=(*others.deleted_leads, lead.id))
        if lead.stage_kind == "open":
            # In its old place: the books keep open leads in the order in which they came.
            open_leads = dict(self.open_leads)
            open_leads[lead.id] = lead.owner_id or ""
            return replace(others, open_leads=tuple(open_leads.items()))
        return replace(others, closed_leads=(*others.closed_leads, lead.id))

    def without_lead(self, lead_id: str) -> Customer:
        return replace(
            self,
            open_leads=tuple(each for each in self.open_leads if each[0] != lead_id),
            closed_leads=tuple(each for each in self.closed_leads if each != lead_id),
            deleted_leads=tuple(each for each in self.deleted_leads if each != lead_id),
        )


_CUSTOMER = {
    "name": "n", "contact": "p", "phone": "t", "email": "e", "wechat": "w", "company": "c", "industry": "i",
    "region": "r", "external_id": "x", "import_id": "imp",
}  # fmt: skip


def customer_item(scope: Scope, customer: Customer) -> IdentityItem:
    card: dict[str, Any] = {short: getattr(customer, name) for name, short in _CUSTOMER.items()}
    if customer.company == customer.name:
        card["c"] = 1
    card["ids"] = [[each.kind, each.value] for each in customer.identities] or None
    card["ol"] = [[keys.short_id(lead_id), keys.short_id(owner)] for lead_id, owner in customer.open_leads] or None
    card["cl"] = [keys.short_id(lead_id) for lead_id in customer.closed_leads] or None
    card["dl"] = [keys.short_id(lead_id) for lead_id in customer.deleted_leads] or None
    if customer.created_at != made_at(customer.id):
        card["cr"] = to_text(customer.created_at)
    item = IdentityItem(
        customer.home_key, keys.WHO, card={short: value for short, value in card.items() if value is not None}
    )
    item.customers_key, item.customer_id = keys.customers(scope), customer.id
    item.updated_at = to_text(customer.updated_at)
    return item.under(customer.version)


def customer_of(item: IdentityItem) -> Customer:
    card = item.card or {}
    values: dict[str, Any] = {name: card.get(short) for name, short in _CUSTOMER.items()}
    if values["company"] == 1:
        values["company"] = values["name"]
    customer_id = str(item.customer_id)
    return Customer(
        id=customer_id,
        home_key=item.pk,
        identities=tuple(Identity(kind, value) for kind, value in card.get("ids", ())),
        created_at=clock.maybe(card.get("cr")) or made_at(customer_id),
        updated_at=from_text(str(item.updated_at)),
        open_leads=tuple((f"lead_{lead}", f"m_{owner}" if owner else "") for lead, owner in card.get("ol", ())),
        closed_leads=tuple(f"lead_{lead}" for lead in card.get("cl", ())),
        deleted_leads=tuple(f"lead_{lead}" for lead in card.get("dl", ())),
        version=item.version,
        **values,
    )


def alias_item(scope: Scope, who: Identity, customer: Customer) -> IdentityItem:
    return IdentityItem(keys.identity(scope, who), keys.WHO, home_key=customer.home_key, customer_id=customer.id)


def find_claims(scope: Scope, identities: tuple[Identity, ...]) -> dict[Identity, IdentityItem]:
    """Who holds which of these identities; read consistently, since a decision follows."""
    wanted = {keys.identity(scope, each): each for each in identities}
    items = get_many(IdentityItem, [(pk, keys.WHO) for pk in wanted], consistent=True)
    return {wanted[item.pk]: item for item in items}


def identity_at(pk: str) -> IdentityItem | None:
    return get(IdentityItem, pk, keys.WHO, consistent=True)


def customer_at(home_key: str) -> Customer | None:
    item = get(IdentityItem, home_key, keys.WHO, consistent=True)
    return customer_of(item) if item is not None and item.home_key is None else None


def customer_behind(claim: IdentityItem) -> Customer | None:
    """Whose claim it is, be it the home itself or an alias; None when the home has moved at this moment."""
    return customer_of(claim) if claim.home_key is None else customer_at(claim.home_key)


def customer_of_lead(scope: Scope, lead: Lead) -> Customer:
    """Whose lead it is now: at the key the lead remembers, or, after a merge or a move of the home, by id.

    Raises:
        NotFound: the customer was erased.
    """
    customer = customer_at(lead.home_key) if lead.home_key else None
    if customer is not None and customer.id == lead.customer_id:
        return customer
    return find_customer(scope, lead.customer_id)


class MergeItem(WorkspaceItem):
    """That a customer is part of another now; `before` is what the undo needs. Under the merged customer's id."""

    class Meta(WorkspaceItem.Meta):
        pass

    into = UnicodeAttribute()
    at = UnicodeAttribute()
    by = UnicodeAttribute()
    before = CompactJson()


def find_merge(scope: Scope, customer_id: str) -> MergeItem | None:
    return get(MergeItem, keys.merges(scope), customer_id, consistent=True)


def find_customer(scope: Scope, customer_id: str) -> Customer:
    """By id, through the `customers` index; a merged one answers as the one it is part of.

    Raises:
        NotFound
    """
    for _ in range(_LONGEST_MERGE_CHAIN):
        found = _indexed_customer(scope, customer_id)
        if found is not None:
            return found
        merge = find_merge(scope, customer_id)
        if merge is None:
            break
        customer_id = merge.into
    raise NotFound()


def _indexed_customer(scope: Scope, customer_id: str) -> Customer | None:
    page = query_page(
        IdentityItem,
        keys.customers(scope),
        index="customers",
        range_condition=WorkspaceItem.customer_id == customer_id,
        limit=1,
    )
    return customer_of(page.items[0]) if page.items else None
