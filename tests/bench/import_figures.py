"""Imports: the public list of 8,800 opportunities, and a made file of 100,000 rows; with the memory that they take."""

from __future__ import annotations

import time
from pathlib import Path

from tests.bench.place import company
from tests.bench.plan import section_plan
from tests.bench.processes import peaks
from tests.bench.table import table

REAL = Path(__file__).resolve().parents[3] / "shared/data/crm-sales-opportunities/sales_pipeline.csv"
MADE_ROWS, MADE_COMPANIES = 100_000, 20_000
MOST_MEMORY = 300
_ENDED = ("done", "failed", "needs_mapping")


def main() -> None:
    plan, rows = section_plan(), list[tuple[object, ...]]()
    if REAL.is_file():
        lines = REAL.read_bytes().splitlines(keepends=True)[: 1001 if plan.quick else None]
        rows.append((f"{len(lines) - 1:,} public opportunities, 30 reps made", *_import(b"".join(lines))))
    else:
        print(f"The public list is not here ({REAL.name}): left out.\n")
    count = plan.sized(MADE_ROWS) // (5 if plan.quick else 1)
    rows.append((f"{count:,} rows made, {min(count, MADE_COMPANIES):,} companies", *_import(_made_file(count))))
    head = ("file", "rows", "seconds", "rows a second", "http, MiB", "feed", "clock", "engine", f"limit {MOST_MEMORY}")
    table("Import, from upload to done; the most memory of each process", head, rows)


def _made_file(count: int) -> bytes:
    head = "external id,name,company,owner,source channel\n"
    rows = (f"X{n},Opportunity {n},Company {n % MADE_COMPANIES} Ltd,Rob1,referral\n" for n in range(count))
    return (head + "".join(rows)).encode()


def _import(content: bytes) -> tuple[object, ...]:
    with company(clock=True) as made:
        began = time.perf_counter()
        kind = {"Content-Type": "text/csv"}
        started = made.call("POST", "/imports?kind=leads&accept_guesses=true", headers=kind, data=content)
        outcome, most = started, dict[str, float]()
        while outcome.get("status") not in _ENDED:
            time.sleep(0.5)
            most = {name: max(most.get(name, 0.0), size) for name, size in peaks(made.stack).items()}
            outcome = made.call("GET", f"/imports/{started['id']}")
        seconds = time.perf_counter() - began
    assert outcome["status"] == "done", outcome
    rows = f"{outcome['created']:,} created, {outcome['failed']:,} failed, {outcome['skipped']:,} skipped"
    workers = max(size for name, size in most.items() if name.startswith("http-"))
    sizes = [workers, most["feed"], most["clock"], most["engine"]]
    held = "kept" if max(sizes) < MOST_MEMORY else "not kept"
    return rows, f"{seconds:.0f}", f"{outcome['total'] / seconds:.0f}", *(f"{size:.0f}" for size in sizes), held


if __name__ == "__main__":
    main()
