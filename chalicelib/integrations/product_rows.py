"""Rows as products, recognised by code where the file has one, else by name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.core.errors import NotFound, Refused
from chalicelib.core.money import Money
from chalicelib.core.scope import Scope
from chalicelib.leads import products
from chalicelib.leads.products import Product, folded

from .cells import Cell
from .errors import MoneyUnclear, NegativeMoney
from .model import Import, derived_id
from .rows import Outcome, RowReader, refused_outcome, revert_each
from .settled import Settled, World
from .values import parse_money


class ProductRows:
    """Implements `RowWriter`."""

    def __init__(self, scope: Scope, imported: Import, settled: Settled, world: World, now: datetime) -> None:
        self._scope, self._import, self._settled, self._world, self._now = scope, imported, settled, world, now
        self._locale = imported.by.locale
        self._values: dict[int, dict[str, Any]] = {}

    def plan(self, rows: list[tuple[int, list[Cell]]]) -> list[Outcome]:
        known = list(products.all_products(self._scope))
        by_name = {folded(each.name): each for each in known}
        by_code = {folded(each.code): each for each in known if each.code}
        met: dict[str, str] = {}
        outcomes = []
        for number, cells in rows:
            row = RowReader(self._settled, number, cells, self._locale)
            values = self._read(row)
            if row.faults:
                outcomes.append(row.failed())
                continue
            self._values[number] = values
            code, name = folded(values.get("code") or ""), folded(values["name"])
            product = by_code.get(code) if self._settled.key == "code" and code else by_name.get(name)
            mine = derived_id("prod", self._import.id, str(number))
            if product is not None and product.id != mine:
                outcomes.append(self._planned(number, product, values))
            elif name in met:
                outcomes.append(Outcome(number, "u", met[name], after=values))
            else:
                met[name] = mine
                outcomes.append(Outcome(number, "c", mine))
        return outcomes

    def _planned(self, number: int, product: Product, values: dict[str, Any]) -> Outcome:
        after = {name: value for name, value in values.items() if getattr(product, name) != value}
        if not after:
            return Outcome(number, "s", product.id)
        return Outcome(number, "u", product.id, before={name: getattr(product, name) for name in after}, after=after)

    def _read(self, row: RowReader) -> dict[str, Any]:
        defaults = self._settled.defaults
        found: dict[str, Any] = {name: row.text(name) for name in ("name", "code", "series")}
        found["name"] = found["name"] or found["code"]
        found["series"] = found["series"] or defaults.get("series")
        if not found["name"] and not row.faults:
            row.missing("name")
        column = row.column("price")
        if column is not None and row.has("price"):
            currency = (row.text("currency") or column.currency or defaults["currency"]).upper()
            money = row.parsed("price", lambda cell: _price(cell, currency, column.scale))
            if money is not None:
                found["price"], found["currency"] = money.amount, money.currency
        return {name: value for name, value in found.items() if value}

    def apply(self, planned: list[Outcome]) -> list[Outcome]:
        return [self._apply_one(each) if each.code in "cu" else each for each in planned]

    def _apply_one(self, planned: Outcome) -> Outcome:
        product_id, values = planned.id or "", self._values[planned.row]
        try:
            if planned.code == "u":
                products.change_product(self._scope, product_id, values, self._now, None)
            elif not self._is_here(product_id):
                products.add_product(self._scope, values, self._now, product_id=product_id, import_id=self._import.id)
        except Refused as refused:
            return refused_outcome(planned, refused, self._locale)
        return planned

    def _is_here(self, product_id: str) -> bool:
        try:
            products.get_product(self._scope, product_id)
        except NotFound:
            return False
        return True

    def revert(self, outcomes: list[Outcome]) -> list[bool]:
        return revert_each(self._revert, outcomes)

    def _revert(self, outcome: Outcome) -> bool:
        try:
            product = products.get_product(self._scope, outcome.id or "")
            if outcome.code == "c":
                products.remove_product(self._scope, product.id, self._now, None)
                return True
        except NotFound:
            return outcome.code == "c"
        present = {name: getattr(product, name) for name in outcome.before}
        if present == outcome.before:
            return True
        if present != {name: outcome.after[name] for name in outcome.before}:
            return False
        products.change_product(self._scope, product.id, outcome.before, self._now, None)
        return True


def _price(cell: Cell, currency: str, scale: int) -> Money:
    found = parse_money(cell, currency, scale)
    if found.amount.startswith("-"):
        raise NegativeMoney(cell)
    try:
        return Money(amount=found.amount, currency=found.currency or currency)
    except ValueError:
        raise MoneyUnclear(cell) from None
