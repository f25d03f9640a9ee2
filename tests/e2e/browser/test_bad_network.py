"""What one has typed outlives a reload and a lost connection."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.e2e.browser.office import Office
from tests.e2e.browser.window import PHONE, OpenWindow

SENTENCE = "客户要下周三看样机"


def save(box: Locator) -> None:
    box.get_by_role("button", name=re.compile("^记 ?录$")).click()


def test_a_draft_is_there_after_a_reload_and_gone_once_it_is_saved(open_window: OpenWindow, office: Office) -> None:
    lead = office.lead("总部会议系统")
    window = open_window()
    office.rep.signs_in(window, f"/leads/{lead['id']}")
    page = window.page
    box = page.get_by_role("form", name="记录跟进")
    box.get_by_label("说了什么").fill(SENTENCE)
    expect(box.get_by_text("草稿已保存在本机")).to_be_visible()
    page.reload()
    expect(box.get_by_label("说了什么")).to_have_value(SENTENCE)
    save(box)
    expect(page.get_by_role("listitem").filter(has_text=SENTENCE)).to_be_visible()
    expect(box.get_by_label("说了什么")).to_have_value("")
    page.reload()
    expect(page.get_by_role("listitem").filter(has_text=SENTENCE)).to_be_visible()
    expect(box.get_by_label("说了什么")).to_have_value("")


def test_a_follow_up_without_network_is_sent_once_when_it_is_back(open_window: OpenWindow, office: Office) -> None:
    lead = office.lead("总部会议系统")
    window = open_window(size=PHONE, phone=True)
    office.rep.signs_in(window, f"/leads/{lead['id']}")
    page = window.page
    expect(page.get_by_role("form", name="记录跟进")).to_be_visible()
    window.settle()
    window.context.set_offline(True)
    expect(page.get_by_text("当前没有网络。")).to_be_visible()
    box = page.get_by_role("form", name="记录跟进")
    box.get_by_label("说了什么").fill(SENTENCE)
    save(box)
    expect(box.get_by_text("网络恢复后发送")).to_be_visible()
    assert office.rep.caller.got(f"/leads/{lead['id']}")["follow_up_count"] == 0

    window.context.set_offline(False)
    expect(page.get_by_role("listitem").filter(has_text=SENTENCE)).to_be_visible()
    expect(page.get_by_text("当前没有网络。")).to_be_hidden()
    window.settle()
    assert office.rep.caller.got(f"/leads/{lead['id']}")["follow_up_count"] == 1


def test_a_draft_of_the_days_list_is_kept_while_the_network_is_away(open_window: OpenWindow, office: Office) -> None:
    office.due_lead("总部会议系统")
    window = open_window()
    office.rep.signs_in(window)
    page = window.page
    page.get_by_role("button", name="跟进：总部会议系统").click()
    expect(page.get_by_label("说了什么")).to_be_focused()
    window.settle()
    window.context.set_offline(True)
    page.get_by_label("说了什么").fill(SENTENCE)
    window.context.set_offline(False)
    page.reload()
    page.get_by_role("button", name="跟进：总部会议系统").click()
    expect(page.get_by_label("说了什么")).to_have_value(SENTENCE)
