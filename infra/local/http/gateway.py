"""Chalice's local gateway with the parts of API Gateway that it leaves out, and built once instead of per request.

What differs from `chalice.local.LocalGateway`: path parameters arrive percent-decoded, an unknown address is 404 and a
wrong method 405 (both as problems), HEAD is answered by GET's view, text bodies are text and binary ones base64, the
caller's address is the real one, and `current_request` is each thread's own.
"""

from __future__ import annotations

import base64
import logging
import re
import threading
import time
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from chalice.app import Chalice, CORSConfig, Request, RouteEntry
from chalice.config import Config
from chalice.local import ForbiddenError, LambdaContext, LocalGateway, NotAuthorizedError

from infra.local.http.console import Console
from infra.local.http.problems import CONTENT_TYPE, Refusal, problem_body
from infra.local.http.routes import Routes
from infra.local.http.wire import Head

#: API Gateway's longest wait for a function.
_TIMEOUT_MS = 29_000
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:/+=@-]{1,128}")
#: How Chalice's own answer to an exception begins: the body that a program would have to know Chalice to read.
_CHALICE_CRASH = '{"Code":"InternalServerError"'

_OF_EVERY_PROBLEM = (("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"))

logger = logging.getLogger("glasspipe.http")


@dataclass(slots=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes


class _PerThread:
    """Mixed into the app's class: the two attributes that Chalice keeps on the app are each thread's own."""

    _own = threading.local()

    @property
    def current_request(self) -> Request | None:
        return getattr(self._own, "request", None)

    @current_request.setter
    def current_request(self, value: Request | None) -> None:
        self._own.request = value

    @property
    def lambda_context(self) -> Any:
        return getattr(self._own, "context", None)

    @lambda_context.setter
    def lambda_context(self, value: Any) -> None:
        self._own.context = value


class Gateway(LocalGateway):
    """Answers requests with a Chalice app. Safe to use from many threads at once."""

    def __init__(self, app: Chalice, console: Console | None = None) -> None:
        if not isinstance(app, _PerThread):
            app.__class__ = type("ServedChalice", (_PerThread, app.__class__), {})
        super().__init__(app, Config.create(project_dir="."))
        self._app = app
        self._console = console
        self._routes = Routes(app.routes)
        self._binary = frozenset(kind.lower() for kind in app.api.binary_types)
        self._cors = _cors_of_errors(app)
        self._function = app.app_name

    @property
    def cors(self) -> list[tuple[str, str]]:
        """The headers by which other sites' pages may read an answer."""
        return self._cors

    def answer(self, head: Head, body: bytes, source_ip: str) -> Answer:
        """The app's answer, or a problem. Raises nothing: what the app lets through is logged and is a 500."""
        request_id = head.headers.get("x-request-id", "")
        if not _REQUEST_ID.fullmatch(request_id):
            request_id = str(uuid.uuid4())
        try:
            answer = self._answer(head, body, source_ip, request_id)
        except Refusal as refusal:
            return self.problem(refusal, head, request_id)
        except NotAuthorizedError:
            return self.problem(Refusal(401, "unauthenticated"), head, request_id)
        except ForbiddenError:
            return self.problem(Refusal(403, "forbidden"), head, request_id)
        # The outermost loop of a request: whatever the app did not foresee must not end the connection's thread.
        except Exception:
            logger.exception("%s %s failed, request_id %s", head.method, head.target.partition("?")[0], request_id)
            return self.problem(Refusal(500, "internal_error"), head, request_id)
        if head.method == "HEAD":
            answer.headers.append(("Content-Length", str(len(answer.body))))
            answer.body = b""
        return answer

    def problem(self, refusal: Refusal, head: Head | None = None, request_id: str = "") -> Answer:
        """The answer to a request that does not reach the app (`head` None: it could not even be read)."""
        request_id = request_id or str(uuid.uuid4())
        language = head.headers.get("accept-language", "") if head else ""
        headers = [("Content-Type", CONTENT_TYPE), ("X-Request-Id", request_id), *_OF_EVERY_PROBLEM]
        headers += refusal.headers.items()
        headers += self._cors
        return Answer(refusal.status, headers, problem_body(refusal, request_id, language))

    def _answer(self, head: Head, body: bytes, source_ip: str, request_id: str) -> Answer:
        path, _, query = head.target.partition("?")
        found = self._routes.find(path)
        if found is None:
            return self._console_file(head, path)
        route, parameters = found
        views: dict[str, RouteEntry] = self._app.routes[route]
        method = "GET" if head.method == "HEAD" and "HEAD" not in views else head.method
        view = views.get(method)
        if view is None:
            return self._preflight_or_refuse(method, route, views)
        event: dict[str, Any] = {
            "resource": route,
            "path": path,
            "httpMethod": method,
            "headers": head.headers,
            "multiValueHeaders": head.every,
            "multiValueQueryStringParameters": _query(query),
            "pathParameters": parameters,
            "stageVariables": {},
            "requestContext": {
                "httpMethod": method,
                "resourcePath": route,
                "path": path,
                "stage": "local",
                "protocol": "HTTP/1.1",
                "requestId": request_id,
                "requestTimeEpoch": time.time_ns() // 1_000_000,
                "identity": {"sourceIp": source_ip, "userAgent": head.headers.get("user-agent")},
            },
        }
        event["body"], event["isBase64Encoded"] = self._event_body(head, body)
        context = LambdaContext(self._function, 0, _TIMEOUT_MS)
        if view.authorizer is not None:
            event, context = self._authorizer.authorize(path, event, context)
        answer = _rendered(self._app(event, context))
        if answer.status == 500 and answer.body.startswith(_CHALICE_CRASH.encode()):
            # Chalice has logged the exception, without a way to find it again.
            logger.error("%s %s failed, request_id %s", method, path, request_id)
            raise Refusal(500, "internal_error")
        return answer

    def _console_file(self, head: Head, path: str) -> Answer:
        if self._console is not None and head.method in ("GET", "HEAD"):
            file = self._console.find(head, path)
            if file is not None:
                return Answer(*file)
        raise Refusal(404, "not_found")

    def _preflight_or_refuse(self, method: str, route: str, views: dict[str, RouteEntry]) -> Answer:
        if method == "OPTIONS" and any(view.cors is not None for view in views.values()):
            cors = self._autogen_options_headers({"requestContext": {"resourcePath": route}})
            return Answer(200, [("Content-Type", "application/json"), *cors.items()], b"")
        allowed = sorted({*views, *(["HEAD"] if "GET" in views else [])})
        raise Refusal(405, "method_not_allowed", headers={"Allow": ", ".join(allowed)})

    def _event_body(self, head: Head, body: bytes) -> tuple[str | None, bool]:
        """As API Gateway hands it over: base64 for the app's binary types, else text.

        API Gateway replaces what is not UTF-8 in a text; a changed body must not be taken for the caller's, so it is
        refused here.
        """
        if not body:
            return None, False
        kind = head.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind in self._binary or "*/*" in self._binary:
            return base64.b64encode(body).decode("ascii"), True
        try:
            return body.decode("utf-8"), False
        except UnicodeDecodeError:
            raise Refusal(400, "bad_request", "The body is not valid UTF-8.") from None


def _query(query: str) -> dict[str, list[str]] | None:
    if not query:
        return None
    try:
        return parse_qs(query, keep_blank_values=True, errors="strict", max_num_fields=200) or None
    except UnicodeDecodeError:
        raise Refusal(400, "bad_request", "The query is not valid UTF-8.") from None
    except ValueError:
        raise Refusal(400, "bad_request", "The query has too many parameters.") from None


def _rendered(response: dict[str, Any]) -> Answer:
    headers: list[tuple[str, str]] = []
    has_type = False
    for name, value in response["headers"].items():
        headers.append((name, str(value)))
        has_type = has_type or name.lower() == "content-type"
    for name, values in response["multiValueHeaders"].items():
        headers.extend((name, str(value)) for value in values)
        has_type = has_type or name.lower() == "content-type"
    body = response["body"] or b""
    if response.get("isBase64Encoded"):
        body = base64.b64decode(body)
    elif isinstance(body, str):
        body = body.encode()
    if not has_type and body:
        headers.append(("Content-Type", "application/json"))
    return Answer(response["statusCode"], headers, body)


def _cors_of_errors(app: Chalice) -> list[tuple[str, str]]:
    """The CORS headers of answers that no view gave: a browser hides the others from the page that asked."""
    cors = app.api.cors
    if cors is True:
        cors = CORSConfig()
    return list(cors.get_access_control_headers().items()) if isinstance(cors, CORSConfig) else []
