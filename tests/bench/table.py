"""Markdown tables, and figures as people read them."""

from __future__ import annotations

import statistics
from collections.abc import Sequence


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A Markdown table to stdout."""
    print(f"### {title}\n")
    print("| " + " | ".join(head) + " |")
    print("|" + " --- |" * len(head))
    for row in rows:
        print("| " + " | ".join(str(each) for each in row) + " |")
    print(flush=True)


def spread(values: Sequence[float], digits: int = 0) -> str:
    """The median, and behind it the least and the most where there were several rounds: `231 (207-240)`."""
    middle = f"{statistics.median(values):.{digits}f}"
    if len(values) < 2:
        return middle
    return f"{middle} ({min(values):.{digits}f}-{max(values):.{digits}f})"
