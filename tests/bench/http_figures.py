"""Requests a second and waits over HTTP: two worker processes, the engine and the callers on the same cores."""

from __future__ import annotations

import http.client
import itertools
import json
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.place import Company, add_leads, company, table

Request = tuple[str, str, dict[str, object] | None]
#: Best of Odoo 17, Frappe CRM 1.73 and Django-CRM on such a machine, 4 connections, 20,000 leads; and our aim.
PEERS = {
    "create": (44, 5),
    "get": (237, 4),
    "list 50 of a stage": (229, 2),
    "stage move": (187, 2),
    "pipeline": (67, 1),
}
COUNTS = {"create": 800, "get": 3000, "list 50 of a stage": 1500, "stage move": 800}
USUAL = 600


def main() -> None:
    for leads in (int(each) for each in sys.argv[1].split(",")):
        with company() as made:
            ids = add_leads(made, leads)
            rows = []
            for name, requests in _calls(made, ids).items():
                row: list[object] = [name]
                for connections in (1, 4):
                    rate, p50, p95 = _measure(made, requests, connections, COUNTS.get(name, USUAL))
                    row += [f"{rate:.0f}", f"{p50:.1f} / {p95:.1f}"]
                peer = PEERS.get(name)
                row.append(f"{rate / peer[0]:.1f}x (aim {peer[1]}x)" if peer else "")
                rows.append(row)
                made.stack.wait_for_feed(timeout=120)
            head = ("call", "1: a second", "1: p50 / p95 ms", "4: a second", "4: p50 / p95 ms", "peer")
            table(f"HTTP with {leads:,} leads, 1 and 4 connections", head, rows)
            print(f"Memory of the whole stack after it: {_memory(made):.0f} MiB (peer 446, aim half).\n")
        _forget_engine()


def _calls(made: Company, ids: list[str]) -> dict[str, Iterator[Request]]:
    numbers = itertools.count()
    stages = made.stages

    def forever(make: Callable[[int], Request]) -> Iterator[Request]:
        return (make(next(numbers)) for _ in itertools.count())

    def create(n: int) -> Request:
        body: dict[str, object] = {
            "name": f"New {n}", "source_channel": "referral", "company": f"New {n} Ltd", "amount": "99.50",
            "phone": f"+8613{n:09d}", "email": f"new-{n}@example.com",
        }  # fmt: skip
        return "POST", "/v1/leads", body

    def move(n: int) -> Request:
        return "POST", f"/v1/leads/{ids[n % len(ids)]}/stage", {"stage": stages[(n // len(ids) + n + 1) % len(stages)]}

    follow = {"kind": "call", "outcome": "connected", "summary": "They look at the offer until Friday."}
    return {
        "get": forever(lambda n: ("GET", f"/v1/leads/{ids[n * 7919 % len(ids)]}", None)),
        "list 50 of a stage": forever(lambda n: ("GET", f"/v1/leads?stage={stages[n % len(stages)]}", None)),
        "list 50 of an owner": forever(lambda _: ("GET", f"/v1/leads?owner={made.rep_id}", None)),
        "pipeline": forever(lambda _: ("GET", "/v1/pipeline", None)),
        "unread notifications": forever(lambda _: ("GET", "/v1/notifications?unread=true", None)),
        "stage move": forever(move),
        "create": forever(create),
        "search a word": forever(lambda n: ("GET", f"/v1/leads?q=new%20{n % 900}", None)),
        "follow-up": forever(lambda n: ("POST", f"/v1/leads/{ids[-(n % 5000) - 1]}/follow-ups", dict(follow))),
    }


def _measure(made: Company, requests: Iterator[Request], connections: int, count: int) -> tuple[float, float, float]:
    """Rate, median and 95th percentile in ms, over `count` requests."""
    target, waits, lock = urlsplit(made.stack.base_url), list[float](), threading.Lock()
    left = itertools.count()
    headers = {"Authorization": f"Bearer {made.token}", "Content-Type": "application/json"}

    def work() -> None:
        connection = http.client.HTTPConnection(str(target.hostname), target.port)
        mine = []
        while next(left) < count:
            with lock:
                method, path, body = next(requests)
            began = time.perf_counter()
            connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            answer = connection.getresponse()
            answer.read()
            mine.append(time.perf_counter() - began)
            assert answer.status < 300 or (answer.status == 409 and "/leads/" in path), (answer.status, path)
        with lock:
            waits.extend(mine)

    threads = [threading.Thread(target=work) for _ in range(connections)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = len(waits) / (time.perf_counter() - began)
    waits.sort()
    return rate, statistics.median(waits) * 1000, waits[int(len(waits) * 0.95)] * 1000


def _memory(made: Company) -> float:
    """Proportional set size of all processes of the stack, MiB: what it really takes of the machine."""
    total = 0
    for pid in made.stack.pids.values():
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def _forget_engine() -> None:
    from chalicelib.core import tables

    tables.connection()._client = None


if __name__ == "__main__":
    main()
