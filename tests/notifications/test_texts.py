"""The words of notifications: in both languages, in the workspace's time, and with the help that fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from string import Formatter
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest

from chalicelib.notifications import FailureCode, texts

ZH = texts.Voice("zh-CN", ZoneInfo("Asia/Shanghai"))
EN = texts.Voice("en", ZoneInfo("Europe/London"))
AT = datetime(2026, 11, 23, 18, 5, tzinfo=UTC)
LEAD = texts.LeadFacts(
    name="ERP 升级",
    company="云图科技",
    stage="方案报价",
    phase="quoted",
    amount="CNY 120,000.00",
    blocker="none",
    link="https://app.example.com/leads/lead_1",
    rep="王芳",
)
CALLS = tuple(
    texts.FollowUpLine(AT.replace(day=day), "call", outcome, f"第 {day} 天\n的情况")
    for day, outcome in ((22, "no_answer"), (20, "connected"), (18, "met"), (16, "replied"))
)
ENTRY = texts.DueEntry(LEAD, AT)
FACTS: dict[str, Any] = {
    "lead.silent": texts.SilentFacts(LEAD, 9, CALLS, 1),
    "lead.follow_up_missed": texts.MissedFacts(LEAD, AT, 0),
    "lead.dwell": texts.DwellFacts(LEAD, 30, 21, 0),
    "lead.follow_up_due": texts.DueFacts(date(2026, 11, 24), (ENTRY,), (ENTRY, ENTRY), "https://app.example.com/due"),
    "lead.pool_warning": texts.PoolWarningFacts(LEAD, AT),
    "lead.returned_to_pool": texts.ReturnedFacts(LEAD, 1),
    "hold.ended": texts.HoldEndedFacts(LEAD, "预算未批复", AT),
    "lead.assigned": texts.AssignedFacts(LEAD, "李雷", "转介绍", AT),
    "import.done": texts.ImportFacts("客户.xlsx", 10, 2, 0, 1, "https://app.example.com/imports/imp_1"),
    "member.invited": texts.InviteFacts("李雷", "云图科技华东", AT, "https://app.example.com/invite#t"),
    "password.reset": texts.ResetFacts(AT, "https://app.example.com/reset#t"),
}


def facts_of(kind: str) -> Any:
    return FACTS[kind.removesuffix(".supervisor")]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", texts.PHRASES)
def test_every_phrase_exists_in_both_languages_with_the_same_placeholders(key: str) -> None:
    phrase = texts.PHRASES[key]
    assert phrase.zh.strip()
    assert phrase.en.strip()
    assert placeholders(phrase.zh) == placeholders(phrase.en)


@pytest.mark.parametrize("kind", texts.WRITERS)
@pytest.mark.parametrize("voice", [ZH, EN], ids=["zh-CN", "en"])
def test_every_kind_is_written_in_both_languages_with_its_link(kind: str, voice: texts.Voice) -> None:
    message = texts.WRITERS[kind](facts_of(kind), voice)
    assert message.title
    assert "\n" not in message.title
    assert message.body_text
    assert message.link.startswith("https://app.example.com/")
    assert "{" not in message.title + message.body_text


def test_a_silent_lead_tells_all_that_its_rep_needs() -> None:
    lead = replace(LEAD, blocker="IT 担心数据迁移")
    message = texts.silent(texts.SilentFacts(lead, 9, CALLS, 1), ZH)
    assert message.title == "「ERP 升级（云图科技）」已静默 9 天"
    assert message.body_text.splitlines() == [
        "这条线索已有 9 天没有新动态，今天联系一下客户吧。",
        "当前阶段：方案报价",
        "金额：CNY 120,000.00",
        "关键障碍点：IT 担心数据迁移",
        "最近跟进：",
        "· 2026年11月23日 02:05 电话，未接通：第 22 天 的情况",
        "· 2026年11月21日 02:05 电话，已接通：第 20 天 的情况",
        "· 2026年11月19日 02:05 电话，已见面：第 18 天 的情况",
        "建议下一步：约售前一起解答技术疑问，必要时安排演示或试用。",
    ]


def test_a_silent_lead_reads_well_in_english() -> None:
    message = texts.silent_for_supervisor(texts.SilentFacts(replace(LEAD, rep="Amy"), 1, (), 0), EN)
    assert message.title == "Amy's lead ERP 升级 (云图科技) has been silent for 1 day"
    assert message.body_text.splitlines() == [
        "Nothing has happened on Amy's lead for 1 day. See where you can help.",
        "Stage: 方案报价",
        "Amount: CNY 120,000.00",
        "Last follow-ups: none recorded yet",
        "What to do next: Ask what they think of the quote, and agree on a date for the decision.",
    ]


def test_times_are_the_workspaces() -> None:
    facts = texts.MissedFacts(LEAD, AT, 0)
    assert "2026年11月24日 02:05" in texts.missed(facts, ZH).body_text
    assert "23 Nov 2026, 18:05" in texts.missed(facts, EN).body_text


@pytest.mark.parametrize(
    ("blocker", "phase", "unanswered", "advice"),
    [
        ("预算还在走审批", "opening", 0, "advice.budget"),
        ("Waiting for LEGAL", "quoted", 2, "advice.legal"),
        ("竞品已先做试切", "needs", 0, "advice.competitor"),
        ("决策人还没见到", "needs", 0, "advice.decision"),
        ("嫌总价高", "quoted", 0, "advice.price"),
        ("价格太贵", "quoted", 0, "advice.price"),
        ("none", "opening", 2, "advice.opening"),
        ("none", "needs", 0, "advice.needs"),
        ("none", "closing", 0, "advice.closing"),
        ("", "quoted", 0, "advice.quoted"),
        ("预算", "closing", 3, "advice.other_way"),
    ],
)
def test_what_to_do_next_follows_the_attempts_the_blocker_and_the_phase(
    blocker: str, phase: texts.Phase, unanswered: int, advice: str
) -> None:
    lead = replace(LEAD, blocker=blocker, phase=phase)
    for language in get_args(texts.Language):
        assert texts.advice_for(lead, unanswered, language) == texts.PHRASES[advice].say(language)


def test_every_phase_has_an_advice_of_its_own() -> None:
    found = {texts.advice_for(replace(LEAD, phase=phase), 0, "en") for phase in get_args(texts.Phase)}
    assert len(found) == len(get_args(texts.Phase))


def test_the_phase_of_a_stage_is_told_by_its_place() -> None:
    stages = [(0, False), (1, False), (2, True), (3, True)]
    assert [texts.phase_of(n, 4, dwell) for n, dwell in stages] == ["opening", "needs", "quoted", "closing"]


def test_the_digest_is_one_list_and_a_long_one_is_cut() -> None:
    many = tuple(texts.DueEntry(replace(LEAD, name=f"线索 {n}"), AT) for n in range(25))
    message = texts.due_digest(texts.DueFacts(date(2026, 11, 24), many, (), "https://app.example.com/due"), ZH)
    assert message.title == "今天要跟进 25 条线索"
    assert message.body_text.count("· 02:05") == 20
    assert message.body_text.endswith("· 还有 5 条线索，请打开列表查看")


def test_the_digest_names_what_is_late() -> None:
    message = texts.due_digest(texts.DueFacts(date(2026, 11, 24), (), (ENTRY,), "https://app.example.com/due"), EN)
    assert message.title == "0 leads to follow up today, 1 lead overdue"
    assert message.body_text.splitlines() == [
        "Your follow-ups for 24 Nov 2026:",
        "· none",
        "",
        "Overdue:",
        "· 23 Nov 2026, 18:05 ERP 升级 (云图科技) (方案报价)",
    ]


def test_an_import_without_failures_speaks_of_none() -> None:
    message = texts.import_done(replace(FACTS["import.done"], failed=0), EN)
    assert message.title == "Import finished: 客户.xlsx"
    assert message.body_text == "Created 10 rows, updated 2 rows, skipped 0 rows, failed 0 rows."


def test_braces_and_line_breaks_in_what_users_wrote_are_only_text() -> None:
    lead = replace(LEAD, name="{0}\n{lead.rep}\r\nBcc: x", company="【{】", blocker="{x}")
    message = texts.silent(texts.SilentFacts(lead, 9, (), 0), ZH)
    assert message.title == "「{0} {lead.rep} Bcc: x（【{】）」已静默 9 天"
    assert "关键障碍点：{x}" in message.body_text


def test_a_company_that_is_in_the_name_is_not_said_twice() -> None:
    assert texts.lead_label(replace(LEAD, name="云图科技 ERP"), "zh-CN") == "云图科技 ERP"
    assert texts.lead_label(replace(LEAD, company=None), "en") == "ERP 升级"


@pytest.mark.parametrize("code", get_args(FailureCode))
def test_every_failure_is_told_in_both_languages(code: FailureCode) -> None:
    assert texts.failure_text(code, "404 not found", "zh-CN").endswith("404 not found")
    assert not texts.failure_text(code, "", "en").endswith((":", " "))
