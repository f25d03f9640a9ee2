"""A writer for each kind of notification: facts in, a `Message` out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from chalicelib.notifications import FailureCode
from chalicelib.notifications.advice import advice_for
from chalicelib.notifications.facts import (
    AssignedFacts,
    DueEntry,
    DueFacts,
    DwellFacts,
    FollowUpLine,
    HoldEndedFacts,
    ImportFacts,
    InviteFacts,
    Language,
    LeadFacts,
    Message,
    MissedFacts,
    PoolWarningFacts,
    ResetFacts,
    ReturnedFacts,
    SilentFacts,
    Voice,
)
from chalicelib.notifications.phrases import PHRASES

#: As `leads.model.NO_BLOCKER`; texts import no other domain.
NO_BLOCKER = "none"
_MOST_ENTRIES = 20
_MOST_TITLES = 10
_LONGEST_SUMMARY = 120
_LONGEST_NAME = 60


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


def several(kind: str, titles: Sequence[str], link: str, voice: Voice) -> Message:
    """Many messages of one kind as one: how many, and the first titles."""
    key = f"several.{kind}" if f"several.{kind}" in PHRASES else "several.other"
    lines = [_phrase("several.line", voice, title=_one_line(title)) for title in titles[:_MOST_TITLES]]
    if len(titles) > _MOST_TITLES:
        lines.append(_phrase("several.more", voice, n=len(titles) - _MOST_TITLES))
    return Message(_phrase(key, voice, n=len(titles)), "\n".join(lines), link)


def channel_test(channel: str, link: str, voice: Voice) -> Message:
    """What a channel is tried out with."""
    return Message(_phrase("test.title", voice), _phrase("test.body", voice, channel=_one_line(channel)), link)


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
