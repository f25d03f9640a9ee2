"""What people of several departments do for one customer, and what each of them sees of the others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from infra.local.stack import Stack
from tests.e2e.browser.floor import CONTRACT, PAYMENT, PREPARE, RECEIPT, SHIP, SOLUTION, Floor, Run, manned
from tests.e2e.browser.office import Office, Person
from tests.e2e.browser.window import PHONE, OpenWindow, Window

COMPLETE, START = re.compile("^完 ?成$"), re.compile("^开 ?始$")


@pytest.fixture
def floor(office: Office, stack: Stack) -> Floor:
    return manned(office, stack)


def looks(open_window: OpenWindow, person: Person, path: str) -> Window:
    window = open_window()
    person.signs_in(window, path)
    window.settle()
    return window


def card_of(page: Page, step: str) -> Locator:
    return page.get_by_role("region", name=step, exact=True)


def said(page: Page, text: str) -> None:
    """In passing, over the page, and to screen readers."""
    expect(page.get_by_role("alert").filter(has_text=text)).to_be_visible()


def opens_notice(floor: Floor, window: Window, title: str) -> Page:
    """The page that the person's newest notice of this title leads to."""
    floor.stack.wait_for_feed()
    page = window.open("/inbox")
    page.get_by_role("button", name=re.compile(title)).click()
    page.get_by_role("main").get_by_role("button", name=re.compile("查看|打开")).click()
    page.wait_for_url("**/runs/**")
    return page


def test_a_run_is_started_from_a_lead_and_its_first_card_brings_the_next_persons(
    open_window: OpenWindow, floor: Floor
) -> None:
    lead = floor.office.lead("总部会议系统", amount="26000")
    page = looks(open_window, floor.office.rep, f"/leads/{lead['id']}").page
    page.get_by_role("region", name="协作").get_by_role("button", name="发起协作").click()
    form = page.get_by_role("dialog", name="发起协作")
    form.get_by_label("承诺给客户的日期").fill("2027-01-29")
    form.get_by_role("radio", name="紧急").check()
    form.get_by_role("button", name=re.compile("^发 ?起$")).click()
    page.wait_for_url("**/runs/**")

    card = card_of(page, SOLUTION)
    card.get_by_role("button", name=START).click()
    said(page, "已开始")
    expect(card).to_contain_text("处理中")
    card.get_by_role("button", name=COMPLETE).click()
    asked = page.get_by_role("dialog", name=f"完成「{SOLUTION}」")
    expect(asked.get_by_label("合同金额")).to_have_value(re.compile("26,?000"))
    asked.get_by_role("button", name=COMPLETE).click()
    expect(asked.get_by_role("alert")).to_be_visible()
    expect(asked.get_by_label("方案要点")).to_be_focused()
    page.keyboard.type("标准方案，含安装与一年质保")
    page.keyboard.press("Enter")
    said(page, "已完成，下一步的负责人会收到通知")
    expect(asked).to_be_hidden()

    mine = looks(open_window, floor.office.owner, "/cards").page
    expect(mine.get_by_role("link", name=re.compile(f"^{CONTRACT} · .*总部会议系统"))).to_be_visible()
    mine.get_by_role("button", name=re.compile(f"^开始 {CONTRACT}")).click()
    expect(mine.get_by_role("button", name=re.compile(f"^完成 {CONTRACT}"))).to_be_visible()


def at_contract(floor: Floor, title: str = "产线改造") -> Run:
    """An order whose contract is with the owner."""
    run = floor.order(title, values={"amount": "26000"})
    run.does("solution", "complete", by=floor.office.rep, values={"solution_summary": "标准方案"})
    return run


def test_who_is_before_a_blocked_card_is_alerted_and_led_to_the_run(open_window: OpenWindow, floor: Floor) -> None:
    run = at_contract(floor)
    page = looks(open_window, floor.office.owner, "/cards").page
    page.get_by_role("button", name=f"{CONTRACT} {run.title} 的操作").click()
    page.get_by_role("menuitem", name="标记阻塞").click()
    asked = page.get_by_role("dialog", name=f"「{CONTRACT}」阻塞")
    asked.get_by_role("button", name="标记阻塞").click()
    expect(asked.get_by_role("alert")).to_have_text("请选择阻塞原因")
    asked.get_by_role("radio", name="条款有争议").check()
    asked.get_by_label("补充说明").fill("第 7 条的违约金")
    asked.get_by_role("button", name="标记阻塞").click()
    said(page, "已标记阻塞")

    other = opens_notice(floor, looks(open_window, floor.office.rep, "/"), f"协同阻塞预警：{CONTRACT}受阻")
    expect(other.get_by_role("heading", name=run.title)).to_be_visible()
    expect(card_of(other, CONTRACT)).to_contain_text("条款有争议 第 7 条的违约金")


def test_of_two_who_move_one_card_the_second_is_told_who_did_it_and_how_it_stands(
    open_window: OpenWindow, floor: Floor
) -> None:
    run = floor.order("门店翻新")
    first, second = (looks(open_window, each, run.path) for each in (floor.office.rep, floor.office.owner))
    second.expected.add(412)
    card_of(first.page, SOLUTION).get_by_role("button", name=START).click()
    said(first.page, "已开始")
    card_of(second.page, SOLUTION).get_by_role("button", name=re.compile("标记阻塞")).click()
    asked = second.page.get_by_role("dialog")
    asked.get_by_role("radio", name="资料不齐").check()
    asked.get_by_role("button", name="标记阻塞").click()
    told = second.page.get_by_role("alert").filter(has_text="您的操作没有执行")
    expect(told).to_contain_text(re.compile("林一 .*：开始处理"))
    expect(told).to_contain_text(f"「{SOLUTION}」现在的状态是处理中，由林一负责")
    expect(asked).to_be_hidden()
    expect(card_of(second.page, SOLUTION)).to_contain_text("处理中")
    assert run.states()["solution"] == "in_progress"


def test_who_is_named_in_a_comment_is_told_and_reads_it(open_window: OpenWindow, floor: Floor) -> None:
    run = at_contract(floor)
    page = looks(open_window, floor.office.rep, run.card_path("contract")).page
    box = page.get_by_role("textbox", name=f"评论「{CONTRACT}」")
    box.press_sequentially("@周")
    page.get_by_role("menuitem", name="周砚").click()
    box.press_sequentially("客户法务今天回复")
    box.press("Control+Enter")
    expect(page.get_by_role("listitem").filter(has_text="客户法务今天回复")).to_contain_text("林一")

    told = opens_notice(floor, looks(open_window, floor.office.owner, "/"), f"林一在「{CONTRACT}」中提到了您")
    expect(told.get_by_role("listitem").filter(has_text="@周砚 客户法务今天回复")).to_be_visible()


def test_a_file_that_one_uploads_another_downloads_as_it_was(
    open_window: OpenWindow, floor: Floor, tmp_path: Path
) -> None:
    run, content = at_contract(floor), "第 7 条：试用期三十天。".encode()
    page = looks(open_window, floor.office.rep, run.card_path("contract")).page
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=f"上传到「{CONTRACT}」").click()
    chooser.value.set_files([{"name": "合同（第二稿）.txt", "mimeType": "text/plain", "buffer": content}])
    expect(page.get_by_role("button", name="合同（第二稿）.txt", exact=True)).to_be_visible()

    page = looks(open_window, floor.office.owner, run.card_path("contract")).page
    with page.expect_download() as download:
        page.get_by_role("button", name="合同（第二稿）.txt", exact=True).click()
    assert download.value.suggested_filename == "合同（第二稿）.txt"
    download.value.save_as(tmp_path / "got")
    assert (tmp_path / "got").read_bytes() == content


def test_a_reopened_card_is_open_again_and_what_follows_waits(open_window: OpenWindow, floor: Floor) -> None:
    run = at_contract(floor)
    page = looks(open_window, floor.office.owner, run.card_path("solution")).page
    card_of(page, SOLUTION).get_by_role("button", name="重新打开").click()
    asked = page.get_by_role("dialog", name=f"重新打开「{SOLUTION}」")
    asked.get_by_label("原因").fill("客户加了两间会议室")
    asked.get_by_role("button", name="重新打开").click()
    said(page, "已重新打开")
    expect(card_of(page, SOLUTION)).to_contain_text("第 2 轮")
    expect(page.get_by_role("region", name="历史")).to_contain_text("客户加了两间会议室")
    assert run.states()["contract"] == "waiting"


def test_a_step_that_waits_for_approval_goes_on_with_it_and_another_falls_away(
    open_window: OpenWindow, floor: Floor
) -> None:
    run = floor.trial("展厅大屏试用")
    run.completes("prepare")
    page = looks(open_window, floor.office.owner, run.card_path("ship")).page
    card = card_of(page, SHIP)
    expect(card).to_contain_text("等待「法务」审批")
    card.get_by_role("button", name="审批通过").click()
    page.get_by_role("dialog", name=f"审批「{SHIP}」").get_by_role("button", name="审批通过").click()
    said(page, "已审批")
    expect(card).not_to_contain_text("等待「法务」审批")
    card.get_by_role("button", name=START).click()
    expect(card).to_contain_text("处理中")

    page = looks(open_window, floor.office.owner, run.card_path("agreement")).page
    page.get_by_role("button", name=re.compile("^跳 ?过$")).click()
    asked = page.get_by_role("dialog", name="跳过「试用协议」")
    asked.get_by_label("原因").fill("老客户，沿用去年的协议")
    asked.get_by_role("button", name=re.compile("^跳 ?过$")).click()
    said(page, "已跳过")
    assert run.states() == {"prepare": "done", "agreement": "skipped", "ship": "in_progress", "receipt": "waiting"}


def test_the_customer_confirms_the_receipt_on_a_phone_without_an_account(open_window: OpenWindow, floor: Floor) -> None:
    run = floor.shipped()
    window = open_window(size=PHONE, phone=True)
    page = window.open(floor.letter_link(run.title))
    expect(page.get_by_role("heading", name=run.title)).to_be_visible()
    expect(page.get_by_text("SF1234567890")).to_be_visible()
    steps = page.get_by_role("list", name="进度").get_by_role("listitem")
    expect(steps).to_contain_text([PREPARE, "试用协议", SHIP, RECEIPT])
    page.get_by_role("button", name="确认签收").tap()
    expect(page.get_by_text("请填写签收人姓名")).to_be_visible()
    expect(page.get_by_label("签收人")).to_be_focused()
    page.get_by_label("签收人").fill("沈青")
    page.get_by_role("button", name="确认签收").tap()
    expect(page.get_by_role("status").filter(has_text="沈青 已于")).to_be_visible()
    expect(page.get_by_role("button", name="确认签收")).to_be_hidden()
    assert window.width() == PHONE[0]
    assert run.now()["state"] == "done"


def test_a_cancelled_run_says_why_and_offers_nothing_more(open_window: OpenWindow, floor: Floor) -> None:
    run = at_contract(floor)
    page = looks(open_window, floor.office.owner, run.path).page
    page.get_by_role("button", name="取消流程").click()
    asked = page.get_by_role("dialog", name="取消这个流程？")
    asked.get_by_role("button", name="取消流程").click()
    expect(asked.get_by_role("alert")).to_have_text("请填写原因")
    asked.get_by_label("原因").fill("客户今年不采购了")
    asked.get_by_role("button", name="取消流程").click()
    expect(page.get_by_text("客户今年不采购了").first).to_be_visible()
    expect(page.get_by_role("button", name="取消流程")).to_have_count(0)
    assert set(run.states().values()) == {"done", "cancelled"}


def test_the_report_of_the_month_is_downloaded_as_a_workbook_with_its_figures(
    open_window: OpenWindow, floor: Floor, tmp_path: Path
) -> None:
    at_contract(floor)
    page = looks(open_window, floor.office.owner, "/flows/timeliness").page
    expect(page.get_by_role("region", name="按节点").get_by_role("row").filter(has_text=SOLUTION)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 Excel").click()
    assert re.fullmatch(r"timeliness-\d{4}-\d{2}\.xlsx", download.value.suggested_filename)
    download.value.save_as(tmp_path / "report.xlsx")
    sheets = load_workbook(tmp_path / "report.xlsx", read_only=True).worksheets
    assert any(SOLUTION in row for sheet in sheets for row in sheet.iter_rows(values_only=True))


def test_an_event_that_found_no_card_is_matched_by_hand(open_window: OpenWindow, floor: Floor) -> None:
    run = at_contract(floor)
    run.completes("contract", contract_number="HT-2026-0815", signed_on="2026-11-20")
    assert floor.partner().sends(floor.payment("2026-0815")) == "waiting"
    page = looks(open_window, floor.office.owner, "/settings/connectors?show=unmatched").page
    event = page.get_by_role("listitem").filter(has_text="payment.received")
    expect(event).to_contain_text("2026-0815")
    event.get_by_role("button", name=re.compile("^匹 ?配$")).click()
    asked = page.get_by_role("dialog", name="这个事件对应哪张卡片？")
    asked.get_by_label("流程").click()
    page.get_by_title(run.title).click()
    asked.get_by_label("卡片").click()
    page.get_by_title(re.compile(f"^{PAYMENT}")).click()
    asked.get_by_role("button", name=re.compile("^匹 ?配$")).click()
    said(page, "已执行")
    expect(page.get_by_text("没有待匹配的事件")).to_be_visible()
    assert run.states()["payment"] == "done"
