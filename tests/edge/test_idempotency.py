"""`Idempotency-Key`: the same POST sent again is done once."""

from __future__ import annotations

import threading
from itertools import count

import pytest

from chalicelib.core import idempotency
from chalicelib.core.http import Route
from tests.edge.door import Door, Reply, demand_problem, dump, routes
from tests.edge.samples import name_of, sample_for, send
from tests.edge.things import Place

POSTS = [route for route in routes() if route.method == "POST"]
#: Done twice with a body of its own each time, or about the session that makes the call: see the tests below.
_ENDS_THE_SESSION = {"POST /logout"}
_keys = count(1)


@pytest.fixture(scope="module")
def place() -> Place:
    place = Place()
    assert place.token
    return place


def new_key() -> str:
    return f"key-{next(_keys)}"


def _lead(place: Place, name: str = "Ten pumps") -> dict[str, object]:
    return {"name": name, "source_channel": place.channel}


def _post(place: Place, key: str, body: object, path: str = "/v1/leads", token: str | None = None) -> Reply:
    return place.door.send("POST", path, body, token=token or place.token, headers={"idempotency-key": key})


@pytest.mark.parametrize("route", [each for each in POSTS if name_of(each) not in _ENDS_THE_SESSION], ids=name_of)
def test_the_same_call_is_answered_again_and_not_done_again(route: Route) -> None:
    place, key = Place(), new_key()
    body = sample_for(route, place)
    if route.upload:
        first, second = (
            send(route, place, b"name\nx\n", idempotency_key=key, content_type="text/csv") for _ in range(2)
        )
    else:
        first, after = send(route, place, body, idempotency_key=key), dump()
        second = send(route, place, body, idempotency_key=key)
        if first.status < 300:
            assert dump() == after
    if first.status >= 300:  # refused: nothing was done, so it is tried anew, and refused again
        assert second.status == first.status
        assert "idempotent-replayed" not in second.headers
        return
    assert "idempotent-replayed" not in first.headers
    assert (second.status, second.body) == (first.status, first.body)
    assert second.headers["idempotent-replayed"] == "true"
    assert second.headers.get("etag") == first.headers.get("etag")
    assert second.headers.get("content-type") == first.headers.get("content-type")
    assert second.headers["x-request-id"] != first.headers["x-request-id"]


def test_another_body_path_or_query_with_the_same_key_is_refused(place: Place) -> None:
    key = new_key()
    assert _post(place, key, _lead(place)).status == 201
    assert demand_problem(_post(place, key, _lead(place, "Two")), 422)["code"] == "idempotency_mismatch"
    other = _post(place, key, {"name": "Mine"}, "/v1/views")
    assert demand_problem(other, 422)["code"] == "idempotency_mismatch"
    one, two = place.new_lead(), place.new_lead()
    key = new_key()
    assert _post(place, key, {}, f"/v1/leads/{one['id']}/release").status == 200
    demand_problem(_post(place, key, {}, f"/v1/leads/{two['id']}/release"), 422)


@pytest.mark.parametrize("key", ["", "x" * 256, "x" * 5000])
def test_a_key_that_is_too_long_or_empty_is_refused(key: str, place: Place) -> None:
    before = dump()
    assert demand_problem(_post(place, key, _lead(place)), 422)["errors"][0]["field"] == "Idempotency-Key"
    assert dump() == before


def test_a_key_of_255_characters_and_any_letters_is_taken(place: Place) -> None:
    for key in ("x" * 255, "a#b/c?d=e&f", "线索-1", "'; DROP TABLE x; --", "{}"):
        first, second = (_post(place, key, _lead(place, f"Lead {key[:20]}")) for _ in range(2))
        assert first.status == 201, first.text
        assert second.json == first.json


def test_a_refused_call_may_be_tried_again_with_the_same_key(place: Place) -> None:
    key = new_key()
    demand_problem(_post(place, key, {**_lead(place), "stage": "nowhere"}), 422)
    made = _post(place, key, _lead(place))
    assert made.status == 201
    assert "idempotent-replayed" not in made.headers


def test_a_key_is_its_callers_own(place: Place) -> None:
    """Neither a colleague nor another workspace nor an API key meets the record."""
    key, other = new_key(), Place()
    mine = _post(place, key, _lead(place)).json["id"]
    colleague = _post(place, key, _lead(place), token=place.rep_token)
    machine = place.made("/v1/api-keys", {"name": "Shop", "role": "admin"})["key"]
    elsewhere = _post(other, key, _lead(other))
    by_key = _post(place, key, {**_lead(place), "owner_id": place.company.owner_id}, token=machine)
    made = [colleague, elsewhere, by_key]
    assert [reply.status for reply in made] == [201] * 3
    assert all("idempotent-replayed" not in reply.headers for reply in made)
    assert len({mine, *(reply.json["id"] for reply in made)}) == 4


def test_without_a_key_each_call_is_done(place: Place) -> None:
    one, two = (place.owner("POST", "/v1/leads", _lead(place)).json["id"] for _ in range(2))
    assert one != two


def test_other_methods_take_no_notice_of_a_key(place: Place) -> None:
    for _ in range(2):
        answer = place.owner("PATCH", "/v1/me", {"name": "Wang Wei"}, idempotency_key="same")
        assert "idempotent-replayed" not in answer.headers
    assert place.owner("GET", "/v1/me", idempotency_key="x" * 999).status == 200


def test_what_is_kept_of_an_answer_is_sealed() -> None:
    """An answer may hold tokens: the tables do not."""
    door, key = Door(), new_key()
    from tests.identity import house

    body = {"company": "Acme", "name": "Li Na", "email": house.new_email(), "password": house.PASSWORD}
    first = door.send("POST", "/v1/signup", body, headers={"idempotency-key": key})
    assert first.status == 201
    kept = "".join(dump().values())
    assert first.json["access_token"] not in kept
    assert first.json["refresh_token"] not in kept
    assert key not in kept
    again = door.send("POST", "/v1/signup", body, headers={"idempotency-key": key})
    assert again.json == first.json
    # From elsewhere it is another caller's key.
    demand_problem(Door().send("POST", "/v1/signup", body, headers={"idempotency-key": key}), 409)


def test_a_long_answer_is_kept_too(place: Place) -> None:
    ids = [f"lead_01ARZ3NDEKTSV4RRFFQ69G{number:04d}" for number in range(500)]
    key, body = new_key(), {"do": {"action": "assign", "lead_ids": ids, "owner_id": None}}
    first, second = (_post(place, key, body, "/v1/leads:bulk") for _ in range(2))
    assert len(first.body) > 50_000
    assert second.body == first.body


def test_what_is_done_is_done_though_its_answer_is_too_large_to_keep(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idempotency, "MOST_KEPT_BYTES", 100)
    key, body = new_key(), {**_lead(place), "name": f"Large {new_key()}"}
    made = _post(place, key, body)
    assert made.status == 201
    before = dump()
    assert demand_problem(_post(place, key, body), 409)["code"] == "idempotency_answer_not_kept"
    assert dump() == before


def _at_once(number: int, call: object) -> list[Reply]:
    replies: list[Reply] = []
    barrier = threading.Barrier(number)

    def run() -> None:
        barrier.wait()
        replies.append(call())  # type: ignore[operator]

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return replies


def test_of_several_at_once_one_is_done(place: Place) -> None:
    for _ in range(5):
        key, body = new_key(), {**_lead(place), "company": f"Rush {new_key()}"}
        replies = _at_once(8, lambda key=key, body=body: _post(place, key, body))
        made = [reply for reply in replies if reply.status == 201]
        assert len({reply.json["id"] for reply in made}) == 1
        assert sum("idempotent-replayed" not in reply.headers for reply in made) == 1
        for reply in replies:
            if reply.status != 201:
                assert demand_problem(reply, 409)["code"] == "idempotency_running"
        found = place.owner("GET", f"/v1/leads?q={body['company'].split()[1]}").json["items"]  # type: ignore[attr-defined]
        assert len(found) <= 1


def test_while_the_first_runs_the_second_is_told_so(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """And a first one that has died gives the key free after a minute."""
    key, body = new_key(), _lead(place)
    moment = [1_800_000_000.0]
    monkeypatch.setattr(idempotency.time, "time", lambda: moment[0])
    told: list[Reply] = []

    def in_the_middle(*_: object) -> bytes:
        told.append(_post(place, key, body))
        raise SystemExit  # the process ends here: no answer is kept, nothing is tidied up

    with monkeypatch.context() as patched:
        patched.setattr(idempotency, "seal", in_the_middle)
        with pytest.raises(SystemExit):
            _post(place, key, body)
    assert demand_problem(told[0], 409)["code"] == "idempotency_running"
    assert demand_problem(_post(place, key, body), 409)["code"] == "idempotency_running"
    moment[0] += idempotency.RUNNING_SECONDS + 1
    assert _post(place, key, body).status == 201


def test_a_key_is_kept_for_a_day(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    key, body = new_key(), _lead(place)
    moment = [1_800_000_000.0]
    monkeypatch.setattr(idempotency.time, "time", lambda: moment[0])
    first = _post(place, key, body).json["id"]
    moment[0] += 24 * 3600 - 1
    assert _post(place, key, body).json["id"] == first
    moment[0] += 2
    assert _post(place, key, body).json["id"] != first
