"""The whole way that a request takes: raw bytes, the gateway that every user runs, the app, the engine."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from botocore.config import Config
from botocore.session import get_session

from chalicelib.core.http import Route
from infra.local.http.gateway import Gateway
from infra.local.http.problems import Refusal
from infra.local.http.wire import MOST_HEAD, parse_head
from tests.identity import house

os.environ.setdefault("GLASSPIPE_BLOBS", tempfile.mkdtemp(prefix="glasspipe-blobs-"))
JSON = "application/json"
PROBLEM = "application/problem+json"


@lru_cache(maxsize=1)
def gateway() -> Gateway:
    return Gateway(house.start())


def routes() -> list[Route]:
    """Every route of the app, without starting anything."""
    import app  # noqa: F401 (mounts them)
    from chalicelib.core.http import Edge

    return list(Edge.routes)


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Door:
    """Sends requests from one address, as bytes on the wire."""

    address: str = field(default_factory=house.new_address)

    def send(
        self,
        method: str,
        target: str,
        body: bytes | str | Any = None,
        *,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """`body`: bytes and text go as they are, all else as JSON."""
        sent = {"host": "localhost", "accept-language": "en"}
        if body is not None:
            sent["content-type"] = JSON
            body = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
            sent["content-length"] = str(len(body))
        if token is not None:
            sent["authorization"] = f"Bearer {token}"
        sent |= headers or {}
        lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items())]
        return self.send_raw("\r\n".join(lines).encode("utf-8", "surrogateescape"), body or b"")

    def send_raw(self, head: bytes, body: bytes = b"") -> Reply:
        """`head` without the empty line."""
        try:
            if len(head) > MOST_HEAD:
                raise Refusal(431, "headers_too_large")
            answer = gateway().answer(parse_head(head), body, self.address)
        except Refusal as refusal:
            answer = gateway().problem(refusal)
        return Reply(answer.status, {name.lower(): value for name, value in answer.headers}, answer.body)


@lru_cache(maxsize=1)
def engine() -> Any:
    """A client of the engine that nothing guards: for looking at what was really written."""
    house.start()
    return get_session().create_client(
        "dynamodb",
        region_name="us-east-1",
        endpoint_url=f"http://127.0.0.1:{house._PORT}",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 2}),
    )


_READS = {"GetItem", "BatchGetItem", "TransactGetItems", "Query", "Scan", "DescribeTable"}


class _Tables:
    """What is in the tables, read again only after something was sent that may have changed it."""

    def __init__(self) -> None:
        from chalicelib.core.tables import dynamodb_client

        self._is_stale, self._items = True, dict[tuple[str, str, str], str]()
        for client in (dynamodb_client(), engine()):
            client.meta.events.register("before-call.dynamodb", self._note)

    def _note(self, model: Any, **_: Any) -> None:
        self._is_stale = self._is_stale or model.name not in _READS

    def items(self) -> dict[tuple[str, str, str], str]:
        if self._is_stale:
            # Before reading: what is written meanwhile must be read the next time.
            self._is_stale = False
            self._items = _scanned()
        return self._items


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    return _Tables()


def dump() -> dict[tuple[str, str, str], str]:
    """Every item of both tables as (table, pk, sk) -> its attributes. Not to be changed."""
    return _tables().items()


def _scanned() -> dict[tuple[str, str, str], str]:
    from chalicelib.core.settings import settings

    found: dict[tuple[str, str, str], str] = {}
    for table in (settings().workspace_table, settings().directory_table):
        for page in engine().get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
            for item in page["Items"]:
                found[table, item["pk"]["S"], item["sk"]["S"]] = json.dumps(item, sort_keys=True, default=str)
    return found


def demand_problem(reply: Reply, *statuses: int) -> dict[str, Any]:
    """The problem that the answer is; with `statuses`, one of them."""
    assert reply.headers.get("content-type") == PROBLEM, (reply.status, reply.headers, reply.body[:300])
    shown = reply.json
    assert {"type", "title", "status", "detail", "code", "request_id"} <= set(shown), shown
    assert shown["status"] == reply.status
    assert shown["request_id"] == reply.headers["x-request-id"]
    assert shown["detail"].strip(), shown
    assert reply.status < 500, shown
    if statuses:
        assert reply.status in statuses, shown
    return dict(shown)
