"""The work of a day on a phone, 390 px wide: nothing is to be pushed sideways."""

from __future__ import annotations

import re
from collections.abc import Iterable

from playwright.sync_api import Page, expect

from tests.e2e.browser.office import SECOND, Office
from tests.e2e.browser.pages import INSIDE, OUTSIDE
from tests.e2e.browser.window import PHONE, OpenWindow, Window


def assert_fits(page: Page) -> None:
    wide = page.evaluate("() => [innerWidth, document.documentElement.scrollWidth, document.body.scrollWidth]")
    assert max(wide) <= PHONE[0], (page.url, wide)


def test_a_rep_does_the_days_work_on_a_phone(open_window: OpenWindow, office: Office) -> None:
    names = ("总部会议系统", "产线改造", "门店翻新")
    leads = {name: office.due_lead(name) for name in names}
    window = open_window(size=PHONE, phone=True)
    office.rep.signs_in(window)
    page = window.page
    assert_fits(window.settle())

    page.get_by_role("button", name="跟进：总部会议系统").tap()
    page.get_by_label("说了什么").fill("确认了预算，周四给方案")
    assert_fits(page)
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
    assert_fits(window.settle())
    assert office.stage_of(leads["门店翻新"]) == SECOND
    assert office.rep.caller.got(f"/leads/{leads['总部会议系统']['id']}")["follow_up_count"] == 1

    page.get_by_role("navigation").get_by_role("link", name="线索").tap()
    page.get_by_role("link", name="产线改造").tap()
    expect(page.get_by_role("form", name="记录跟进")).to_be_visible()
    assert_fits(window.settle())


def test_no_page_is_wider_than_a_phone(open_window: OpenWindow, office: Office) -> None:
    lead = office.due_lead("无锡屿禾食品有限公司分公司会议系统与远程协作整体升级项目（二期）")
    window = open_window(size=PHONE, phone=True)
    _visit(window, OUTSIDE.values())
    office.owner.signs_in(window)
    _visit(window, [*INSIDE.values(), f"/leads/{lead['id']}"])


def _visit(window: Window, paths: Iterable[str]) -> None:
    for path in paths:
        window.open(path)
        assert_fits(window.settle())
