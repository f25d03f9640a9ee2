"""Collaboration flows: units of a move, sweeps whose cost follows what is due, a board of 500 cards."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from infra.local.clock.timer import scheduled_event
from tests.bench.meter import metered
from tests.bench.place import Company, company
from tests.bench.plan import section_plan
from tests.bench.table import table

DUE, BOARD, NODES = 1000, 500, 4
MOST_UNITS, MOST_GROWTH, MOST_MS = 14, 10, 60
#: Of the order flow's first node: 2 working days; half of them are gone after a week, whatever the day.
LONG_AGO = timedelta(days=9)


def main() -> None:
    plan = section_plan()
    sizes = (2_000,) if plan.quick else (10_000, 100_000)
    due = DUE // 5 if plan.quick else DUE
    moves: list[tuple[object, ...]] = []
    boards: list[tuple[object, ...]] = []
    sweeps: list[tuple[object, ...]] = []
    first_read = 0.0
    for cards in sizes:
        with company() as made:
            if not moves:
                moves, boards = _moves(made), _board(made, plan.sized(200))
            # All are cards of runs with four nodes each, of which the first one is open.
            _add_runs(made, cards // NODES - due, begun=timedelta(0))
            _add_runs(made, due, begun=LONG_AGO)
            read, written, requests, seconds = _swept(made, due)
        first_read = first_read or read
        growth = f"{read:.0f} ({read / first_read - 1:+.1%}, at most {MOST_GROWTH} %)"
        sweeps.append(
            (f"{cards:,}", growth, f"{written / due:.1f}", requests, f"{seconds:.2f}", f"{due / seconds:.0f}")
        )
    table("Flows: a card's move", ("move", "write units", "by table and index", "limit"), moves)
    table("Flows: a board", ("cards", "Queries a column", "bytes", "p50 / p95 ms", "limit"), boards)
    head = ("cards", "read units", "write units a card", "requests", "seconds", "cards a second")
    table(f"Flows: sweep of {due:,} cards that are due", head, sweeps)


def _moves(made: Company) -> list[tuple[object, ...]]:
    """Units of each move in the middle of a flow, counted in this process."""
    from chalicelib.workflow import acting, running

    scope = _owner(made)
    now = datetime.now(UTC).replace(microsecond=0)
    flow = made.call("POST", "/flows", _line())
    rows = []
    with _acting(scope):
        course = running.start_run(scope, running.NewRun(flow["id"], title="Bench"), now)
        cards = {node: card.id for node, card in course.cards.items()}
        acting.complete_card(scope, cards["a"], {}, now)
        steps: tuple[tuple[str, Callable[[], object]], ...] = (
            ("start", lambda: acting.start_card(scope, cards["b"], now)),
            ("block", lambda: acting.block_card(scope, cards["b"], "other", None, now)),
            ("unblock", lambda: acting.unblock_card(scope, cards["b"], now)),
            ("complete, the next one begins", lambda: acting.complete_card(scope, cards["b"], {}, now)),
            ("reopen, the next one waits again", lambda: acting.reopen_card(scope, cards["b"], "again", now)),
        )
        for name, act in steps:
            with metered() as meter:
                act()
            by = ", ".join(f"{place} {units:g}" for place, units in meter.written_to.items())
            rows.append((name, f"{meter.written:g}", by, MOST_UNITS))
    return rows


def _board(made: Company, calls: int) -> list[tuple[object, ...]]:
    """A board of 500 cards, spread over the columns, over HTTP."""
    _add_runs(made, BOARD, begun=timedelta(0), spread_over=NODES)
    milliseconds, size = [], 0
    for _ in range(max(calls // 4, 10)):
        began = time.perf_counter()
        board = made.call("GET", f"/board?flow=order&limit={BOARD // NODES}")
        milliseconds.append((time.perf_counter() - began) * 1000)
    shown = sum(len(column["items"]) for column in board["columns"])
    assert shown == BOARD, shown
    size = len(str(board))
    ordered = sorted(milliseconds)
    figures = f"{statistics.median(ordered):.1f} / {ordered[int(len(ordered) * 0.95) - 1]:.1f}"
    return [(shown, 1, f"{size:,}", figures, MOST_MS)]


def _swept(made: Company, due: int) -> tuple[float, float, int, float]:
    """Read units, write units, requests and seconds of one sweep, in this process."""
    import app

    with metered() as meter:
        began = time.perf_counter()
        report = app.sweep(scheduled_event("sweep", datetime.now(UTC)), None)
        seconds = time.perf_counter() - began
    assert report["failed"] == 0 and report["due"] >= due, report
    return meter.read, meter.written, sum(meter.operations.values()), seconds


def _add_runs(made: Company, count: int, *, begun: timedelta, spread_over: int = 1) -> None:
    """Runs of the order flow written as items only, without events: each open at its first card, or at each in turn."""
    from chalicelib.core.store import MOST_ACTIONS, Writes
    from chalicelib.workflow import flow_store, keys, model, moves, store
    from chalicelib.workflow.faces import Faces

    scope, at = _owner(made), datetime.now(UTC).replace(microsecond=0) - begun
    with _acting(scope):
        flow = flow_store.find_flow(scope, "order")
        writes = Writes()
        for number in range(count):
            run = model.Run(
                keys.new_run_id(at), flow.id, flow.number, f"Order {number}", "open", "bench", at, customer_name="Acme"
            )
            holder = made.reps[number % len(made.reps)]
            moved = moves.begun(
                flow.definition, run, lambda place, run_id=run.id: keys.card_id(run_id, place),  # type: ignore[misc]
                lambda _course, _node, held=holder: (held, None), at,  # type: ignore[misc]
            )  # fmt: skip
            course = _moved_on(moved.course, number % spread_over, holder, at)
            faces = Faces.of(scope, course, at)
            if len(writes) + len(course.cards) + 1 > MOST_ACTIONS:
                writes.commit()
                writes = Writes()
            store.put_run(writes, scope, run)
            for card in course.cards.values():
                store.put_card(writes, scope, course, card, faces.face(card))
        writes.commit()


def _moved_on(course: Any, steps: int, holder: str, at: datetime) -> Any:
    """The course with its first `steps` cards skipped."""
    for node in list(course.flow.nodes)[:steps]:
        from chalicelib.workflow import moves

        moved = moves.skipped(course, course.cards[node.id], "bench", lambda _course, _node: (holder, None), at)
        course = moved.course
    return course


def _line() -> dict[str, Any]:
    names = {"zh-CN": "步骤", "en": "Step"}
    node = {"names": names, "responsible": {"rule": "starter"}, "sla": {"complete": {"days": 2}}}
    return {
        "key": "line",
        "names": names,
        "blocking_reasons": [{"id": "other", "names": names}],
        "nodes": [{**node, "id": "a"}, {**node, "id": "b", "after": ["a"]}, {**node, "id": "c", "after": ["b"]}],
    }


def _owner(made: Company) -> Any:
    from chalicelib.core.scope import Scope

    return replace(Scope.system(made.workspace_id, made.reps[0]), locale="en")


def _acting(scope: Any) -> Any:
    from chalicelib.core.scope import acting_as

    return acting_as(scope)


if __name__ == "__main__":
    main()
