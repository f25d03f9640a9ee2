"""Where the time of a call goes: by package, by our own functions, and in the engine, request by request.

The calls run in this process through the same gateway as in a worker, over a stack of its own; cProfile makes Python
dearer than it is (by half), so the shares count, and the plain time stands beside.
"""

from __future__ import annotations

import cProfile
import http.client
import itertools
import pstats
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infra.local.clock.timer import scheduled_event
from tests.bench.place import Company, add_leads, company
from tests.bench.plan import section_plan
from tests.bench.table import table

CALLS, DUE, LEADS = 300, 300, 5000
_MOST_PACKAGES, _MOST_FUNCTIONS = 12, 25
_ROOT = str(Path(__file__).resolve().parents[2]) + "/"
_LIBRARY = re.compile(r".*/site-packages/([^/]+?)(?:\.py|/)")


class EngineTime:
    """Seconds and requests by operation: from the request's last byte sent to the answer read."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self.requests: Counter[str] = Counter()

    @contextmanager
    def watched(self) -> Iterator[None]:
        from chalicelib.core import transport

        exchange: Callable[..., Any] = transport._exchange

        def timed(connection: http.client.HTTPConnection, request: Any, *more: Any) -> Any:
            began = time.perf_counter()
            try:
                return exchange(connection, request, *more)
            finally:
                target = request.headers["X-Amz-Target"]
                text = target.decode() if isinstance(target, bytes) else str(target)
                operation = text.rpartition(".")[2]
                self.seconds[operation] += time.perf_counter() - began
                self.requests[operation] += 1

        transport._exchange = timed
        try:
            yield
        finally:
            transport._exchange = exchange


def main() -> None:
    section_plan()
    with company() as made:
        known = add_leads(made, CALLS * 2, known=True)
        add_leads(made, LEADS - len(known))
        for name, act in _calls(made, known):
            for _ in range(20):
                act()
            _profile(name, act, CALLS)
        _profile_sweep(made)


def _calls(made: Company, known: list[str]) -> list[tuple[str, Callable[[], None]]]:
    import app
    from infra.local.http.gateway import Gateway
    from infra.local.http.wire import parse_head
    from tests.bench.load import request_bytes

    gateway, numbers = Gateway(app.app), itertools.count(1)

    def send(method: str, path: str, body: object = None) -> None:
        raw = request_bytes(made.stack.base_url, made.token, method, path, body)
        head, _, content = raw.partition(b"\r\n\r\n")
        answer = gateway.answer(parse_head(head), content, "127.0.0.1")
        assert answer.status < 300, (path, answer.body)

    def lead() -> str:
        return f"/v1/leads/{known[next(numbers) % len(known)]}"

    def create() -> None:
        n = next(numbers)
        facts = {"company": f"北方明珠{n}有限公司", "phone": f"139{n:08d}", "email": f"p{n}@example.com"}
        send("POST", "/v1/leads", {"name": f"仓储系统升级 {n}", "source_channel": "referral", **facts})

    def move() -> None:
        # Each time that all have been moved, they move on by one.
        n = next(numbers)
        stage = made.stages[(n % len(known) + n // len(known) + 1) % len(made.stages)]
        send("POST", f"/v1/leads/{known[n % len(known)]}/stage", {"stage": stage})

    follow = {"kind": "call", "outcome": "connected", "summary": "客户下周内部评审方案。"}
    return [
        ("get", lambda: send("GET", lead())),
        ("list 50 of a stage", lambda: send("GET", f"/v1/leads?stage={made.stages[0]}")),
        ("pipeline", lambda: send("GET", "/v1/pipeline")),
        ("stage move", move),
        ("follow-up", lambda: send("POST", f"{lead()}/follow-ups", follow)),
        ("create", create),
    ]


def _profile_sweep(made: Company) -> None:
    import app

    def sweep() -> None:
        report = app.sweep(scheduled_event("sweep", datetime.now(UTC)), None)
        assert report["failed"] == 0, report

    def due() -> None:
        add_leads(made, DUE, due=True, known=True)

    from chalicelib.core import deadlines

    due()
    sweep()
    threads, deadlines._THREADS = deadlines._THREADS, 1
    _profile("a reminder, in a sweep by one thread", sweep, 1, share=DUE, before=due)
    deadlines._THREADS = threads


def _profile(
    name: str, act: Callable[[], None], times: int, *, share: int = 1, before: Callable[[], None] = lambda: None
) -> None:
    """share: how many things one `act` does; the figures are for one of them."""
    count = times * share
    before()
    engine = EngineTime()
    with engine.watched():
        began = time.perf_counter()
        for _ in range(times):
            act()
        plain = (time.perf_counter() - began) / count * 1000
    before()
    profiler = cProfile.Profile()
    _in_all_threads(profiler, act, times)
    _print(name, count, plain, engine, pstats.Stats(profiler))


def _in_all_threads(profiler: cProfile.Profile, act: Callable[[], None], times: int) -> None:
    """A sweep works in threads of a pool, which a profiler of this thread does not see."""
    import threading

    own = threading.Thread.run
    extra: list[cProfile.Profile] = []

    def run(thread: threading.Thread) -> None:
        mine = cProfile.Profile()
        extra.append(mine)
        mine.runcall(own, thread)

    threading.Thread.run = run  # type: ignore[method-assign]
    try:
        profiler.enable()
        for _ in range(times):
            act()
        profiler.disable()
    finally:
        threading.Thread.run = own  # type: ignore[method-assign]
    stats = pstats.Stats(profiler)
    for each in extra:
        stats.add(each)
    profiler.stats = stats.stats  # type: ignore[attr-defined]
    profiler.create_stats = lambda: None  # type: ignore[method-assign]


def _print(name: str, count: int, plain: float, engine: EngineTime, stats: pstats.Stats) -> None:
    waited = sum(engine.seconds.values()) / count * 1000
    print(f"## {name}: {plain:.2f} ms, of it {waited:.2f} ms in {sum(engine.requests.values()) / count:.2g} requests\n")
    rows = [
        (operation, f"{engine.requests[operation] / count:.2g}", f"{seconds / count * 1000:.2f}")
        for operation, seconds in engine.seconds.most_common()
    ]
    table("Engine", ("request", "a call", "ms a call"), rows)
    by_package, ours = Counter[str](), list[tuple[float, float, float, str]]()
    for (file, line, function), (_, calls, own, total, _) in stats.stats.items():  # type: ignore[attr-defined]
        by_package[_package(file, function)] += own
        if file.startswith((_ROOT + "chalicelib", _ROOT + "infra")):
            place = f"{file.removeprefix(_ROOT)}:{line} {function}"
            ours.append((total / count * 1000, own / count * 1000, calls / count, place))
    table(
        "Own time by package, under the profiler",
        ("package", "ms a call"),
        [(package, f"{own / count * 1000:.2f}") for package, own in by_package.most_common(_MOST_PACKAGES)],
    )
    ours.sort(reverse=True)
    table(
        "Our functions by the time in and below them, under the profiler",
        ("function", "ms a call", "own", "times"),
        [(place, f"{total:.2f}", f"{own:.2f}", f"{calls:.2g}") for total, own, calls, place in ours[:_MOST_FUNCTIONS]],
    )


def _package(file: str, function: str) -> str:
    if file == "~":
        return f"built in: {function}" if any(each in function for each in ("recv", "send", "acquire")) else "built in"
    if file.startswith(_ROOT + "chalicelib"):
        return "/".join(file.removeprefix(_ROOT).split("/")[:2])
    if file.startswith(_ROOT + "infra"):
        return "infra"
    library = _LIBRARY.match(file)
    return library[1] if library else f"python: {Path(file).parent.name}/{Path(file).name}"


if __name__ == "__main__":
    main()
