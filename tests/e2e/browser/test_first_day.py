"""The first day of a company: nothing has to be read to get to a followed-up lead."""

from __future__ import annotations

import os
import re
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.browser.office import Office
from tests.e2e.browser.window import OpenWindow

TABLE = """线索名称,公司,销售,当前阶段,来源,金额,备注
自动分拣改造,云峰物流,林一,需求确认,官网,128000,想先看样机
耗材年度采购,恒达医疗,林一,方案报价,转介绍,约八万,
前台翻新,海岸酒店,新同事,初步接触,展会,56000,预算下月批
"""


def test_three_steps_lead_from_sign_up_to_the_first_follow_up(open_window: OpenWindow) -> None:
    window = open_window()
    # Nobody is signed in: the question whether somebody is, is refused.
    window.expected.update((401, 422))
    page = window.open("/")
    page.get_by_role("link", name="免费注册").click()
    page.get_by_label("公司名称").fill("上海明川科技")
    page.get_by_label("您的姓名").fill("欧阳瑞")
    page.get_by_label("工作邮箱").fill(f"ouyang-{os.getpid()}@browser.example")
    page.get_by_role("textbox", name="密码").fill("correct-battery-42")
    page.get_by_role("button", name="下一步：选择应用套件").click()

    page.get_by_text("工业设备", exact=True).click()
    expect(page.get_by_role("list", name="工业设备的阶段")).to_be_visible()
    page.get_by_text("销售线索管理", exact=True).click()
    page.get_by_role("button", name="创建工作空间").click()

    colleague = page.get_by_role("group", name="第 1 位")
    colleague.get_by_label("姓名").fill("林一")
    colleague.get_by_label("邮箱").fill(f"lin-{os.getpid()}@first-day.example")
    page.get_by_role("button", name="发送邀请，开始使用").click()

    expect(page.get_by_role("heading", name="今日")).to_be_visible()
    expect(page.get_by_text("已完成 1 / 4 步")).to_be_visible()
    page.get_by_role("link", name="记录第一次跟进").click()
    page.get_by_role("button", name="新建线索").first.click()
    form = page.get_by_role("dialog", name="新建线索")
    form.get_by_label("线索名称").fill("总部会议系统")
    form.get_by_label("来源渠道").click()
    page.get_by_title("转介绍").click()
    form.get_by_role("button", name=re.compile("^新 ?建$")).click()

    lead = page.get_by_role("dialog", name="总部会议系统")
    lead.get_by_label("说了什么").fill("确认了预算，周四给方案")
    lead.get_by_role("button", name=re.compile("^记 ?录$")).click()
    expect(page.get_by_text("已记录跟进")).to_be_visible()
    expect(lead.get_by_role("listitem").filter(has_text="确认了预算，周四给方案")).to_be_visible()
    lead.get_by_role("button", name="关闭").click()
    page.get_by_role("link", name="今日").click()
    expect(page.get_by_text("已完成 2 / 4 步")).to_be_visible()


def test_a_table_is_mapped_tried_imported_and_undone(open_window: OpenWindow, office: Office, tmp_path: Path) -> None:
    window = open_window()
    office.owner.signs_in(window, "/imports")
    page = window.page
    page.get_by_label("把表格拖到这里").last.set_input_files(
        [{"name": "线索.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}]
    )
    page.get_by_role("button", name="上传并识别").click()

    expect(page.get_by_role("heading", name="列对应的字段")).to_be_visible()
    mapping = page.get_by_role("row").filter(has_text="自动分拣改造")
    expect(mapping).to_contain_text("线索名称")
    page.get_by_role("button", name="保存并试运行").click()
    expect(page.get_by_role("heading", name="试运行结果")).to_be_visible()
    assert office.owner.caller.every("/leads") == []

    page.get_by_role("button", name="正式导入").click()
    expect(page.get_by_role("heading", name="导入完成")).to_be_visible()
    assert {each["name"] for each in office.owner.caller.every("/leads")} == {"自动分拣改造", "前台翻新"}

    with page.expect_download() as download:
        page.get_by_role("button", name="下载失败明细").click()
    download.value.save_as(tmp_path / "errors.csv")
    assert "约八万" in (tmp_path / "errors.csv").read_text()

    page.get_by_role("button", name="撤销这次导入").click()
    page.get_by_role("dialog").get_by_role("button", name="撤销导入").click()
    expect(page.get_by_role("heading", name="导入已撤销")).to_be_visible()
    assert office.owner.caller.every("/leads") == []


def test_the_language_is_switched_everywhere_and_kept(open_window: OpenWindow, office: Office) -> None:
    office.due_lead("会议室升级")
    window = open_window(locale="fr-FR")
    page = window.open("/login")
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    page.get_by_role("button", name="语言").click()
    page.get_by_role("menuitem", name="English").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    office.rep.signs_in(window)
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    expect(page.get_by_role("link", name="会议室升级")).to_be_visible()
    words = re.sub("会议室升级公司|会议室升级|明川科技|明线|林一|简体中文", "", page.locator("body").inner_text())
    assert re.findall("[一-鿿]+", words) == []

    page.reload()
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    page.get_by_role("button", name="Language").click()
    page.get_by_role("menuitem", name="简体中文").click()
    expect(page.get_by_role("heading", name="今日")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "zh-CN"
