"""The phrases of notifications in zh-CN and en, by key; `writers.py` puts them together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.notifications.facts import Language


class Phrase(NamedTuple):
    zh: str
    en: str

    def say(self, language: Language, **values: object) -> str:
        return (self.en if language == "en" else self.zh).format(**values)


OPEN_LABEL: Mapping[Language, str] = {"zh-CN": "在明线中打开", "en": "Open in Glasspipe"}

PHRASES: Mapping[str, Phrase] = {
    "day": Phrase("{n} 天", "{n} day"),
    "days": Phrase("{n} 天", "{n} days"),
    "lead": Phrase("{n} 条线索", "{n} lead"),
    "leads": Phrase("{n} 条线索", "{n} leads"),
    "row": Phrase("{n} 行", "{n} row"),
    "rows": Phrase("{n} 行", "{n} rows"),
    "fact.stage": Phrase("当前阶段：{stage}", "Stage: {stage}"),
    "fact.amount": Phrase("金额：{amount}", "Amount: {amount}"),
    "fact.blocker": Phrase("关键障碍点：{blocker}", "Blocker: {blocker}"),
    "fact.follow_ups": Phrase("最近跟进：", "Last follow-ups:"),
    "fact.no_follow_ups": Phrase("最近跟进：还没有记录", "Last follow-ups: none recorded yet"),
    "fact.follow_up": Phrase("· {when} {kind}，{outcome}：{summary}", "· {when}, {kind}, {outcome}: {summary}"),
    "fact.follow_up_bare": Phrase("· {when} {kind}，{outcome}", "· {when}, {kind}, {outcome}"),
    "fact.next": Phrase("建议下一步：{advice}", "What to do next: {advice}"),
    "silent.title": Phrase("「{lead}」已静默 {days}", "{lead} has been silent for {days}"),
    "silent.lead": Phrase(
        "这条线索已有 {days}没有新动态，今天联系一下客户吧。",
        "Nothing has happened on this lead for {days}. Get in touch with the customer today.",
    ),
    "silent.supervisor.title": Phrase(
        "{rep}的线索「{lead}」已静默 {days}", "{rep}'s lead {lead} has been silent for {days}"
    ),
    "silent.supervisor.lead": Phrase(
        "{rep}跟进的这条线索已有 {days}没有新动态，看看需要您帮什么。",
        "Nothing has happened on {rep}'s lead for {days}. See where you can help.",
    ),
    "missed.title": Phrase("「{lead}」错过了跟进时间", "You missed the follow-up of {lead}"),
    "missed.lead": Phrase(
        "原定 {when} 跟进，目前没有记录。已经联系过请补记，没来得及请另约时间。",
        "It was planned for {when} and nothing is recorded. Log it if you did it, or set a new date.",
    ),
    "missed.supervisor.title": Phrase(
        "{rep}的线索「{lead}」错过了跟进时间", "{rep} missed the follow-up of {lead}"
    ),
    "missed.supervisor.lead": Phrase(
        "{rep}原定 {when} 跟进，到现在没有记录，也没有改期。",
        "{rep} had planned it for {when}; nothing is recorded and there is no new date.",
    ),
    "dwell.title": Phrase("「{lead}」在“{stage}”停留 {days}", "{lead} has been in {stage} for {days}"),
    "dwell.lead": Phrase(
        "超过了这个阶段 {limit}的上限，客户还没有签约。",
        "That is beyond the stage's limit of {limit}, and it is not signed yet.",
    ),
    "dwell.supervisor.title": Phrase(
        "{rep}的线索「{lead}」在“{stage}”停留 {days}", "{rep}'s lead {lead} has been in {stage} for {days}"
    ),
    "dwell.supervisor.lead": Phrase(
        "超过了这个阶段 {limit}的上限，客户还没有签约，看看怎样和{rep}一起推动。",
        "That is beyond the stage's limit of {limit}, and it is not signed yet. See how you and {rep} can move it on.",
    ),
    "due.title": Phrase("今天要跟进 {leads}", "{leads} to follow up today"),
    "due.title_late": Phrase("今天要跟进 {leads}，另有 {late}已逾期", "{leads} to follow up today, {late} overdue"),
    "due.lead": Phrase("{day}的跟进安排：", "Your follow-ups for {day}:"),
    "due.overdue": Phrase("已逾期：", "Overdue:"),
    "due.entry": Phrase("· {when} {lead}（{stage}）", "· {when} {lead} ({stage})"),
    "due.more": Phrase("· 还有 {leads}，请打开列表查看", "· and {leads} more in the list"),
    "due.blank": Phrase("· 无", "· none"),
    "pool_warning.title": Phrase("「{lead}」即将回到公海", "{lead} will soon go back to the public pool"),
    "pool_warning.lead": Phrase(
        "如果 {when} 前没有新的跟进，这条线索会回到公海，其他同事可以领取。记录一次跟进即可保留。",
        "Without a follow-up before {when} it goes back to the public pool, where others may claim it. "
        "Log one follow-up to keep it.",
    ),
    "returned.title": Phrase("「{lead}」已回到公海", "{lead} went back to the public pool"),
    "returned.lead": Phrase(
        "这条线索静默 {days}，已按工作空间的规则回到公海。想继续跟进，可以重新领取。",
        "It was silent for {days}, so it went back to the public pool, as your workspace has it. "
        "You may claim it again to go on.",
    ),
    "hold_ended.title": Phrase("「{lead}」暂缓已到期", "The hold of {lead} has ended"),
    "hold_ended.lead": Phrase(
        "这条线索从 {when}起暂缓，原因是“{reason}”，现在恢复跟进。请确认情况是否有变化，并约好下次跟进时间。",
        "It was on hold since {when} ({reason}) and is active again. Check what has changed and set the next "
        "follow-up.",
    ),
    "assigned.title": Phrase("新线索：「{lead}」", "A new lead for you: {lead}"),
    "assigned.by": Phrase("{member}把这条线索分配给了您。", "{member} assigned this lead to you."),
    "assigned.rule": Phrase("这条线索已按分配规则分配给您。", "The assignment rules gave this lead to you."),
    "assigned.channel": Phrase("客户来源渠道：{channel}", "Source channel: {channel}"),
    "assigned.next": Phrase("下次跟进时间：{when}", "Next follow-up: {when}"),
    "import.title": Phrase("导入完成：{file}", "Import finished: {file}"),
    "import.title_failed": Phrase("导入完成，{failed}未成功：{file}", "Import finished, {failed} failed: {file}"),
    "import.counts": Phrase(
        "新建 {created}，更新 {updated}，跳过 {skipped}，失败 {failed}。",
        "Created {created}, updated {updated}, skipped {skipped}, failed {failed}.",
    ),
    "import.failed": Phrase(
        "错误文件里写明了每一行的原因，改好后再导入即可，已成功的行不受影响。",
        "The error file tells the reason for each row. Correct it and import it again; the good rows stay.",
    ),
    "invited.title": Phrase("{inviter}邀请您加入「{workspace}」", "{inviter} invites you to {workspace}"),
    "invited.lead": Phrase(
        "{inviter}邀请您加入明线工作空间「{workspace}」，一起跟进客户。请打开下面的链接设置密码，就可以开始使用。",
        "{inviter} invites you to the Glasspipe workspace {workspace}. Open the link below, choose a password, "
        "and you are in.",
    ),
    "link.expires": Phrase("链接只能使用一次，{when} 前有效。", "The link works once, until {when}."),
    "reset.title": Phrase("重置您的明线密码", "Reset your Glasspipe password"),
    "reset.lead": Phrase(
        "我们收到了重置密码的请求。请打开下面的链接设置新密码。",
        "Somebody asked to reset your password. Open the link below to choose a new one.",
    ),
    "reset.ignore": Phrase(
        "如果不是您本人操作，请忽略这封邮件，密码不会改变。",
        "If it wasn't you, ignore this e-mail; your password stays as it is.",
    ),
    "kind.call": Phrase("电话", "call"),
    "kind.visit": Phrase("拜访", "visit"),
    "kind.video": Phrase("视频会议", "video call"),
    "kind.email": Phrase("邮件", "e-mail"),
    "kind.chat": Phrase("聊天", "chat"),
    "kind.demo": Phrase("演示", "demo"),
    "outcome.connected": Phrase("已接通", "connected"),
    "outcome.replied": Phrase("已回复", "replied"),
    "outcome.met": Phrase("已见面", "met"),
    "outcome.no_answer": Phrase("未接通", "no answer"),
    "outcome.refused": Phrase("被拒绝", "refused"),
    "advice.other_way": Phrase(
        "连续几次没有回应，换一种方式或换一位联系人，例如请介绍人带话、约一次拜访。",
        "Several attempts got no answer: try another way or another person, such as whoever introduced you, or a "
        "visit.",
    ),
    "advice.budget": Phrase(
        "和客户核对预算何时批复，准备分期或小范围先行的方案。",
        "Ask when the budget will be decided, and prepare an offer in instalments or a smaller first step.",
    ),
    "advice.legal": Phrase(
        "请法务直接对接客户法务，把有争议的条款列成清单逐条确认。",
        "Bring both legal teams together and settle the open clauses one by one.",
    ),
    "advice.competitor": Phrase(
        "问清客户在比较什么，带一个同行业案例，约一次面对面的沟通。",
        "Find out what they compare, bring a case from their industry and meet them in person.",
    ),
    "advice.decision": Phrase(
        "请联系人引见决策人，准备一页纸的价值说明。",
        "Ask your contact to introduce the decision maker, and prepare a one-page summary of the value.",
    ),
    "advice.price": Phrase(
        "先谈价值再谈价格，和主管商量可以让步的条件。",
        "Talk about value before price, and agree with your supervisor on what you may concede.",
    ),
    "advice.technical": Phrase(
        "约售前一起解答技术疑问，必要时安排演示或试用。",
        "Take a presales colleague along to answer the technical questions; offer a demo or a trial.",
    ),
    "advice.opening": Phrase(
        "打一个电话，确认需求、时间表和谁来决定。",
        "Call them: confirm the need, the timetable and who decides.",
    ),
    "advice.needs": Phrase(
        "把客户的需求写成要点发给对方确认，并约定方案时间。",
        "Send the needs as you understood them for confirmation, and agree on a date for the proposal.",
    ),
    "advice.quoted": Phrase(
        "请客户反馈对报价的意见，约定决定的日期。",
        "Ask what they think of the quote, and agree on a date for the decision.",
    ),
    "advice.closing": Phrase(
        "列出签约前还差的事项，和客户约定签约日期。",
        "List what is still missing before signing, and agree on a signing date.",
    ),
    "several.lead.silent": Phrase("{n} 条线索静默超期", "{n} leads went silent"),
    "several.lead.silent.supervisor": Phrase("您的团队有 {n} 条线索静默超期", "{n} of your team's leads went silent"),
    "several.lead.follow_up_missed": Phrase("{n} 条线索错过了跟进时间", "{n} follow-ups were missed"),
    "several.lead.follow_up_missed.supervisor": Phrase(
        "您的团队有 {n} 条线索错过了跟进时间", "Your team missed {n} follow-ups"
    ),
    "several.lead.dwell": Phrase("{n} 条线索在阶段中停留过久", "{n} leads have been in their stage too long"),
    "several.lead.dwell.supervisor": Phrase(
        "您的团队有 {n} 条线索在阶段中停留过久", "{n} of your team's leads have been in their stage too long"
    ),
    "several.lead.assigned": Phrase("{n} 条新线索", "{n} new leads for you"),
    "several.lead.pool_warning": Phrase("{n} 条线索即将回到公海", "{n} leads will soon go back to the public pool"),
    "several.lead.returned_to_pool": Phrase("{n} 条线索已回到公海", "{n} leads went back to the public pool"),
    "several.hold.ended": Phrase("{n} 条线索暂缓到期", "The holds of {n} leads have ended"),
    "several.import.done": Phrase("{n} 个导入已完成", "{n} imports have finished"),
    "several.other": Phrase("{n} 条新通知", "{n} new notifications"),
    "several.line": Phrase("· {title}", "· {title}"),
    "several.more": Phrase("· 还有 {n} 条，请打开收件箱查看", "· and {n} more in the inbox"),
    "test.title": Phrase("明线测试消息", "A test message from Glasspipe"),
    "test.body": Phrase(
        "通知渠道「{channel}」已经可以收到消息。", "The channel {channel} receives messages now."
    ),
    "failure.settings": Phrase("通知渠道的设置不正确：{detail}", "The channel's settings are not right: {detail}"),
    "failure.address_refused": Phrase("该地址不允许访问：{detail}", "This address is not allowed: {detail}"),
    "failure.unreachable": Phrase("无法连接对方服务：{detail}", "The service can't be reached: {detail}"),
    "failure.timeout": Phrase("对方服务没有及时响应：{detail}", "The service did not answer in time: {detail}"),
    "failure.tls": Phrase("对方服务的证书不可信：{detail}", "The service's certificate was not accepted: {detail}"),
    "failure.redirect": Phrase(
        "对方服务要求跳转，已拒绝：{detail}", "The service redirected, which is not followed: {detail}"
    ),
    "failure.status": Phrase("对方服务返回错误：{detail}", "The service answered with an error: {detail}"),
    "failure.rejected": Phrase("对方服务拒绝了消息：{detail}", "The service refused the message: {detail}"),
    "failure.gone": Phrase("通知渠道已删除或停用：{detail}", "The channel was removed or switched off: {detail}"),
}  # fmt: skip
