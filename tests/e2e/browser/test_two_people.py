"""Two people change one lead at once: nobody's words are lost without being seen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser.office import Office, Person
from tests.e2e.browser.window import OpenWindow


def opened(open_window: OpenWindow, person: Person, lead: dict[str, Any]) -> Locator:
    window = open_window()
    window.expected.add(412)
    person.signs_in(window, f"/leads/{lead['id']}")
    shown = window.page.get_by_role("dialog", name=lead["name"])
    expect(shown.get_by_role("button", name="修改产品")).to_be_visible()
    window.settle()
    return shown


def change_product(lead: Locator, product: str) -> Page:
    lead.get_by_role("button", name="修改产品").click()
    lead.get_by_label("产品", exact=True).fill(product)
    lead.get_by_label("产品", exact=True).press("Enter")
    return lead.page


@pytest.mark.parametrize(("choice", "kept"), [("仍按我的保存", "激光切割机"), ("保留对方的", "折弯机")])
def test_who_comes_second_sees_both_and_chooses(
    open_window: OpenWindow, office: Office, choice: str, kept: str
) -> None:
    lead = office.lead("产线改造", product="冲床")
    first, second = opened(open_window, office.rep, lead), opened(open_window, office.owner, lead)
    change_product(first, "折弯机")
    expect(first.get_by_text("折弯机").first).to_be_visible()
    expect(first.get_by_role("button", name="修改产品")).to_be_visible()

    page = change_product(second, "激光切割机")
    clash = page.get_by_role("dialog", name="这条线索刚被修改过")
    expect(clash).to_contain_text(re.compile("林一 .*修改了.*；您的修改尚未保存。"))
    expect(clash).to_contain_text("折弯机")
    expect(clash).to_contain_text("激光切割机")
    assert office.owner.caller.got(f"/leads/{lead['id']}")["product"] == "折弯机"
    clash.get_by_role("button", name=choice).click()
    expect(clash).to_be_hidden()
    expect(second.get_by_text(kept).first).to_be_visible()
    assert office.owner.caller.got(f"/leads/{lead['id']}")["product"] == kept
