"""The words of notifications, in zh-CN and en. Pure: each writer turns the facts of one kind into a `Message`.

| kind | to | writer |
| --- | --- | --- |
| lead.silent, lead.silent.supervisor | rep, supervisor | `silent`, `silent_for_supervisor` |
| lead.follow_up_missed, lead.follow_up_missed.supervisor | rep, supervisor | `missed`, `missed_for_supervisor` |
| lead.dwell, lead.dwell.supervisor | rep, supervisor | `dwell`, `dwell_for_supervisor` |
| lead.follow_up_due | rep | `due_digest` |
| lead.pool_warning, lead.returned_to_pool | rep | `pool_warning`, `returned_to_pool` |
| hold.ended, lead.assigned | rep | `hold_ended`, `assigned` |
| import.done | who imported | `import_done` |
| member.invited, password.reset | the person (e-mail) | `invited`, `password_reset` |

Message texts are plain: what users wrote stands in them as it is, on one line, and every door escapes for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.notifications import FailureCode

Language = Literal["zh-CN", "en"]
Phase = Literal["opening", "needs", "quoted", "closing"]
#: As `leads.model.NO_BLOCKER`; texts import no other domain.
NO_BLOCKER = "none"
_MOST_ENTRIES = 20
_LONGEST_SUMMARY = 120
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Voice:
    """How the reader reads: language, and the workspace's time zone for every date."""

    language: Language
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Message:
    title: str
    body_text: str
    link: str


@dataclass(frozen=True, slots=True)
class LeadFacts:
    """A lead as messages show it. `amount` is ready text ("CNY 12,000.00"); `blocker` may be "none"."""

    name: str
    company: str | None
    stage: str
    phase: Phase
    amount: str | None
    blocker: str
    link: str
    rep: str


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """`kind` and `outcome` as in the API (call, visit ...; connected, no_answer ...)."""

    at: datetime
    kind: str
    outcome: str
    summary: str


@dataclass(frozen=True, slots=True)
class SilentFacts:
    """`follow_ups` newest first; `unanswered` counts the latest attempts in a row without an answer."""

    lead: LeadFacts
    days_silent: int
    follow_ups: tuple[FollowUpLine, ...]
    unanswered: int


@dataclass(frozen=True, slots=True)
class MissedFacts:
    lead: LeadFacts
    planned_at: datetime
    unanswered: int


@dataclass(frozen=True, slots=True)
class DwellFacts:
    lead: LeadFacts
    days_in_stage: int
    limit_days: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class DueEntry:
    lead: LeadFacts
    at: datetime


@dataclass(frozen=True, slots=True)
class DueFacts:
    """The morning digest: what is due on `day`, what was due before, and where both are listed."""

    day: date
    today: tuple[DueEntry, ...]
    overdue: tuple[DueEntry, ...]
    link: str


@dataclass(frozen=True, slots=True)
class PoolWarningFacts:
    lead: LeadFacts
    returns_at: datetime


@dataclass(frozen=True, slots=True)
class ReturnedFacts:
    lead: LeadFacts
    days_silent: int


@dataclass(frozen=True, slots=True)
class HoldEndedFacts:
    lead: LeadFacts
    reason: str
    held_since: datetime


@dataclass(frozen=True, slots=True)
class AssignedFacts:
    """`assigned_by` is a member's name, or None when a rule did it."""

    lead: LeadFacts
    assigned_by: str | None
    source_channel: str
    next_follow_up_at: datetime


@dataclass(frozen=True, slots=True)
class ImportFacts:
    file: str
    created: int
    updated: int
    skipped: int
    failed: int
    link: str


@dataclass(frozen=True, slots=True)
class InviteFacts:
    inviter: str
    workspace: str
    expires_at: datetime
    link: str


@dataclass(frozen=True, slots=True)
class ResetFacts:
    expires_at: datetime
    link: str


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
        "超过了这个阶段 {limit}的上限，客户还没有签约。", "That is beyond the stage's limit of {limit}, and it is not signed yet."
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
        "It was on hold since {when} ({reason}) and is active again. Check what has changed and set the next follow-up.",
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
        "Several attempts got no answer: try another way or another person, such as whoever introduced you, or a visit.",
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
    "failure.settings": Phrase("通知渠道的设置不正确：{detail}", "The channel's settings are not right: {detail}"),
    "failure.address_refused": Phrase("该地址不允许访问：{detail}", "This address is not allowed: {detail}"),
    "failure.unreachable": Phrase("无法连接对方服务：{detail}", "The service can't be reached: {detail}"),
    "failure.timeout": Phrase("对方服务没有及时响应：{detail}", "The service did not answer in time: {detail}"),
    "failure.tls": Phrase("对方服务的证书不可信：{detail}", "The service's certificate was not accepted: {detail}"),
    "failure.redirect": Phrase("对方服务要求跳转，已拒绝：{detail}", "The service redirected, which is not followed: {detail}"),
    "failure.status": Phrase("对方服务返回错误：{detail}", "The service answered with an error: {detail}"),
    "failure.rejected": Phrase("对方服务拒绝了消息：{detail}", "The service refused the message: {detail}"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """When all that is stated holds, `advice` fits. `words` are looked for in the blocker, in both languages."""

    advice: str
    words: tuple[str, ...] = ()
    phase: Phase | None = None
    unanswered_at_least: int = 0

    def fits(self, lead: LeadFacts, unanswered: int) -> bool:
        blocker = lead.blocker.lower()
        return (
            (not self.words or any(word in blocker for word in self.words))
            and (self.phase is None or lead.phase == self.phase)
            and unanswered >= self.unanswered_at_least
        )


#: The first that fits is told.
ADVICE_RULES: tuple[Rule, ...] = (
    Rule("advice.other_way", unanswered_at_least=3),
    Rule("advice.budget", words=("预算", "资金", "账期", "付款", "budget", "funding", "payment term")),
    Rule("advice.legal", words=("法务", "合同", "条款", "合规", "legal", "contract", "clause", "compliance")),
    Rule("advice.competitor", words=("竞品", "竞争", "比价", "对比", "另外", "competitor", "compar", "rival")),
    Rule("advice.decision", words=("决策", "领导", "审批", "老板", "decision", "approval", "boss", "manager")),
    Rule("advice.price", words=("价格", "价高", "太贵", "折扣", "price", "expensive", "discount")),
    Rule("advice.technical", words=("技术", "集成", "迁移", "参数", "试用", "technical", "integration", "migration", "trial")),
    Rule("advice.opening", phase="opening"),
    Rule("advice.needs", phase="needs"),
    Rule("advice.quoted", phase="quoted"),
    Rule("advice.closing", phase="closing"),
)  # fmt: skip


def advice_for(lead: LeadFacts, unanswered: int, language: Language) -> str:
    """What to do next: by the attempts without an answer, then the blocker, then the phase."""
    rule = next(rule for rule in ADVICE_RULES if rule.fits(lead, unanswered))
    return PHRASES[rule.advice].say(language)


def phase_of(position: int, open_stages: int, has_dwell_limit: bool) -> Phase:
    """The phase of an open stage. Packs name their stages freely, so that its place tells: `position` counts from 0;
    a stage with a dwell limit is one where an offer is out."""
    if position == 0:
        return "opening"
    if not has_dwell_limit:
        return "needs"
    return "closing" if position == open_stages - 1 else "quoted"


def silent(facts: SilentFacts, voice: Voice) -> Message:
    return _silent("silent", facts, voice)


def silent_for_supervisor(facts: SilentFacts, voice: Voice) -> Message:
    return _silent("silent.supervisor", facts, voice)


def _silent(key: str, facts: SilentFacts, voice: Voice) -> Message:
    days = _counted("day", facts.days_silent, voice)
    lines = [*_lead_lines(facts.lead, voice), *_follow_up_lines(facts.follow_ups, voice)]
    return _about_lead(key, facts.lead, voice, [*lines, _next(facts.lead, facts.unanswered, voice)], days=days)


def missed(facts: MissedFacts, voice: Voice) -> Message:
    return _missed("missed", facts, voice)


def missed_for_supervisor(facts: MissedFacts, voice: Voice) -> Message:
    return _missed("missed.supervisor", facts, voice)


def _missed(key: str, facts: MissedFacts, voice: Voice) -> Message:
    lines = [*_lead_lines(facts.lead, voice), _next(facts.lead, facts.unanswered, voice)]
    return _about_lead(key, facts.lead, voice, lines, when=show_time(facts.planned_at, voice))


def dwell(facts: DwellFacts, voice: Voice) -> Message:
    return _dwell("dwell", facts, voice)


def dwell_for_supervisor(facts: DwellFacts, voice: Voice) -> Message:
    return _dwell("dwell.supervisor", facts, voice)


def _dwell(key: str, facts: DwellFacts, voice: Voice) -> Message:
    lines = [*_lead_lines(facts.lead, voice), _next(facts.lead, facts.unanswered, voice)]
    days, limit = (_counted("day", n, voice) for n in (facts.days_in_stage, facts.limit_days))
    return _about_lead(key, facts.lead, voice, lines, days=days, limit=limit)


def pool_warning(facts: PoolWarningFacts, voice: Voice) -> Message:
    lines = _lead_lines(facts.lead, voice)
    return _about_lead("pool_warning", facts.lead, voice, lines, when=show_time(facts.returns_at, voice))


def returned_to_pool(facts: ReturnedFacts, voice: Voice) -> Message:
    days = _counted("day", facts.days_silent, voice)
    return _about_lead("returned", facts.lead, voice, _lead_lines(facts.lead, voice), days=days)


def hold_ended(facts: HoldEndedFacts, voice: Voice) -> Message:
    when = show_day(facts.held_since.astimezone(voice.zone).date(), voice)
    lines = _lead_lines(facts.lead, voice)
    return _about_lead("hold_ended", facts.lead, voice, lines, when=when, reason=_one_line(facts.reason))


def assigned(facts: AssignedFacts, voice: Voice) -> Message:
    by = _phrase("assigned.rule", voice)
    if facts.assigned_by is not None:
        by = _phrase("assigned.by", voice, member=_one_line(facts.assigned_by))
    lines = [
        by,
        _phrase("assigned.channel", voice, channel=_one_line(facts.source_channel)),
        *_lead_lines(facts.lead, voice),
        _phrase("assigned.next", voice, when=show_time(facts.next_follow_up_at, voice)),
    ]
    title = _phrase("assigned.title", voice, lead=lead_label(facts.lead, voice.language))
    return Message(title, "\n".join(lines), facts.lead.link)


def due_digest(facts: DueFacts, voice: Voice) -> Message:
    leads = _counted("lead", len(facts.today), voice)
    title = _phrase("due.title", voice, leads=leads)
    lines = [_phrase("due.lead", voice, day=show_day(facts.day, voice))]
    lines += _entries(facts.today, show_clock, voice) or [_phrase("due.blank", voice)]
    if facts.overdue:
        title = _phrase("due.title_late", voice, leads=leads, late=_counted("lead", len(facts.overdue), voice))
        lines += ["", _phrase("due.overdue", voice), *_entries(facts.overdue, show_time, voice)]
    return Message(title, "\n".join(lines), facts.link)


def import_done(facts: ImportFacts, voice: Voice) -> Message:
    counts = {
        name: _counted("row", number, voice)
        for name, number in (
            ("created", facts.created), ("updated", facts.updated), ("skipped", facts.skipped), ("failed", facts.failed)
        )
    }  # fmt: skip
    lines = [_phrase("import.counts", voice, **counts)]
    file = _one_line(facts.file)
    if not facts.failed:
        return Message(_phrase("import.title", voice, file=file), lines[0], facts.link)
    title = _phrase("import.title_failed", voice, file=file, failed=counts["failed"])
    return Message(title, "\n".join([*lines, _phrase("import.failed", voice)]), facts.link)


def invited(facts: InviteFacts, voice: Voice) -> Message:
    names = {"inviter": _one_line(facts.inviter), "workspace": _one_line(facts.workspace)}
    expires = _phrase("link.expires", voice, when=show_time(facts.expires_at, voice))
    body = f"{_phrase('invited.lead', voice, **names)}\n{expires}"
    return Message(_phrase("invited.title", voice, **names), body, facts.link)


def password_reset(facts: ResetFacts, voice: Voice) -> Message:
    lines = [
        _phrase("reset.lead", voice),
        _phrase("link.expires", voice, when=show_time(facts.expires_at, voice)),
        _phrase("reset.ignore", voice),
    ]
    return Message(_phrase("reset.title", voice), "\n".join(lines), facts.link)


#: Every kind and its writer; a writer takes the facts its annotation names.
WRITERS: Mapping[str, Callable[[Any, Voice], Message]] = {
    "lead.silent": silent,
    "lead.silent.supervisor": silent_for_supervisor,
    "lead.follow_up_missed": missed,
    "lead.follow_up_missed.supervisor": missed_for_supervisor,
    "lead.dwell": dwell,
    "lead.dwell.supervisor": dwell_for_supervisor,
    "lead.follow_up_due": due_digest,
    "lead.pool_warning": pool_warning,
    "lead.returned_to_pool": returned_to_pool,
    "hold.ended": hold_ended,
    "lead.assigned": assigned,
    "import.done": import_done,
    "member.invited": invited,
    "password.reset": password_reset,
}


def failure_text(code: FailureCode, detail: str, language: Language) -> str:
    """Why a message did not arrive, for the people who set the channel up."""
    return PHRASES[f"failure.{code}"].say(language, detail=detail).rstrip(" ：:")


def lead_label(lead: LeadFacts, language: Language) -> str:
    """Name and company on one line; the company once."""
    name = _one_line(lead.name, _LONGEST_NAME)
    company = _one_line(lead.company or "", _LONGEST_NAME)
    if not company or company in name:
        return name
    return f"{name} ({company})" if language == "en" else f"{name}（{company}）"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def show_day(day: date, voice: Voice) -> str:
    """`2026年11月24日`, `24 Nov 2026`."""
    if voice.language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def show_clock(moment: datetime, voice: Voice) -> str:
    """`09:30` in the workspace's time zone."""
    return f"{moment.astimezone(voice.zone):%H:%M}"


def show_time(moment: datetime, voice: Voice) -> str:
    """`2026年11月24日 09:30` in the workspace's time zone."""
    local = moment.astimezone(voice.zone)
    return f"{show_day(local.date(), voice)}{', ' if voice.language == 'en' else ' '}{local:%H:%M}"


def _about_lead(key: str, lead: LeadFacts, voice: Voice, lines: Iterable[str], **values: str) -> Message:
    """Title and first line of `key`, then `lines`. The phrases take of lead, rep, stage and `values` what they name."""
    known = {
        "lead": lead_label(lead, voice.language),
        "rep": _one_line(lead.rep, _LONGEST_NAME),
        "stage": _one_line(lead.stage, _LONGEST_NAME),
    } | values
    first = _phrase(f"{key}.lead", voice, **known)
    return Message(_phrase(f"{key}.title", voice, **known), "\n".join([first, *lines]), lead.link)


def _lead_lines(lead: LeadFacts, voice: Voice) -> list[str]:
    lines = [_phrase("fact.stage", voice, stage=_one_line(lead.stage))]
    if lead.amount:
        lines.append(_phrase("fact.amount", voice, amount=lead.amount))
    if lead.blocker and lead.blocker != NO_BLOCKER:
        lines.append(_phrase("fact.blocker", voice, blocker=_one_line(lead.blocker)))
    return lines


def _follow_up_lines(follow_ups: tuple[FollowUpLine, ...], voice: Voice) -> list[str]:
    if not follow_ups:
        return [_phrase("fact.no_follow_ups", voice)]
    lines = [_phrase("fact.follow_ups", voice)]
    for one in follow_ups[:3]:
        summary = _one_line(one.summary)
        values = {
            "when": show_time(one.at, voice),
            "kind": _phrase(f"kind.{one.kind}", voice),
            "outcome": _phrase(f"outcome.{one.outcome}", voice),
        }
        bare = _phrase("fact.follow_up_bare", voice, **values)
        lines.append(_phrase("fact.follow_up", voice, summary=summary, **values) if summary else bare)
    return lines


def _next(lead: LeadFacts, unanswered: int, voice: Voice) -> str:
    return _phrase("fact.next", voice, advice=advice_for(lead, unanswered, voice.language))


def _entries(due: tuple[DueEntry, ...], show: Callable[[datetime, Voice], str], voice: Voice) -> list[str]:
    lines = [
        _phrase(
            "due.entry", voice, when=show(entry.at, voice), lead=lead_label(entry.lead, voice.language),
            stage=_one_line(entry.lead.stage),
        )
        for entry in due[:_MOST_ENTRIES]
    ]  # fmt: skip
    if len(due) > _MOST_ENTRIES:
        lines.append(_phrase("due.more", voice, leads=_counted("lead", len(due) - _MOST_ENTRIES, voice)))
    return lines


def _phrase(key: str, voice: Voice, **values: object) -> str:
    return PHRASES[key].say(voice.language, **values)


def _counted(noun: str, number: int, voice: Voice) -> str:
    return _phrase(noun if number == 1 else f"{noun}s", voice, n=number)


def _one_line(text: str, longest: int = _LONGEST_SUMMARY) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
