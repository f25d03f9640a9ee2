"""A person's browser window on the running stack, and what it must never do while they look at it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

DESK, PHONE = (1440, 900), (390, 844)
#: Chromium reports each answer of the API that is a refusal, whatever the page makes of it.
_REFUSED = re.compile(r"^Failed to load resource: .* status of (\d+)")
#: The same when there is no network.
_OFFLINE = "Failed to load resource: net::ERR_INTERNET_DISCONNECTED"
#: So many looks in a row must find nothing on its way; the time between two is that of a few frames.
_LOOKS, _BETWEEN_MS = 4, 60


@dataclass
class Window:
    """`complaints`: errors, breaches of the policy and requests to other hosts, as they came.
    `expected`: statuses of refusals that the scenario provokes."""

    page: Page
    base_url: str
    expected: set[int] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)
    _under_way: set[Request] = field(default_factory=set)

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def open(self, path: str) -> Page:
        self.page.goto(self.base_url + path)
        return self.page

    def sign_in(self, email: str, password: str, path: str = "/") -> Page:
        """Through the sign-in page, to `path` or where that leads."""
        self.open(f"/login?next={path}")
        self.page.get_by_label("邮箱", exact=True).or_(self.page.get_by_label("E-mail", exact=True)).fill(email)
        self.page.get_by_role("textbox", name=re.compile("^(密码|Password)")).fill(password)
        self.page.get_by_role("button", name=re.compile("^(登 ?录|Sign in)$")).click()
        self.page.wait_for_url(lambda url: "/login" not in url)
        return self.page

    def settle(self) -> Page:
        """Until nothing is on its way any more: no request, no skeleton, no moving part."""
        calm = 0
        while calm < _LOOKS:
            self.page.wait_for_timeout(_BETWEEN_MS)
            calm = 0 if self._under_way else calm + 1
        expect(self.page.locator(".ant-skeleton, [aria-busy=true], .ant-spin-spinning")).to_have_count(0)
        self.page.evaluate(
            "() => Promise.all(document.getAnimations()"
            ".filter((each) => each.effect.getComputedTiming().iterations < 100)"
            ".map((each) => each.finished.catch(() => null)))"
        )
        return self.page

    def width(self) -> int:
        """Pixels of what is shown, what one has to push sideways for included."""
        wide: int = self.page.evaluate(
            "() => Math.max(innerWidth, document.documentElement.scrollWidth, document.body.scrollWidth)"
        )
        return wide

    def watch(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        self.page.on("request", self._see)
        self.page.on("requestfinished", self._end)
        self.page.on("requestfailed", self._end)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        refused = _REFUSED.match(message.text)
        if (refused and int(refused[1]) in self.expected) or message.text == _OFFLINE:
            return
        self.complaints.append(
            f"{message.type} at {urlsplit(self.page.url).path}: {message.text} ({message.location['url']})"
        )

    def _end(self, request: Request) -> None:
        self._under_way.discard(request)

    def _see(self, request: Request) -> None:
        self._under_way.add(request)
        url = urlsplit(request.url)
        if url.scheme not in ("data", "blob") and not request.url.startswith(self.base_url + "/"):
            self.complaints.append(f"asked another host: {request.url}")


OpenWindow = Callable[..., Window]


def new_window(
    browser: Browser,
    base_url: str,
    *,
    size: tuple[int, int] = DESK,
    locale: str = "zh-CN",
    dark: bool = False,
    phone: bool = False,
) -> Window:
    """A window with nothing kept in it: cookies and storage are its own. `phone` has touch and a phone's pixels."""
    context = browser.new_context(
        locale=locale,
        timezone_id="Asia/Shanghai",
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        has_touch=phone,
        is_mobile=phone,
        device_scale_factor=2 if phone else 1,
    )
    context.set_default_timeout(15_000)
    window = Window(context.new_page(), base_url)
    window.watch()
    return window
