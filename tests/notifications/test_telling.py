"""Telling a member something: one item in the caller's transaction."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from chalicelib.core.errors import StaleVersion
from chalicelib.core.store import Writes
from chalicelib.core.tables import dynamodb_client
from chalicelib.notifications import keys, service, texts
from chalicelib.notifications.store import NotificationItem

from .office import MORNING, NIGHT, Office

ABOUT = "lead_01K00000000000000000000000"


def _bytes(item: NotificationItem) -> int:
    """As DynamoDB counts: the names of the attributes and their values."""
    kept = item.serialize()
    return sum(len(name) + len(str(next(iter(value.values()))).encode()) for name, value in kept.items())


def test_what_is_told_is_in_the_inbox_with_all_that_was_said(office: Office) -> None:
    office.tell(title="The lead is silent")
    [told] = office.told()
    assert (told.title, told.body, told.kind, told.is_read) == (
        "The lead is silent",
        "Call them.",
        "lead.silent",
        False,
    )
    assert told.link == f"http://127.0.0.1:8000/leads/{ABOUT}"
    assert (told.about, told.at) == (ABOUT, MORNING)


def test_a_transaction_that_is_refused_leaves_nothing_told(office: Office) -> None:
    member = office.member()
    with office.within() as scope:
        writes = Writes()
        message = texts.Message("a", "b", "")
        service.tell(writes, scope, to=member, kind="lead.silent", message=message, about=ABOUT, now=MORNING)
        absent = NotificationItem(keys.inbox(scope, member.id), "ntf_absent")
        writes.update(absent, [NotificationItem.turn.set(1)], NotificationItem.pk.exists())
        with pytest.raises(StaleVersion):
            writes.commit()
    assert office.told() == []


def test_without_a_channel_nothing_waits_for_the_sweep(office: Office) -> None:
    office.tell()
    [item] = office.items()
    assert (item.due_at, item.deliveries) == (None, None)


def test_a_notification_of_the_night_is_in_the_inbox_at_once_and_its_push_waits_for_the_morning(office: Office) -> None:
    office.add_channel()
    office.tell(NIGHT)
    [told] = office.told()
    assert told.at == NIGHT
    assert [each.next_at for each in told.deliveries] == [datetime(2026, 11, 25, 0, 0, tzinfo=UTC)]  # 08:00 in Shanghai


def test_a_push_of_a_day_off_waits_for_the_next_working_day(office: Office) -> None:
    office.add_channel()
    office.tell(datetime(2026, 11, 28, 4, 0, tzinfo=UTC))
    assert [each.next_at for each in office.told()[0].deliveries] == [datetime(2026, 11, 30, 0, 0, tzinfo=UTC)]


def test_who_wants_a_kind_by_no_way_gets_no_item(office: Office) -> None:
    off = {"kinds": {"lead.silent": {"inbox": False}}}
    assert office.as_rep("PATCH", "/v1/notifications/preferences", off).status == 200
    office.tell()
    assert office.told() == []


def test_who_wants_a_kind_by_channel_only_finds_it_in_the_inbox_as_read(office: Office) -> None:
    office.add_channel(by_rep=True)
    off = {"kinds": {"lead.silent": {"inbox": False}}}
    assert office.as_rep("PATCH", "/v1/notifications/preferences", off).status == 200
    office.tell()
    [told] = office.told()
    assert told.is_read
    assert [each.state for each in told.deliveries] == ["waiting"]


def test_a_team_channel_gets_only_the_kinds_it_asked_for_and_never_what_concerns_one_member(office: Office) -> None:
    office.add_channel(kinds=["lead.dwell"])
    office.add_channel(name="All")
    kinds = ["lead.silent", "lead.dwell", "lead.silent.supervisor"]
    for kind in kinds:
        office.tell(kind=kind)
    assert {told.kind: len(told.deliveries) for told in office.told()} == dict(zip(kinds, [1, 2, 0], strict=True))


def test_a_letter_goes_to_the_members_own_address_where_the_kind_or_the_member_says_so(office: Office) -> None:
    office.tell(kind="lead.assigned")
    office.tell(kind="lead.silent")
    assert [len(told.deliveries) for told in office.told()] == [1, 0]
    office.as_rep("PATCH", "/v1/notifications/preferences", {"kinds": {"lead.silent": {"email": True}}})
    office.tell(kind="lead.silent")
    assert sorted(len(told.deliveries) for told in office.told()) == [0, 1, 1]


def test_a_usual_notification_costs_one_write_unit_before_the_transaction_doubles_it(office: Office) -> None:
    zh = texts.Voice("zh-CN", ZoneInfo("Asia/Shanghai"))
    line = texts.FollowUpLine(MORNING, "call", "no_answer", "前台转接，没有人接")
    lead = texts.LeadFacts(
        "云岭数据平台", "云岭科技有限公司", "方案报价", "quoted", "CNY 120,000.00", "等待预算批复",
        f"http://127.0.0.1:8000/leads/{ABOUT}", "李娜",
    )  # fmt: skip
    message = texts.silent(texts.SilentFacts(lead, 5, (line,), 1), zh)
    with office.within() as scope:
        writes = Writes()
        member = office.member()
        service.tell(writes, scope, to=member, kind="lead.silent", message=message, about=ABOUT, now=MORNING)
        writes.commit()
    [item] = office.items()
    assert _bytes(item) <= 1024


def test_telling_reads_nothing_once_channels_and_preferences_are_in_memory(office: Office) -> None:
    office.tell()
    asked: list[str] = []
    events = dynamodb_client().meta.events
    member = office.member()
    with office.within() as scope:
        writes = Writes()
        service.tell(
            writes, scope, to=member, kind="lead.silent", message=texts.Message("", "", ""), about="", now=MORNING
        )

        def note(model: object, **_: object) -> None:
            asked.append(model.name)  # type: ignore[attr-defined]

        events.register("before-call.dynamodb", note, unique_id="count-requests")
        try:
            for _ in range(20):
                service.tell(
                    writes,
                    scope,
                    to=member,
                    kind="lead.silent",
                    message=texts.Message("", "", ""),
                    about="",
                    now=MORNING,
                )
        finally:
            events.unregister("before-call.dynamodb", unique_id="count-requests")
    assert asked == []


def test_erasing_what_was_told_about_a_lead_leaves_nothing_of_it_and_keeps_the_rest(office: Office) -> None:
    other = "lead_01K00000000000000000000001"
    office.tell(title="Secret name is silent")
    office.tell(title="Other is silent", about=other)
    office.tell(title="2 leads today", kind="lead.follow_up_due", about=office.rep["id"])
    with office.within() as scope:
        service.erase_about(scope, [ABOUT])
    assert {(told.title, told.body) for told in office.told()} == {
        ("—", "—"), ("Other is silent", "Call them."), ("2 leads today", "—"),
    }  # fmt: skip
