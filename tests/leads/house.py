"""A company with its people, in process over a real engine: routes, sweep, feed, and a meter on the engine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import quote

from tests.identity import house as identity
from tests.identity.house import Client, Company, Reply, new_address, sign_up

_numbers = count(13800000001)


class _PerThread:
    """As the server of one machine does it: each thread has its own current request."""

    _own = threading.local()

    @property
    def current_request(self) -> Any:
        return getattr(self._own, "request", None)

    @current_request.setter
    def current_request(self, value: Any) -> None:
        self._own.request = value


def the_app() -> Any:
    app = identity.start()
    if not isinstance(app, _PerThread):
        app.__class__ = type("ManyThreads", (_PerThread, app.__class__), {})
    return app


def new_phone() -> str:
    """A Chinese mobile number that no other test uses."""
    return str(next(_numbers))


def later(**more: float) -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + timedelta(**more)


@dataclass
class Person:
    """A member, and calls in their name."""

    office: Office
    member: dict[str, Any]
    token: str

    @property
    def id(self) -> str:
        return str(self.member["id"])

    @property
    def name(self) -> str:
        return str(self.member["name"])

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        return self.office.company.call(method, path, body, token=self.token, **headers)

    def capture(self, name: str = "Deal", **more: Any) -> dict[str, Any]:
        reply = self("POST", "/v1/leads", {"name": name, "source_channel": self.office.channel, **more})
        assert reply.status == 201, reply.text
        return dict(reply.json)

    def lead(self, lead_id: str) -> dict[str, Any]:
        reply = self("GET", f"/v1/leads/{lead_id}")
        assert reply.status == 200, reply.text
        return dict(reply.json)

    def act(self, lead_id: str, action: str, body: Any = None, **headers: str) -> dict[str, Any]:
        reply = self("POST", f"/v1/leads/{lead_id}/{action}", body, **headers)
        assert reply.status in (200, 201), reply.text
        return dict(reply.json)

    def patch(self, lead_id: str, **changes: Any) -> dict[str, Any]:
        reply = self("PATCH", f"/v1/leads/{lead_id}", changes)
        assert reply.status == 200, reply.text
        return dict(reply.json)

    def pages(self, path: str, **query: Any) -> list[list[dict[str, Any]]]:
        """Every page of a list, to its end."""
        pages, cursor = [], None
        while len(pages) < 500:
            asked = {**query, **({"cursor": cursor} if cursor else {})}
            reply = self("GET", f"{path}?" + "&".join(f"{name}={asked[name]}" for name in asked))
            assert reply.status == 200, reply.text
            pages.append(reply.json["items"])
            cursor = reply.json["next_cursor"]
            if cursor is None:
                return pages
        raise AssertionError("the list does not end")

    def all(self, path: str, **query: Any) -> list[dict[str, Any]]:
        return [item for page in self.pages(path, **query) for item in page]

    def timeline(self, lead_id: str) -> list[dict[str, Any]]:
        return self.all(f"/v1/leads/{lead_id}/timeline", limit=200)

    def inbox(self, about: str | None = None) -> list[dict[str, Any]]:
        """Notifications, the oldest first; with `about`, those about that lead."""
        found = self.all("/v1/notifications", limit=200)
        return [each for each in reversed(found) if about is None or each["about"] == about]

    @property
    def scope(self) -> Any:
        from chalicelib.core.http import Caller
        from chalicelib.identity.service import authenticate

        return authenticate(self.token, Caller("203.0.113.9", "en", "req_test")).with_locale("en")


@dataclass
class Office:
    """A workspace with an owner, a manager, two reps under them and one beside, and what it is set up with."""

    company: Company
    people: dict[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def id(self) -> str:
        return self.company.id

    @property
    def setup(self) -> dict[str, Any]:
        return dict(self.company.owner("GET", "/v1/workspace").json)

    @property
    def channel(self) -> str:
        return "referral"

    def stages(self, kind: str = "open") -> list[str]:
        return [each["id"] for each in self.setup["stages"] if each["kind"] == kind and not each.get("archived")]

    def trim(self, **changes: Any) -> dict[str, Any]:
        reply = self.company.owner("PATCH", "/v1/workspace", changes)
        assert reply.status == 200, reply.text
        return dict(reply.json)

    def hire(self, key: str, role: str, supervisor: Person | None = None, **more: Any) -> Person:
        supervised = {"supervisor_id": supervisor.id} if supervisor else {}
        member = self.company.add(role, name=more.pop("name", key.title()), **supervised, **more)
        token = self.company.log_in(member["email"])["access_token"]
        person = self.people[key] = Person(self, member, token)
        return person

    def sweep(self, at: datetime) -> int:
        """All deadlines of this workspace that are due at `at`; how many the sweep could not do."""
        return sweep(self.id, at)

    def feed(self) -> None:
        """Deliver every event of this workspace to those who follow, as the stream would."""
        publish(self.events())

    def events(self) -> list[dict[str, Any]]:
        """Stream records of all events so far, in their order."""
        from chalicelib.core import keys
        from chalicelib.core.scope import Scope, acting_as
        from chalicelib.core.settings import settings
        from chalicelib.core.tables import dynamodb_client

        items: list[dict[str, Any]] = []
        with acting_as(Scope.system(self.id, "test")):
            asked: dict[str, Any] = {
                "TableName": settings().workspace_table,
                "IndexName": "log",
                "KeyConditionExpression": "log_key = :month",
                "ExpressionAttributeValues": {":month": {"S": keys.log_month(self.id, datetime.now(UTC))}},
            }
            while True:
                page = dynamodb_client().query(**asked)
                items += page["Items"]
                if "LastEvaluatedKey" not in page:
                    break
                asked["ExclusiveStartKey"] = page["LastEvaluatedKey"]
        return [{"eventName": "INSERT", "dynamodb": {"NewImage": item}} for item in items]


def open_office(**more: Any) -> Office:
    company = sign_up(Client(the_app(), address=new_address()), **more)
    office = Office(company)
    office.people["owner"] = Person(office, company.signed_up["member"], company.token)
    return office


def staffed_office(**more: Any) -> Office:
    """owner; manager over rep and other; stranger, a rep beside them."""
    office = open_office(**more)
    manager = office.hire("manager", "manager")
    office.hire("rep", "rep", manager)
    office.hire("other", "rep", manager)
    office.hire("stranger", "rep")
    return office


def handlers_of(workspace_id: str) -> dict[str, Any]:
    from chalicelib.jobs import DEADLINE_HANDLERS

    def only_here(handler: Any) -> Any:
        return lambda scope, due, now: handler(scope, due, now) if scope.workspace_id == workspace_id else None

    mine = ("lead", "leads.recompute")
    return {kind: only_here(handler if kind in mine else _nothing) for kind, handler in DEADLINE_HANDLERS.items()}


def _nothing(_scope: Any, _due: Any, _now: datetime) -> None:
    return None


def sweep(workspace_id: str, at: datetime) -> int:
    from chalicelib.core import deadlines

    return deadlines.sweep(at, handlers_of(workspace_id)).failed


def publish(records: Sequence[dict[str, Any]]) -> None:
    from chalicelib.core import events
    from chalicelib.jobs import PUBLISH_HANDLERS

    events.publish(records, PUBLISH_HANDLERS)


def together(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each call returns (or the exception that it raises), all of them begun at the same moment."""
    results: list[Any] = [None] * len(calls)
    gate = threading.Barrier(len(calls))

    def run(number: int) -> None:
        gate.wait()
        try:
            results[number] = calls[number]()
        except BaseException as error:  # the test looks at it
            results[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@dataclass
class Meter:
    """Requests to the engine: (operation, parameters, answer)."""

    requests: list[tuple[str, dict[str, Any], dict[str, Any]]] = field(default_factory=list)

    @property
    def operations(self) -> list[str]:
        return [operation for operation, _, _ in self.requests]

    def consumed(self, *operations: str) -> list[dict[str, float]]:
        """Units by table and index ("table", "by_owner" ...) of each request of these operations."""
        found = []
        for operation, _, answer in self.requests:
            if operation not in operations:
                continue
            told = answer.get("ConsumedCapacity") or []
            units: dict[str, float] = {}
            for each in told if isinstance(told, list) else [told]:
                units["table"] = units.get("table", 0) + each.get("Table", {}).get("CapacityUnits", 0)
                for name, index in each.get("GlobalSecondaryIndexes", {}).items():
                    units[name] = units.get(name, 0) + index["CapacityUnits"]
            found.append(units)
        return found


@contextmanager
def metered() -> Iterator[Meter]:
    """Within the block every request to the engine is written down, with the capacity that it consumed."""
    from chalicelib.core.tables import dynamodb_client

    hooks, meter = dynamodb_client().meta.events, Meter()
    sent: list[dict[str, Any]] = []

    def before(params: dict[str, Any], model: Any, **_: Any) -> None:
        params["ReturnConsumedCapacity"] = "INDEXES"
        sent.append(params)

    def after(parsed: dict[str, Any], model: Any, **_: Any) -> None:
        meter.requests.append((model.name, sent.pop(0), parsed))

    hooks.register("provide-client-params.dynamodb", before, unique_id="test-meter-before")
    hooks.register("after-call.dynamodb", after, unique_id="test-meter-after")
    try:
        yield meter
    finally:
        hooks.unregister("provide-client-params.dynamodb", unique_id="test-meter-before")
        hooks.unregister("after-call.dynamodb", unique_id="test-meter-after")


def whole_table() -> str:
    """Every item of both tables as one text, read past the guard."""
    import json

    from chalicelib.core.settings import settings

    client, found = unguarded_client(), []
    for table in (settings().workspace_table, settings().directory_table):
        for page in client.get_paginator("scan").paginate(TableName=table):
            found += page["Items"]
    return json.dumps(found, ensure_ascii=False)


def unguarded_client() -> Any:
    import os

    from botocore.session import get_session

    session = get_session()
    session.set_credentials("local", "local")
    return session.create_client(
        "dynamodb", region_name="us-east-1", endpoint_url=os.environ["AWS_ENDPOINT_URL_DYNAMODB"]
    )


def text(value: str) -> str:
    """A query parameter. (The client of the tests sends values as they are, like a gateway that has decoded them.)"""
    return value if "&" not in value and "=" not in value else quote(value)
