"""What holds on every page: fit for everybody, and safe."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import expect

from infra.local.stack import Stack
from tests.e2e.browser.axe import serious
from tests.e2e.browser.floor import Floor, manned
from tests.e2e.browser.office import Office
from tests.e2e.browser.pages import DIALOGS, INSIDE, OUTSIDE, flow_pages, open_dialog
from tests.e2e.browser.window import DESK, PHONE, OpenWindow, Window

#: A token of any kind, whole or in part: three parts with dots, or one of the API's refresh tokens.
TOKEN = re.compile(r"eyJ[\w-]{10,}|[\w-]{20,}\.[\w-]{20,}|\b(rt|gp)_\w{20,}")
#: The viewer of the API reference is not ours: it has a button within each head that folds.
KNOWN = {"/docs/": frozenset({"nested-interactive"})}
STORED = "() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])"


def every_page(window: Window, floor: Floor) -> Iterator[str]:
    """Each page as it is once all of it is there."""
    # Nobody knows the link of `track`.
    window.expected.add(404)
    for path in OUTSIDE.values():
        window.open(path)
        window.settle()
        yield path
    office, flows = floor.office, flow_pages(floor)
    lead = office.due_lead("无锡屿禾食品有限公司分公司会议系统与远程协作整体升级项目（二期）")
    office.lead("门店翻新", amount="9900", company="屿禾食品")
    office.owner.signs_in(window)
    for path in [*INSIDE.values(), *flows.values(), f"/leads/{lead['id']}", "/docs/"]:
        window.open(path)
        window.settle()
        yield path
    window.open("/leads?layout=table")
    window.page.get_by_role("button", name="新建线索").first.click()
    expect(window.page.get_by_role("dialog")).to_be_visible()
    window.settle()
    yield "new lead"
    for name, (page, button) in DIALOGS.items():
        open_dialog(window, (INSIDE | flows)[page], button)
        window.settle()
        yield name


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_serious_on_any_page_and_none_is_wider_than_its_window(
    open_window: OpenWindow, office: Office, stack: Stack, dark: bool, size: tuple[int, int]
) -> None:
    window = open_window(dark=dark, size=size, phone=size == PHONE)
    said = []
    for page in every_page(window, manned(office, stack)):
        said += [f"{page}: {each}" for each in serious(window.page, KNOWN.get(page, frozenset()))]
        if window.width() > size[0] and page != "/docs/":
            said.append(f"{page} is {window.width()} px wide")
    assert said == [], "\n".join(said)


def test_no_token_lies_where_a_script_could_read_it(open_window: OpenWindow, office: Office) -> None:
    window = open_window()
    office.rep.signs_in(window)
    for path in ("/", "/leads", "/inbox", "/settings/profile", "/docs/"):
        window.open(path)
        window.settle()
        stored = window.page.evaluate(STORED)
        assert not TOKEN.search(stored), (path, stored)
    cookies = [each for each in window.context.cookies() if each["httpOnly"]]
    assert cookies
    assert all(each["sameSite"] in ("Strict", "Lax") and each["path"].startswith("/v1") for each in cookies), cookies


def test_the_console_is_served_with_a_strict_policy(stack: Stack) -> None:
    for path in ("/", "/leads/lead_1", "/docs/"):
        headers = requests.get(stack.base_url + path, timeout=10).headers
        policy = dict(each.strip().partition(" ")[::2] for each in headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert policy["form-action"] == "'self'"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_what_a_user_typed_is_never_html(open_window: OpenWindow, office: Office) -> None:
    evil = "<img src=x onerror=alert(1)><b>粗体</b>"
    lead = office.due_lead(evil)
    office.rep.caller.did(f"/leads/{lead['id']}/follow-ups", {"kind": "call", "outcome": "connected", "summary": evil})
    window = open_window()
    office.owner.signs_in(window)
    for path in ("/", "/leads?layout=table", "/leads?layout=board", f"/leads/{lead['id']}", "/settings/audit"):
        page = window.open(path)
        window.settle()
        expect(page.get_by_text("<b>粗体</b>").first).to_be_attached()
        assert page.locator("img[src=x]").count() == 0
