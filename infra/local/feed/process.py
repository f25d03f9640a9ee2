"""The feed's process: waits for hints, for failed events to come due, for the next full round, or for an order."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from chalice.app import DynamoDBEventConfig

from infra.local import control
from infra.local.counters import SharedCounters
from infra.local.feed.delivery import Delivery
from infra.local.feed.log import EventLogs
from infra.local.feed.memory import Memory
from infra.local.feed.rounds import Rounds
from infra.local.project import Project
from infra.local.writes import LOST_HINTS

_FULL_ROUND_SECONDS = 60.0
#: A batch of many events costs the app hardly more than one of one, so the feed lets hints gather: a moment at least,
#: and so long that it is at work a fifth of the time. Those who write need the processor too.
_LEAST_GATHER_SECONDS, _MOST_GATHER_SECONDS, _IDLE_TO_BUSY = 0.05, 1.0, 4.0
#: An order waits for what handlers write in turn; a handler that always writes would never let it end.
_MOST_ROUNDS_OF_AN_ORDER = 50
_MOST_EVENTS = 100
_ORDER = "order"

logger = logging.getLogger("glasspipe.feed")


@dataclass
class Order:
    retries: bool
    done: threading.Event = field(default_factory=threading.Event)
    answer: dict[str, Any] = field(default_factory=dict)


class Inbox:
    """What other threads and processes tell the feed's loop."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._hints: dict[str, set[str]] = defaultdict(set)
        self._orders: list[Order] = []
        self._announced: dict[str, Order] = {}
        self.woken = threading.Event()
        #: Set as long as someone waits for an answer.
        self.ordered = threading.Event()

    def announce(self, order: Order) -> str:
        """The datagram that, sent to the hints' socket, puts the order behind every hint that is there already."""
        with self._guard:
            self._announced[str(id(order))] = order
        return f"{_ORDER} {id(order)}"

    def receive(self, datagram: str) -> None:
        with self._guard:
            for line in datagram.splitlines():
                log_key, _, ulid = line.partition(" ")
                if log_key == _ORDER:
                    self._orders.append(self._announced.pop(ulid))
                    self.ordered.set()
                else:
                    self._hints[log_key].add(ulid)
        self.woken.set()

    def put_back(self, hints: dict[str, set[str]], orders: list[Order]) -> None:
        with self._guard:
            for log_key, ulids in hints.items():
                self._hints[log_key] |= ulids
            self._orders = orders + self._orders
            if self._orders:
                self.ordered.set()
        self.woken.set()

    def take(self) -> tuple[dict[str, set[str]], list[Order]]:
        with self._guard:
            self.woken.clear()
            self.ordered.clear()
            hints, self._hints = self._hints, defaultdict(set)
            orders, self._orders = self._orders, []
        return hints, orders


class Feed:
    def __init__(self, rounds: Rounds, counters: SharedCounters, inbox: Inbox) -> None:
        self._rounds = rounds
        self._counters = counters
        self._inbox = inbox
        self._lost_hints = -1
        self._full_round_at = 0.0
        self._gather_seconds = _LEAST_GATHER_SECONDS

    def run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                self._turn(stop)
            except (BotoCoreError, ClientError) as error:
                logger.warning("the engine does not answer, trying again: %s", error)
                stop.wait(1.0)

    def _turn(self, stop: threading.Event) -> None:
        self._inbox.woken.wait(max(self._wake_at() - time.time(), 0))
        if stop.is_set():
            return
        if self._inbox.woken.is_set():
            self._inbox.ordered.wait(self._gather_seconds)
        hints, orders = self._inbox.take()
        started = time.monotonic()
        try:
            self._deliver(hints, orders)
        except (BotoCoreError, ClientError):
            # Nothing of this turn is done for sure: those who wait go on waiting, what was named stays named.
            self._inbox.put_back(hints, orders)
            self._lost_hints = -1
            raise
        busy = time.monotonic() - started
        self._gather_seconds = min(max(busy * _IDLE_TO_BUSY, _LEAST_GATHER_SECONDS), _MOST_GATHER_SECONDS)

    def _deliver(self, hints: dict[str, set[str]], orders: list[Order]) -> None:
        self._rounds.follow(hints)
        thorough = self._hints_were_lost()
        if thorough or orders or time.time() >= self._full_round_at:
            self._rounds.read_all(thorough=thorough)
            self._full_round_at = time.time() + _FULL_ROUND_SECONDS
        self._rounds.delivery.retry(everything=any(order.retries for order in orders))
        if orders:
            self._settle()
        for order in orders:
            order.answer = {"failed": self._rounds.memory.failed_count()}
            order.done.set()

    def _settle(self) -> None:
        """Deliver what the handlers have written meanwhile, until they write no more."""
        for _ in range(_MOST_ROUNDS_OF_AN_ORDER):
            hints, later = self._inbox.take()
            self._inbox.put_back({}, later)
            if self._rounds.follow(hints) == 0 and self._rounds.read_all(thorough=False) == 0:
                return

    def _wake_at(self) -> float:
        due = self._rounds.memory.next_due()
        return self._full_round_at if due is None else min(self._full_round_at, due)

    def _hints_were_lost(self) -> bool:
        """Also true the first time: what was announced before this process ran is lost."""
        before, self._lost_hints = self._lost_hints, self._counters.read(LOST_HINTS)
        return before != self._lost_hints


def run_feed(project: Project, channel: socket.socket) -> None:
    """Until `channel` is closed at the other end; a batch that has been handed over is settled first."""
    inbox = Inbox()
    receiver = _listen(project.folder.hints)
    threading.Thread(target=_receive, args=(receiver, inbox), daemon=True).start()
    project.join_the_stack()
    memory = Memory(project.folder.feed_memory)
    source = _source(project.app)
    delivery = Delivery(
        handler=project.app.handler_map[source.name],
        stream_arn=source.stream_arn,
        memory=memory,
        dead_letters=project.folder.dead_letters,
        now=time.time,
    )
    rounds = Rounds(
        EventLogs(), memory, delivery, min(source.batch_size, _MOST_EVENTS), lambda: int(time.time() * 1000)
    )
    feed = Feed(rounds, SharedCounters(project.folder.counters), inbox)
    stop = threading.Event()

    def watch() -> None:
        channel.recv(1)
        stop.set()
        inbox.ordered.set()
        inbox.woken.set()

    with control.serving(project.folder.control("feed"), lambda wanted: _obey(wanted, inbox, receiver)):
        channel.send(b"!")
        threading.Thread(target=watch, daemon=True).start()
        feed.run(stop)
    memory.close()


def _source(app: Any) -> DynamoDBEventConfig:
    sources = [source for source in app.event_sources if isinstance(source, DynamoDBEventConfig)]
    if len(sources) != 1:
        raise ValueError(f"app.py must have one @app.on_dynamodb_record function, it has {len(sources)}")
    return sources[0]


def _obey(wanted: dict[str, Any], inbox: Inbox, receiver: socket.socket) -> dict[str, Any]:
    order = Order(retries=bool(wanted.get("retry")))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.sendto(inbox.announce(order).encode(), receiver.getsockname())
    if not order.done.wait(float(wanted["timeout"])):
        return {"error": "the feed has not delivered everything in time"}
    return order.answer


def _listen(path: Path) -> socket.socket:
    receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    path.unlink(missing_ok=True)
    # Through /proc, since a Unix address holds 107 bytes only; left open: it is also where our own orders are sent.
    descriptor = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    receiver.bind(f"/proc/self/fd/{descriptor}/{path.name}")
    return receiver


def _receive(receiver: socket.socket, inbox: Inbox) -> None:
    while True:
        inbox.receive(receiver.recv(1 << 17).decode())
