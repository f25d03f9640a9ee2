"""Imports over the app in process: a company that uploads files, and the jobs that stream and sweep would run."""

from __future__ import annotations

import base64
import json
import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from tests.identity import house

os.environ.setdefault("GLASSPIPE_BLOBS", tempfile.mkdtemp(prefix="glasspipe-blobs-"))
CSV = "text/csv"


@lru_cache(maxsize=1)
def start() -> Any:
    """The app of the identity tests with the routes of this domain, as far as it lacks them."""
    app = house.start()
    from chalicelib.core.http import Edge
    from chalicelib.integrations.api import api as integrations_api
    from chalicelib.leads.customers_api import api as customers_api
    from chalicelib.leads.products_api import api as products_api
    from chalicelib.notifications.api import api as notifications_api

    for api in (integrations_api, products_api, customers_api, notifications_api):
        if not any(f"/v1{route.path}" in app.routes for route in api.routes):
            app.register_blueprint(api, url_prefix="/v1")
            Edge.routes.extend(api.routes)
    return app


@dataclass
class Office:
    """A workspace, and its owner's imports."""

    company: house.Company

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> house.Reply:
        return self.company.owner(method, path, body, **headers)

    def send(self, content: bytes, *, content_type: str = CSV, token: str | None = None, **query: Any) -> house.Reply:
        """POST /v1/imports, as the gateway hands a binary body over."""
        app = self.company.call.app
        shown = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in query.items()}
        named = {"encoding": "content-encoding", "idempotency_key": "idempotency-key"}
        more = {header: shown.pop(name) for name, header in named.items() if name in shown}
        event = {
            "requestContext": {
                "httpMethod": "POST",
                "resourcePath": "/v1/imports",
                "identity": {"sourceIp": self.company.call.address},
            },
            "headers": {
                "accept-language": "en",
                "content-type": content_type,
                "authorization": f"Bearer {token or self.company.token}",
                **more,
            },
            "multiValueQueryStringParameters": {name: [value] for name, value in shown.items()} or None,
            "pathParameters": None,
            "stageVariables": None,
            "body": base64.b64encode(content).decode(),
            "isBase64Encoded": True,
        }
        answer = app(event, None)
        return house.Reply(answer["statusCode"], {k.lower(): v for k, v in answer["headers"].items()}, answer["body"])

    def upload(self, content: bytes | str, **query: Any) -> dict[str, Any]:
        """The answer to an upload that is taken."""
        reply = self.send(content.encode() if isinstance(content, str) else content, **query)
        assert reply.status == 202, reply.text
        return dict(reply.json)

    def work(self, import_id: str, *, now: datetime | None = None, budget: float = 1000.0) -> None:
        """What the stream's handler does."""
        from chalicelib.core.scope import Scope, acting_as
        from chalicelib.integrations.running import work

        scope = Scope.system(self.company.id, "publish")
        with acting_as(scope):
            work(scope, import_id, now or datetime.now(UTC), budget=budget, elapsed=lambda: 0.0)

    def get(self, import_id: str) -> dict[str, Any]:
        reply = self.call("GET", f"/v1/imports/{import_id}")
        assert reply.status == 200, reply.text
        return dict(reply.json)

    def patch(self, import_id: str, **changes: Any) -> dict[str, Any]:
        reply = self.call("PATCH", f"/v1/imports/{import_id}", changes)
        assert reply.status == 200, reply.text
        return dict(reply.json)

    def done(self, content: bytes | str, **query: Any) -> dict[str, Any]:
        """Upload, let it run, and what came of it."""
        uploaded = self.upload(content, **query)
        self.work(uploaded["id"])
        return self.get(uploaded["id"])

    def undo(self, import_id: str) -> dict[str, Any]:
        reply = self.call("POST", f"/v1/imports/{import_id}/undo")
        assert reply.status == 202, reply.text
        self.work(import_id)
        return self.get(import_id)

    def errors(self, import_id: str) -> list[list[str]]:
        """Lines of the error file below its header."""
        import csv
        import io

        reply = self.call("GET", f"/v1/imports/{import_id}/errors")
        text = base64.b64decode(reply.text).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text)))[1:]

    def leads(self, **query: str) -> list[dict[str, Any]]:
        """All leads, page by page."""
        found: list[dict[str, Any]] = []
        cursor: str | None = None
        while True:
            asked = {"limit": "200", **query} | ({"cursor": cursor} if cursor else {})
            reply = self.call("GET", "/v1/leads?" + "&".join(f"{k}={quote(v)}" for k, v in asked.items()))
            assert reply.status == 200, reply.text
            found += reply.json["items"]
            cursor = reply.json["next_cursor"]
            if cursor is None:
                return found

    def lead(self, name: str) -> dict[str, Any]:
        """One lead by its name, whole."""
        lead_id = next(each["id"] for each in self.leads() if each["name"] == name)
        return dict(self.call("GET", f"/v1/leads/{lead_id}").json)

    def members(self) -> dict[str, dict[str, Any]]:
        return {each["name"]: each for each in self.call("GET", "/v1/members").json["items"]}


def open_office() -> Office:
    return Office(house.sign_up(house.Client(start(), address=house.new_address())))


def table(*rows: str) -> str:
    return "\n".join(rows) + "\n"


def shown(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False)
