"""Leads in bulk out of files: many rows in a transaction, each customer's books written once in it.

A row of a customer with an open lead of another rep is kept: the import reports it as a conflict to settle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pynamodb.models import Model

from chalicelib.core.errors import NotFound, Refused, StaleVersion
from chalicelib.core.events import EventKind
from chalicelib.core.scope import Scope
from chalicelib.core.store import MOST_ACTIONS, Writes, get_many
from chalicelib.leads import customer_store, keys, model, store
from chalicelib.leads.capture import NewLeadFacts, capture, created_event, new_customer, new_lead
from chalicelib.leads.change import Change, Rules, apply_change
from chalicelib.leads.customer_store import Customer
from chalicelib.leads.errors import ExternalIdTaken
from chalicelib.leads.identities import Identity, NotAnIdentity, identities_of
from chalicelib.leads.model import Lead

#: A row is at most its lead, event, external id, marker, customer and four aliases.
_MOST_PER_ROW = 9


class _Books:
    """The customers met in this call, as they stand after our own writes. Emptied when somebody else wrote."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._by_identity: dict[Identity, str] = {}
        self._homes: dict[str, Customer] = {}

    def load(self, identities: Sequence[Identity]) -> None:
        """Read who holds these identities, and their homes: two reads for any number of rows."""
        unknown = tuple(dict.fromkeys(each for each in identities if each not in self._by_identity))
        homes: list[str] = []
        for start in range(0, len(unknown), 100):
            for who, item in customer_store.find_claims(self._scope, unknown[start : start + 100]).items():
                if item.home_key is None:
                    self._homes.setdefault(item.pk, customer_store.customer_of(item))
                elif item.home_key not in self._homes:
                    homes.append(item.home_key)
                self._by_identity[who] = item.home_key or item.pk
        for start in range(0, len(homes), 100):
            wanted = [(pk, keys.WHO) for pk in dict.fromkeys(homes[start : start + 100])]
            for item in get_many(customer_store.IdentityItem, wanted, consistent=True):
                self._homes[item.pk] = customer_store.customer_of(item)

    def customer(self, identities: Sequence[Identity]) -> Customer | None:
        for who in identities:
            home = self._by_identity.get(who)
            if home is not None and home in self._homes:
                return self._homes[home]
        return None

    def free(self, identities: Sequence[Identity]) -> tuple[Identity, ...]:
        return tuple(each for each in identities if each not in self._by_identity)

    def keep(self, customer: Customer, claimed: Sequence[Identity]) -> None:
        self._homes[customer.home_key] = customer
        for who in claimed:
            self._by_identity[who] = customer.home_key

    def forget(self) -> None:
        self._by_identity.clear()
        self._homes.clear()


def create_leads(
    scope: Scope,
    rules: Rules,
    rows: Sequence[NewLeadFacts],
    now: datetime,
    row_markers: Sequence[Model] | None = None,
) -> list[Lead | Refused]:
    """Each row's lead, or why it was refused. `row_markers[i]` is written with row i, on condition that it is new:
    a row whose marker is there already is refused as `StaleVersion` (it came in before a crash).
    """
    books, results = _Books(scope), list[Lead | Refused]()
    size = MOST_ACTIONS // _MOST_PER_ROW * 2
    for start in range(0, len(rows), size):
        part, markers = rows[start : start + size], row_markers[start : start + size] if row_markers else None
        results += _create_part(scope, rules, books, part, now, markers)
    return results


def _create_part(
    scope: Scope,
    rules: Rules,
    books: _Books,
    rows: Sequence[NewLeadFacts],
    now: datetime,
    markers: Sequence[Model] | None,
) -> list[Lead | Refused]:
    known = [_identities(rules, row, scope.locale) for row in rows]
    books.load([who for each in known if not isinstance(each, Refused) for who in each])
    writes, touched = Writes(), dict[str, Customer]()
    results: list[Lead | Refused] = []
    for number, (row, identities) in enumerate(zip(rows, known, strict=True)):
        if isinstance(identities, Refused):
            results.append(identities)
            continue
        lead = _add_row(writes, scope, rules, books, touched, row, identities, now)
        if markers is not None:
            writes.create(markers[number], refusal=StaleVersion)
        results.append(lead)
    if len(writes) + len(touched) > MOST_ACTIONS:
        books.forget()
        middle = len(rows) // 2
        return _create_part(scope, rules, books, rows[:middle], now, markers[:middle] if markers else None) + (
            _create_part(scope, rules, books, rows[middle:], now, markers[middle:] if markers else None)
        )
    for customer in touched.values():
        writes.put(customer_store.customer_item(scope, customer), refusal=StaleVersion)
    try:
        writes.commit()
    except Refused:
        books.forget()
        return [_create_alone(scope, rules, row, now, markers[i] if markers else None) for i, row in enumerate(rows)]
    for customer in touched.values():
        books.keep(replace(customer, version=(customer.version or 0) + 1), ())
    return results


def _identities(rules: Rules, row: NewLeadFacts, locale: str) -> tuple[Identity, ...] | Refused:
    try:
        return identities_of(
            company=row.company, phone=row.phone, email=row.email, wechat=row.wechat, region=rules.setup.region
        )
    except NotAnIdentity as error:
        return error.refusal(locale)


def _add_row(
    writes: Writes,
    scope: Scope,
    rules: Rules,
    books: _Books,
    touched: dict[str, Customer],
    row: NewLeadFacts,
    identities: tuple[Identity, ...],
    now: datetime,
) -> Lead:
    lead = new_lead(scope, rules, row, now)
    customer, free = books.customer(identities), books.free(identities)
    if customer is None:
        customer = new_customer(scope, lead, identities, now)
    else:
        customer = replace(customer, identities=customer.identities + free)
    lead = replace(lead, customer_id=customer.id, home_key=customer.home_key)
    store.put_lead(writes, scope, lead, rules.deadline(lead))
    writes.create(created_event(scope, lead, now))
    if lead.external_id:
        writes.create(store.external_item(scope, lead), refusal=ExternalIdTaken)
    for who in free:
        if keys.identity(scope, who) != customer.home_key:
            writes.create(customer_store.alias_item(scope, who, customer), refusal=StaleVersion)
    customer = customer.with_lead(lead)
    touched[customer.home_key] = customer
    books.keep(customer, free)
    return replace(lead, version=1)


def _create_alone(scope: Scope, rules: Rules, row: NewLeadFacts, now: datetime, marker: Model | None) -> Lead | Refused:
    try:
        return capture(scope, rules, row, now, shared=True, marker=marker)
    except Refused as refused:
        return refused


# --- rows of leads that are here already -------------------------------------------------------------------------


def leads_by_external_ids(scope: Scope, external_ids: Sequence[str]) -> dict[str, Lead]:
    """Leads that are not deleted, by the id the file gives them."""
    found = store.lead_ids_by_external(scope, list(external_ids))
    leads = {lead.id: lead for lead in store.find_leads(scope, list(found.values()), consistent=True)}
    return {
        external_id: leads[lead_id]
        for external_id, lead_id in found.items()
        if lead_id in leads and leads[lead_id].deleted_at is None
    }


_PLAIN = (
    "name", "source_channel", "blocker", "company", "contact", "phone", "email", "wechat", "amount", "currency",
    "product", "region", "remark", "first_contact_at", "next_follow_up_at", "owner_id", "lost_reason", "custom",
)  # fmt: skip


def update_imported(
    scope: Scope, lead_id: str, values: dict[str, Any], now: datetime, import_id: str
) -> dict[str, Any]:
    """Put a file's values (fields of `Lead`, in its own types; `stage` by id) over a lead; an import doesn't touch.

    Returns the former values of what changed (for `revert_imported`); empty when nothing did.
    """
    before: dict[str, Any] = {}

    def decide(lead: Lead, rules: Rules) -> Change | None:
        after = replace(lead, **{name: values[name] for name in _PLAIN if name in values})
        if "stage" in values and values["stage"] != lead.stage:
            stage = rules.stage(values["stage"])
            closed_at = values.get("closed_at") or now
            after = model.moved(
                after,
                stage.id,
                stage.kind,
                closed_at if stage.kind != "open" else now,
                lost_reason=values.get("lost_reason"),
                touches=False,
            )
        before.clear()
        names = (*_PLAIN, "stage")
        before.update({name: getattr(lead, name) for name in names if getattr(lead, name) != getattr(after, name)})
        if not before:
            return None
        return Change(after, EventKind.LEAD_CHANGED, {"import_id": import_id})

    apply_change(scope, lead_id, now, decide)
    return before


def revert_imported(
    scope: Scope, lead_id: str, before: dict[str, Any], after: dict[str, Any], now: datetime, import_id: str
) -> bool:
    """Give back the former values, unless somebody has changed one of them since; then False, and nothing changes."""
    kept = True

    def decide(lead: Lead, rules: Rules) -> Change | None:
        nonlocal kept
        kept = all(getattr(lead, name) == value for name, value in after.items() if name in before)
        if not kept:
            return None
        plain = {name: value for name, value in before.items() if name != "stage"}
        reverted = replace(lead, **plain)
        if "stage" in before:
            stage = rules.stage(before["stage"])
            reverted = model.moved(
                reverted, stage.id, stage.kind, now, lost_reason=before.get("lost_reason"), touches=False
            )
        return Change(reverted, EventKind.LEAD_CHANGED, {"import_id": import_id, "undone": True})

    apply_change(scope, lead_id, now, decide)
    return kept


def remove_imported(scope: Scope, lead_id: str, now: datetime, import_id: str) -> bool:
    """Delete a lead that the import created, and free its external id; False when it is gone already."""

    def decide(lead: Lead, _rules: Rules) -> Change:
        def free_external_id(writes: Writes) -> None:
            if lead.external_id:
                writes.delete(store.external_item(scope, lead), versioned=False)

        after = replace(lead, deleted_at=now, silent_since=None)
        return Change(after, EventKind.LEAD_DELETED, {"import_id": import_id, "undone": True}, also=free_external_id)

    try:
        apply_change(scope, lead_id, now, decide)
    except NotFound:
        return False
    return True
