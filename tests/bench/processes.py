"""What the processes of a stack take of the machine: memory and processor time, as the kernel tells it."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from infra.local.stack import Stack

_TICKS = os.sysconf("SC_CLK_TCK")
_KIB = 1024.0


def memory(stack: Stack) -> float:
    """Proportional set size of all its processes together, MiB: shared pages are counted once."""
    return sum(_field(Path(f"/proc/{pid}/smaps_rollup"), "Pss") for pid in stack.pids.values()) / _KIB


def peaks(stack: Stack) -> dict[str, float]:
    """The most resident memory that each process has had since it began, MiB; pages shared with others count fully."""
    return {name: _field(Path(f"/proc/{pid}/status"), "VmHWM") / _KIB for name, pid in stack.pids.items()}


def processor_seconds(stack: Stack) -> dict[str, float]:
    """User and system time so far, by what the process is: `workers` (all HTTP processes), `engine`, `feed` ..."""
    seconds: Counter[str] = Counter()
    for name, pid in stack.pids.items():
        # The second field, a name in brackets, may hold spaces (proc_pid_stat(5)).
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        seconds["workers" if name.startswith("http-") else name] += (int(fields[11]) + int(fields[12])) / _TICKS
    return dict(seconds)


def _field(path: Path, name: str) -> int:
    """A figure in KiB; 0 for a process that has ended."""
    try:
        lines = path.read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)
