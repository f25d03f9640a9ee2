"""The list of products over its API."""

from __future__ import annotations

from typing import Any

from tests.integrations.house import Office


def add(office: Office, **values: Any) -> dict[str, Any]:
    reply = office.call("POST", "/v1/products", values)
    assert reply.status == 201, reply.text
    return dict(reply.json)


def test_a_product_is_added_changed_and_removed(office: Office) -> None:
    product = add(office, name="Pump", code="P-1", price={"amount": "12.5", "currency": "EUR"})
    assert product["price"] == {"amount": "12.50", "currency": "EUR"}
    changed = office.call("PATCH", f"/v1/products/{product['id']}", {"price": "20", "archived": True}).json
    assert (changed["price"], changed["archived"]) == ({"amount": "20.00", "currency": "CNY"}, True)
    assert office.call("DELETE", f"/v1/products/{product['id']}").status == 204
    assert office.call("GET", f"/v1/products/{product['id']}").status == 404


def test_a_name_and_a_code_belong_to_one_product(office: Office) -> None:
    pump = add(office, name="Pump 1", code="P-1")
    valve = add(office, name="Valve")
    for values in ({"name": "PUMP1"}, {"name": "Other", "code": "p-1"}):
        reply = office.call("POST", "/v1/products", values)
        assert (reply.status, reply.json["code"]) == (409, "product_exists")
    assert office.call("PATCH", f"/v1/products/{valve['id']}", {"name": "pump 1"}).status == 409
    office.call("PATCH", f"/v1/products/{pump['id']}", {"name": "Big pump", "code": None})
    add(office, name="Pump 1", code="P-1")


def test_a_stale_version_is_refused(office: Office) -> None:
    product = add(office, name="Pump")
    path = f"/v1/products/{product['id']}"
    assert office.call("PATCH", path, {"series": "A"}, if_match='"1"').status == 200
    assert office.call("PATCH", path, {"series": "B"}, if_match='"1"').status == 412
    assert office.call("DELETE", path, if_match='"1"').status == 412


def test_what_is_wrong_is_said(office: Office) -> None:
    product = add(office, name="Pump")
    path = f"/v1/products/{product['id']}"
    for change in ({"name": None}, {"archived": None}, {"price": "-1"}, {"price": 1.5}, {"colour": "red"}):
        assert office.call("PATCH", path, change).status == 422, change


def test_products_of_another_workspace_are_not_found(office: Office, other_office: Office) -> None:
    path = f"/v1/products/{add(office, name='Pump')['id']}"
    assert other_office.call("GET", path).status == 404
    assert other_office.call("PATCH", path, {"name": "Mine"}).status == 404
    assert other_office.call("DELETE", path).status == 404
    assert other_office.call("GET", "/v1/products").json["items"] == []


def test_a_rep_sees_products_and_changes_none(office: Office) -> None:
    path = f"/v1/products/{add(office, name='Pump')['id']}"
    token = office.company.log_in(office.company.add("rep")["email"])["access_token"]
    call = office.company.call
    assert call("GET", path, token=token).status == 200
    assert call("PATCH", path, {"name": "Mine"}, token=token).status == 403
    assert call("POST", "/v1/products", {"name": "New"}, token=token).status == 403


def test_the_list_goes_page_by_page(office: Office) -> None:
    for name in ("A", "B", "C"):
        add(office, name=name)
    first = office.call("GET", "/v1/products?limit=2").json
    rest = office.call("GET", f"/v1/products?limit=2&cursor={first['next_cursor']}").json
    assert sorted(each["name"] for each in first["items"] + rest["items"]) == ["A", "B", "C"]
    assert rest["next_cursor"] is None
