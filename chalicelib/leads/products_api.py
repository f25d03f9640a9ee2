"""Routes of products."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from chalicelib.core import clock
from chalicelib.core.cursors import open_cursor, seal_cursor
from chalicelib.core.errors import Invalid
from chalicelib.core.http import Api, Model, Resource, View
from chalicelib.core.money import Money
from chalicelib.core.scope import Scope
from chalicelib.leads import products
from chalicelib.leads.products import Product, ProductExists
from chalicelib.leads.schemas import AmountIn, PageQuery, Short, Title
from chalicelib.tenancy import service as tenancy

api = Api(__name__, tag="products")


class NewProduct(Model):
    name: Title
    code: Short | None = None
    series: Short | None = None
    price: AmountIn | None = None
    archived: bool = False


class ProductChange(Model):
    """PATCH: what is left out stays, null takes away (but the name)."""

    name: Title | None = None
    code: Short | None = None
    series: Short | None = None
    price: AmountIn | None = None
    archived: bool | None = None


class ProductRow(View):
    id: str
    name: str
    code: str | None
    series: str | None
    price: Money | None
    archived: bool
    created_at: str
    import_id: str | None


class ProductView(ProductRow, Resource):
    """A product, with its version."""


class ProductList(View):
    items: list[ProductRow]
    next_cursor: str | None


class ProductQuery(PageQuery):
    limit: Annotated[int, Field(ge=1, le=200)] = 200


def _shown(product: Product) -> dict[str, Any]:
    price = Money(amount=product.price, currency=product.currency) if product.price and product.currency else None
    return {
        "id": product.id,
        "name": product.name,
        "code": product.code,
        "series": product.series,
        "price": price,
        "archived": product.archived,
        "created_at": clock.to_text(product.created_at),
        "import_id": product.import_id,
    }


def _values(scope: Scope, body: NewProduct | ProductChange) -> dict[str, Any]:
    """What is given, by field of `Product`.

    Raises:
        Invalid: the name or `archived` is null, the price negative.
    """
    values = {name: getattr(body, name) for name in body.model_fields_set if name != "price"}
    for name in ("name", "archived"):
        if name in values and values[name] is None:
            raise Invalid.at(name, "may not be empty" if scope.locale == "en" else "不能为空")
    for name in ("code", "series"):
        if name in values:
            values[name] = values[name] or None
    if "price" in body.model_fields_set:
        values |= _price(scope, body.price)
    return values


def _price(scope: Scope, price: Money | None) -> dict[str, Any]:
    if price is None:
        return {"price": None, "currency": None}
    if price.value < 0:
        raise Invalid.at("price", "not negative" if scope.locale == "en" else "不能为负数")
    # XXX stands for the workspace's currency (leads.schemas.AmountIn)
    currency = tenancy.setup_of(scope).currency if price.currency == "XXX" else price.currency
    return {"price": Money(amount=price.amount, currency=currency).amount, "currency": currency}


@api.get("/products", query=ProductQuery, allow="products.read")
def list_products(scope: Scope, query: ProductQuery) -> ProductList:
    """The products, in the order in which they came."""
    start = open_cursor(scope, "products", query.cursor) if query.cursor else None
    page = products.list_products(scope, query.limit, start)
    cursor = seal_cursor(scope, "products", page.next_key) if page.next_key else None
    return ProductList(items=[ProductRow(**_shown(each)) for each in page.items], next_cursor=cursor)


@api.post("/products", body=NewProduct, status=201, allow="products.write", refusals=(ProductExists,))
def add_product(scope: Scope, body: NewProduct) -> ProductView:
    product = products.add_product(scope, _values(scope, body), clock.now())
    return ProductView(version=product.version or 1, **_shown(product))


@api.get("/products/{product_id}", allow="products.read")
def get_product(scope: Scope, product_id: str) -> ProductView:
    product = products.get_product(scope, product_id)
    return ProductView(version=product.version or 1, **_shown(product))


@api.patch("/products/{product_id}", body=ProductChange, allow="products.write", refusals=(ProductExists,))
def change_product(scope: Scope, product_id: str, body: ProductChange, expected: int | None) -> ProductView:
    product = products.change_product(scope, product_id, _values(scope, body), clock.now(), expected)
    return ProductView(version=product.version or 1, **_shown(product))


@api.delete("/products/{product_id}", if_match=True, allow="products.write")
def remove_product(scope: Scope, product_id: str, expected: int | None) -> None:
    """Take it off the list; leads keep its name."""
    products.remove_product(scope, product_id, clock.now(), expected)
