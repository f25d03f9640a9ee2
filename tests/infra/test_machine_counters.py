"""Counters in shared memory."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

from infra.local.counters import SharedCounters


def bump_often(path: Path) -> None:
    counters = SharedCounters(path)
    for _ in range(500):
        counters.bump("setup of w_1")


def test_no_increment_of_several_processes_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "counters"
    counters = SharedCounters(path)
    other = counters.read("setup of w_2")
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=bump_often, args=(path,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert counters.read("setup of w_1") == 1500
    assert counters.read("setup of w_2") == other
