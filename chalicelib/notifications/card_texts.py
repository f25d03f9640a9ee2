"""The words about cards and runs of collaboration flows, in zh-CN and en. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.notifications.facts import Message, Voice
from chalicelib.notifications.phrases import Phrase
from chalicelib.notifications.writers import show_time

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What a message about a card may say; what is None is left out.

    `used`: how much of its time a card has taken, in percent. `overdue`: by how much business time it is over.
    `waits_on_it`: names of the steps that can't begin before it. `last_comment`: `(who, text)`.
    """

    node: str
    flow: str
    title: str
    link: str
    customer: str | None = None
    actor: str | None = None
    holder: str | None = None
    due_at: datetime | None = None
    used: int | None = None
    overdue: timedelta | None = None
    since: datetime | None = None
    reason: str | None = None
    note: str | None = None
    last_comment: tuple[str, str] | None = None
    waits_on_it: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    finish_at: datetime | None = None
    promised: str | None = None


#: The title of each kind of notice.
TITLES: Mapping[str, Phrase] = {
    "card.ready": Phrase("轮到您了：{node}｜{title}", "Your turn: {node} | {title}"),
    "card.sla.respond": Phrase("还没开始：{node}｜{title}", "Not started yet: {node} | {title}"),
    "card.sla.half": Phrase("时限已用 {used}%：{node}｜{title}", "{used}% of the time used: {node} | {title}"),
    "card.sla.over": Phrase("已超时限：{node}｜{title}", "Over its time: {node} | {title}"),
    "card.sla.over.supervisor": Phrase(
        "{holder}的卡片已超时限：{node}｜{title}", "{holder} is over time: {node} | {title}"
    ),
    "card.block_alert": Phrase("协同阻塞预警：{node}｜{title}", "Block alert: {node} | {title}"),
    "card.blocked": Phrase("协同阻塞预警：{node}受阻｜{title}", "Block alert: {node} is blocked | {title}"),
    "card.unblocked": Phrase("已解除阻塞：{node}｜{title}", "Unblocked: {node} | {title}"),
    "card.handed_over": Phrase("{actor}把「{node}」交给了您｜{title}", "{actor} handed {node} over to you | {title}"),
    "card.fell_to_you": Phrase("「{node}」转由您负责｜{title}", "{node} is with you now | {title}"),
    "card.mentioned": Phrase("{actor}在「{node}」中提到了您｜{title}", "{actor} mentioned you on {node} | {title}"),
    "card.commented": Phrase("{actor}评论了「{node}」｜{title}", "{actor} commented on {node} | {title}"),
    "card.corrected": Phrase("「{node}」用到的信息已更正｜{title}", "What {node} uses was corrected | {title}"),
    "card.reopened": Phrase("「{node}」已重新打开｜{title}", "{node} was reopened | {title}"),
    "card.done": Phrase("「{node}」已完成｜{title}", "{node} is done | {title}"),
    "run.late": Phrase("预计晚于承诺日期：{title}", "Forecast is later than promised: {title}"),
    "run.done": Phrase("流程已完成：{title}", "Done: {title}"),
    "run.cancelled": Phrase("流程已取消：{title}", "Cancelled: {title}"),
}
_LINES: Mapping[str, Phrase] = {
    "flow": Phrase("协作流：{flow}", "Flow: {flow}"),
    "customer": Phrase("客户：{customer}", "Customer: {customer}"),
    "holder": Phrase("当前负责：{holder}", "With: {holder}"),
    "due": Phrase("应于 {when} 前完成", "Due by {when}"),
    "used": Phrase("时限已用 {used}%", "{used}% of the time is used"),
    "overdue": Phrase("已超时 {overdue}（工作时间）", "Over by {overdue} of working time"),
    "since": Phrase("自 {when} 起", "Since {when}"),
    "reason": Phrase("原因：{reason}", "Reason: {reason}"),
    "note": Phrase("说明：{note}", "Note: {note}"),
    "comment": Phrase("最近评论（{who}）：{text}", "Last comment ({who}): {text}"),
    "waits": Phrase("等待它的步骤：{steps}", "What waits on it: {steps}"),
    "changed": Phrase("更正的字段：{fields}", "Corrected: {fields}"),
    "finish": Phrase("预计完成：{when}，承诺：{promised}", "Expected by {when}; promised for {promised}"),
}


def card_message(kind: str, facts: CardFacts, voice: Voice) -> Message:
    """The message of one kind of `TITLES`."""
    title = _say(
        TITLES[kind], voice, node=facts.node, title=_short(facts.title), used=facts.used, actor=_someone(facts, voice),
        holder=facts.holder or "",
    )  # fmt: skip
    return Message(title, "\n".join(_lines(kind, facts, voice)), facts.link)


def _lines(kind: str, facts: CardFacts, voice: Voice) -> list[str]:
    lines = [_say(_LINES["flow"], voice, flow=facts.flow)]
    if facts.customer:
        lines.append(_say(_LINES["customer"], voice, customer=_one_line(facts.customer)))
    if facts.holder and kind != "card.ready":
        lines.append(_say(_LINES["holder"], voice, holder=facts.holder))
    if facts.finish_at and facts.promised:
        when = show_time(facts.finish_at, voice)
        lines.append(_say(_LINES["finish"], voice, when=when, promised=facts.promised))
    if facts.reason:
        lines.append(_say(_LINES["reason"], voice, reason=_one_line(facts.reason)))
    if facts.note:
        lines.append(_say(_LINES["note"], voice, note=_one_line(facts.note, 300)))
    if facts.since:
        lines.append(_say(_LINES["since"], voice, when=show_time(facts.since, voice)))
    if facts.due_at:
        lines.append(_say(_LINES["due"], voice, when=show_time(facts.due_at, voice)))
    if facts.overdue:
        lines.append(_say(_LINES["overdue"], voice, overdue=show_length(facts.overdue, voice)))
    elif facts.used is not None:
        lines.append(_say(_LINES["used"], voice, used=facts.used))
    if facts.changed:
        lines.append(_say(_LINES["changed"], voice, fields=_joined(facts.changed, voice)))
    if facts.last_comment:
        who, text = facts.last_comment
        lines.append(_say(_LINES["comment"], voice, who=who, text=_one_line(text, 200)))
    if facts.waits_on_it:
        lines.append(_say(_LINES["waits"], voice, steps=_joined(facts.waits_on_it, voice)))
    return lines


def show_length(length: timedelta, voice: Voice) -> str:
    """`3 小时 20 分钟`, `3 h 20 min`."""
    minutes = max(round(length.total_seconds() / 60), 1)
    hours, rest = divmod(minutes, 60)
    if voice.language == "en":
        parts = [f"{hours} h" if hours else "", f"{rest} min" if rest else ""]
    else:
        parts = [f"{hours} 小时" if hours else "", f"{rest} 分钟" if rest else ""]
    return " ".join(part for part in parts if part)


def _someone(facts: CardFacts, voice: Voice) -> str:
    return facts.actor or ("Somebody" if voice.language == "en" else "有人")


def _joined(names: tuple[str, ...], voice: Voice) -> str:
    return (", " if voice.language == "en" else "、").join(names)


def _say(phrase: Phrase, voice: Voice, **values: object) -> str:
    return phrase.say(voice.language, **values)


def _short(text: str) -> str:
    return _one_line(text, _LONGEST)


def _one_line(text: str, most: int = 120) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
