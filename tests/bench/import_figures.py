"""Imports: the public list of 8,800 opportunities, and a made file of 100,000 rows with the memory that it takes."""

from __future__ import annotations

import time
from pathlib import Path

from tests.bench.place import Company, company, table

REAL = Path(__file__).resolve().parents[3] / "shared/data/crm-sales-opportunities/sales_pipeline.csv"
MADE_ROWS = 100_000


def main() -> None:
    rows = []
    if REAL.is_file():
        with company() as made:
            rows.append(("8,800 opportunities (30 reps made)", *_import(made, REAL.read_bytes())))
    with company() as made:
        head = "external id,name,company,owner,source channel\n"
        body = "".join(f"X{n},Opportunity {n},Company {n % 20000} Ltd,Rob,referral\n" for n in range(MADE_ROWS))
        rows.append((f"{MADE_ROWS:,} rows, 20,000 companies", *_import(made, (head + body).encode())))
    columns = ("file", "seconds", "rows a second", "created", "most memory of one process")
    table("Import, while the read models follow", columns, rows)


def _import(made: Company, content: bytes) -> tuple[str, str, int, str]:
    began, most = time.perf_counter(), 0
    started = made.call(
        "POST", "/imports?kind=leads&accept_guesses=true", headers={"Content-Type": "text/csv"}, data=content
    )
    while True:
        time.sleep(0.5)
        most = max(most, *(_peak(pid) for name, pid in made.stack.pids.items() if name != "engine"))
        outcome = made.call("GET", f"/imports/{started['id']}")
        if outcome["status"] in ("done", "failed", "needs_mapping"):
            break
    seconds = time.perf_counter() - began
    created = outcome["created"]
    return f"{seconds:.0f}", f"{created / seconds:.0f}", created, f"{most / 1024:.0f} MiB"


def _peak(pid: int) -> int:
    """VmHWM in KiB; 0 for a process that has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


if __name__ == "__main__":
    main()
