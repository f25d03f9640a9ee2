"""`make bench`: the figures as tables. `python -m tests.bench [section ...] [--quick] [--leads 20000] [--write]`.

Each section runs in a process and on a stack of its own. Nothing here is a limit that a test would hold: machines are
noisy, so read the ratios. `profile` is made only when it is asked for.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.plan import Plan, add_options, plan_of

ROOT = Path(__file__).resolve().parents[2]
FIGURES = ROOT / "docs/benchmarks.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
SECTIONS = ("capacity", "cold", "business_time", "engine", "sweep", "flows", "http", "import", "browser")
ON_REQUEST = ("profile",)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("sections", nargs="*", metavar="section", help=", ".join((*SECTIONS, *ON_REQUEST)))
    add_options(parser)
    parser.add_argument("--write", action="store_true", help=f"put the tables into {FIGURES.relative_to(ROOT)}")
    given = parser.parse_args()
    unknown = set(given.sections) - {*SECTIONS, *ON_REQUEST}
    if unknown:
        parser.error(f"no section {', '.join(sorted(unknown))}; there are {', '.join((*SECTIONS, *ON_REQUEST))}")
    plan, began, failed = plan_of(given), time.monotonic(), False
    told = [_circumstances(plan)]
    print(told[0] + "\n", flush=True)
    for section in given.sections or SECTIONS:
        text, code = _run(section, plan)
        failed = failed or code != 0
        told.append(text)
    print(f"All of it took {time.monotonic() - began:.0f} s.")
    if given.write and not failed:
        before, _, rest = FIGURES.read_text().partition(BEGIN)
        FIGURES.write_text(before + BEGIN + "\n\n" + "\n\n".join(told) + "\n\n" + END + rest.partition(END)[2])
    return int(failed)


def _run(section: str, plan: Plan) -> tuple[str, int]:
    """What the section prints, shown as soon as it comes, and its exit code."""
    command = [sys.executable, "-m", f"tests.bench.{section}_figures", *plan.arguments]
    lines = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
    if process.returncode:
        print(f"(the section {section} failed)\n", flush=True)
    return "".join(lines).strip(), process.returncode


def _circumstances(plan: Plan) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return (
        f"Made on {datetime.now(UTC).date().isoformat()} by `python -m tests.bench {' '.join(sys.argv[1:])}` on "
        f"{len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, Python "
        f"{platform.python_version()}, {_engine()}; load of the machine before it began: {load:.1f}"
        f"{'; a quick run: one round, small sizes' if plan.quick else ''}."
    )


def _engine() -> str:
    binary = ROOT / "infra/local/node_modules/@dynoxide/linux-x64/dynoxide"
    done = subprocess.run([binary, "--version"], capture_output=True, text=True, check=False)
    return done.stdout.strip() or "an engine of unknown version"


if __name__ == "__main__":
    sys.exit(main())
