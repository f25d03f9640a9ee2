"""Bad addresses and parameters, against every route there is: a 4xx problem, and nothing written."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from chalicelib.core.http import Route
from tests.edge.door import Reply, demand_problem, dump, routes
from tests.edge.samples import name_of, sample_for, send, whole_place
from tests.edge.things import MAKERS, PARAMETER, Place, address_of

_ALL = routes()
WITH_IDS = [route for route in _ALL if "{" in route.path]
_ID_OF_NOTHING = "01ARZ3NDEKTSV4RRFFQ69G5FAV"


@pytest.fixture(scope="module")
def place() -> Place:
    return whole_place()


# --- paths ---------------------------------------------------------------------------------------------------------

#: What stands in the place of an id; `{id}` is a right one.
SPOILT = [
    "x", "0", "null", "undefined", "*", "%2A", "{id}%23LEAD", "{id}%23", "%23", "{id}%2FLEAD", "..", "%2e%2e",
    "%2E%2E%2F", "%00", "{id}%00", "{id}%0a", "{id}%20", "%20{id}", "%E2%80%AE{id}", "{id}%E2%80%8B", "%27", "%22",
    "%7B%7D", "%F0%9F%91%A9", "%C0%80", "%ff", "%", "%zz", "%25", "x" * 1000, "x" * 3000,
    "%F0%9F%91%A9" * 300, "{lower}", "{id}{id}", "{id}x",
    f"w_{_ID_OF_NOTHING}", f"lead_{_ID_OF_NOTHING}", "lead_", "_", "-", ".", "LEAD", "SETUP", "E%23",
]  # fmt: skip


@pytest.mark.parametrize("route", WITH_IDS, ids=name_of)
def test_what_is_no_id_is_not_found(route: Route, place: Place) -> None:
    before = dump()
    for spoilt in SPOILT:

        def stands_in(name: str, spoilt: str = spoilt) -> str:
            own = MAKERS[name](place)
            return spoilt.replace("{id}", own).replace("{lower}", own.lower())

        target = "/v1" + PARAMETER.sub(lambda match: stands_in(match[1]), route.path)
        answer = send(route, place, sample_for(route, place), target)
        assert answer.status in (400, 404, 405), (target[:200], answer.text)
        demand_problem(answer)
    assert dump() == before


@pytest.mark.parametrize("target", ["/v1/leads//timeline", "/v1/leads/%2F", "/v1//leads", "/v1/leads/x/y/z", "/v1", "/",
                                    "/v1/Leads", "/V1/leads", "/v1/leads;x=1", "/v2/leads"])  # fmt: skip
def test_an_address_of_nothing_is_not_found(target: str, place: Place) -> None:
    demand_problem(place.owner("GET", target), 404)


def test_a_method_that_an_address_does_not_have_is_refused(place: Place) -> None:
    for target, method in (("/v1/leads", "PUT"), ("/v1/leads", "DELETE"), ("/v1/health", "POST"), ("/v1/me", "TRACE")):
        answer = place.owner(method, target)
        demand_problem(answer, 405)
        assert "GET" in answer.headers["allow"]


# --- queries -------------------------------------------------------------------------------------------------------

VALUES = {
    "empty": "", "NUL": "%00", "not UTF-8": "%ff", "surrogate": "%ed%a0%80", "emoji": quote("👩"),
    "bidi": quote("\u202e"), "long": "x" * 9000, "negative": "-1", "zero": "0", "huge": "9" * 400,
    "float": "1.5", "NaN": "NaN", "hash": "%23",
    "30 February": "2026-02-30", "superscript": quote("²"), "arabic": quote("٣"), "json": quote('{"a":[1]}'),
    "json number": quote('{"a":1e400}'), "json deep": quote("[" * 2000), "list": "[]", "space": "%20", "plus": "+",
    "before time": "0001-01-01T00:00:00%2B23:59", "after time": "9999-12-31T23:59:59-23:59", "percent": "%",
    "semicolon": ";", "sql": quote("' OR 1=1 --"), "an id": f"m_{_ID_OF_NOTHING}",
}  # fmt: skip


def _query_sent(route: Route, place: Place, query: str) -> Reply:
    target = f"{address_of(route.path, place)}?{query}"
    if route.upload:
        return send(route, place, b"name,company\nx,y\n", target, content_type="text/csv")
    return send(route, place, sample_for(route, place), target)


@pytest.mark.parametrize("route", [route for route in _ALL if route.query is not None], ids=name_of)
def test_no_value_of_any_parameter_makes_a_route_fail(route: Route, place: Place) -> None:
    if route.method == "DELETE":
        place = Place()
    for parameter in route.query.model_json_schema()["properties"]:
        for name, value in VALUES.items():
            answer = _query_sent(route, place, f"{parameter}={value}")
            assert answer.status < 500, (parameter, name, answer.text)
            if answer.status >= 300:
                demand_problem(answer)
            else:
                assert name not in ("NUL", "not UTF-8", "surrogate", "long"), (parameter, name)


@pytest.mark.parametrize("route", _ALL, ids=name_of)
def test_an_unknown_or_doubled_parameter_is_refused(route: Route, place: Place) -> None:
    before = dump()
    problem = demand_problem(_query_sent(route, place, "nonsense=1"), 422)
    assert problem["errors"][0]["field"] == "nonsense"
    demand_problem(_query_sent(route, place, "%00=1"), 422)
    demand_problem(_query_sent(route, place, "%ff=1"), 400)
    demand_problem(_query_sent(route, place, "&".join(f"a{number}=1" for number in range(300))), 400)
    if route.query is not None:
        name = next(iter(route.query.model_json_schema()["properties"]))
        assert "twice" in demand_problem(_query_sent(route, place, f"{name}=1&{name}=1"), 422)["detail"]
    assert dump() == before
