"""The HTTP edge: parse, authenticate, call the handler, render; and the one place where refusals become answers.

    api = Api(__name__)

    @api.post("/leads", body=NewLead, status=201, allow="leads.write")
    def create_lead(scope: Scope, body: NewLead) -> LeadView: ...

A handler is called with the scope (for `public` ones: the `Caller`), then by name: the path's parameters, `body`,
`query` and `expected` (the version out of If-Match) as far as its route declares them. It returns a model, an `Answer`,
or None.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Any, ClassVar, Generic, Literal

from chalice.app import Blueprint, CaseInsensitiveMapping, Chalice, CORSConfig, Response
from pydantic import BaseModel, ConfigDict, PlainSerializer, WithJsonSchema
from typing_extensions import TypeVar

from chalicelib.core import idempotency, reading, session_cookie
from chalicelib.core.blobs import BlobMissing, BlobsFailed, BlobTooLarge
from chalicelib.core.clock import to_text
from chalicelib.core.errors import Forbidden, NotFound, Refused, TooLarge, Unavailable
from chalicelib.core.ids import new_ulid
from chalicelib.core.log import logger
from chalicelib.core.reading import JSON
from chalicelib.core.reading import Upload as Upload  # handlers take it
from chalicelib.core.scope import Scope, acting_as
from chalicelib.core.settings import settings
from chalicelib.core.vault import KeyServiceFailed

T = TypeVar("T", default=Any)
PROBLEM = "application/problem+json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Beyond Chalice's own: tables come in any encoding, and an xlsx is a zip.
BINARY_TYPES = ("text/csv", "application/csv", XLSX)
#: What the core's own services raise beyond refusals, and what each is to the caller.
_CORE_FAILURES: Mapping[type[Exception], type[Refused]] = {
    BlobMissing: NotFound,
    BlobTooLarge: TooLarge,
    BlobsFailed: Unavailable,
    KeyServiceFailed: Unavailable,
}
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:/+=@-]{1,128}")
_BASE_HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


class Model(BaseModel):
    """A request: what is unknown is refused. Models are built when first used: a cold start needs few of them."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, defer_build=True)


class View(BaseModel):
    """An answer."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, defer_build=True)


class Resource(View):
    """An answer that is one thing with a version: gets an ETag."""

    version: int


#: An instant in an answer: always `2026-01-31T08:00:00.000Z`, in whatever model it stands.
Instant = Annotated[
    datetime,
    PlainSerializer(to_text, return_type=str, when_used="json-unless-none"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


@dataclass(frozen=True)
class Caller:
    """What is known of a request before anyone is authenticated. `locale` is the one asked for, or the default."""

    address: str
    locale: str
    request_id: str


@dataclass(frozen=True)
class Answer(Generic[T]):
    """An answer that is more than a model: raw text or bytes, other headers, another status.

    A handler that renders its model itself is annotated `-> Answer[TheModel]`, so that OpenAPI knows it.
    """

    body: BaseModel | str | bytes | None = None
    status: int | None = None
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    version: int | None = None


@dataclass(frozen=True)
class Route:
    """All that is declared of a route; OpenAPI and the tests are made from it."""

    method: str
    path: str
    handler: Callable[..., Any]
    body: type[BaseModel] | None = None
    upload: tuple[str, ...] = ()
    query: type[BaseModel] | None = None
    status: int = 200
    allow: str | None = None
    public: bool = False
    if_match: bool = False
    #: What it does with the browser's session cookie (`session_cookie.py`).
    session: Literal["begins", "refreshes", "ends"] | None = None
    #: Media types of an answer that is not JSON.
    produces: tuple[str, ...] = ()
    #: Error codes beyond the usual ones, by status.
    refusals: tuple[type[Refused], ...] = ()
    tag: str = ""


Authenticator = Callable[[str, Caller], Scope]


class Edge:
    """What app.py puts in: the app whose current request is read, and the authenticator (core knows no domain)."""

    app: ClassVar[Chalice | None] = None
    authenticate: ClassVar[Authenticator | None] = None
    routes: ClassVar[list[Route]] = []


def mount(app: Chalice, authenticate: Authenticator, *apis: Api) -> None:
    """Put the APIs under /v1 of `app`. CORS first: it is read when a blueprint is registered."""
    app.api.cors = CORSConfig(
        allow_origin=settings().cors_origin,
        allow_headers=[
            "Accept-Language",
            "Authorization",
            "Content-Encoding",
            "Content-Type",
            "Idempotency-Key",
            "If-Match",
            "X-Request-Id",
        ],
        expose_headers=[
            "Content-Disposition",
            "ETag",
            "Idempotent-Replayed",
            "Retry-After",
            "X-Next-Cursor",
            "X-Request-Id",
            "X-Row-Count",
        ],
        max_age=600,
    )
    app.api.binary_types = [*app.api.binary_types, *BINARY_TYPES]
    Edge.app, Edge.authenticate, Edge.routes = app, authenticate, []
    for api in apis:
        app.register_blueprint(api, url_prefix="/v1")
        Edge.routes.extend(api.routes)


class Api(Blueprint):  # type: ignore[misc]
    """A blueprint whose routes go through the edge."""

    def __init__(self, import_name: str, tag: str) -> None:
        super().__init__(import_name)
        self.tag = tag
        self.routes: list[Route] = []

    def get(self, path: str, **declared: Any) -> Callable[..., Any]:
        return self._declare("GET", path, declared)

    def post(self, path: str, **declared: Any) -> Callable[..., Any]:
        return self._declare("POST", path, declared)

    def patch(self, path: str, **declared: Any) -> Callable[..., Any]:
        return self._declare("PATCH", path, {"if_match": True, **declared})

    def delete(self, path: str, **declared: Any) -> Callable[..., Any]:
        return self._declare("DELETE", path, {"status": 204, **declared})

    def _declare(self, method: str, path: str, declared: dict[str, Any]) -> Callable[..., Any]:
        def register(handler: Callable[..., Any]) -> Callable[..., Any]:
            route = Route(method, path, handler, tag=self.tag, **declared)
            self.routes.append(route)

            def view(**path_params: str) -> Response:
                return serve(route, path_params)

            # Chalice's own check of media types answers in a form of its own: the edge checks instead.
            self.route(path, methods=[method], content_types=[], name=handler.__name__)(view)
            return handler

        return register


def serve(route: Route, path_params: dict[str, str]) -> Response:
    """One request from beginning to end. Never raises."""
    began = time.perf_counter()
    request = Edge.app.current_request  # type: ignore[union-attr]
    caller = _caller_of(request)
    scope: Scope | None = None
    try:
        if not route.public:
            scope = _authenticated(request, caller)
            caller = replace(caller, locale=scope.locale)
            if route.allow is not None and route.allow not in scope.may:
                raise Forbidden()
        response = _within(route, request, path_params, scope, caller)
    except Refused as refused:
        response = problem(refused, caller.locale, caller.request_id)
    except tuple(_CORE_FAILURES) as failure:
        logger.warning("request failed", request_id=caller.request_id, reason=str(failure))
        response = problem(_CORE_FAILURES[type(failure)](), caller.locale, caller.request_id)
    except Exception:  # the edge is the outermost loop: what nobody foresaw is a 500 with an id to find it by
        logger.exception("request failed", request_id=caller.request_id, route=f"{route.method} {route.path}")
        response = _internal_error(caller)
    if isinstance(response.body, bytes):
        # Chalice demands an Accept header that names the type; without one any type is fine (RFC 9110, 12.5.1).
        request.headers = CaseInsensitiveMapping({**request.headers, "accept": "*/*"})
    if route.session is not None:
        session_cookie.answer_with(request, response, route.session)
    response.headers["X-Request-Id"] = caller.request_id
    for name, value in _BASE_HEADERS.items():
        response.headers.setdefault(name, value)
    logger.debug(
        "request",
        request_id=caller.request_id,
        route=f"{route.method} {route.path}",
        status=response.status_code,
        workspace_id=scope.workspace_id if scope else None,
        ms=round((time.perf_counter() - began) * 1000, 1),
    )
    return response


def _within(route: Route, request: Any, path_params: dict[str, str], scope: Scope | None, caller: Caller) -> Response:
    reading.demand_ids(path_params)
    arguments: dict[str, Any] = dict(path_params)
    raw = request.raw_body or b""
    if route.session == "refreshes":
        raw = session_cookie.body_of(request, raw)
    if route.body is not None:
        arguments["body"] = reading.parsed_body(route.body, request, raw, caller.locale)
    elif route.upload:
        arguments["body"] = reading.uploaded(route.upload, request, raw)
    else:
        reading.demand_no_body(raw, caller.locale)
    query = reading.parsed_query(route.query, request, caller.locale)
    if route.query is not None:
        arguments["query"] = query
    if route.if_match:
        arguments["expected"] = reading.expected_version(request, caller.locale)
    first: Scope | Caller = caller if scope is None else scope

    def call() -> Response:
        return render(route, route.handler(first, **arguments))

    key = request.headers.get("idempotency-key") if route.method == "POST" else None
    if scope is None:
        if key is None:
            return call()
        subject = json.dumps(path_params, sort_keys=True) + route.path
        return idempotency.once(f"address:{caller.address}", None, subject, key, raw, call, caller.locale)
    with acting_as(scope):
        if key is None:
            return call()
        asked = query.model_dump_json() if route.query else ""
        subject = json.dumps(path_params, sort_keys=True) + route.path + asked
        return idempotency.once(scope.member_id, scope, subject, key, raw, call, caller.locale)


def _authenticated(request: Any, caller: Caller) -> Scope:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or Edge.authenticate is None:
        token = ""
    scope = Edge.authenticate(token.strip(), caller)  # type: ignore[misc]
    wanted = reading.language_of(request.headers.get("accept-language", ""))
    return scope if wanted is None else scope.with_locale(wanted)


def _caller_of(request: Any) -> Caller:
    wanted = request.headers.get("x-request-id", "")
    return Caller(
        address=request.context.get("identity", {}).get("sourceIp", ""),
        locale=reading.language_of(request.headers.get("accept-language", "")) or reading.DEFAULT_LOCALE,
        request_id=wanted if _REQUEST_ID.fullmatch(wanted) else f"req_{new_ulid()}",
    )


def render(route: Route, result: Any) -> Response:
    """The handler's result as a response."""
    answer = result if isinstance(result, Answer) else Answer(body=result)
    body, headers = answer.body, dict(answer.headers)
    version = answer.version
    if isinstance(body, BaseModel):
        if version is None and isinstance(body, Resource):
            version = body.version
        body = body.model_dump_json(exclude_unset=True, by_alias=True)
    if version is not None:
        headers["ETag"] = f'"{version}"'
    if body is None:
        return Response(body="", status_code=answer.status or route.status, headers=headers)
    headers["Content-Type"] = answer.content_type
    return Response(body=body, status_code=answer.status or route.status, headers=headers)


def problem(refused: Refused, locale: str, request_id: str) -> Response:
    """RFC 9457 problem details."""
    shown: dict[str, Any] = {
        "type": f"/docs/errors#{refused.code}",
        "title": refused.code.replace("_", " ").capitalize(),
        "status": refused.status,
        "detail": refused.detail(locale),
        "code": refused.code,
        "request_id": request_id,
    }
    if refused.fields:
        shown["errors"] = [{"field": each.field, "message": each.message} for each in refused.fields]
    shown |= refused.extra
    return Response(
        body=json.dumps(shown, ensure_ascii=False),
        status_code=refused.status,
        headers={"Content-Type": PROBLEM, **refused.headers},
    )


def _internal_error(caller: Caller) -> Response:
    shown = {
        "type": "/docs/errors#internal_error",
        "title": "Internal error",
        "status": 500,
        "detail": "Something went wrong on our side." if caller.locale == "en" else "系统内部错误。",
        "code": "internal_error",
        "request_id": caller.request_id,
    }
    return Response(body=json.dumps(shown, ensure_ascii=False), status_code=500, headers={"Content-Type": PROBLEM})
