"""Requests a second and waits over HTTP: two workers, the engine, the feed and the callers on the same cores."""

from __future__ import annotations

import itertools
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

from tests.bench.load import Measured, measure, request_bytes
from tests.bench.place import Company, add_leads, company
from tests.bench.plan import Plan, section_plan
from tests.bench.processes import memory, processor_seconds
from tests.bench.table import spread, table

Made = tuple[str, str, dict[str, object] | None]
CONNECTIONS = (1, 4)
#: Best of Odoo 17, Frappe CRM 1.73 and Django-CRM on such a machine, 4 connections, 20,000 leads: a second; our aim.
PEERS = {
    "create": (44, 5),
    "get": (237, 4),
    "list 50 of a stage": (229, 2),
    "stage move": (187, 2),
    "pipeline": (67, None),
}
PEER_MEMORY = 446
#: The read models follow these.
CHANGES = ("stage move", "follow-up", "create")
#: Leads that are moved, followed up and searched for; the read models know them. Each is used again after so many.
WORKED = 2000
#: Requests of one round.
COUNTS = {"create": 200, "follow-up": 400, "get": 1200, "pipeline": 1000}
USUAL = 600
WARM_UP = 40


@dataclass
class Call:
    name: str
    requests: Iterator[Made]
    #: By number of connections: each round's measurement.
    rounds: dict[int, list[Measured]] = field(default_factory=lambda: {each: [] for each in CONNECTIONS})
    #: The same, and how many seconds later search and pipeline knew all of it.
    behind: dict[int, list[float]] = field(default_factory=lambda: {each: [] for each in CONNECTIONS})
    #: Processor seconds by process over all rounds, and the requests they were for.
    busy: Counter[str] = field(default_factory=Counter)
    requests_sent: int = 0
    generator: float = 0.0


def main() -> None:
    plan = section_plan()
    for leads in plan.leads:
        with company() as made:
            at_rest = memory(made.stack)
            worked = add_leads(made, min(WORKED, leads // 2), known=True)
            others = add_leads(made, leads - len(worked))
            made.stack.wait_for_feed(timeout=300)
            calls, most = _calls(made, worked, others), 0.0
            for call in calls:
                measure(made.stack.base_url, _next(made, call, WARM_UP), 4)
            for _, call, connections in itertools.product(range(plan.rounds), calls, CONNECTIONS):
                _round(made, plan, call, connections)
                most = max(most, memory(made.stack))
            afterwards = memory(made.stack)
        _print(plan, leads, calls)
        print(f"Memory of the whole stack (PSS): {at_rest:.0f} MiB fresh, {most:.0f} MiB at most under load, "
              f"{afterwards:.0f} MiB afterwards; peer {PEER_MEMORY}, aim half.\n")  # fmt: skip


def _calls(made: Company, worked: list[str], others: list[str]) -> list[Call]:
    numbers, stages = itertools.count(1), made.stages
    everyone = worked + others
    follow: dict[str, object] = {"kind": "call", "outcome": "connected", "summary": "客户下周内部评审方案。"}

    def forever(make: Callable[[int], Made]) -> Iterator[Made]:
        return (make(next(numbers)) for _ in itertools.count())

    def create(n: int) -> Made:
        return "POST", "/v1/leads", {
            "name": f"仓储系统升级 {n}", "source_channel": "referral", "company": f"北方明珠科技{n}有限公司",
            "contact": "韩梅", "phone": f"139{n:08d}", "email": f"new-{n}@example.com", "amount": "128000",
        }  # fmt: skip

    def moves() -> Iterator[Made]:
        for lap in itertools.count(1):
            for place, lead_id in enumerate(worked):
                yield "POST", f"/v1/leads/{lead_id}/stage", {"stage": stages[(place + lap) % len(stages)]}

    def searched(n: int) -> str:
        return quote((f"Deal {n % len(worked)}", f"acme {n % len(worked)}")[n % 2])

    return [
        Call("get", forever(lambda n: ("GET", f"/v1/leads/{everyone[n * 7919 % len(everyone)]}", None))),
        Call("list 50 of a stage", forever(lambda n: ("GET", f"/v1/leads?stage={stages[n % len(stages)]}", None))),
        Call("list 50 of an owner", forever(lambda n: ("GET", f"/v1/leads?owner={made.reps[n % 10]}", None))),
        Call("pipeline", forever(lambda _: ("GET", "/v1/pipeline", None))),
        Call("search", forever(lambda n: ("GET", f"/v1/leads?q={searched(n)}", None))),
        Call("unread notifications", forever(lambda _: ("GET", "/v1/notifications?unread=true", None))),
        Call("stage move", moves()),
        Call("follow-up", forever(lambda n: ("POST", f"/v1/leads/{worked[n % len(worked)]}/follow-ups", follow))),
        Call("create", forever(create)),
    ]


def _next(made: Company, call: Call, count: int) -> list[bytes]:
    requests = itertools.islice(call.requests, count)
    return [request_bytes(made.stack.base_url, made.token, *each) for each in requests]


def _round(made: Company, plan: Plan, call: Call, connections: int) -> None:
    requests = _next(made, call, plan.sized(COUNTS.get(call.name, USUAL)))
    before = processor_seconds(made.stack)
    measured = measure(made.stack.base_url, requests, connections)
    unwanted = {status: number for status, number in measured.statuses.items() if status >= 300}
    assert not unwanted, (call.name, unwanted)
    ended = time.perf_counter()
    made.stack.wait_for_feed(timeout=300)
    call.behind[connections].append(time.perf_counter() - ended)
    call.rounds[connections].append(measured)
    call.requests_sent += len(requests)
    call.generator += measured.own
    call.busy.update({name: busy - before[name] for name, busy in processor_seconds(made.stack).items()})


def _print(plan: Plan, leads: int, calls: list[Call]) -> None:
    rows: list[list[object]] = []
    for call in calls:
        row: list[object] = [call.name]
        for connections in CONNECTIONS:
            rounds = call.rounds[connections]
            waits = Measured(1.0, 0.0, [wait for each in rounds for wait in each.waits], Counter())
            row += [spread([each.rate for each in rounds]), f"{waits.percentile(50):.1f} / {waits.percentile(95):.1f}"]
        rows.append([*row, _ratio(call)])
    head = ("call", "1: a second", "1: p50 / p95 ms", "4: a second", "4: p50 / p95 ms", "peer")
    table(f"HTTP with {leads:,} leads, over 1 and over 4 connections", head, rows)
    rows = []
    for call in calls:
        busy = [call.busy[name] for name in ("workers", "engine", "feed")] + [call.generator]
        rows.append([call.name, *(f"{each / call.requests_sent * 1000:.2f}" for each in busy), _told(call)])
    head = ("call", "workers", "engine", "feed", "load generator", "4: a second, until search and pipeline know it")
    table(f"The same: processor time of a call by process, ms ({leads:,} leads)", head, rows)
    if not plan.quick:
        print(f"Medians of {plan.rounds} rounds (the least and the most in brackets).\n")


def _told(call: Call) -> str:
    sustained = _sustained(call)
    return spread(sustained) if sustained else ""


def _sustained(call: Call) -> list[float]:
    """A second, with the time that the read models needed to follow: what a load without end would come to."""
    if call.name not in CHANGES:
        return []
    rounds = zip(call.rounds[4], call.behind[4], strict=True)
    return [len(each.waits) / (each.seconds + behind) for each, behind in rounds]


def _ratio(call: Call) -> str:
    if call.name not in PEERS:
        return ""
    (peer, aim), sustained = PEERS[call.name], _sustained(call)
    text = f"{statistics.median(each.rate for each in call.rounds[4]) / peer:.1f}x"
    text += f", sustained {statistics.median(sustained) / peer:.1f}x" if sustained else ""
    return text + (f" (aim {aim}x)" if aim else "")


if __name__ == "__main__":
    main()
