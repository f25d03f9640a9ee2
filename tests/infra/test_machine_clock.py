"""Schedules: when they fire, with which event, and never twice at once."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from infra.local.clock.expressions import parse
from infra.local.clock.timer import Timer, scheduled_event
from infra.local.stack import Stack, StackFailed, running_stack

PROJECT = Path(__file__).parent / "project"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("expression", "after", "expected"),
    [
        ("rate(1 minute)", "2026-11-24T10:00", "2026-11-24T10:01"),
        ("rate(12 hours)", "2026-11-24T10:00", "2026-11-24T22:00"),
        ("rate(7 days)", "2026-11-24T10:00", "2026-12-01T10:00"),
        ("cron(0 10 * * ? *)", "2026-11-24T10:00", "2026-11-25T10:00"),
        ("cron(15 12 * * ? *)", "2026-11-24T10:00", "2026-11-24T12:15"),
        ("cron(0 18 ? * MON-FRI *)", "2026-11-27T18:00", "2026-11-30T18:00"),
        ("cron(0 8 1 * ? *)", "2026-11-24T10:00", "2026-12-01T08:00"),
        ("cron(0/15 * * * ? *)", "2026-11-24T10:07", "2026-11-24T10:15"),
        ("cron(0/5 8-17 ? * MON-FRI *)", "2026-11-27T17:55", "2026-11-30T08:00"),
        ("cron(0 9 ? * 2#1 *)", "2026-11-24T10:00", "2026-12-07T09:00"),
        ("cron(0 9 ? * 6L *)", "2026-11-24T10:00", "2026-11-27T09:00"),
        ("cron(0 9 L * ? *)", "2026-11-24T10:00", "2026-11-30T09:00"),
        ("cron(0 9 LW * ? *)", "2027-01-01T10:00", "2027-01-29T09:00"),
        ("cron(0 9 15W * ? *)", "2026-11-01T10:00", "2026-11-16T09:00"),
        ("cron(0 0 29 2 ? *)", "2026-11-24T10:00", "2028-02-29T00:00"),
        ("cron(0 0 ? * FRI-SUN *)", "2026-11-24T10:00", "2026-11-27T00:00"),
        ("cron(0 12 1,15 JAN,JUL ? 2027-2028)", "2027-07-15T12:00", "2028-01-01T12:00"),
    ],
)
def test_the_next_time_of_an_expression(expression: str, after: str, expected: str) -> None:
    assert parse(expression).after(at(after)) == at(expected)


def test_an_expression_whose_years_are_over_never_fires_again() -> None:
    assert parse("cron(0 12 1 1 ? 2025)").after(at("2026-01-01T00:00")) is None


@pytest.mark.parametrize(
    "expression",
    ["", "rate(0 minutes)", "rate(1 week)", "cron(0 10 * * * *)", "cron(0 10 ? * ? *)", "cron(60 10 * * ? *)",
     "cron(0 10 * * ?)", "cron(0 10 32 * ? *)", "cron(0/0 10 * * ? *)", "cron(0 x * * ? *)"],
)  # fmt: skip
def test_what_eventbridge_would_refuse_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(expression)


def test_the_event_is_the_one_that_eventbridge_sends() -> None:
    event = scheduled_event("sweep", datetime(2026, 12, 10, 9, 0, 0, 999_999, tzinfo=UTC))
    assert event["time"] == "2026-12-10T09:00:00Z"
    assert (event["source"], event["detail-type"]) == ("aws.events", "Scheduled Event")
    assert event["resources"] == ["arn:aws:events:us-east-1:123456789012:rule/sweep"]


def test_two_runs_of_a_schedule_never_overlap() -> None:
    running, most = 0, 0
    begun, go_on = threading.Event(), threading.Event()

    def handler(event: dict[str, Any], context: Any) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        begun.set()
        go_on.wait(10)
        running -= 1

    timer = Timer("sweep", parse("rate(1 minute)"), handler)
    threads = [threading.Thread(target=timer.fire, args=(at("2026-11-24T10:00"),)) for _ in range(3)]
    for thread in threads:
        thread.start()
    begun.wait(10)
    go_on.set()
    for thread in threads:
        thread.join()
    assert most == 1


def test_a_schedule_fires_at_once_and_goes_on_after_a_run_that_raised() -> None:
    stop = threading.Event()
    runs: list[str] = []

    def handler(event: dict[str, Any], context: Any) -> None:
        runs.append(event["time"])
        if len(runs) == 3:
            stop.set()
        raise RuntimeError("this run fails")

    class Immediately:
        def after(self, moment: datetime) -> datetime:
            return datetime.now(UTC)

    Timer("sweep", Immediately(), handler).run(stop)
    assert len(runs) == 3


def test_the_clock_fires_right_after_the_start(tmp_path: Path) -> None:
    with running_stack(tmp_path, project=PROJECT, clock=True) as stack:
        stack.sweep("2026-12-10T09:00:00Z")  # waits for a run that is under way
        times = (tmp_path / "blobs" / "sweeps").read_text().split()
    assert "2026-12-10T09:00:00Z" in times
    assert any(time.startswith(f"{datetime.now(UTC):%Y-%m-%d}") for time in times)


def test_a_run_can_be_ordered_for_any_time_and_tells_what_it_returned(stack: Stack) -> None:
    assert stack.sweep("2030-01-01T00:00:00Z") == {"swept": "2030-01-01T00:00:00Z"}
    assert stack.sweep(datetime(2031, 1, 1, tzinfo=UTC)) == {"swept": "2031-01-01T00:00:00Z"}


def test_an_ordered_run_that_raises_says_so(stack: Stack) -> None:
    with pytest.raises(StackFailed, match="no sweep in that century"):
        stack.sweep("1999-01-01T00:00:00Z")
    with pytest.raises(StackFailed, match="has no schedule brief"):
        stack.sweep(schedule="brief")
