"""Nothing of a workspace can be reached with another's token: by no path, no body, no list and no cursor."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from chalicelib.core.http import Route
from tests.edge.door import Reply, demand_problem, dump, routes
from tests.edge.samples import name_of, sample_for
from tests.edge.things import MAKERS, OF_THE_REP, PARAMETER, Place, address_of, token_for

_ID = re.compile(
    r"(?:w|g|m|lead|cust|ntf|imp|view|chan|prod|key|flow|run|card|file|note|conn|hook)_[0-7][0-9A-HJKMNP-TV-Z]{25}"
)
_ALL = routes()
WITH_IDS = [route for route in _ALL if "{" in route.path]
LISTS = [route for route in _ALL if route.query is not None and "cursor" in route.query.model_fields]
#: What must have happened before there is anything that the call could find.
_BEFORE: dict[str, Callable[[Place], Any]] = {
    "POST /customers/{customer_id}/unmerge": lambda place: place.made(
        f"/v1/customers/{place.lead['customer_id']}/merge", {"into": place.other_customer_id}, 200
    ),
}

#: Not a member calls these, but whoever holds a link or a secret of that very thing.
OWN_KEY = {"GET /track/{token}", "POST /track/{token}/receipt", "POST /hooks/{connector_id}"}


@pytest.fixture(scope="module")
def theirs() -> Place:
    """A workspace with one of everything."""
    place = Place()
    for make in MAKERS.values():
        make(place)
    place.new_lead()
    place.made("/v1/products", {"name": "Valve"})
    place.made("/v1/api-keys", {"name": "Till", "role": "viewer"})
    return place


@pytest.fixture(scope="module")
def ours() -> Place:
    place = Place()
    for make in MAKERS.values():
        make(place)
    return place


def _call(route: Route, place: Place, target: str, body: Any) -> Reply:
    return place.door.send(route.method, target, body, token=token_for(route.path, place))


@pytest.mark.parametrize("route", [route for route in WITH_IDS if name_of(route) not in OWN_KEY], ids=name_of)
def test_an_id_of_another_workspace_is_not_found(route: Route, ours: Place, theirs: Place) -> None:
    """A route with a parameter that `MAKERS` does not know fails here: say how such an id is made."""
    target, body = address_of(route.path, theirs), sample_for(route, ours)
    before = dump()
    problem = demand_problem(_call(route, ours, target, body), 404)
    assert dump() == before
    # It is no different from one that has never been: nothing tells that it exists elsewhere.
    never = re.sub(r"(?<=_)0[0-9A-Z]{25}", "01ARZ3NDEKTSV4RRFFQ69G5FAV", target)
    assert never != target
    unknown = demand_problem(_call(route, ours, never, body), 404)
    assert {**problem, "request_id": ""} == {**unknown, "request_id": ""}


@pytest.mark.parametrize("route", WITH_IDS, ids=name_of)
def test_the_same_call_with_ones_own_id_finds_it(route: Route) -> None:
    """Else the test above would prove nothing."""
    place = Place()
    if name_of(route) in _BEFORE:
        _BEFORE[name_of(route)](place)
    answer = _call(route, place, address_of(route.path, place), sample_for(route, place))
    assert answer.status < 500
    assert answer.status != 404 or answer.json["code"] != "not_found", answer.text


def test_every_parameter_of_a_path_has_a_maker_and_every_maker_a_use() -> None:
    used = {name for route in WITH_IDS for name in PARAMETER.findall(route.path)}
    assert used == set(MAKERS)
    assert used >= OF_THE_REP


def _with_their_ids(value: Any, ours: Place, theirs: Place) -> Any:
    """A body in which each id of a thing of ours is the id of the like thing of theirs."""
    swaps = {make(ours): make(theirs) for make in MAKERS.values()}
    swaps |= {ours.company.owner_id: theirs.company.owner_id, ours.other_customer_id: theirs.other_customer_id}
    if isinstance(value, dict):
        return {name: _with_their_ids(each, ours, theirs) for name, each in value.items()}
    if isinstance(value, list):
        return [_with_their_ids(each, ours, theirs) for each in value]
    return swaps.get(value, value) if isinstance(value, str) else value


def _names_an_id(value: Any) -> bool:
    return bool(_ID.search(str(value)))


@pytest.mark.parametrize("route", [route for route in _ALL if route.body is not None], ids=name_of)
def test_an_id_of_another_workspace_in_a_body_is_refused(route: Route, ours: Place, theirs: Place) -> None:
    if not _names_an_id(sample_for(route, ours)):
        return  # no id in it
    body = _with_their_ids(sample_for(route, ours), ours, theirs)
    before = {key: text for key, text in dump().items() if key[1].startswith(theirs.id)}
    answer = _call(route, ours, address_of(route.path, ours), body)
    assert {key: text for key, text in dump().items() if key[1].startswith(theirs.id)} == before
    if route.path == "/leads:bulk":  # each has its own result
        assert answer.status == 200, answer.text
        assert [each["code"] for each in answer.json["results"]] == ["not_found"]
    else:
        demand_problem(answer, 403, 404, 422)
    assert theirs.company.owner_id not in answer.text.replace(str(body.get("owner_id")), "")


@pytest.mark.parametrize("route", [r for r in _ALL if r.method == "GET" and not r.public and "{" not in r.path],
                         ids=name_of)  # fmt: skip
def test_lists_hold_nothing_of_another_workspace(route: Route, ours: Place, theirs: Place) -> None:
    known = set(_ID.findall(" ".join(make(theirs) for make in MAKERS.values()))) | {theirs.company.owner_id}
    answer = ours.owner("GET", "/v1" + route.path)
    assert answer.status == 200
    assert not known & set(_ID.findall(answer.body.decode("utf-8", "replace")))
    assert theirs.company.email.encode() not in answer.body


def test_filters_by_ids_of_another_workspace_find_nothing(ours: Place, theirs: Place) -> None:
    for query in (f"owner={theirs.company.owner_id}", f"owner={theirs.rep['id']}"):
        answer = ours.owner("GET", f"/v1/leads?{query}")
        assert answer.status in (404, 422) or answer.json["items"] == [], answer.text
    answer = ours.owner("GET", f"/v1/audit?about={theirs.lead['id']}")
    assert answer.json["items"] == []


def test_a_key_written_into_an_id_reaches_nothing(ours: Place, theirs: Place) -> None:
    """Keys are joined with `#`: an id must not bring its own."""
    lead_id = ours.lead["id"]
    for spoilt in (f"{lead_id}#LEAD", f"{lead_id}#", f"x#{theirs.id}#LEAD#{theirs.lead['id']}", "#", f"#{lead_id}"):
        demand_problem(ours.owner("GET", f"/v1/leads/{quote(spoilt, safe='')}"), 404)
        demand_problem(ours.owner("GET", f"/v1/customers/{quote(spoilt, safe='')}"), 404)


# --- cursors -----------------------------------------------------------------------------------------------------


def _first_cursor(route: Route, place: Place) -> str | None:
    answer = place.door.send("GET", address_of(route.path, place) + "?limit=1", token=token_for(route.path, place))
    assert answer.status == 200, answer.text
    if answer.headers["content-type"] != "application/json":
        return answer.headers.get("x-next-cursor")
    cursor = answer.json["next_cursor"]
    return str(cursor) if cursor is not None else None


def _follow(route: Route, place: Place, cursor: str) -> Reply:
    target = f"{address_of(route.path, place)}?limit=1&cursor={quote(cursor)}"
    return place.door.send("GET", target, token=token_for(route.path, place))


@pytest.mark.parametrize("route", [route for route in LISTS if "limit" in route.query.model_fields], ids=name_of)
def test_a_cursor_is_tied_to_its_workspace_and_cannot_be_made(route: Route, ours: Place, theirs: Place) -> None:
    for forged in ("x", "AAAA", "=" * 8, "a" * 300, "é", "../..", "eyJwayI6IngifQ"):
        demand_problem(_follow(route, ours, forged), 422)
    cursor = _first_cursor(route, theirs)
    if cursor is None:
        return  # a list that is too short to have a second page
    assert _follow(route, theirs, cursor).status == 200
    assert demand_problem(_follow(route, ours, cursor), 422)["errors"][0]["field"] == "cursor"
    for at in range(0, len(cursor), max(1, len(cursor) // 12)):
        other = "A" if cursor[at] != "A" else "B"
        demand_problem(_follow(route, theirs, cursor[:at] + other + cursor[at + 1 :]), 422)


def test_most_lists_have_been_tried_with_a_cursor_of_their_own(theirs: Place) -> None:
    paged = {route.path for route in LISTS if "limit" in route.query.model_fields and _first_cursor(route, theirs)}
    assert {"/members", "/audit", "/api-keys", "/leads", "/customers", "/products"} <= paged


def test_a_cursor_is_tied_to_its_list_and_filters(theirs: Place) -> None:
    by_path = {route.path: route for route in LISTS}
    cursor = _first_cursor(by_path["/leads"], theirs)
    assert cursor is not None
    for target in (
        f"/v1/leads?limit=1&stage={theirs.stage}&cursor={cursor}",
        f"/v1/leads?limit=1&sort=-updated_at&cursor={cursor}",
        f"/v1/customers?limit=1&cursor={cursor}",
        f"/v1/audit?limit=1&cursor={cursor}",
    ):
        demand_problem(theirs.owner("GET", target), 422)
