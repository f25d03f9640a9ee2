"""Hours of a calendar: what is refused, how they are kept, what becomes of those stored before they were checked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.core.calendar import calendar_for
from chalicelib.tenancy import packs, store
from chalicelib.tenancy.setup import CalendarRules, Hours, Setup, stored_rules
from tests.identity.house import Company


def stretch(opens: str, closes: str) -> dict[str, str]:
    return {"opens": opens, "closes": closes}


NOON, NIGHT = stretch("12:00", "13:00"), stretch("22:00", "06:00")


@pytest.mark.parametrize(
    ("rules", "place", "reason"),
    [
        ({"hours": [stretch("18:00", "09:00")]}, ("hours", 0), "closes must be later"),
        ({"hours": [stretch("09:00", "09:00")]}, ("hours", 0), "closes must be later"),
        ({"hours": [stretch("24:00", "24:00")]}, ("hours", 0, "opens"), "pattern"),
        ({"hours": [stretch("09:00", "24:01")]}, ("hours", 0, "closes"), "pattern"),
        ({"hours": [stretch("09:00", "18:00"), NOON]}, ("hours",), "in order and not overlap"),
        ({"hours": [NOON, stretch("08:00", "12:00")]}, ("hours",), "in order and not overlap"),
        ({"weekly": {0: [stretch("09:00", "18:00"), NOON]}}, ("weekly", 0), "in order and not overlap"),
        ({"weekly": {7: []}}, ("weekly", "7", "[key]"), "less than or equal to 6"),
        ({"dated": {"2026-12-24": [NIGHT]}}, ("dated", "2026-12-24", 0), "closes must be later"),
        ({"dated": {"2026-02-30": []}}, ("dated", "2026-02-30", "[key]"), "date"),
        ({"weekend": [0, 1, 2, 3, 4, 5, 6]}, (), "at least one day of the week"),
        ({"weekend": [5, 6], "weekly": {day: [] for day in range(5)}}, (), "at least one day of the week"),
    ],
)
def test_hours_that_make_no_sense_are_refused_with_their_place(
    rules: dict[str, Any], place: tuple[Any, ...], reason: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        CalendarRules.model_validate(rules)
    (error,) = refused.value.errors()
    assert tuple(str(each) for each in error["loc"]) == tuple(str(each) for each in place)
    assert reason in error["msg"]


def test_stretches_may_touch_and_reach_midnight() -> None:
    rules = CalendarRules.model_validate({"hours": [stretch("00:00", "12:00"), stretch("12:00", "24:00")]})
    assert rules.hours[1] == Hours(opens="12:00", closes="24:00")


def test_a_week_may_lie_in_its_own_hours_alone() -> None:
    rules = CalendarRules.model_validate({"weekend": list(range(7)), "weekly": {2: [NOON]}})
    assert calendar_for(rules, "Asia/Shanghai").is_working_day(date(2026, 11, 25))


def test_rules_survive_their_storing_and_find_the_calendar_that_was_kept() -> None:
    rules = CalendarRules.model_validate(
        {"weekly": {4: [NOON], 0: []}, "dated": {"2026-12-24": [], "2026-11-29": [NOON]}}
    )
    again = CalendarRules.model_validate(stored_rules(rules.model_dump(mode="json")))
    assert again == rules
    assert hash(again) == hash(rules)
    assert calendar_for(again, "Asia/Shanghai") is calendar_for(rules, "Asia/Shanghai")


def test_rules_that_differ_in_one_days_hours_have_calendars_of_their_own() -> None:
    plain, friday = CalendarRules(), CalendarRules.model_validate({"weekly": {4: [NOON]}})
    assert calendar_for(plain, "Asia/Shanghai") is not calendar_for(friday, "Asia/Shanghai")


def test_what_was_stored_before_there_were_such_hours_is_read_as_ever() -> None:
    stored = CalendarRules().model_dump(mode="json", exclude={"weekly", "dated"})
    assert CalendarRules.model_validate(stored_rules(stored)) == CalendarRules()


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ([NIGHT], [stretch("00:00", "06:00"), stretch("22:00", "24:00")]),
        (
            [stretch("13:00", "18:00"), stretch("08:00", "12:00")],
            [stretch("08:00", "12:00"), stretch("13:00", "18:00")],
        ),
        ([stretch("09:00", "18:00"), stretch("09:00", "18:00")], [stretch("09:00", "18:00")]),
        ([stretch("09:00", "12:00"), stretch("11:00", "18:00")], [stretch("09:00", "18:00")]),
        ([stretch("22:00", "00:00")], [stretch("22:00", "24:00")]),
        (
            [stretch("09:00", "12:00"), stretch("12:00", "18:00")],
            [stretch("09:00", "12:00"), stretch("12:00", "18:00")],
        ),
        ([], []),
    ],
)
def test_hours_stored_before_they_were_checked_are_set_right(
    stored: list[dict[str, str]], read: list[dict[str, str]]
) -> None:
    rules = CalendarRules.model_validate(stored_rules({"hours": stored}))
    assert [each.model_dump() for each in rules.hours] == read


def test_a_workspace_that_was_stored_with_such_hours_can_be_read_and_stored_again() -> None:
    setup = packs.list_packs()[0].setup.model_dump(mode="json", by_alias=True)
    setup["calendar"]["hours"] = [NIGHT]
    item = store.SetupItem("w_01#SETUP", "SETUP", setup=setup)
    item.name, item.group_id, item.pack, item.created_at = "Nightshift", "g_01", "starter", "2026-11-24T00:00:00.000Z"
    read = store.workspace_of_item(item).setup
    assert [each.opens for each in read.calendar.hours] == ["00:00", "22:00"]
    assert Setup.model_validate(read.model_dump(mode="json", by_alias=True)) == read


def test_own_hours_of_weekdays_and_dates_are_set_by_the_api(company: Company) -> None:
    wanted = {"weekly": {"4": [NOON]}, "dated": {"2026-12-24": [], "2026-12-31": [NOON]}}
    reply = company.owner("PATCH", "/v1/workspace", {"calendar": wanted})
    assert reply.status == 200, reply.text
    kept = company.owner("GET", "/v1/workspace").json["calendar"]
    assert {name: kept[name] for name in wanted} == wanted
    assert kept["hours"] == reply.json["calendar"]["hours"]
    cleared = company.owner("PATCH", "/v1/workspace", {"calendar": {"weekly": {}}}).json["calendar"]
    assert (cleared["weekly"], cleared["dated"]) == ({}, wanted["dated"])


def test_the_api_says_which_hours_are_wrong(company: Company) -> None:
    reply = company.owner("PATCH", "/v1/workspace", {"calendar": {"weekly": {"4": [NIGHT]}}})
    assert reply.status == 422
    assert "closes must be later" in reply.text
    assert "calendar.weekly.4.0" in reply.text
