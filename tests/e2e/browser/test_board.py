"""A card is moved to another stage with whatever one has at hand."""

from __future__ import annotations

import re

from playwright.sync_api import CDPSession, Locator, Page, expect

from tests.e2e.browser.office import FIRST, SECOND, Office
from tests.e2e.browser.window import PHONE, OpenWindow, Window

BOARD = "/leads?layout=board"


def column(page: Page, stage: str) -> Locator:
    return page.get_by_role("region", name=re.compile(f"^{stage}"))


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("link", name=name))


def middle(locator: Locator) -> tuple[float, float]:
    box = locator.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def board(window: Window, office: Office) -> Page:
    office.rep.signs_in(window, BOARD)
    expect(column(window.page, FIRST).get_by_role("link", name="总部会议系统")).to_be_visible()
    window.settle()
    return window.page


def test_a_card_is_dragged_with_the_mouse(open_window: OpenWindow, office: Office) -> None:
    lead = office.lead("总部会议系统", amount="26000")
    window = open_window()
    page = board(window, office)
    page.mouse.move(*middle(card(page, "总部会议系统")))
    page.mouse.down()
    page.mouse.move(*middle(column(page, SECOND)), steps=12)
    page.mouse.up()
    expect(column(page, SECOND).get_by_role("link", name="总部会议系统")).to_be_visible()
    expect(column(page, SECOND).get_by_role("heading")).to_contain_text("1")
    expect(column(page, FIRST)).to_contain_text("这个阶段没有线索")
    window.settle()  # the card is shown there before the server knows it
    page.reload()
    expect(column(page, SECOND).get_by_role("link", name="总部会议系统")).to_be_visible()
    window.settle()
    assert office.stage_of(lead) == SECOND


def after_timers(page: Page) -> None:
    """A lifted card hears keys from the next timer on; pressed by a program, they could come before that."""
    page.evaluate("() => new Promise((done) => setTimeout(done))")


def test_a_card_is_moved_with_the_keyboard_and_keeps_the_focus(open_window: OpenWindow, office: Office) -> None:
    lead = office.lead("总部会议系统")
    window = open_window()
    page = board(window, office)
    handle = page.get_by_role("button", name="移动 总部会议系统")
    handle.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text(f"总部会议系统 在“{FIRST}”上")).to_be_attached()
    after_timers(page)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text(f"总部会议系统 在“{SECOND}”上")).to_be_attached()
    page.keyboard.press("Space")
    expect(column(page, SECOND).get_by_role("button", name="移动 总部会议系统")).to_be_focused()
    window.settle()  # the answer draws the card anew, and leaves the focus where it is
    expect(column(page, SECOND).get_by_role("button", name="移动 总部会议系统")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_text(f"总部会议系统 在“{SECOND}”上")).to_be_attached()
    after_timers(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(page.get_by_text("已取消移动 总部会议系统")).to_be_attached()
    expect(column(page, SECOND).get_by_role("link", name="总部会议系统")).to_be_visible()
    window.settle()
    assert office.stage_of(lead) == SECOND


def touch(session: CDPSession, kind: str, *points: tuple[float, float]) -> None:
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})


def test_a_card_is_dragged_with_a_finger_on_a_phone(open_window: OpenWindow, office: Office) -> None:
    lead = office.lead("总部会议系统")
    window = open_window(size=PHONE, phone=True)
    page = board(window, office)
    session = page.context.new_cdp_session(page)
    x, y = middle(card(page, "总部会议系统"))
    touch(session, "touchStart", (x, y))
    expect(page.get_by_role("region", name="看板")).to_have_attribute("data-dragging", "true")
    # Held at the edge, the board goes on to the next stage by itself.
    for step in range(1, 11):
        touch(session, "touchMove", (x + (PHONE[0] - 24 - x) * step / 10, y))
    expect(page.get_by_text(f"总部会议系统 在“{SECOND}”上")).to_be_attached()
    touch(session, "touchEnd")
    expect(column(page, SECOND).get_by_role("link", name="总部会议系统")).to_be_visible()
    expect(column(page, FIRST)).to_contain_text("这个阶段没有线索")
    window.settle()
    assert office.stage_of(lead) == SECOND


def test_a_short_touch_scrolls_and_moves_nothing(open_window: OpenWindow, office: Office) -> None:
    lead = office.lead("总部会议系统")
    window = open_window(size=PHONE, phone=True)
    page = board(window, office)
    before = column(page, FIRST).bounding_box()
    session = page.context.new_cdp_session(page)
    x, y = middle(card(page, "总部会议系统"))
    session.send("Input.synthesizeScrollGesture", {"x": x, "y": y, "xDistance": -200, "yDistance": 0})
    after = column(page, FIRST).bounding_box()
    assert before and after and after["x"] < before["x"] - 50
    window.settle()
    assert office.stage_of(lead) == FIRST
