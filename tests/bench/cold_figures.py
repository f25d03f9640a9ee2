"""The cold start: how long importing app.py takes in a fresh process, and what it brings along."""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path

from tests.bench.place import table

ROOT = Path(__file__).resolve().parents[2]
CODE = "import time; t = time.perf_counter(); import app, sys; print(time.perf_counter() - t, len(sys.modules))"


def main() -> None:
    seconds, modules = [], "0"
    for _ in range(6):
        done = subprocess.run([sys.executable, "-c", CODE], cwd=ROOT, capture_output=True, text=True, check=True)
        taken, modules = done.stdout.split()
        seconds.append(float(taken))
    rows = [("import of app.py, median of 5 with bytecode", f"{statistics.median(seconds[1:]):.2f} s", "0.5 s")]
    rows.append(("modules", modules, ""))
    table("Cold start", ("what", "figure", "limit"), rows)
    print("The size of the Lambda package is checked by tests/packaging (60 MB zipped, 200 MB unpacked).\n")


if __name__ == "__main__":
    main()
