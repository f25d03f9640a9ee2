"""An office with a flow of three steps, and the server that takes and gives files under signed addresses."""

from __future__ import annotations

import os
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import requests

from tests.identity.house import Reply
from tests.leads.house import Office, Person, staffed_office, the_app

os.environ.setdefault("GLASSPIPE_BLOBS", tempfile.mkdtemp(prefix="glasspipe-blobs-"))


def names(zh: str, en: str) -> dict[str, str]:
    return {"zh-CN": zh, "en": en}


def shipping(**more: Any) -> dict[str, Any]:
    """review → stocking (writes to the contact) → receipt. Whoever starts it is responsible for all."""
    node = {"responsible": {"rule": "starter"}, "sla": {"complete": {"days": 2}}}
    letter = {
        "field": "contact_email",
        "receipt": "receipt",
        "subject": names("已发货：{device}", "On its way: {device}"),
        "body": names("运单号：{tracking_number}，费用 {fee}", "Tracking number: {tracking_number}, fee {fee}"),
    }
    return {
        "key": "shipping",
        "names": names("发货", "Shipping"),
        "fields": [
            {"id": "device", "names": names("设备", "Device")},
            {"id": "contact_email", "names": names("邮箱", "E-mail"), "type": "email"},
            {"id": "tracking_number", "names": names("运单号", "Tracking number")},
            {"id": "fee", "names": names("费用", "Fee"), "type": "money"},
            {"id": "margin", "names": names("毛利", "Margin")},
        ],
        "blocking_reasons": [{"id": "other", "names": names("其他", "Other")}],
        "nodes": [
            {**node, "id": "review", "names": names("审核", "Review")},
            {
                **node,
                "id": "stocking",
                "names": names("备货", "Stocking"),
                "after": ["review"],
                "gives": {"fields": ["tracking_number"]},
                "mail_when_done": letter,
            },
            {**node, "id": "receipt", "names": names("签收", "Receipt"), "after": ["stocking"]},
        ],
        **more,
    }


@dataclass
class Desk:
    """A run of the flow, by the office's rep."""

    office: Office
    run: dict[str, Any]

    def card(self, node: str) -> str:
        return next(str(each["id"]) for each in self.run["cards"] if each["node"] == node)

    def shown(self, node: str) -> dict[str, Any]:
        reply = self.office.owner("GET", f"/v1/cards/{self.card(node)}")
        assert reply.status == 200, reply.text
        return dict(reply.json)

    def complete(self, node: str, **values: Any) -> None:
        reply = self.office.rep("POST", f"/v1/cards/{self.card(node)}/complete", {"values": values})
        assert reply.status == 200, reply.text

    def events(self, kind: str) -> list[dict[str, Any]]:
        reply = self.office.owner("GET", f"/v1/runs/{self.run['id']}/history?limit=200")
        return [dict(each) for each in reply.json["items"] if each["kind"] == kind]


def open_desk(office: Office | None = None, **values: Any) -> Desk:
    if office is None:
        office = staffed_office()
        created = office.owner("POST", "/v1/flows", shipping())
        assert created.status == 201, created.text
    given = {"device": "CT-7", "contact_email": "ward@example.com", "margin": "40 %", **values}
    started = office.rep("POST", "/v1/runs", {"flow": "shipping", "title": "Ward 3", "values": given})
    assert started.status == 201, started.text
    return Desk(office, dict(started.json))


# Files


@lru_cache(maxsize=1)
def file_server() -> int:
    """The port of the server that every user of one machine runs, in a thread of this process."""
    from chalicelib.core import blob_links, blobs
    from infra.local.http.connection import Connection, Serving
    from infra.local.http.files import Files
    from infra.local.http.gateway import Gateway

    gateway = Gateway(the_app())
    serving = Serving(gateway, logs_requests=False, files=Files(blob_links, blobs, gateway.cors))
    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        while True:
            sock, _ = listener.accept()
            threading.Thread(target=Connection(sock, serving).serve, daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return int(listener.getsockname()[1])


def at_server(url: str) -> str:
    return urlsplit(url)._replace(netloc=f"127.0.0.1:{file_server()}").geturl()


def send(ticket: dict[str, Any], content: Any, **headers: str) -> requests.Response:
    """As a browser does it, with the headers that the ticket names."""
    sent = {**ticket["headers"], **{name.replace("_", "-"): text for name, text in headers.items()}}
    return requests.put(at_server(ticket["url"]), data=content, headers=sent, timeout=20)


def announce(by: Person, card_id: str, name: str, content_type: str, size: int) -> Reply:
    body = {"name": name, "content_type": content_type, "size": size}
    return by("POST", f"/v1/cards/{card_id}/attachments", body)


def ticket(by: Person, card_id: str, name: str, content_type: str, size: int) -> dict[str, Any]:
    reply = announce(by, card_id, name, content_type, size)
    assert reply.status == 201, reply.text
    return dict(reply.json)


def uploaded(by: Person, card_id: str, file_id: str) -> Reply:
    return by("POST", f"/v1/cards/{card_id}/attachments/{file_id}/uploaded")


def attach(by: Person, card_id: str, name: str, content_type: str, content: bytes) -> dict[str, Any]:
    """Announced, sent and accepted."""
    given = ticket(by, card_id, name, content_type, len(content))
    assert send(given, content).status_code == 200
    reply = uploaded(by, card_id, given["attachment"]["id"])
    assert reply.status == 200, reply.text
    return dict(reply.json)


def sweep_files(office: Office, at: datetime) -> int:
    """Deadlines of this office's files at `at`; how many failed."""
    from chalicelib.core import deadlines
    from chalicelib.workflow.file_checking import scan_due
    from chalicelib.workflow.file_store import FILE_DUE

    def here(scope: Any, due: Any, now: datetime) -> None:
        if scope.workspace_id == office.id:
            scan_due(replace(scope), due, now)

    class Only(dict[str, Any]):
        """Other deadlines are left alone."""

        def get(self, kind: str, _default: Any = None) -> Any:
            return here if kind == FILE_DUE else lambda *_: None

    return deadlines.sweep(at, Only()).failed


def stored(office: Office) -> list[str]:
    """Names of all files that this office keeps."""
    from pathlib import Path

    root = Path(os.environ["GLASSPIPE_BLOBS"]) / office.id
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


@contextmanager
def scanner(command: str) -> Iterator[None]:
    before = os.environ.get("GLASSPIPE_SCANNER")
    os.environ["GLASSPIPE_SCANNER"] = command
    try:
        yield
    finally:
        os.environ.pop("GLASSPIPE_SCANNER")
        if before is not None:
            os.environ["GLASSPIPE_SCANNER"] = before
