"""The words of the timeliness report, in zh-CN and en: headings, what the figures mean, the monthly letter. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chalicelib.notifications import texts
from chalicelib.notifications.phrases import Phrase
from chalicelib.workflow.timeliness import ENOUGH, Change, Figures

_MOST_PEOPLE = 10

WORDS: Mapping[str, Phrase] = {
    "title": Phrase("协同时效分析表", "Collaboration timeliness"),
    "summary": Phrase("概览", "Summary"),
    "roles": Phrase("协作角色", "Flow roles"),
    "nodes": Phrase("协同节点", "Steps"),
    "people": Phrase("成员", "People"),
    "reasons": Phrase("阻塞原因", "Blocking reasons"),
    "no_role": Phrase("未指定协作角色", "No flow role"),
    "month": Phrase("月份", "Month"),
    "timezone": Phrase("时区", "Time zone"),
    "as_of": Phrase("统计时间", "As of"),
    "flow": Phrase("协作流", "Flow"),
    "all_flows": Phrase("全部", "All"),
    "not_over": Phrase("本月尚未结束", "The month is not over"),
    "figure": Phrase("指标", "Figure"),
    "value": Phrase("数值", "Value"),
    "change": Phrase("较上月", "Against the month before"),
    "meaning": Phrase("口径", "How it is meant"),
    "role": Phrase("协作角色", "Flow role"),
    "node": Phrase("协同节点", "Step"),
    "person": Phrase("成员", "Member"),
    "reason": Phrase("阻塞原因", "Blocking reason"),
    "cards": Phrase("卡片数", "Cards"),
    "count": Phrase("完成卡片数", "Cards done"),
    "response_median": Phrase("响应中位数（小时）", "Response, median (h)"),
    "response_p90": Phrase("响应 P90（小时）", "Response, p90 (h)"),
    "response_on_time": Phrase("响应及时率", "Response on time"),
    "completion_median": Phrase("完成中位数（小时）", "Completion, median (h)"),
    "completion_p90": Phrase("完成 P90（小时）", "Completion, p90 (h)"),
    "on_time": Phrase("按时完成率", "On time"),
    "blocked": Phrase("阻塞时长（小时）", "Blocked (h)"),
    "blocked_share": Phrase("阻塞占比", "Blocked share"),
    "blocked_cards": Phrase("受阻卡片数", "Cards blocked"),
    "top_reasons": Phrase("主要阻塞原因", "Top blocking reasons"),
    "retellings": Phrase("免去的转述", "Retellings avoided"),
    "late_open": Phrase("未完成且超时", "Open and late"),
    "chart_on_time": Phrase("各节点按时完成率", "On-time rate by step"),
    "chart_completion": Phrase("各节点完成时长中位数（小时）", "Median completion by step (h)"),
    "chart_blocked": Phrase("各原因阻塞时长（小时）", "Blocked time by reason (h)"),
}

_TERMS: Mapping[str, Phrase] = {
    "response": Phrase("响应", "Response"),
    "completion": Phrase("完成", "Completion"),
    "median": Phrase("中位数", "Median"),
    "p90": Phrase("P90", "p90"),
    "on_time_rate": Phrase("及时率", "On-time rate"),
    "blocked": Phrase("阻塞", "Blocked"),
    "retellings_avoided": Phrase("免去的转述", "Retellings avoided"),
}
#: Term -> how it is meant; the API's answer and the workbook say it beside the figures.
DEFINITIONS: Mapping[str, Phrase] = {
    "count": Phrase(
        "在本月内完成的卡片，按工作空间时区划分月份。重新打开后再次完成的卡片只计一次，归入最后一次完成的月份。",
        "Cards that were done within the month, in the workspace's time zone. One that was reopened and done again "
        "counts once, in the month of its last completion.",
    ),
    "response": Phrase(
        "从卡片就绪到开始处理的时间；没有响应时限的节点也统计时长，但不计入响应及时率。",
        "From ready to started. Steps without a time for it are measured too, but don't count for its on-time rate.",
    ),
    "completion": Phrase(
        "从卡片就绪到完成的时间，按时限的口径计算：工作时间，或按自然时间设定的时限用自然时间；暂停不计。",
        "From ready to done, as the SLA counts it: business time, or calendar time where the SLA is set so; pauses "
        "don't count.",
    ),
    "median": Phrase(
        "中位数；卡片数为偶数时取中间两个的平均值。",
        "The middle one; of an even number, the mean of the two in the middle.",
    ),
    "p90": Phrase(
        f"最近秩法：至少 90% 的卡片不超过的最短时间，是某一张卡片的真实时间。卡片少于 {ENOUGH} 张时即最慢的一张，"
        "仅供参考（表格中以 * 标出）。",
        f"Nearest rank: the least time within which at least 90% of the cards were, so the time of a real card. Of "
        f"fewer than {ENOUGH} cards it is the slowest one (marked * in the workbook): take it with care.",
    ),
    "on_time_rate": Phrase(
        "在时限内的卡片占比；曾经超时的卡片，即使重新打开后很快完成，也不算按时。",
        "The share of cards within their time. A card that once was over its time stays so, also when it is reopened.",
    ),
    "blocked": Phrase(
        "卡片处于“受阻”状态的工作时间；占比的分母是卡片从就绪到完成的全部工作时间（含暂停）。",
        "Business time in the state blocked; its share is of all business time from ready to done, pauses included.",
    ),
    "retellings_avoided": Phrase(
        "卡片直接带出的、此前步骤已录入的字段数，加上由系统通知接手人的次数（前一步由他人完成的卡片，每张一次）。",
        "Fields that a card was shown because an earlier step had recorded them, and one for each card whose turn the "
        "system told after somebody else had done what came before.",
    ),
    "late_open": Phrase(
        "此刻仍未完成且已超过时限的卡片（按各协作流的最新版本）；已结束的月份不再统计。",
        "Cards that are open and over their time right now, on the steps of each flow's newest version; not told of "
        "months that are over.",
    ),
}


def word(key: str, locale: str) -> str:
    return WORDS[key].say("en" if locale == "en" else "zh-CN")


def definitions(locale: str) -> list[tuple[str, str, str]]:
    """`(term, its name, how it is meant)`."""
    language: texts.Language = "en" if locale == "en" else "zh-CN"
    return [
        (term, (_TERMS.get(term) or WORDS[term]).say(language), text.say(language))
        for term, text in DEFINITIONS.items()
    ]


def letter_of(
    month: str,
    total: Figures,
    change: Change,
    reason: str | None,
    people: Iterable[tuple[str, Figures]],
    link: str,
    locale: str,
) -> texts.Message:
    """The monthly letter: the headline figures, and those of `people` (name, figures), who are the reader's own."""
    en = locale == "en"
    lines = [_headline(total, change, en)]
    if total.count:
        lines += [_times(total, en), _blocked(total, reason, en), _retellings(total, en)]
    shown = sorted(people, key=lambda each: (-each[1].count, each[0]))
    if shown:
        lines.append("Your line:" if en else "您的团队：")
        lines += [_person(name, mine, en) for name, mine in shown[:_MOST_PEOPLE]]
        if len(shown) > _MOST_PEOPLE:
            more = len(shown) - _MOST_PEOPLE
            lines.append(f"· and {more} more in the report" if en else f"· 还有 {more} 人，请打开报表查看")
    title = f"Collaboration timeliness, {month}" if en else f"协同时效分析表｜{month}"
    return texts.Message(title, "\n".join(lines), link)


def hours(seconds: int | None) -> str:
    """`3.5`, or a dash."""
    return "–" if seconds is None else f"{seconds / 3600:.1f}"


def percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.0f}%"


def _headline(total: Figures, change: Change, en: bool) -> str:
    if not total.count:
        before = -change.count
        return f"No card was done; {before} in the month before." if en else f"没有完成的卡片（上月 {before} 张）。"
    rate, delta = percent(total.completion.on_time_rate), _points(change.on_time_rate, en)
    if en:
        return f"{total.count} {'card' if total.count == 1 else 'cards'} done, {rate} on time{delta}."
    return f"完成卡片 {total.count} 张，按时完成率 {rate}{delta}。"


def _points(change: float | None, en: bool) -> str:
    if change is None:
        return ""
    points = round(change * 100)
    return f" ({points:+d} points)" if en else f"（较上月 {points:+d} 个百分点）"


def _times(total: Figures, en: bool) -> str:
    median, p90, response = hours(total.completion.median), hours(total.completion.p90), hours(total.response.median)
    if en:
        slow = f"the slowest {p90} h" if total.is_small else f"90% up to {p90} h"
        return f"Half of them took up to {median} h, {slow}; half were started within {response} h."
    slow = f"最慢 {p90} 小时" if total.is_small else f"P90 {p90} 小时"
    return f"完成时长中位数 {median} 小时，{slow}；响应中位数 {response} 小时。"


def _blocked(total: Figures, reason: str | None, en: bool) -> str:
    if not total.blocked_cards:
        return "Nothing was blocked." if en else "没有卡片受阻。"
    length, share = hours(total.blocked), percent(total.blocked_share)
    if en:
        return f"Blocked: {length} h, {share} of the time; mostly {reason}."
    return f"阻塞共 {length} 小时，占 {share}，最主要的原因是{reason}。"


def _retellings(total: Figures, en: bool) -> str:
    return f"Retellings avoided: {total.retellings}." if en else f"免去转述 {total.retellings} 次。"


def _person(name: str, mine: Figures, en: bool) -> str:
    rate = percent(mine.completion.on_time_rate)
    if en:
        return f"· {name}: {mine.count} done, {rate} on time, median {hours(mine.completion.median)} h"
    return f"· {name}：完成 {mine.count} 张，按时 {rate}，中位数 {hours(mine.completion.median)} 小时"
