"""The feed: from a written event to the app's stream handler, over the running stack."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import requests
from ulid import ULID

from infra.local.stack import Stack, running_stack, start_stack
from tests.infra.written import new_event, published

PROJECT = Path(__file__).parent / "project"


def write(stack: Stack, *events: dict[str, str]) -> list[str]:
    assert requests.post(f"{stack.base_url}/events", json=events).status_code == 200
    return [event["log_id"] for event in events]


def test_an_event_reaches_the_handler_once_also_of_a_workspace_that_is_new(stack: Stack) -> None:
    first, second = f"w_{ULID()}", f"w_{ULID()}"
    ids = write(stack, new_event(workspace=first), new_event(workspace=second))
    for _ in range(3):
        assert stack.wait_for_feed() == 0
    assert [published(stack).count(one) for one in ids] == [1, 1]


def test_more_events_than_a_batch_holds_all_arrive_in_their_order(stack: Stack) -> None:
    workspace, now = f"w_{ULID()}", datetime.now(UTC)
    events = [new_event(workspace=workspace, at=now + timedelta(milliseconds=number)) for number in range(250)]
    ids = write(stack, *events)
    stack.wait_for_feed()
    assert [one for one in published(stack) if one in set(ids)] == ids


def test_events_of_other_months_arrive_too(stack: Stack) -> None:
    now = datetime.now(UTC)
    ids = write(stack, new_event(at=now - timedelta(days=200)), new_event(at=now + timedelta(days=40)), new_event())
    stack.wait_for_feed()
    stack.wait_for_feed()
    assert [published(stack).count(one) for one in ids] == [1, 1, 1]


def test_a_refused_event_is_tried_again_and_holds_nobody_up(stack: Stack) -> None:
    take = stack.data_dir / "blobs" / "take-refused"
    refused, other = write(stack, new_event("refused"), new_event())
    assert stack.wait_for_feed() == 1
    assert other in published(stack)
    assert refused not in published(stack)
    take.touch()
    assert stack.wait_for_feed(retry=True) == 0
    assert published(stack).count(refused) == 1
    take.unlink()


def test_an_event_that_makes_the_handler_raise_ends_as_a_dead_letter_and_its_batch_arrives(tmp_path: Path) -> None:
    with running_stack(tmp_path, project=PROJECT) as stack:
        poison, *others = write(stack, new_event("raises"), *(new_event() for _ in range(5)))
        tries = 0
        while stack.wait_for_feed(retry=True):
            tries += 1
        assert tries <= 6
        assert set(published(stack)) >= set(others)
        (letter,) = (tmp_path / "feed-dead-letters.jsonl").read_text().splitlines()
        assert json.loads(letter)["item"]["log_id"]["S"] == poison
        assert json.loads(letter)["error"] == "RuntimeError: cannot take this batch"
        assert f"event {poison}" in stack.log()


def test_what_was_written_while_the_feed_was_gone_arrives_after_a_restart(tmp_path: Path) -> None:
    stack = start_stack(tmp_path, project=PROJECT)
    before = write(stack, new_event())
    stack.wait_for_feed()
    meanwhile = write(stack, new_event(), new_event(at=datetime.now(UTC) + timedelta(days=70)))
    stack.kill_all()
    with running_stack(tmp_path, project=PROJECT) as again:
        again.wait_for_feed()
        assert published(again).count(before[0]) == 1
        assert set(meanwhile) <= set(published(again))


def test_hints_that_were_lost_cost_no_event(tmp_path: Path) -> None:
    stack = start_stack(tmp_path, project=PROJECT)
    ids = write(stack, new_event())
    stack.wait_for_feed()
    assert stack.stop() == 0
    with sqlite3.connect(tmp_path / "feed.db") as memory:
        memory.execute("DELETE FROM handed")
        memory.execute("UPDATE workspace SET cursor_ms = cursor_ms - 1000000")
    with running_stack(tmp_path, project=PROJECT) as again:
        again.wait_for_feed()
        assert published(again) == ids * 2
