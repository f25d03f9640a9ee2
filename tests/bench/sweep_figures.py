"""1,000 due of N leads: read units that don't grow with N, and reminders a second."""

from __future__ import annotations

import statistics
import time
from datetime import UTC, datetime

from infra.local.clock.timer import scheduled_event
from tests.bench.meter import metered
from tests.bench.place import Company, add_leads, company
from tests.bench.plan import section_plan
from tests.bench.table import spread, table

DUE = 1000
#: Reminders for 1,000 overdue of 20,000 leads, best of the peers named in docs/benchmarks.md.
PEER_SECONDS, AIM = 16.7, 10
#: Its rep and the rep's supervisor.
TOLD_OF_EACH = 2


def main() -> None:
    plan, rows = section_plan(), list[tuple[object, ...]]()
    sizes = plan.leads if plan.quick else sorted({10_000, *plan.leads})
    first_read = 0.0
    for leads in sizes:
        with company() as made:
            add_leads(made, leads - DUE * (plan.rounds + 1))
            seconds = [_swept(made) for _ in range(plan.rounds)]
            read, written, requests = _counted(made)
        first_read = first_read or read
        usual = statistics.median(seconds)
        rows.append(
            (f"{leads:,}", f"{read:.0f} ({read / first_read - 1:+.1%})", f"{written / DUE:.1f}", requests,
             spread(seconds, 2), f"{DUE / usual:.0f}", f"{DUE * TOLD_OF_EACH / usual:.0f}",
             f"{PEER_SECONDS / usual:.1f}x (aim {AIM}x)")
        )  # fmt: skip
    head = ("leads", "read units", "write units a lead", "requests", "1,000 leads told, s", "leads a second",
            "notices a second", "peer")  # fmt: skip
    table("Sweep: 1,000 due, rep and supervisor told of each", head, rows)
    if not plan.quick:
        print(f"Medians of {plan.rounds} sweeps by the clock's process (the least and the most in brackets).\n")


def _swept(made: Company) -> float:
    """Seconds that `app.sweep` takes in the clock's process, with nothing else to do beside it but the feed."""
    _make_due(made)
    began = time.perf_counter()
    report = made.stack.sweep(datetime.now(UTC))
    seconds = time.perf_counter() - began
    # Beside the leads, the members' morning digests may be due.
    assert report["due"] >= DUE and report["failed"] == 0, report
    return seconds


def _counted(made: Company) -> tuple[float, float, int]:
    """Read units, write units and requests of one more sweep, in this process."""
    _make_due(made)
    import app

    with metered() as meter:
        report = app.sweep(scheduled_event("sweep", datetime.now(UTC)), None)
    assert report["due"] == DUE and report["failed"] == 0, report
    return meter.read, meter.written, sum(meter.operations.values())


def _make_due(made: Company) -> None:
    add_leads(made, DUE, due=True, known=True)
    made.stack.wait_for_feed(timeout=300)


if __name__ == "__main__":
    main()
