"""A workspace with an owner and a rep, channels that only record, and the sweep's part of notifications."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.core.deadlines import DueKey
from chalicelib.core.scope import Scope, acting_as
from chalicelib.core.store import Writes, query_all
from chalicelib.notifications import DeliveryFailed, jobs, keys, texts
from chalicelib.notifications.store import Notification, NotificationItem, notification_of
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.model import Member
from chalicelib.tenancy.roles import permissions_of
from tests.identity.house import Client, Company, Reply

#: A Tuesday, 10:00 in Shanghai: a working day outside quiet hours.
MORNING = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
#: The same day, 22:30 in Shanghai.
NIGHT = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
WECOM_KEY = "WecomSecret-0001-abcd"


@dataclass
class Sent:
    kind: str
    title: str
    body: str


@dataclass
class Post:
    """Stands in for `channels.send`: keeps what goes out, and fails as long as it is told to."""

    sent: list[Sent] = field(default_factory=list)
    failure: DeliveryFailed | Exception | None = None
    failing_kind: str | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, channel: Any, title: str, body: str, link: str, *, language: str, now: datetime) -> None:
        with self.lock:
            self.sent.append(Sent(channel.kind, title, body))
        if self.failure is not None and self.failing_kind in (None, channel.kind):
            raise self.failure

    def titles(self, kind: str) -> list[str]:
        return [each.title for each in self.sent if each.kind == kind]


@dataclass
class Office:
    company: Company
    rep: dict[str, Any]
    rep_token: str
    call: Client

    def scope(self, member_id: str | None = None) -> Scope:
        role = "owner" if member_id in (None, self.company.owner_id) else "rep"
        return Scope(
            self.company.id, "g_x", member_id or self.company.owner_id, role, locale="en", may=permissions_of(role)
        )

    @contextmanager
    def within(self) -> Iterator[Scope]:
        scope = Scope.system(self.company.id, "sweep")
        with acting_as(scope):
            yield scope

    def member(self, member_id: str | None = None) -> Member:
        with self.within() as scope:
            return tenancy.get_member(scope, member_id or self.rep["id"])

    def owner(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        return self.company.owner(method, path, body, **headers)

    def as_rep(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        return self.call(method, path, body, token=self.rep_token, **headers)

    def tell(
        self, now: datetime = MORNING, *, to: str | None = None, kind: str = "lead.silent", title: str = "It is silent",
        about: str = "lead_01K00000000000000000000000",
    ) -> None:  # fmt: skip
        from chalicelib.notifications import service

        member = self.member(to)
        with self.within() as scope:
            writes = Writes()
            message = texts.Message(title, "Call them.", f"http://127.0.0.1:8000/leads/{about}")
            service.tell(writes, scope, to=member, kind=kind, message=message, about=about, now=now)
            writes.commit()

    def send_due(self, now: datetime) -> None:
        """What the sweep does with this workspace's notifications (other tests' workspaces are left alone)."""
        with self.within() as scope:
            due = [
                DueKey(item.pk, item.sk, item.due_at)
                for item in self._items(scope)
                if item.due_at is not None and item.due_at <= _text(now)
            ]
            if due:
                jobs.send_due(scope, due, now)

    def told(self, member_id: str | None = None) -> list[Notification]:
        with self.within() as scope:
            found = query_all(NotificationItem, keys.inbox(scope, member_id or self.rep["id"]))
            return [notification_of(item) for item in found]

    def items(self) -> list[NotificationItem]:
        with self.within() as scope:
            return self._items(scope)

    def add_channel(self, *, by_rep: bool = False, **more: Any) -> dict[str, Any]:
        body = {"name": "Sales group", "settings": {"kind": "wecom", "key": WECOM_KEY}} | more
        body.setdefault("scope", "member" if by_rep else "workspace")
        reply = (self.as_rep if by_rep else self.owner)("POST", "/v1/channels", body)
        assert reply.status == 201, reply.text
        return dict(reply.json)

    def _items(self, scope: Scope) -> list[NotificationItem]:
        members = tenancy.read_members(scope).all()
        return [item for member in members for item in query_all(NotificationItem, keys.inbox(scope, member.id))]


def _text(moment: datetime) -> str:
    from chalicelib.core.clock import to_text

    return to_text(moment)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


__all__ = ["MORNING", "NIGHT", "Office", "Post", "Sent", "minutes"]
