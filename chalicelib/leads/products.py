"""The workspace's products: what leads are about. A name, and a code where there is one, belongs to one product.

| what | pk | sk |
| --- | --- | --- |
| product | `W#PRODUCTS` | `prod_…` |
| claim on a name, on a code | `W#PRODUCTS` | `NAME#<hash>`, `CODE#<hash>` |
| its events | `W#PRODUCTS` | `E#…` |
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from chalicelib.core.clock import from_text, to_text
from chalicelib.core.errors import Conflict, Contention, NotFound, StaleVersion
from chalicelib.core.events import EventKind, changes_between, event_item
from chalicelib.core.ids import new_id
from chalicelib.core.keys import digest, of_workspace
from chalicelib.core.scope import Scope
from chalicelib.core.store import Page, Writes, get, query_all, query_page
from chalicelib.core.tables import CompactJson, VersionedItem, WorkspaceItem

_PREFIX = "prod_"
_TRIES = 4
FIELDS = ("name", "code", "series", "price", "currency", "archived")


class ProductExists(Conflict):
    code = "product_exists"
    zh = "名称或编码「{value}」已属于另一个产品。"
    en = "Another product has the name or code {value} already."


class ProductItem(VersionedItem):
    class Meta(VersionedItem.Meta):
        pass

    product = CompactJson()


class ProductClaim(WorkspaceItem):
    class Meta(WorkspaceItem.Meta):
        pass

    product_id = UnicodeAttribute()


@dataclass(frozen=True)
class Product:
    """`price` is a decimal string in `currency`; both or neither are given."""

    id: str
    name: str
    created_at: datetime
    code: str | None = None
    series: str | None = None
    price: str | None = None
    currency: str | None = None
    archived: bool = False
    import_id: str | None = None
    version: int | None = None


def folded(text: str) -> str:
    """How names and codes are compared: width, case and spaces don't count."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def list_products(scope: Scope, limit: int, start: dict[str, Any] | None) -> Page[Product]:
    """Oldest first, archived ones included."""
    page = query_page(
        ProductItem, _pk(scope), range_condition=ProductItem.sk.startswith(_PREFIX), limit=limit, start=start
    )
    return Page([_product_of(item) for item in page.items], page.next_key)


def all_products(scope: Scope) -> Iterator[Product]:
    """Every product, read consistently; for jobs, not for requests."""
    condition = ProductItem.sk.startswith(_PREFIX)
    for item in query_all(ProductItem, _pk(scope), range_key_condition=condition, consistent_read=True):
        yield _product_of(item)


def get_product(scope: Scope, product_id: str) -> Product:
    """
    Raises:
        NotFound
    """
    item = get(ProductItem, _pk(scope), product_id, consistent=True) if product_id.startswith(_PREFIX) else None
    if item is None:
        raise NotFound()
    return _product_of(item)


def add_product(
    scope: Scope,
    values: Mapping[str, Any],
    now: datetime,
    *,
    product_id: str | None = None,
    import_id: str | None = None,
) -> Product:
    """A new product; `values` by field name. With `product_id`, an import's row that comes twice comes in once.

    Raises:
        ProductExists
    """
    product = Product(product_id or new_id("prod", now), created_at=now, import_id=import_id, **values)
    writes = Writes()
    writes.put(_item_of(scope, product), refusal=ProductExists(value=product.name))
    for claim, value in _claims(scope, product).items():
        writes.create(_claim_item(scope, claim, product), ProductExists(value=value))
    _add_event(writes, scope, product, None, now)
    writes.commit()
    return replace(product, version=1)


def change_product(
    scope: Scope, product_id: str, values: Mapping[str, Any], now: datetime, expected: int | None
) -> Product:
    """Put `values` (by field name) over the product.

    Raises:
        NotFound, StaleVersion, ProductExists
    """
    for _ in range(_TRIES):
        before = get_product(scope, product_id)
        if expected is not None and expected != before.version:
            raise StaleVersion()
        after = replace(before, **values)
        if after == before:
            return before
        writes = Writes()
        writes.put(_item_of(scope, after), refusal=StaleVersion)
        _move_claims(writes, scope, before, after)
        _add_event(writes, scope, after, changes_between(_said(before), _said(after)), now)
        try:
            writes.commit()
            return replace(after, version=(before.version or 0) + 1)
        except StaleVersion:
            if expected is not None:
                raise
    raise Contention()


def remove_product(scope: Scope, product_id: str, now: datetime, expected: int | None) -> None:
    """Take it off the list, and its name free. Leads keep the name that they were captured with.

    Raises:
        NotFound, StaleVersion
    """
    product = get_product(scope, product_id)
    if expected is not None and expected != product.version:
        raise StaleVersion()
    writes = Writes()
    writes.delete(_item_of(scope, product), refusal=StaleVersion)
    for claim in _claims(scope, product):
        writes.delete(_claim_item(scope, claim, product), versioned=False)
    _add_event(writes, scope, product, None, now, removed=True)
    writes.commit()


def _move_claims(writes: Writes, scope: Scope, before: Product, after: Product) -> None:
    old, new = _claims(scope, before), _claims(scope, after)
    for claim, value in new.items():
        if claim not in old:
            writes.create(_claim_item(scope, claim, after), ProductExists(value=value))
    for claim in old:
        if claim not in new:
            writes.delete(_claim_item(scope, claim, before), versioned=False)


def _pk(scope: Scope) -> str:
    return of_workspace(scope.workspace_id, "PRODUCTS")


def _claims(scope: Scope, product: Product) -> dict[str, str]:
    """Sort key of each claim -> what it claims."""
    claims = {f"NAME#{digest(scope.workspace_id, folded(product.name))}": product.name}
    if product.code:
        claims[f"CODE#{digest(scope.workspace_id, folded(product.code))}"] = product.code
    return claims


def _claim_item(scope: Scope, claim: str, product: Product) -> ProductClaim:
    return ProductClaim(_pk(scope), claim, product_id=product.id)


def _said(product: Product) -> dict[str, Any]:
    return {name: getattr(product, name) for name in FIELDS}


def _item_of(scope: Scope, product: Product) -> ProductItem:
    kept = {name: value for name, value in _said(product).items() if value}
    kept["created_at"] = to_text(product.created_at)
    if product.import_id:
        kept["import_id"] = product.import_id
    item = ProductItem(_pk(scope), product.id, product=kept)
    item.under(product.version)
    return item


def _product_of(item: ProductItem) -> Product:
    kept = dict(item.product)
    return Product(id=item.sk, created_at=from_text(kept.pop("created_at")), version=item.version, **kept)


def _add_event(
    writes: Writes, scope: Scope, product: Product, changes: dict[str, list[Any]] | None, now: datetime, **facts: Any
) -> None:
    if changes is None:
        facts["name"] = product.name
    event = event_item(
        scope, EventKind.PRODUCT_CHANGED, pk=_pk(scope), about=product.id, at=now, changes=changes,
        import_id=product.import_id, **facts,
    )  # fmt: skip
    writes.create(event)
