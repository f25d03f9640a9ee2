"""Tokens that are forged, ended or no tokens at all."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.edge.door import Door, demand_problem, dump
from tests.edge.things import Place


@pytest.fixture(scope="module")
def place() -> Place:
    place = Place()
    assert place.token
    return place


def _segments(token: str) -> list[Any]:
    return [json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in token.split(".")[:2]]


def _joined(header: dict[str, Any], claims: dict[str, Any], signature: str) -> str:
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (header, claims)]
    return ".".join([*parts, signature])


def _forged(place: Place, other: Place) -> Iterator[tuple[str, str]]:
    import jwt

    token = place.token
    header, claims = _segments(token)
    signature = token.split(".")[2]
    public = Door().send("GET", "/v1/.well-known/jwks.json").json["keys"][0]["x"]
    yield "none", _joined({**header, "alg": "none"}, claims, "")
    yield "None", _joined({**header, "alg": "None"}, claims, "")
    yield "none, signed", _joined({**header, "alg": "none"}, claims, signature)
    yield "the public key as a secret", jwt.encode(claims, public, "HS256", headers={"kid": header["kid"]})
    yield "no kid", _joined({"alg": "EdDSA", "typ": "JWT"}, claims, signature)
    yield "a kid that is no text", _joined({**header, "kid": ["k83"]}, claims, signature)
    yield "a kid of later", _joined({**header, "kid": "k99999"}, claims, signature)
    yield "a kid of a path", _joined({**header, "kid": "../../dev/null"}, claims, signature)
    yield (
        "a key of its own",
        _joined({**header, "jwk": {"kty": "OKP", "crv": "Ed25519", "x": public}}, claims, signature),
    )
    yield "another workspace", _joined(header, {**claims, "wid": other.id}, signature)
    yield "another member", _joined(header, {**claims, "mid": other.company.owner_id}, signature)
    yield "a later end", _joined(header, {**claims, "exp": claims["exp"] + 1}, signature)
    yield "another's signature", ".".join([*token.split(".")[:2], other.token.split(".")[2]])
    yield "cut off", token[:-10]
    yield "a letter changed", token[:-5] + ("A" if token[-5] != "A" else "B") + token[-4:]
    yield "no signature", ".".join(token.split(".")[:2]) + "."
    yield "two parts", ".".join(token.split(".")[:2])
    yield "only dots", ".."
    yield "not base64", "a.b.c"
    yield "claims that are a list", f"{token.split('.')[0]}.W10.{signature}"
    yield "deep claims", f"{base64.urlsafe_b64encode(b'[' * 1200).decode()}.e30.x"
    yield "long", "x" * 9000
    yield "a text", "null"
    yield "Chinese", "令牌"
    yield "an id", place.id
    yield "a refresh token", str(place.company.signed_up["refresh_token"])
    yield "an API key of nobody", "gp_live_" + "A" * 43
    yield "a short API key", "gp_live_x"
    yield "an API key with a line end", "gp_live_" + "A" * 42 + "%0a"


def test_forged_tokens_are_refused(place: Place) -> None:
    before = dump()
    for name, token in _forged(place, Place()):
        for target in ("/v1/me", "/v1/leads"):
            problem = demand_problem(Door().send("GET", target, token=token), 401)
            assert problem["code"] in ("unauthenticated", "session_ended"), name
    assert {key: text for key, text in dump().items() if key in before} == before


@pytest.mark.parametrize(
    "value", ["", "Bearer", "Bearer ", "Basic dTpw", "bearer", "Token x", "Bearer x y", ", Bearer x"]
)
def test_another_form_of_authorization_is_refused(value: str, place: Place) -> None:
    demand_problem(Door().send("GET", "/v1/me", headers={"authorization": value}), 401)


def test_an_access_token_ends_after_fifteen_minutes(place: Place) -> None:
    from chalicelib.core import clock
    from chalicelib.core.errors import Unauthenticated
    from chalicelib.identity.service import scope_of

    now = clock.now()
    assert scope_of(place.token, now + timedelta(minutes=14)).workspace_id == place.id
    with pytest.raises(Unauthenticated):
        scope_of(place.token, now + timedelta(minutes=15, seconds=1))
