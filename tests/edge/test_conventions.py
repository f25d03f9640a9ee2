"""The conventions of the API, on every route that they are about."""

from __future__ import annotations

import re
from typing import Any

import pytest

from chalicelib.core import http
from chalicelib.core.errors import Refused
from chalicelib.core.http import Resource, Route
from chalicelib.core.openapi import answer_model
from chalicelib.core.reading import language_of
from tests.edge.door import Door, demand_problem, dump, routes
from tests.edge.samples import name_of, sample_for, send, whole_place
from tests.edge.things import PARAMETER, Place, address_of

_ALL = routes()
SINGLE = [route for route in _ALL if (model := answer_model(route)) is not None and issubclass(model, Resource)]
READ = [route for route in _ALL if route.method == "GET"]
WITH_IF_MATCH = [route for route in _ALL if route.if_match]
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_LOOKS_LIKE_ONE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
#: Things that never change once they are made, or have no state of their own that a caller could overwrite.
WITHOUT_A_VERSION = {"notification_id", "workspace_id", "token"}
#: They change nothing of the thing, or are about one that has no version any more.
WITHOUT_IF_MATCH = {
    "POST /channels/{channel_id}/test",
    "POST /customers/{customer_id}/unmerge",
    "POST /cards/{card_id}/comments",
    "POST /cards/{card_id}/attachments",
    "POST /cards/{card_id}/attachments/{file_id}/uploaded",
    "POST /cards/{card_id}/attachments/{file_id}/link",
    "DELETE /cards/{card_id}/attachments/{file_id}",
    "POST /connectors/{connector_id}/test",
    "POST /connectors/unmatched/{hook_id}/match",
    "DELETE /connectors/unmatched/{hook_id}",
    "POST /hooks/{connector_id}",
    "POST /track/{token}/receipt",
}


@pytest.fixture(scope="module")
def place() -> Place:
    return whole_place()


# --- problems ------------------------------------------------------------------------------------------------------


def _refusals(kind: type[Refused] = Refused) -> list[type[Refused]]:
    return [each for found in kind.__subclasses__() for each in (found, *_refusals(found))]


def test_every_refusal_has_a_status_a_code_and_texts_in_both_languages() -> None:
    routes()
    codes: dict[str, int] = {}
    for refusal in _refusals():
        assert 400 <= refusal.status < 600, refusal
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", refusal.code), refusal
        assert not re.search("[\u4e00-\u9fff]", refusal.en), refusal
        assert re.search("[\u4e00-\u9fff]", refusal.zh), refusal
        assert codes.setdefault(refusal.code, refusal.status) == refusal.status, refusal.code


def test_a_problem_names_its_kind_its_request_and_its_fields(place: Place) -> None:
    answer = place.owner("POST", "/v1/leads", {"name": "", "next_follow_up_at": "x"}, x_request_id="my-1")
    problem = demand_problem(answer, 422)
    assert problem["type"] == "/docs/errors#invalid"
    assert problem["request_id"] == "my-1"
    assert [each["field"] for each in problem["errors"]] == ["name", "source_channel", "next_follow_up_at"]
    assert all(set(each) == {"field", "message"} and each["message"] for each in problem["errors"])
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("sent", ["my-request.1", "req_01ARZ3NDEKTSV4RRFFQ69G5FAV", "a" * 128, "trace:1/2+3=4@5"])
def test_a_request_id_comes_back(sent: str) -> None:
    assert Door().send("GET", "/v1/health", headers={"x-request-id": sent}).headers["x-request-id"] == sent


@pytest.mark.parametrize("sent", [None, "", "a" * 129, "a b", "线索", "<script>", "a;b", '"'])
def test_a_request_id_that_is_none_is_replaced(sent: str | None) -> None:
    headers = {} if sent is None else {"x-request-id": sent}
    made = {Door().send("GET", "/v1/health", headers=headers).headers["x-request-id"] for _ in range(3)}
    assert len(made) == 3
    assert all(re.fullmatch(r"req_[0-9A-Z]{26}", each) for each in made)


# --- languages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        ("en", "en"),
        ("zh-CN", "zh-CN"),
        ("zh", "zh-CN"),
        ("zh-TW", "zh-CN"),
        ("EN-gb", "en"),
        ("en;q=0.3, zh-CN;q=0.8", "zh-CN"),
        ("zh;q=0.3,en;q=0.8", "en"),
        ("fr, de;q=0.9, en;q=0.1", "en"),
        ("en;q=0, zh;q=0.1", "zh-CN"),
        ("zh-CN , en ; q = 0.5", "zh-CN"),
        ("en-US,en;q=0.9,zh-CN;q=0.8", "en"),
        ("en;q=0", None),
        ("fr", None),
        ("*", None),
        ("", None),
        (";;;,,,q=1", None),
        ("english", None),
        ("zhuang, en;q=0.1", "en"),
        ("en;q=2", None),
        ("en;q=abc", None),
        ("线", None),
        ("a" * 5000, None),
    ],
)
def test_the_language_wanted_most_is_chosen(header: str, locale: str | None) -> None:
    assert language_of(header) == locale


def test_messages_are_in_the_language_asked_for(place: Place) -> None:
    def said(accept_language: str) -> list[str]:
        answer = place.owner("POST", "/v1/leads", {"nonsense": 1}, accept_language=accept_language)
        return [each["message"] for each in demand_problem(answer, 422)["errors"]]

    assert said("en") == ["Field required", "Field required", "Extra inputs are not permitted"]
    assert said("zh-CN") == ["必填", "必填", "不认识的字段"]
    # Whoever asks for no language that we speak is answered in their own: this owner's is English.
    assert said("fr") == said("en")
    assert Door().send("GET", "/v1/me", headers={"accept-language": "fr"}).json["detail"] == "请先登录。"


@pytest.mark.parametrize("route", [route for route in _ALL if route.body is not None], ids=name_of)
def test_what_is_wrong_with_a_field_is_said_in_chinese_too(route: Route, place: Place) -> None:
    """pydantic's validators and our own, for every field of every body."""
    for value in (None, 1.5, -1, "x" * 9000, "", "\u202e", [], ["x"] * 600, {"nonsense": 1}, {}, True):
        body = {field: value for field in route.body.model_json_schema()["properties"]}
        answer = send(route, place, body, accept_language="zh-CN")
        for each in answer.json.get("errors", ()) if answer.status == 422 else ():
            assert re.search("[\u4e00-\u9fff]", each["message"]), (value, each)
            assert not re.search(r"\b(should|Input|required|permitted)\b", each["message"]), (value, each)


@pytest.mark.parametrize(("locale", "says"), [("en", "must not be empty"), ("zh-CN", "不能为空")])
def test_what_is_empty_and_must_not_be_is_said_so(place: Place, locale: str, says: str) -> None:
    bodies = {
        "/v1/leads": {"name": " ", "source_channel": "referral"},
        "/v1/members": {"name": "", "email": "li@example.com", "role": "rep"},
        "/v1/views": {"name": ""},
    }
    for path, body in bodies.items():
        (error,) = demand_problem(place.owner("POST", path, body, accept_language=locale), 422)["errors"]
        assert error == {"field": "name", "message": says}, path


@pytest.mark.parametrize(("locale", "says"), [("en", "at most 200 characters"), ("zh-CN", "最多 200 个字符")])
def test_what_is_too_long_is_counted_in_characters(place: Place, locale: str, says: str) -> None:
    body = {"name": "x" * 201, "source_channel": "referral"}
    (error,) = demand_problem(place.owner("POST", "/v1/leads", body, accept_language=locale), 422)["errors"]
    assert error["message"] == says


def test_our_own_sentences_are_in_the_readers_language_too(place: Place) -> None:
    def said(path: str, body: dict[str, Any], locale: str, method: str = "POST") -> str:
        answer = place.owner(method, path, body, accept_language=locale)
        return str(demand_problem(answer, 422)["errors"][0]["message"])

    lead = {"name": "Pumps", "source_channel": "referral"}
    stages = place.owner("GET", "/v1/workspace").json["stages"]
    open_only = [{"id": each["id"]} for each in stages if each["kind"] == "open"]
    for path, body, method, zh, en in (
        ("/v1/leads", {**lead, "next_follow_up_at": "soon"}, "POST", "没有这个时间", "no such time"),
        ("/v1/leads", {**lead, "amount": "-1"}, "POST", "十进制数", "a decimal number"),
        ("/v1/leads", {**lead, "phone": "12"}, "POST", "电话号码", "phone number"),
        ("/v1/leads", {**lead, "email": "nobody"}, "POST", "邮箱", "e-mail"),
        ("/v1/leads", {**lead, "custom": {"nothing": 1}}, "POST", "没有该字段", "no such field"),
        ("/v1/workspace", {"stages": open_only}, "PATCH", "赢单", "at least one won stage"),
        ("/v1/workspace", {"timezone": "Mars"}, "PATCH", "时区", "time zone"),
        ("/v1/workspace", {"currency": "ABC"}, "PATCH", "币种", "currency"),
        ("/v1/workspace", {"modules": [{"id": "nothing"}]}, "PATCH", "模块", "module"),
        ("/v1/workspace", {"assignment": {"members": ["m_nobody"]}}, "PATCH", "成员", "member"),
    ):
        assert zh in said(path, body, "zh-CN", method), body
        assert en in said(path, body, "en", method), body


# --- versions ------------------------------------------------------------------------------------------------------


def _parameters(route: Route) -> set[str]:
    return set(PARAMETER.findall(route.path))


def test_every_single_resource_has_an_etag() -> None:
    place = Place()
    for route in READ:
        if route.path.endswith("}") and not _parameters(route) & WITHOUT_A_VERSION:
            assert send(route, place).headers["etag"] == '"1"', name_of(route)


@pytest.mark.parametrize("route", [route for route in READ if route in SINGLE], ids=name_of)
def test_an_etag_is_the_version_that_was_read(route: Route, place: Place) -> None:
    answer = send(route, place)
    assert answer.status == 200
    assert answer.headers["etag"] == f'"{answer.json["version"]}"'


def test_every_change_of_a_versioned_thing_honours_if_match() -> None:
    for route in _ALL:
        if route.method in ("PATCH", "POST", "DELETE") and _parameters(route) - WITHOUT_A_VERSION:
            assert route.if_match or name_of(route) in WITHOUT_IF_MATCH, name_of(route)


@pytest.mark.parametrize("route", WITH_IF_MATCH, ids=name_of)
def test_a_stale_version_is_refused_and_nothing_written(route: Route) -> None:
    place = Place()
    body = sample_for(route, place)
    send(route, place, target="/v1/me")  # sign up, and make what the path needs, before the dump
    if route.path == "/leads/{lead_id}/resume":
        place.made(f"/v1/leads/{place.lead['id']}/hold", sample_hold(place), 200)
    if route.path == "/leads/{lead_id}/claim":
        place.made(f"/v1/leads/{place.lead['id']}/release", {}, 200)
    if "{" in route.path:
        send(route, place, b"[]")
    before = dump()
    problem = demand_problem(send(route, place, body, if_match='"9999"'), 412)
    assert problem["code"] == "stale_version"
    assert dump() == before
    for nonsense in ("abc", '"x"', "1 2", "-1", '"1', "٣"):
        if nonsense != '"1':
            demand_problem(send(route, place, body, if_match=nonsense), 422)
    assert dump() == before


def sample_hold(place: Place) -> dict[str, Any]:
    return {"reason": place.hold_reason, "until": "2027-03-01"}


def test_the_right_version_passes_and_the_answer_has_the_next_one(place: Place) -> None:
    lead = place.new_lead()
    target = f"/v1/leads/{lead['id']}"
    etag = place.owner("GET", target).headers["etag"]
    changed = place.owner("PATCH", target, {"remark": "one"}, if_match=etag)
    assert changed.status == 200
    assert changed.headers["etag"] != etag
    demand_problem(place.owner("PATCH", target, {"remark": "two"}, if_match=etag), 412)
    assert place.owner("PATCH", target, {"remark": "three"}, if_match="*").status == 200
    demand_problem(place.owner("DELETE", target, if_match=etag), 412)
    assert place.owner("DELETE", target, if_match=place.owner("GET", target).headers["etag"]).status == 204


# --- times and money -------------------------------------------------------------------------------------------------


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    return [value] if isinstance(value, str) else []


def _floats(value: Any, at: str = "") -> list[str]:
    if isinstance(value, dict):
        return [found for name, each in value.items() for found in _floats(each, f"{at}.{name}")]
    if isinstance(value, list):
        return [found for each in value for found in _floats(each, at)]
    return [at] if isinstance(value, float) else []


@pytest.mark.parametrize("route", [route for route in READ if route.path != "/openapi.json"], ids=name_of)
def test_every_instant_has_the_one_form_and_no_amount_is_a_float(route: Route, place: Place) -> None:
    answer = send(route, place)
    assert answer.status == 200
    if answer.headers["content-type"] != "application/json":
        return
    for text in _texts(answer.json):
        assert INSTANT.fullmatch(text) or not _LOOKS_LIKE_ONE.match(text), text
    assert all(at.endswith((".score", ".confidence")) for at in _floats(answer.json))


def test_views_hold_instants_and_not_bare_datetimes() -> None:
    def views(kind: type[http.View] = http.View) -> list[type[http.View]]:
        return [each for found in kind.__subclasses__() for each in (found, *views(found))]

    bare = [
        f"{view.__name__}.{name}"
        for view in views()
        for name, written in view.__annotations__.items()
        if re.search(r"\bdatetime\b", str(written))
    ]
    assert bare == []


def test_money_comes_back_exactly_and_in_the_digits_of_its_currency(place: Place) -> None:
    for sent, shown in (
        ({"amount": "1234.5", "currency": "CNY"}, {"amount": "1234.50", "currency": "CNY"}),
        ({"amount": "999999999999999.99", "currency": "USD"}, {"amount": "999999999999999.99", "currency": "USD"}),
        ({"amount": "0.1", "currency": "EUR"}, {"amount": "0.10", "currency": "EUR"}),
        ({"amount": "1200", "currency": "JPY"}, {"amount": "1200", "currency": "JPY"}),
        ({"amount": "1.2345", "currency": "KWD"}, {"amount": "1.235", "currency": "KWD"}),
        ("12", {"amount": "12.00", "currency": "CNY"}),
    ):
        lead = place.new_lead(amount=sent)
        assert lead["amount"] == shown
        assert place.owner("GET", f"/v1/leads/{lead['id']}").json["amount"] == shown
    for currency in ("ZZZ", "cny", "人民币", "CN", "CNYX", "€"):
        money = {"amount": "1", "currency": currency}
        answer = place.owner("POST", "/v1/leads", {"name": "x", "source_channel": place.channel, "amount": money})
        demand_problem(answer, 422)


# --- lists -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", ["0", "-1", "201", "x", "", "1.5", "9" * 30])
def test_a_page_has_one_to_two_hundred_items(limit: str, place: Place) -> None:
    lists = [
        route
        for route in READ
        if route.query is not None and "limit" in route.query.model_fields and not route.path.startswith("/exports")
    ]
    assert len(lists) > 8
    for route in lists:
        demand_problem(send(route, place, target=f"{address_of(route.path, place)}?limit={limit}"), 422)


def test_pages_put_together_are_the_whole_list(place: Place) -> None:
    for path in ("/v1/leads", "/v1/customers", "/v1/members", "/v1/audit"):
        whole = [each["id"] for each in place.owner("GET", f"{path}?limit=200").json["items"]]
        found: list[str] = []
        cursor = None
        while True:
            page = place.owner("GET", f"{path}?limit=2" + (f"&cursor={cursor}" if cursor else "")).json
            assert set(page) >= {"items", "next_cursor"}
            found += [each["id"] for each in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert found == whole
