"""Bad input, against every route there is: a problem that says what is wrong, never a 500, and nothing written.

The routes come from the app itself. One that is new is tried as soon as `SAMPLES` and `MAKERS` say how.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from chalicelib.core.http import Route
from tests.edge.door import demand_problem, dump, routes
from tests.edge.samples import SAMPLES, name_of, sample_for, send, whole_place
from tests.edge.things import Place

_ALL = routes()
WITH_BODY = [route for route in _ALL if route.body is not None]
WITHOUT_BODY = [route for route in _ALL if route.body is None and not route.upload]
_ID_OF_NOTHING = "01ARZ3NDEKTSV4RRFFQ69G5FAV"


@pytest.fixture(scope="module")
def place() -> Place:
    return whole_place()


def test_every_route_with_a_body_has_a_sample_that_it_takes(place: Place) -> None:
    assert {name_of(route) for route in WITH_BODY} == set(SAMPLES)
    own = Place()
    for route in WITH_BODY:
        answer = send(route, own, sample_for(route, own))
        # Other refusals are not about the form: a wrong password, a used link, one who has joined, a running import,
        # a card that is not done yet, or needs its approval first.
        assert answer.status < 300 or answer.json["code"] in {
            "credentials_wrong", "link_ended", "already_active", "import_not_open",
            "card_moved", "card_needs_approval", "card_wrong_state", "run_closed",
            "receipt_not_open",
        }, f"{name_of(route)}: {answer.text}"  # fmt: skip


# --- bodies --------------------------------------------------------------------------------------------------------

#: What is sent -> statuses, and a word that the detail must hold.
BROKEN: dict[str, tuple[bytes, tuple[int, ...], str]] = {
    "cut off": (b'{"name": ', (400,), "JSON"),
    "no JSON at all": (b"name=x&email=y", (400,), "JSON"),
    "only spaces": (b"   ", (400,), "JSON"),
    "two values": (b"{}{}", (400,), "JSON"),
    "a comma too many": (b'{"name": "x",}', (400,), "JSON"),
    "single quotes": (b"{'name': 'x'}", (400,), "JSON"),
    "a byte order mark": (b"\xef\xbb\xbf{}", (400,), "JSON"),
    "not UTF-8": (b'{"name": "\xff\xfe"}', (400,), "UTF-8"),
    "GB18030": ('{"name": "线索"}'.encode("gb18030"), (400,), "UTF-8"),
    "UTF-16": ('{"name": "x"}'.encode("utf-16"), (400,), ""),
    "an overlong NUL": (b'{"name": "\xc0\x80"}', (400,), "UTF-8"),
    "a raw NUL": (b'{"name": "a\x00b"}', (400,), "JSON"),
    "half a surrogate pair": (b'{"name": "\\ud83d"}', (400,), "JSON"),
    "half a surrogate pair in a key": (b'{"\\udc00": 1}', (400,), "JSON"),
    "arrays 10,000 deep": (b"[" * 10_000 + b"]" * 10_000, (400,), "recursion"),
    "objects 10,000 deep": (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, (400,), "recursion"),
    "10,000 open brackets": (b"[" * 10_000, (400,), "recursion"),
    "NaN": (b'{"name": NaN}', (400,), "JSON"),
    "Infinity": (b'{"name": -Infinity}', (400,), "JSON"),
    "a number of 10,000 digits": (b'{"name": ' + b"9" * 10_000 + b"}", (400,), "JSON"),
    "a NUL": (b'{"name": "a\\u0000b"}', (422,), "control characters"),
    "a NUL in a key": (b'{"na\\u0000me": "x"}', (422,), "control characters"),
    "a bell within a list": (b'{"name": [["a\\u0007"]]}', (422,), "control characters"),
    "an array": (b"[]", (422,), "object"),
    "null": (b"null", (422,), "object"),
    "a text": (b'"name"', (422,), "object"),
    "a number": (b"1", (422,), "object"),
    "true": (b"true", (422,), "object"),
    "an unknown field": (b'{"nonsense": 1}', (422,), ""),
    "a field that is none of theirs": (b'{"__proto__": {}, "constructor": 1, "pk": "x"}', (422,), ""),
    "a text of 1 MB": (b'{"name": "' + b"x" * 1_000_000 + b'"}', (413,), "large"),
    "a text of 10 MB": (b'{"name": "' + b"x" * 10_000_000 + b'"}', (413,), "large"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_body_that_cannot_be_right_is_refused_by_every_route(name: str, place: Place) -> None:
    body, statuses, word = BROKEN[name]
    before = dump()
    for route in WITH_BODY:
        problem = demand_problem(send(route, place, body), *statuses)
        assert word in problem["detail"], (name_of(route), problem)
    assert dump() == before


def test_an_unknown_field_is_named(place: Place) -> None:
    for route in WITH_BODY:
        problem = demand_problem(send(route, place, {**(sample_for(route, place) or {}), "nonsense": 1}), 422)
        assert "nonsense" in [each["field"] for each in problem["errors"]], name_of(route)


def test_a_missing_body_is_refused_where_something_is_needed(place: Place) -> None:
    for route in WITH_BODY:
        before = dump()
        answer = send(route, place)
        needs_nothing = not any(field.is_required() for field in route.body.model_fields.values())
        if route.method == "PATCH":
            demand_problem(answer, 400)
        elif not needs_nothing:
            problem = demand_problem(answer, 422)
            assert problem["errors"], name_of(route)
        else:
            continue
        assert dump() == before, name_of(route)


@pytest.mark.parametrize(
    "media_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml",
     "application/merge-patch+json", "text/json", "nonsense", "application/json, text/plain"],
)  # fmt: skip
def test_another_media_type_is_refused(media_type: str, place: Place) -> None:
    before = dump()
    for route in WITH_BODY:
        demand_problem(send(route, place, sample_for(route, place), content_type=media_type), 415)
    for route in (each for each in _ALL if each.upload and "*/*" not in each.upload):
        if media_type != "nonsense":
            demand_problem(send(route, place, b"x", content_type=media_type), 415)
    assert dump() == before


def test_the_media_type_may_have_a_charset_and_any_case(place: Place) -> None:
    for media_type in ("application/json; charset=utf-8", "Application/JSON", "application/json;charset=UTF-8"):
        assert place.owner("PATCH", "/v1/me", {"name": "Wang Wei"}, content_type=media_type).status == 200


def test_a_body_where_none_belongs_is_refused(place: Place) -> None:
    before = dump()
    for route in WITHOUT_BODY:
        for body in (b'{"a": 1}', b"[]", b"null", b"x", b"\xff"):
            demand_problem(send(route, place, body), 400, 422)
    assert dump() == before


def _hostile() -> Iterator[tuple[str, Any]]:
    yield from {
        "emoji": "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "right to left": "שלום مرحبا",
        "bidi override": "invoice\u202egnp.exe",
        "bidi isolate": "a\u2066b\u2069",
        "zalgo": "Z" + "\u0351" * 60,
        "zero width": "\u200b\u200d\ufeff",
        "line separators": "a\u2028b\u2029c",
        "private use": "\ue000\U0010ffff",
        "sql": "'; DROP TABLE leads; --",
        "nosql": {"$gt": ""},
        "formula": '=HYPERLINK("http://x","y")',
        "expression": "{{7*7}}${7*7}<script>alert(1)</script>",
        "key": "x#LEAD",
        "path": "../../etc/passwd",
        "long": "x" * 900_000,
        "empty": "",
        "space": " ",
        "new lines": "a\r\nb",
        "30 February": "2026-02-30",
        "hour 25": "2026-01-01T25:61:61Z",
        "year 0": "0000-01-01",
        "before time": "0001-01-01T00:00:00+23:59",
        "after time": "9999-12-31T23:59:59-23:59",
        "week date": "2026-W01-1",
        "superscript": "²",
        "arabic digits": "٣٤",
        "int": 1,
        "negative": -1,
        "beyond 64 bits": 10**30,
        "float": 1.5,
        "huge float": 1e308,
        "true": True,
        "list": ["a"],
        "object": {"a": 1},
        "nested": [[[[{}]]]],
        "600 ids": [f"lead_{_ID_OF_NOTHING}"] * 600,
        "money": {"amount": "1e400", "currency": "CNY"},
        "null": None,
    }.items()


HOSTILE = dict(_hostile())
#: These are no value of any field, whatever it is.
NEVER_RIGHT = ("nosql", "long", "beyond 64 bits", "huge float", "nested", "money", "bidi override")
_FREE = {"custom", "stage_targets", "kinds", "payload"}
_PASSWORDS = {"password", "new_password", "current_password"}


@pytest.mark.parametrize("route", WITH_BODY, ids=name_of)
def test_no_value_of_any_field_makes_a_route_fail(route: Route, place: Place) -> None:
    for field in route.body.model_json_schema()["properties"]:
        for name, value in HOSTILE.items():
            body = {**(sample_for(route, place) or {}), field: value}
            answer = send(route, place, body)
            assert answer.status < 500, f"{field}, {name}: {answer.text}"
            if answer.status >= 300:
                demand_problem(answer)
            elif field not in _FREE and not (field in _PASSWORDS and name == "bidi override"):
                assert name not in NEVER_RIGHT, f"{name_of(route)} took {name} for {field}"


@pytest.mark.parametrize("route", WITH_BODY, ids=name_of)
def test_numbers_beyond_all_numbers_are_refused(route: Route, place: Place) -> None:
    sample = json.dumps(sample_for(route, place))
    for field in route.body.model_json_schema()["properties"]:
        for number in ("1e400", "-1e400", "1e-400", "9" * 400, "NaN"):
            body = sample[:-1] + (", " if sample != "{}" else "") + f'"{field}": {number}}}'
            demand_problem(send(route, place, body), 400, 422)


def test_a_float_is_no_money(place: Place) -> None:
    for amount in (12.5, {"amount": 12.5, "currency": "CNY"}, {"amount": "12.5", "currency": "yuan"},
                   {"amount": "1e3", "currency": "CNY"}, {"amount": "", "currency": "CNY"}, "-1", "1,000", "∞",
                   {"amount": "1" * 16, "currency": "CNY"}, {"amount": "1", "currency": "CNY", "x": 1}):  # fmt: skip
        answer = place.owner("POST", "/v1/leads", {"name": "x", "source_channel": place.channel, "amount": amount})
        problem = demand_problem(answer, 422)
        assert problem["errors"][0]["field"].startswith("amount")


_NO_DATES = [
    "2026-02-30", "2026-13-01", "2026-00-10", "2025-02-29", "0000-01-01", "2026-1-1", "01/02/2026", "tomorrow", "",
    "2026-02-30T10:00:00Z", "2026-02-03T24:01:00Z", 20260203,
]  # fmt: skip


@pytest.mark.parametrize("day", _NO_DATES)
def test_a_date_that_is_none_is_refused_where_it_stands(day: object, place: Place) -> None:
    before = dump()
    lead = {"name": "x", "source_channel": place.channel, "company": "Date Ltd", "next_follow_up_at": day}
    problem = demand_problem(place.owner("POST", "/v1/leads", lead), 422)
    assert [each["field"] for each in problem["errors"]] == ["next_follow_up_at"]
    demand_problem(place.owner("GET", f"/v1/audit?from={quote(str(day))}x"), 422)
    assert dump() == before


def test_texts_of_all_languages_come_back_as_they_were_sent(place: Place) -> None:
    for text in ("👩‍👩‍👧 华北", "שלום عليكم", "Ünïcödé ß", "=1+1", "'; DROP TABLE x; --", "a\\u0000b", "{{7*7}}"):
        lead = place.new_lead(name=text)
        assert place.owner("GET", f"/v1/leads/{lead['id']}").json["name"] == text


def test_uploads_that_are_no_table_are_refused_or_asked_about(place: Place) -> None:
    for content in (b"", b"\x00" * 100, b"\xff\xfe" * 50, b"PK\x03\x04broken", b"\x1f\x8bbroken", b",,,\n", b"\n\n\n",
                    b'"' * 1001, b"=1+1\n=2+2\n", "名称\n".encode("gb18030")):  # fmt: skip
        for media_type in ("text/csv", "application/octet-stream",
                           "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"):  # fmt: skip
            answer = place.door.send("POST", "/v1/imports?kind=leads", content, token=place.token,
                                     headers={"content-type": media_type})  # fmt: skip
            assert answer.status == 202 or demand_problem(answer), answer.text
            assert answer.status < 500
