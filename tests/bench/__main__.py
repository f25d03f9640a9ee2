"""`make bench`: the figures as tables. `python -m tests.bench [section ...] [--leads 20000,100000] [--write]`.

Each section runs in a process and on a stack of its own. Nothing here asserts: machines are noisy, so read the ratios.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIGURES = ROOT / "docs/benchmarks.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
SECTIONS = ("capacity", "cold", "sweep", "http", "import")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("sections", nargs="*", default=[], help=", ".join(SECTIONS))
    parser.add_argument("--leads", default="20000,100000", help="how many leads the http and sweep sections have")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {FIGURES.relative_to(ROOT)}")
    wanted = parser.parse_args()
    told = [_machine()]
    for section in wanted.sections or SECTIONS:
        command = [sys.executable, "-m", f"tests.bench.{section}_figures", wanted.leads]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
        text = done.stdout if done.returncode == 0 else f"{done.stdout}\n(the section {section} failed)\n"
        print(text, flush=True)
        told.append(text.strip())
    if wanted.write:
        before, _, rest = FIGURES.read_text().partition(BEGIN)
        FIGURES.write_text(before + BEGIN + "\n\n" + "\n\n".join(told) + "\n\n" + END + rest.partition(END)[2])


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    day = datetime.now(UTC).date().isoformat()
    return (
        f"Made on {day} by `make bench` on {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} "
        f"{platform.machine()}, Python {platform.python_version()}."
    )


if __name__ == "__main__":
    main()
