"""`make screens`: a picture of every page in build/screens, over the sample workspace.

In Chinese at a desk and on a phone; the pages that hold the most also in English and in the dark.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from infra.local.stack import Stack, running_stack
from tests.e2e.browser.chromium import chromium
from tests.e2e.browser.pages import INSIDE, OUTSIDE
from tests.e2e.browser.window import DESK, PHONE, Window, new_window

ROOT = Path(__file__).resolve().parents[3]
INTO = ROOT / "build/screens"
#: Also in English and in the dark.
TWICE = ("login", "signup", "today", "leads", "board", "lead", "import-mapping", "inbox", "settings-stages",
         "settings-roles", "settings-members")  # fmt: skip
ROWS = """线索名称,销售,当前阶段,来源,金额,电话,备注
云峰物流自动分拣,{rep},需求确认,官网,128000,021-6123456{n},想先看样机
恒达医疗耗材,{rep},方案报价,转介绍,abc,1380000111{n},
海岸酒店翻新,新同事,首次接触,展会,56000,1380000222{n},预算下月批
"""


@dataclass(frozen=True)
class Style:
    folder: str
    size: tuple[int, int]
    locale: str = "zh-CN"
    dark: bool = False
    only: tuple[str, ...] | None = None


STYLES = (
    Style("desk", DESK),
    Style("phone", PHONE),
    Style("desk-en", DESK, locale="en", only=TWICE),
    Style("desk-dark", DESK, dark=True, only=TWICE),
    Style("phone-dark", PHONE, dark=True, only=TWICE),
)
Step = Callable[[Window], None]


@dataclass(frozen=True)
class Access:
    owner: str
    rep: str
    rep_name: str
    password: str


def load_demo(stack: Stack) -> Access:
    """The sample workspace, and who may sign in to it, as `make demo` tells it."""
    command = [sys.executable, "-m", "infra.local", "demo", "--data", str(stack.data_dir)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    people = dict(re.findall(r"^  (\w+) +(\S+@\S+) +.+$", told, re.MULTILINE)[::-1])
    rep_name = re.search(r"^  rep +\S+ +(.+)$", told, re.MULTILINE)
    password = re.search(r"Password of all: (\S+)", told)
    assert rep_name and password, told
    stack.wait_for_feed(timeout=300)
    stack.sweep()
    stack.wait_for_feed(timeout=300)
    rep = re.search(r"^  rep +(\S+@\S+)", told, re.MULTILINE)
    assert rep
    return Access(people["owner"], rep[1], rep_name[1], password[1])


def main() -> int:
    shutil.rmtree(INTO, ignore_errors=True)
    wanted = sys.argv[1:]
    with (
        tempfile.TemporaryDirectory(prefix="glasspipe-screens-") as folder,
        running_stack(Path(folder) / "data") as stack,
        chromium() as browser,
    ):
        access = load_demo(stack)
        for style in STYLES:
            if not wanted or style.folder in wanted:
                _shoot_all(browser, stack, access, style)
    print(f"{sum(1 for _ in INTO.rglob('*.png'))} pictures in {INTO.relative_to(ROOT)}")
    return 0


def _shoot_all(browser: Browser, stack: Stack, access: Access, style: Style) -> None:
    for signs_in, steps in ((None, list(_outside(style))), (access, list(_inside(access, STYLES.index(style))))):
        window = new_window(
            browser, stack.base_url, size=style.size, locale=style.locale, dark=style.dark, phone=style.size == PHONE
        )
        window.expected.add(404)
        if signs_in:
            window.sign_in(signs_in.owner, signs_in.password)
        for name, step in steps:
            if style.only is None or name in style.only:
                step(window)
                shoot(window, INTO / style.folder / f"{name}.png")
        for complaint in window.complaints:
            print(f"{style.folder}: {complaint}")
        window.context.close()


def shoot(window: Window, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    window.settle().screenshot(path=file, animations="disabled")


def _goes(path: str) -> Step:
    return lambda window: window.open(path) and None


def _outside(style: Style) -> Iterator[tuple[str, Step]]:
    for name, path in OUTSIDE.items():
        yield name, _goes(path)

    def to_pack(window: Window) -> None:
        page = window.open("/signup")
        for place, text in enumerate(
            ("上海明川科技", "欧阳瑞", f"{style.folder}@mingchuan.example", "correct-battery-42")
        ):
            page.locator("form input").nth(place).fill(text)
        page.locator("form button[type=submit]").click()
        page.wait_for_url("**/signup/pack")

    yield "signup-pack", to_pack

    def to_team(window: Window) -> None:
        page = window.page
        page.get_by_role("button", name=re.compile("创建工作空间|Create")).click()
        page.wait_for_url("**/signup/team")

    yield "signup-team", to_team

    def to_first_day(window: Window) -> None:
        page = window.page
        page.get_by_role("button", name=re.compile("以后再说|Later|Not now|Skip", re.IGNORECASE)).click()
        page.wait_for_url(lambda url: "/signup" not in url)

    yield "today-first-day", to_first_day
    yield "leads-first-day", _goes("/leads")
    yield "inbox-first-day", _goes("/inbox")
    yield "imports-first-day", _goes("/imports")


def _inside(access: Access, number: int) -> Iterator[tuple[str, Step]]:
    for name, path in INSIDE.items():
        yield name.replace("/", "-"), _goes(path)

    def to_lead(window: Window) -> None:
        page = window.open("/leads?layout=table")
        window.settle()
        page.locator("main a[href*='/leads/lead_']").first.click()
        page.get_by_role("dialog").wait_for()

    yield "lead", to_lead

    def to_new_lead(window: Window) -> None:
        page = window.open("/leads")
        page.get_by_role("button", name=re.compile("新建线索|New lead")).click()
        page.get_by_role("dialog").wait_for()

    yield "lead-new", to_new_lead

    def to_follow_up(window: Window) -> None:
        page = window.open("/")
        window.settle()
        page.get_by_role("button", name=re.compile("^跟进：|^Follow.up:")).first.click()

    yield "today-follow-up", to_follow_up

    def to_mapping(window: Window) -> None:
        page = window.open("/imports")
        table = ROWS.format(rep=access.rep_name, n=number).encode()
        page.locator("input[type=file]").set_input_files(
            [{"name": "线索.csv", "mimeType": "text/csv", "buffer": table}]
        )
        page.get_by_role("button", name=re.compile("上传并识别|Upload")).click()
        page.wait_for_url("**/imports/*")
        page.get_by_role("button", name=re.compile("试运行|正式导入|trial|Import", re.IGNORECASE)).first.wait_for()

    yield "import-mapping", to_mapping

    def to_result(window: Window) -> None:
        page = window.page
        page.get_by_role("button", name=re.compile("试运行$|trial", re.IGNORECASE)).click()
        page.get_by_role("button", name=re.compile("^正式导入|^Import$")).click()
        page.get_by_role("heading", name=re.compile("导入完成|Imported|finished|done", re.IGNORECASE)).wait_for()

    yield "import-result", to_result


if __name__ == "__main__":
    sys.exit(main())
