"""Every address of the console, for tests and pictures that go through all of them."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.browser.floor import Floor
from tests.e2e.browser.window import Window

#: For people who are not signed in. Name -> path.
OUTSIDE = {
    "login": "/login",
    "forgot": "/forgot",
    "reset": "/reset?token=none",
    "invite": "/invite?token=none",
    "signup": "/signup",
    "track": "/track/none",
}
#: For an owner.
INSIDE = {
    "today": "/",
    "leads": "/leads",
    "board": "/leads?layout=board",
    "customers": "/customers",
    "flows": "/flows",
    "timeliness": "/flows/timeliness",
    "cards": "/cards",
    "inbox": "/inbox",
    "preferences": "/inbox/preferences",
    "imports": "/imports",
    "settings": "/settings",
    **{
        f"settings-{name}": f"/settings/{name}"
        for name in (
            "profile", "workspace", "stages", "fields", "lists", "lists/hold-reasons", "lists/lost-reasons", "roles",
            "assignment", "calendar", "reminders", "members", "channels", "api-keys", "audit", "flows", "flow-roles",
            "connectors",
        )
    },
    "not-found": "/nowhere",
}  # fmt: skip


def flow_pages(floor: Floor) -> dict[str, str]:
    """Those that are about one run, one connector or one event, with much in them. Name -> path."""
    half_done, shipped = floor.half_done(), floor.shipped()
    bank = floor.partner()
    assert bank.sends(floor.payment("HT-2026-0815")) == "waiting"
    opened = f"{half_done.id}~{half_done.cards['agreement']}"
    return {
        "run": half_done.card_path("agreement"),
        "run-blocked": half_done.card_path("ship"),
        "run-done-card": half_done.card_path("prepare"),
        "flows-card": f"/flows?flow=device_trial&card={opened}",
        "cards-card": f"/cards?card={opened}",
        "cards-blocked": "/cards?show=blocked",
        "settings-flow": "/settings/flows/order",
        "settings-connector": f"/settings/connectors/{bank.id}",
        "settings-connectors-unmatched": "/settings/connectors?show=unmatched",
        "track-receipt": floor.letter_link(shipped.title),
    }


#: What a button of a page opens, in either language. Name -> the page's name, the button's.
DIALOGS = {
    "run-start": ("flows", "发起协作|Start a run"),
    "run-complete": ("run", "^完 ?成$|^Complete$"),
    "run-block": ("run", "^标记阻塞$|^Block$"),
    "run-hand-over": ("run", "^转 ?交$|^Hand over$"),
    "run-skip": ("run", "^跳 ?过$|^Skip$"),
    "run-change": ("run", "^修 ?改$|^Change$"),
    "run-cancel": ("run", "^取消流程$|^Cancel the run$"),
    "settings-connector-new": ("settings-connectors", "^新建连接器$|^New connector$"),
    "settings-connectors-match": ("settings-connectors-unmatched", "^匹 ?配$|^Match$"),
}


def open_dialog(window: Window, path: str, button: str) -> None:
    page = window.open(path)
    window.settle()
    page.get_by_role("main").get_by_role("button", name=re.compile(button)).first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
