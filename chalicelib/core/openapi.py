"""OpenAPI 3.1 out of the routes and their models: nothing in it is written twice."""

from __future__ import annotations

import inspect
import json
import re
from functools import lru_cache
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel, ConfigDict
from pydantic.json_schema import models_json_schema

from chalicelib.core.errors import (
    Conflict,
    Contention,
    Forbidden,
    HeadersTooLarge,
    Invalid,
    NotFound,
    Refused,
    StaleVersion,
    TooLarge,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
    Unreadable,
    Unsupported,
)  # fmt: skip
from chalicelib.core.http import PROBLEM, Answer, Api, Caller, Edge, Resource, Route, View
from chalicelib.core.idempotency import AnswerNotKept, IdempotencyMismatch, StillRunning
from chalicelib.core.reading import JSON, SEGMENT
from chalicelib.core.version import VERSION

api = Api(__name__, tag="service")
_PARAM = re.compile(r"{(\w+)}")


class Health(View):
    status: str
    version: str


class ProblemField(View):
    field: str
    message: str


class Problem(View):
    """RFC 9457. `code` is stable and what programs test; `detail` is for people. `count` stands with codes that speak
    of leads in the way: how many there are."""

    model_config = ConfigDict(extra="allow")
    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[ProblemField] | None = None
    count: int | None = None


@api.get("/health", public=True)
def health(caller: Caller) -> Health:
    """The service answers."""
    return Health(status="ok", version=VERSION)


@api.get("/openapi.json", public=True, produces=(JSON,))
def openapi(caller: Caller) -> Answer:
    """This document."""
    return Answer(body=document_text(), headers={"Cache-Control": "public, max-age=60"})


@lru_cache(maxsize=1)
def document_text() -> str:
    return json.dumps(document(tuple(Edge.routes)), ensure_ascii=False, separators=(",", ":"))


def document(routes: tuple[Route, ...]) -> dict[str, Any]:
    """The whole document, as JSON values."""
    requests = {route.body for route in routes if route.body is not None}
    answers = {model for route in routes if (model := answer_model(route)) is not None} | {Problem}
    keyed, definitions = models_json_schema(
        [(model, "validation") for model in sorted(requests, key=_name)]
        + [(model, "serialization") for model in sorted(answers, key=_name)],
        ref_template="#/components/schemas/{model}",
    )
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        path = "/v1" + re.sub(_PARAM, r"{\1}", route.path)
        paths.setdefault(path, {})[route.method.lower()] = _operation(route, keyed)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Glasspipe 明线",
            "version": VERSION,
            "description": "The way from lead to cash, visible while it happens. "
            "Errors are `application/problem+json`; every POST takes an `Idempotency-Key`.",
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": definitions.get("$defs", {}),
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "description": "Access token or API key"}
            },
        },
        "security": [{"bearer": []}],
    }


def _name(model: type[BaseModel]) -> str:
    return f"{model.__module__}.{model.__qualname__}"


def answer_model(route: Route) -> type[BaseModel] | None:
    """The model that the handler is annotated to answer with."""
    hint = get_type_hints(route.handler).get("return")
    for each in (hint, *get_args(hint)):
        if inspect.isclass(each) and issubclass(each, BaseModel):
            return each
    return None


def _operation(route: Route, keyed: Any) -> dict[str, Any]:
    summary, _, more = (inspect.getdoc(route.handler) or "").partition("\n")
    operation: dict[str, Any] = {
        "operationId": route.handler.__name__,
        "summary": summary.rstrip("."),
        "tags": [route.tag],
        "parameters": _parameters(route),
        "responses": _responses(route, keyed),
    }
    if more.strip():
        operation["description"] = more.strip()
    if route.public:
        operation["security"] = []
    if route.allow:
        operation["x-permission"] = route.allow
    if route.body is not None:
        schema = keyed[(route.body, "validation")]
        may_be_left_out = route.method != "PATCH" and not any(
            field.is_required() for field in route.body.model_fields.values()
        )
        operation["requestBody"] = {"required": not may_be_left_out, "content": {JSON: {"schema": schema}}}
    elif route.upload:
        content = {media: {"schema": {"type": "string", "format": "binary"}} for media in route.upload}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _parameters(route: Route) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": f"^{SEGMENT}$"}}
        for name in _PARAM.findall(route.path)
    ]
    if route.query is not None:
        schema = route.query.model_json_schema(ref_template="#/components/schemas/{model}")
        for name, each in schema.get("properties", {}).items():
            found.append(
                {"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": _plain(each)}
            )
    if route.if_match:
        found.append(
            _header("If-Match", "The ETag that was read; another version answers 412.", r'^(\*|(W/)?"?\d{1,15}"?)$')
        )
    if route.method == "POST":
        found.append(_header("Idempotency-Key", "Sent again within 24 hours: the first answer again.", None, 255))
    return found


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """A query parameter is given or not; that it may be null in the model says only that."""
    kept = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    if len(kept) == 1 and "anyOf" in schema:
        schema = {**{name: value for name, value in schema.items() if name != "anyOf"}, **kept[0]}
    return {name: value for name, value in schema.items() if not (name == "default" and value is None)}


def _header(name: str, text: str, pattern: str | None, longest: int | None = None) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "minLength": 1}
    if pattern:
        schema["pattern"] = pattern
    if longest:
        schema["maxLength"] = longest
    return {"name": name, "in": "header", "required": False, "description": text, "schema": schema}


def _responses(route: Route, keyed: Any) -> dict[str, Any]:
    model = answer_model(route)
    success: dict[str, Any] = {"description": "Done"}
    content: dict[str, Any] = {media: {} for media in route.produces}
    if model is not None:
        content[JSON] = {"schema": keyed[(model, "serialization")]}
    if content:
        success["content"] = content
    success["headers"] = _answer_headers(route, model)
    responses = {str(route.status): success}
    by_status: dict[int, list[str]] = {}
    for refusal in _refusals(route):
        by_status.setdefault(refusal.status, []).append(refusal.code)
    for status, codes in sorted(by_status.items()):
        responses[str(status)] = {
            "description": ", ".join(f"`{code}`" for code in dict.fromkeys(codes)),
            "content": {PROBLEM: {"schema": keyed[(Problem, "serialization")]}},
        }
    return responses


def _answer_headers(route: Route, model: type[BaseModel] | None) -> dict[str, Any]:
    found = {"X-Request-Id": "As it was sent, or one made for it: to be named when asking about a call."}
    if model is not None and issubclass(model, Resource):
        found["ETag"] = "The version, for `If-Match`."
    if route.method == "POST":
        found["Idempotent-Replayed"] = "`true`: this is the first answer to this `Idempotency-Key` again."
    return {name: {"description": text, "schema": {"type": "string"}} for name, text in found.items()}


def _refusals(route: Route) -> list[type[Refused]]:
    found: list[type[Refused]] = [Invalid, Unreadable, HeadersTooLarge]
    if not route.public or route.method == "POST":
        # Tokens, cursors and kept answers rest on the key service, uploads on the object store.
        found.append(Unavailable)
    if not route.public:
        found.append(Unauthenticated)
    if route.allow:
        found.append(Forbidden)
    if "{" in route.path:
        found.append(NotFound)
    if route.body is not None or route.upload:
        found += [TooLarge, Unsupported]
    if route.if_match:
        found.append(StaleVersion)
    if route.method == "POST":
        found += [IdempotencyMismatch, StillRunning, AnswerNotKept, TooManyRequests]
    if route.method != "GET":
        found += [Conflict, Contention]
    return [*found, *route.refusals]
