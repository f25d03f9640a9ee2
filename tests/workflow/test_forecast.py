"""When a run will be done: over branches, steps that fall away, and pauses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.workflow.floor import MONDAY, Floor, Run, at, definition, names, node

#: Monday to Friday, 09:00 to 18:00 in Shanghai: MONDAY is 09:30.
HOURS = {"country": None, "hours": [{"opens": "09:00", "closes": "18:00"}]}


@pytest.fixture(scope="module")
def floor() -> Floor:
    return Floor()


def step(node_id: str, hours: int, *after: str, **more: Any) -> dict[str, Any]:
    return node(node_id, *after, sla={"complete": {"hours": hours}}, **more)


def started(floor: Floor, *nodes: dict[str, Any], **more: Any) -> Run:
    with at(MONDAY):
        return floor.start(floor.flow(definition(*nodes, calendar=HOURS)), **more)


def finish(run: Run) -> str:
    with at(MONDAY):
        return str(run.shown["forecast"]["finish_at"])


def test_the_longer_branch_says_when_the_join_begins(floor: Floor) -> None:
    run = started(floor, step("a", 1), step("b", 2, "a"), step("c", 9, "a"), step("d", 1, "b", "c"))
    assert finish(run) == "2026-12-01T03:30:00.000Z"  # 1 + 9 + 1 hours


def test_what_comes_after_a_step_that_will_fall_away_waits_for_what_came_before_it(floor: Floor) -> None:
    only_large = [{"field": "size", "op": "more_than", "value": 10}]
    nodes = (step("a", 9), step("b", 9, "a", when=only_large), step("c", 9, "b"))
    assert finish(started(floor, *nodes, values={"size": 1})) == "2026-12-02T01:30:00.000Z"
    assert finish(started(floor, *nodes, values={"size": 11})) == "2026-12-03T01:30:00.000Z"


def test_what_comes_after_a_skipped_step_begins_once_it_was_skipped(floor: Floor) -> None:
    run = started(floor, step("a", 9), step("b", 9), step("c", 9, "a", "b"))
    with at(MONDAY + timedelta(hours=1)):
        run.do("skip", "b", {"note": "Not needed"}, by=floor.office.owner)
    assert finish(run) == "2026-12-02T01:30:00.000Z"


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2101-01-01"])
def test_a_day_that_no_calendar_reaches_is_promised_to_nobody(floor: Floor, day: str) -> None:
    flow = floor.flow(definition(step("a", 1)))
    refused = floor.office.rep("POST", "/v1/runs", {"flow": flow["id"], "promised_at": day})
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "promised_at")
    run = floor.start(flow)
    changed = floor.office.rep("PATCH", f"/v1/runs/{run.id}", {"promised_at": day})
    assert (changed.status, changed.json["errors"][0]["field"]) == (422, "promised_at")


def test_a_far_promise_is_kept_and_a_day_beyond_all_calendars_in_a_field_promises_nothing(floor: Floor) -> None:
    flow = floor.flow(
        definition(
            step("a", 1),
            fields=[{"id": "wanted", "names": names("交付日期", "Wanted on"), "type": "date"}],
            promised_field="wanted",
        )
    )
    assert floor.start(flow, values={"wanted": "2100-12-31"}).shown["promised_at"] == "2100-12-31"
    assert floor.start(flow, values={"wanted": "9999-12-31"}).shown["promised_at"] is None
