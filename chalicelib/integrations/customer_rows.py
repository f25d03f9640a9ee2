"""Rows as customers, recognised by what identifies them: company, phone, e-mail, WeChat."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.core.errors import Refused
from chalicelib.core.scope import Scope
from chalicelib.leads import customers
from chalicelib.leads import imported as known_customers
from chalicelib.leads.customer_store import Customer
from chalicelib.leads.customers import CustomerFacts
from chalicelib.leads.identities import Identity

from .cells import Cell
from .errors import NotAnEmailOrPhone
from .model import Import
from .rows import Outcome, RowReader, refused_outcome, revert_each
from .settled import Settled, World

_TEXTS = ("name", "company", "contact", "phone", "email", "wechat", "industry", "region", "external_id")


class CustomerRows:
    """Implements `RowWriter`."""

    def __init__(self, scope: Scope, imported: Import, settled: Settled, world: World, now: datetime) -> None:
        self._scope, self._import, self._settled, self._world, self._now = scope, imported, settled, world, now
        self._locale = imported.by.locale
        self._facts: dict[int, CustomerFacts] = {}

    def plan(self, rows: list[tuple[int, list[Cell]]]) -> list[Outcome]:
        self._facts.clear()
        read: list[tuple[RowReader, tuple[Identity, ...]]] = []
        for number, cells in rows:
            row = RowReader(self._settled, number, cells, self._locale)
            read.append((row, self._read(row)))
        known = known_customers.customers_by_identity(self._scope, [each for _, several in read for each in several])
        met: set[Identity] = set()
        outcomes = []
        for row, identities in read:
            if row.faults:
                outcomes.append(row.failed())
                continue
            customer = next((known[each] for each in identities if each in known), None)
            if customer is not None:
                outcomes.append(self._planned(row.number, customer))
            else:
                outcomes.append(Outcome(row.number, "u" if met & set(identities) else "c"))
            met |= set(identities)
        return outcomes

    def _planned(self, number: int, customer: Customer) -> Outcome:
        facts = self._facts[number]
        present = known_customers.named(customer)
        after = {name: getattr(facts, name) for name in present if getattr(facts, name)}
        after = {name: value for name, value in after.items() if present[name] != value}
        if not after:
            return Outcome(number, "s", customer.id)
        return Outcome(number, "u", customer.id, before={name: present[name] for name in after}, after=after)

    def _read(self, row: RowReader) -> tuple[Identity, ...]:
        values: dict[str, Any] = {name: row.text(name) for name in _TEXTS}
        name = values["name"] or values["company"] or values["contact"] or values["phone"] or values["email"]
        if not name:
            if not row.faults:
                row.missing("name")
            return ()
        if not any(values[each] for each in ("company", "phone", "email", "wechat", "contact")):
            values["company"] = name  # a bare name in a list of customers is a company's
        for each in ("industry", "region"):
            values[each] = values[each] or self._settled.defaults.get(each)
        facts = self._facts[row.number] = CustomerFacts(**{**values, "name": name}, import_id=self._import.id)
        try:
            return customers.identities_of_facts(self._world.rules, facts, self._world.importer.locale)
        except Refused as refused:
            where = refused.fields[0].field if refused.fields else "phone"
            row.refuse(where, NotAnEmailOrPhone(values.get(where) or ""))
            return ()

    def apply(self, planned: list[Outcome]) -> list[Outcome]:
        return [self._apply_one(each) if each.code in "cu" else each for each in planned]

    def _apply_one(self, planned: Outcome) -> Outcome:
        try:
            customer, _ = customers.upsert_customer(self._scope, self._world.rules, self._facts[planned.row], self._now)
        except Refused as refused:
            return refused_outcome(planned, refused, self._locale)
        return replace(planned, id=customer.id)

    def revert(self, outcomes: list[Outcome]) -> list[bool]:
        return revert_each(self._revert, outcomes)

    def _revert(self, outcome: Outcome) -> bool:
        if outcome.code == "c":
            return known_customers.remove_customer(self._scope, outcome.id or "", self._import.id)
        if not outcome.before:
            return True
        return known_customers.revert_customer(self._scope, outcome.id or "", outcome.before, outcome.after, self._now)
