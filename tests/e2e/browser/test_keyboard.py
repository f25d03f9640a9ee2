"""Everything can be done without a mouse."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.browser.office import Office
from tests.e2e.browser.window import OpenWindow
from tests.e2e.client import PASSWORD

FOCUSED = """() => {
  const on = document.activeElement;
  return on.getAttribute("aria-label") || on.textContent.replace(/\\s/g, "");
}"""


def tab_to(page: Page, name: str, most: int = 80) -> None:
    """Tab until what is called so has the focus."""
    passed = []
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused == name:
            return
        passed.append(focused[:30])
    raise AssertionError(f"{name} is not reached; passed {passed}")


def test_from_sign_in_to_a_follow_up_with_the_keyboard_only(open_window: OpenWindow, office: Office) -> None:
    lead = office.due_lead("总部会议系统")
    window = open_window()
    page = window.open("/login")
    expect(page.get_by_label("邮箱")).to_be_focused()
    page.keyboard.type(office.rep.email)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="密码")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="跟进：总部会议系统")).to_be_visible()

    tab_to(page, "跟进：总部会议系统")
    page.keyboard.press("Enter")
    expect(page.get_by_label("说了什么")).to_be_focused()
    page.keyboard.type("确认了预算，周四给方案")
    tab_to(page, "保存")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="已记录跟进")).to_be_visible()
    window.settle()
    assert office.rep.caller.got(f"/leads/{lead['id']}")["follow_up_count"] == 1


def test_a_lead_is_opened_and_left_again_with_the_keyboard(open_window: OpenWindow, office: Office) -> None:
    office.lead("总部会议系统")
    window = open_window()
    office.rep.signs_in(window, "/leads?layout=table")
    page = window.settle()
    tab_to(page, "总部会议系统")
    page.keyboard.press("Enter")
    lead = page.get_by_role("dialog", name="总部会议系统")
    expect(lead).to_be_visible()
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.closest('[role=dialog]') !== null"), "the focus left it"
    page.keyboard.press("Escape")
    expect(lead).to_be_hidden()
    expect(page.get_by_role("link", name="总部会议系统")).to_be_visible()
