"""Every route says who may call it, and nobody else can."""

from __future__ import annotations

import pytest

from chalicelib.core.http import Route
from chalicelib.tenancy import roles
from tests.edge.door import Door, Reply, demand_problem, dump, routes
from tests.edge.samples import name_of, sample_for
from tests.edge.things import MAKERS, Place, address_of

_ALL = routes()
#: Open to everybody. A route is not put here by accident: each is about getting in, or shows what is no secret.
PUBLIC = {
    "GET /health",
    "GET /openapi.json",
    "GET /packs",
    "GET /.well-known/jwks.json",
    "POST /signup",
    "POST /login",
    "POST /token/refresh",
    "POST /password/forgot",
    "POST /password/reset",
    "POST /invites/accept",
    "GET /track/{token}",
    "POST /track/{token}/receipt",
    "POST /hooks/{connector_id}",
}
#: Open to every member, since it is about themselves only.
ONES_OWN = {"POST /logout", "GET /me", "PATCH /me", "POST /workspaces/{workspace_id}/enter", "POST /password/change"}
PERMISSIONS = {permission.id for permission in roles.PERMISSIONS}


@pytest.fixture(scope="module")
def place() -> Place:
    place = Place()
    for make in MAKERS.values():
        make(place)
    return place


@pytest.fixture(scope="module")
def tokens(place: Place) -> dict[str, str]:
    return {role: place.token_of(role) for role in roles.ROLES}


def _call(route: Route, place: Place, token: str | None) -> Reply:
    body = sample_for(route, place)
    if route.upload:
        return Door().send(route.method, address_of(route.path, place), b"name\nx\n", token=token,
                           headers={"content-type": "text/csv"})  # fmt: skip
    return Door().send(route.method, address_of(route.path, place), body, token=token)


def test_what_is_open_to_everybody_or_to_every_member_is_listed_here() -> None:
    assert {name_of(route) for route in _ALL if route.public} == PUBLIC
    assert {name_of(route) for route in _ALL if route.allow is None and not route.public} == ONES_OWN


def test_every_permission_of_a_route_is_one_that_roles_can_have() -> None:
    assert {route.allow for route in _ALL if route.allow} <= PERMISSIONS


@pytest.mark.parametrize("route", [route for route in _ALL if not route.public], ids=name_of)
def test_without_a_token_nobody_gets_in(route: Route, place: Place) -> None:
    answer = _call(route, place, None)
    assert demand_problem(answer, 401)["code"] == "unauthenticated"
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("route", [route for route in _ALL if route.allow], ids=name_of)
def test_roles_without_the_permission_are_refused(route: Route, place: Place, tokens: dict[str, str]) -> None:
    denied = {role: token for role, token in tokens.items() if route.allow not in roles.permissions_of(role)}
    if not denied:
        return
    # What the call names is made when it is first named, by the owner: so the first call is not counted.
    _call(route, place, next(iter(denied.values())))
    before = dump()
    for role, token in denied.items():
        assert demand_problem(_call(route, place, token), 403)["code"] == "forbidden", role
    assert dump() == before


@pytest.mark.parametrize("route", [r for r in _ALL if r.allow and r.method == "GET"], ids=name_of)
def test_roles_with_the_permission_are_let_in(route: Route, place: Place, tokens: dict[str, str]) -> None:
    """Reading only: what is not theirs to see is then 404, but never 403."""
    for role, token in tokens.items():
        if route.allow in roles.permissions_of(role):
            assert _call(route, place, token).status in (200, 404), role


def test_an_api_key_has_the_rights_of_its_role_until_it_is_deleted(place: Place) -> None:
    made = place.made("/v1/api-keys", {"name": "Shop", "role": "viewer"})
    door = Door()
    assert door.send("GET", "/v1/leads", token=made["key"]).status == 200
    demand_problem(door.send("POST", "/v1/leads", {"name": "x"}, token=made["key"]), 403)
    for route in _ALL:
        if name_of(route) in ONES_OWN - {"GET /me"}:
            # The answer is the same for all that is about a person.
            demand_problem(_call(route, place, made["key"]), 403, 404)
    assert place.owner("DELETE", f"/v1/api-keys/{made['id']}").status == 204
    demand_problem(door.send("GET", "/v1/leads", token=made["key"]), 401)
