"""1,000 due of N leads: read units that don't grow with N, and alerts a second."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime

from tests.bench.meter import metered
from tests.bench.place import add_leads, company, table

DUE = 1000
#: Reminders for 1,000 overdue of 20,000 leads, best of the peers named in docs/benchmarks.md.
PEER_SECONDS = 16.7


def main() -> None:
    rows = []
    for leads in sorted({10_000, *(int(each) for each in sys.argv[1].split(","))}):
        with company() as made:
            add_leads(made, leads, due=DUE)
            from chalicelib import jobs
            from chalicelib.core import deadlines

            began = time.perf_counter()
            with metered() as meter:
                report = deadlines.sweep(datetime.now(UTC), jobs.DEADLINE_HANDLERS)
            seconds = time.perf_counter() - began
            # Beside the leads, the morning digests of the three members may be due.
            assert report.due >= DUE and report.failed == 0, report
            told = sum(1 for each in made.call("GET", "/leads?silent=true&limit=200")["items"] if each["silent"])
            assert told == 200
            rows.append(
                (f"{leads:,}", f"{meter.read:.0f}", f"{meter.written / DUE:.1f}", meter.requests, f"{seconds:.2f} s",
                 f"{DUE / seconds:.0f}", f"{PEER_SECONDS / seconds:.1f}x (aim 10x)")
            )  # fmt: skip
        _forget_engine()
    head = ("leads", "read units", "write units each", "requests", "1,000 reminders", "leads told a second", "peer")
    table("Sweep: 1,000 due, rep and supervisor told of each", head, rows)


def _forget_engine() -> None:
    """The next stack has an engine of its own."""
    from chalicelib.core import tables

    tables.connection()._client = None


if __name__ == "__main__":
    main()
