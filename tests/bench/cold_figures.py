"""The cold start: how long importing app.py takes in a fresh process, what it brings along, and the package's size."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from tests.bench.plan import section_plan
from tests.bench.table import table

ROOT = Path(__file__).resolve().parents[2]
CODE = (
    "import time; t = time.perf_counter(); c = time.process_time(); import app, sys; "
    "print(time.perf_counter() - t, time.process_time() - c, len(sys.modules))"
)
ROUNDS = 5


def main() -> None:
    plan = section_plan()
    # The first one writes the bytecode.
    rounds = [_imported() for _ in range(ROUNDS + 1)][1:]
    seconds, busy, modules = (sorted(column) for column in zip(*rounds, strict=True))
    rows = [
        (f"import of app.py, median of {ROUNDS} with bytecode", f"{statistics.median(seconds):.2f} s "
         f"({seconds[0]:.2f}-{seconds[-1]:.2f})", "0.5 s"),
        ("processor time of it", f"{statistics.median(busy):.2f} s", ""),
        ("modules", f"{modules[0]:.0f}", ""),
    ]  # fmt: skip
    rows += [("Lambda package", "left out where it must be quick", "")] if plan.quick else _package()
    table("Cold start", ("what", "figure", "limit"), rows)


def _imported() -> tuple[float, float, float]:
    """Seconds, processor seconds, modules."""
    done = subprocess.run([sys.executable, "-c", CODE], cwd=ROOT, capture_output=True, text=True, check=True)
    wall, busy, modules = done.stdout.split()
    return float(wall), float(busy), float(modules)


def _package() -> list[tuple[str, str, str]]:
    from infra.aws.package import PackageFailed, make_package

    with tempfile.TemporaryDirectory(prefix="glasspipe-bench-") as folder:
        try:
            make_package("prod", Path(folder))
        except PackageFailed as error:
            return [("Lambda package", f"could not be made: {str(error).strip().splitlines()[-1]}", "60 MB")]
        archive = Path(folder) / "deployment.zip"
        with zipfile.ZipFile(archive) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
        return [
            ("Lambda package, zipped", f"{archive.stat().st_size / 1e6:.1f} MB", "60 MB"),
            ("Lambda package, unpacked", f"{unpacked / 1e6:.0f} MB", "200 MB"),
        ]


if __name__ == "__main__":
    main()
