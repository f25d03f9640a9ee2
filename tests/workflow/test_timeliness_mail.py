"""The monthly letter: on the first working day at 09:00, once to each who leads, with people of their own line only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from chalicelib.core.clock import from_text
from chalicelib.core.deadlines import DueKey
from chalicelib.core.scope import Scope
from chalicelib.core.store import get
from chalicelib.workflow import keys, timeliness_jobs
from chalicelib.workflow.timeliness_jobs import ReportItem, send_reports
from tests.leads.house import together
from tests.workflow.workshop import Workshop, at, open_workshop

#: National holidays until the 7th: the first working day of October 2026 is the 8th.
OCTOBER, NOVEMBER = at("2026-10-08 09:00"), at("2026-11-02 09:00")


@pytest.fixture
def shop() -> Workshop:
    """Three cards of September, and the letter of October planned."""
    shop = open_workshop()
    shop.quoted(at("2026-09-07 09:00"), at("2026-09-07 11:00"))
    late = shop.start(at("2026-09-08 09:00"), "other")
    shop.do(late, "quote", "start", at("2026-09-08 10:00"), "other")
    shop.do(late, "quote", "block", at("2026-09-08 10:00"), "other", "papers", None)
    shop.do(late, "quote", "complete", at("2026-09-10 09:00"), "other", {"amount": 1})
    shop.do(late, "contract", "complete", at("2026-09-10 11:00"), "stranger", {})
    schedule(shop, at("2026-09-07 09:00"))
    return shop


def schedule(shop: Workshop, now: datetime) -> None:
    with shop.within() as scope:
        timeliness_jobs.ensure_scheduled(scope, now)


def item(shop: Workshop) -> ReportItem | None:
    with shop.within() as scope:
        return get(ReportItem, keys.flows(scope), keys.REPORT, consistent=True)


def due_at(shop: Workshop) -> datetime | None:
    found = item(shop)
    return from_text(found.due_at) if found is not None and found.due_at else None


def sweep(shop: Workshop, now: datetime) -> None:
    with shop.within() as scope:
        send_reports(scope, [DueKey(keys.flows(scope), keys.REPORT, "")], now)


def letters(shop: Workshop, by: str) -> list[dict[str, Any]]:
    return [each for each in shop.office.people[by].inbox() if each["kind"] == "report.timeliness"]


# When


def test_the_first_run_of_a_workspace_plans_the_first_letter_and_later_ones_leave_it() -> None:
    shop = open_workshop()
    assert item(shop) is None
    reply = shop.office.rep("POST", "/v1/runs", {"flow": "quote_order", "title": "Ten pumps"})
    shop.office.feed()
    planned = item(shop)
    assert planned is not None and due_at(shop) is not None
    shop.office.rep("POST", "/v1/runs", {"flow": "quote_order", "title": "More pumps"})
    shop.office.feed()
    again = item(shop)
    assert reply.status == 201 and again is not None
    assert (again.version, again.due_at) == (planned.version, planned.due_at)


@pytest.mark.parametrize(
    ("now", "planned"),
    [
        ("2026-09-07 09:00", "2026-10-08 09:00"),
        ("2026-10-08 08:59", "2026-10-08 09:00"),
        ("2026-10-08 09:00", "2026-11-02 09:00"),
        ("2026-12-31 20:00", "2027-01-04 09:00"),
    ],
)
def test_it_is_the_first_working_day_of_a_month_at_nine(now: str, planned: str) -> None:
    shop = open_workshop()
    schedule(shop, at(now))
    assert due_at(shop) == at(planned)


def test_before_that_nothing_is_sent_and_after_it_the_next_month_is_planned(shop: Workshop) -> None:
    sweep(shop, at("2026-10-08 08:59"))
    assert letters(shop, "owner") == []
    sweep(shop, OCTOBER)
    sweep(shop, at("2026-10-08 09:01"))
    assert len(letters(shop, "owner")) == 1
    assert due_at(shop) == NOVEMBER


def test_the_sweep_of_all_deadlines_finds_it(shop: Workshop) -> None:
    from chalicelib.core import deadlines
    from chalicelib.jobs import DEADLINE_HANDLERS

    def here(scope: Scope, due: Sequence[DueKey], now: datetime) -> None:
        if scope.workspace_id == shop.office.id:
            DEADLINE_HANDLERS["report.timeliness"](scope, due, now)

    others: dict[str, Any] = dict.fromkeys(DEADLINE_HANDLERS, lambda *_: None)
    deadlines.sweep(OCTOBER, {**others, "report.timeliness": here})
    assert len(letters(shop, "owner")) == 1


def test_a_calendar_changed_since_moves_the_letter(shop: Workshop) -> None:
    rules = shop.office.setup["calendar"]
    shop.office.trim(calendar={**rules, "days_off": ["2026-10-08"]})
    sweep(shop, OCTOBER)
    assert (letters(shop, "owner"), due_at(shop)) == ([], at("2026-10-09 09:00"))
    sweep(shop, at("2026-10-09 09:00"))
    assert len(letters(shop, "owner")) == 1


def test_a_machine_that_was_off_sends_the_last_month_that_is_over(shop: Workshop) -> None:
    sweep(shop, at("2026-11-20 12:00"))
    [told] = letters(shop, "owner")
    assert told["title"] == "Collaboration timeliness, 2026-10"
    assert told["body"] == "No card was done; 3 in the month before."
    assert due_at(shop) == at("2026-12-01 09:00")


def test_after_two_months_without_a_card_there_is_no_letter(shop: Workshop) -> None:
    sweep(shop, at("2026-12-01 09:00"))
    assert letters(shop, "owner") == []
    assert due_at(shop) == at("2027-01-04 09:00")


# To whom, and what


def test_owners_admins_and_managers_get_it_and_nobody_else(shop: Workshop) -> None:
    shop.office.hire("admin", "admin")
    shop.office.hire("viewer", "viewer")
    sweep(shop, OCTOBER)
    told = {key: len(letters(shop, key)) for key in shop.office.people}
    assert told == {"owner": 1, "admin": 1, "manager": 1, "rep": 0, "other": 0, "stranger": 0, "viewer": 0}


def test_it_says_the_headline_figures_and_links_to_the_month(shop: Workshop) -> None:
    sweep(shop, OCTOBER)
    [told] = letters(shop, "owner")
    assert told["title"] == "Collaboration timeliness, 2026-09"
    assert told["body"].splitlines()[:4] == [
        "3 cards done, 67% on time.",
        "Half of them took up to 2.0 h, the slowest 18.0 h; half were started within 1.0 h.",
        "Blocked: 17.0 h, 77% of the time; mostly Papers missing.",
        "Retellings avoided: 2.",
    ]
    assert told["link"].endswith("/flows/timeliness?month=2026-09")


def test_people_are_those_of_the_readers_own_line(shop: Workshop) -> None:
    sweep(shop, OCTOBER)
    [mine], [others] = letters(shop, "manager"), letters(shop, "owner")
    assert mine["body"].splitlines()[4:] == [
        "Your line:",
        "· Other: 1 done, 0% on time, median 18.0 h",
        "· Rep: 1 done, 100% on time, median 2.0 h",
    ]
    assert "Rep" not in others["body"] and "Stranger" not in mine["body"]


def test_each_reads_it_in_their_own_language(shop: Workshop) -> None:
    changed = shop.office.manager("PATCH", "/v1/me", {"locale": "zh-CN"})
    assert changed.status == 200, changed.text
    sweep(shop, OCTOBER)
    [mine], [others] = letters(shop, "manager"), letters(shop, "owner")
    assert mine["title"] == "协同时效分析表｜2026-09"
    assert "最主要的原因是资料不齐" in mine["body"]
    assert "mostly Papers missing" in others["body"]


# Exactly once


def test_two_sweeps_at_the_same_moment_send_one_letter_to_each(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.office.hire("admin", "admin")
    monkeypatch.setattr(timeliness_jobs, "_AT_ONCE", 1)
    results = together([lambda: sweep(shop, OCTOBER)] * 2)
    assert results == [None, None]
    assert [len(letters(shop, key)) for key in ("owner", "admin", "manager")] == [1, 1, 1]
    assert due_at(shop) == NOVEMBER


def test_a_sweep_that_another_one_overtakes_sends_nothing_twice(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, overtaken = timeliness_jobs.read_report, []

    def another_comes_first(*asked: Any) -> Any:
        if not overtaken:
            overtaken.append(True)
            sweep(shop, OCTOBER)
        return read(*asked)

    monkeypatch.setattr(timeliness_jobs, "read_report", another_comes_first)
    sweep(shop, OCTOBER)
    assert overtaken and [len(letters(shop, key)) for key in ("owner", "manager")] == [1, 1]


@pytest.mark.parametrize("deaths", [1, 2, 3])
def test_a_sweep_that_dies_between_letters_goes_on_where_it_stopped(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch, deaths: int
) -> None:
    shop.office.hire("admin", "admin")
    monkeypatch.setattr(timeliness_jobs, "_AT_ONCE", 1)
    add, calls = timeliness_jobs._add_letters, []

    def die_at_times(*asked: Any) -> None:
        calls.append(True)
        if len(calls) == deaths:
            raise RuntimeError
        add(*asked)

    monkeypatch.setattr(timeliness_jobs, "_add_letters", die_at_times)
    with pytest.raises(RuntimeError):
        sweep(shop, OCTOBER)
    assert sum(len(letters(shop, key)) for key in ("owner", "admin", "manager")) == deaths - 1
    sweep(shop, at("2026-10-08 09:05"))
    assert [len(letters(shop, key)) for key in ("owner", "admin", "manager")] == [1, 1, 1]
    assert due_at(shop) == NOVEMBER


def test_what_was_left_half_sent_when_the_month_ended_is_left_out_and_the_new_month_goes_to_all(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeliness_jobs, "_AT_ONCE", 1)
    add, calls = timeliness_jobs._add_letters, []

    def die_after_one(*asked: Any) -> None:
        calls.append(True)
        if len(calls) == 2:
            raise RuntimeError
        add(*asked)

    monkeypatch.setattr(timeliness_jobs, "_add_letters", die_after_one)
    with pytest.raises(RuntimeError):
        sweep(shop, OCTOBER)
    sweep(shop, NOVEMBER)
    titles = [sorted(each["title"][-7:] for each in letters(shop, key)) for key in ("owner", "manager")]
    assert sorted(titles) == [["2026-09", "2026-10"], ["2026-10"]]
