"""The work of a day on a phone, 390 px wide: nothing is to be pushed sideways."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.browser.office import SECOND, Office
from tests.e2e.browser.window import PHONE, OpenWindow


def test_a_rep_does_the_days_work_on_a_phone(open_window: OpenWindow, office: Office) -> None:
    names = ("总部会议系统", "产线改造", "门店翻新")
    leads = {name: office.due_lead(name) for name in names}
    window = open_window(size=PHONE, phone=True)
    office.rep.signs_in(window)
    page = window.page
    window.settle()
    assert window.width() == PHONE[0]

    page.get_by_role("button", name="跟进：总部会议系统").tap()
    page.get_by_label("说了什么").fill("确认了预算，周四给方案")
    assert window.width() == PHONE[0]
    page.get_by_role("button", name=re.compile("^保 ?存$")).tap()
    expect(page.get_by_role("status").filter(has_text="已记录跟进")).to_be_visible()

    page.get_by_role("button", name="改期：产线改造").tap()
    page.get_by_role("radio", name="后天").tap()
    page.get_by_role("button", name=re.compile("^保 ?存$")).tap()
    expect(page.get_by_role("status").filter(has_text="已改到")).to_be_visible()

    page.get_by_role("button", name="更多操作：门店翻新").tap()
    page.get_by_role("menuitem", name="推进").tap()
    page.get_by_role("radio", name=SECOND).tap()
    page.get_by_role("button", name=re.compile("^保 ?存$")).tap()
    expect(page.get_by_role("status").filter(has_text=f"已移到“{SECOND}”")).to_be_visible()
    window.settle()
    assert window.width() == PHONE[0]
    assert office.stage_of(leads["门店翻新"]) == SECOND
    assert office.rep.caller.got(f"/leads/{leads['总部会议系统']['id']}")["follow_up_count"] == 1

    page.get_by_role("navigation").get_by_role("link", name="线索").tap()
    page.get_by_role("link", name="产线改造").tap()
    expect(page.get_by_role("form", name="记录跟进")).to_be_visible()
    window.settle()
    assert window.width() == PHONE[0]
