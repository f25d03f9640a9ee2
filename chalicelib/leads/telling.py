"""Whom a lead's news goes to, and the facts that the words are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.core.scope import Scope
from chalicelib.core.settings import settings
from chalicelib.core.store import Writes
from chalicelib.leads.change import Rules, Tell
from chalicelib.leads.fields import hidden_fields
from chalicelib.leads.model import NO_BLOCKER, Lead
from chalicelib.leads.silence import Step
from chalicelib.notifications import service as notifications
from chalicelib.notifications import texts
from chalicelib.tenancy.model import Member


def assigned(scope: Scope, rules: Rules, lead: Lead, now: datetime) -> Tell:
    """To the new owner."""

    def words(shown: Lead, voice: texts.Voice) -> texts.Message:
        channel = next((each for each in rules.setup.source_channels if each.id == lead.source_channel), None)
        return texts.assigned(
            texts.AssignedFacts(
                lead=lead_facts(rules, shown, voice),
                assigned_by=scope.name or None,
                source_channel=channel.names.pick(voice.language) if channel else lead.source_channel,
                next_follow_up_at=lead.next_follow_up_at,
            ),
            voice,
        )

    return lambda writes: _send(writes, scope, rules, lead, "lead.assigned", lead.owner_id, words, now)


def step(writes: Writes, scope: Scope, rules: Rules, lead: Lead, due: Step, now: datetime) -> None:
    """What a reminder says, to all whom it goes to. `lead` is as it was before the step."""
    for to, kind, words in _recipients(rules, lead, due, now):
        _send(writes, scope, rules, lead, kind, to, words, now)


_Words = Callable[[Lead, texts.Voice], texts.Message]
_Recipient = tuple[str | None, str, _Words]


def _recipients(rules: Rules, lead: Lead, due: Step, now: datetime) -> list[_Recipient]:
    rep = lead.owner_id
    above = rules.members.supervisor_of(rep) if rep else None
    supervisor = above.id if above else None
    if due.clock == "lead.silent":
        return [
            (rep, "lead.silent", lambda shown, voice: texts.silent(_silent_facts(rules, shown, now, voice), voice)),
            (
                supervisor,
                "lead.silent.supervisor",
                lambda shown, voice: texts.silent_for_supervisor(_silent_facts(rules, shown, now, voice), voice),
            ),
        ]
    if due.clock == "lead.follow_up":
        told: list[_Recipient] = []
        if lead.told.missed_steps == 0:
            told.append(
                (
                    rep,
                    "lead.follow_up_missed",
                    lambda shown, voice: texts.missed(_missed(rules, shown, voice), voice),
                )
            )
        if due.number == 2:  # the second step is the supervisor's
            told.append(
                (
                    supervisor,
                    "lead.follow_up_missed.supervisor",
                    lambda shown, voice: texts.missed_for_supervisor(_missed(rules, shown, voice), voice),
                )
            )
        return told
    if due.clock == "lead.dwell":
        return [
            (rep, "lead.dwell", lambda shown, voice: texts.dwell(_dwell(rules, shown, now, voice), voice)),
            (
                supervisor,
                "lead.dwell.supervisor",
                lambda shown, voice: texts.dwell_for_supervisor(_dwell(rules, shown, now, voice), voice),
            ),
        ]
    words = {"lead.pool_warning": _pool_warning, "lead.pool_return": _returned, "hold.ends": _hold_ended}[due.clock]
    kind = {"lead.pool_return": "lead.returned_to_pool", "hold.ends": "hold.ended"}.get(due.clock, due.clock)
    return [(rep, kind, lambda shown, voice: words(rules, shown, due, now, voice))]


def _send(
    writes: Writes,
    scope: Scope,
    rules: Rules,
    lead: Lead,
    kind: str,
    to: str | None,
    words: _Words,
    now: datetime,
) -> None:
    member = rules.members.get(to) if to else None
    if member is None or member.is_removed:
        return
    message = words(as_seen_by(rules, member, lead), voice_of(rules, member))
    notifications.tell(writes, scope, to=member, kind=kind, message=message, about=lead.id, now=now)


def as_seen_by(rules: Rules, member: Member, lead: Lead) -> Lead:
    """The lead without what the member's role may not see."""
    hidden = hidden_fields(rules.setup, member.role)
    blank: dict[str, Any] = {name: None for name in ("company", "contact", "amount") if name in hidden}
    if "blocker" in hidden:
        blank["blocker"] = NO_BLOCKER
    return replace(lead, **blank) if blank else lead


def voice_of(rules: Rules, member: Member) -> texts.Voice:
    return texts.Voice("en" if member.locale == "en" else "zh-CN", ZoneInfo(rules.setup.timezone))


def lead_link(lead_id: str) -> str:
    return f"{settings().public_url}/leads/{lead_id}"


def lead_facts(rules: Rules, lead: Lead, voice: texts.Voice) -> texts.LeadFacts:
    """The lead as messages show it."""
    stage = rules.stage(lead.stage)
    open_stages = [each.id for each in rules.setup.stages if each.kind == "open" and not each.archived]
    position = open_stages.index(stage.id) if stage.id in open_stages else 0
    rep = rules.members.get(lead.owner_id) if lead.owner_id else None
    return texts.LeadFacts(
        name=lead.name,
        company=lead.company,
        stage=stage.names.pick(voice.language),
        phase=texts.phase_of(position, len(open_stages), stage.dwell_days is not None),
        amount=f"{lead.currency} {lead.amount}" if lead.amount else None,
        blocker="" if lead.blocker == NO_BLOCKER else lead.blocker,
        link=lead_link(lead.id),
        rep=rep.name if rep else "",
    )


def _silent_facts(rules: Rules, lead: Lead, now: datetime, voice: texts.Voice) -> texts.SilentFacts:
    return texts.SilentFacts(
        lead=lead_facts(rules, lead, voice),
        days_silent=(now - lead.touched_at).days,
        follow_ups=tuple(
            texts.FollowUpLine(at=each.at, kind=each.kind, outcome=each.outcome, summary=each.summary)
            for each in lead.last_follow_ups
        ),
        unanswered=lead.unanswered,
    )


def _missed(rules: Rules, lead: Lead, voice: texts.Voice) -> texts.MissedFacts:
    return texts.MissedFacts(lead_facts(rules, lead, voice), lead.next_follow_up_at, lead.unanswered)


def _dwell(rules: Rules, lead: Lead, now: datetime, voice: texts.Voice) -> texts.DwellFacts:
    limit = rules.stage(lead.stage).dwell_days or 0
    return texts.DwellFacts(lead_facts(rules, lead, voice), (now - lead.stage_since).days, limit, lead.unanswered)


def _pool_warning(rules: Rules, lead: Lead, _due: Step, now: datetime, voice: texts.Voice) -> texts.Message:
    days = rules.setup.reminders.return_to_pool_days or 0
    back = max(lead.touched_at + timedelta(days=days), now + timedelta(days=1))
    return texts.pool_warning(texts.PoolWarningFacts(lead_facts(rules, lead, voice), back), voice)


def _returned(rules: Rules, lead: Lead, _due: Step, now: datetime, voice: texts.Voice) -> texts.Message:
    facts = texts.ReturnedFacts(lead_facts(rules, lead, voice), (now - lead.touched_at).days)
    return texts.returned_to_pool(facts, voice)


def _hold_ended(rules: Rules, lead: Lead, _due: Step, now: datetime, voice: texts.Voice) -> texts.Message:
    reason = next((each for each in rules.setup.hold_reasons if lead.hold and each.id == lead.hold.reason), None)
    facts = texts.HoldEndedFacts(
        lead=lead_facts(rules, lead, voice),
        reason=reason.names.pick(voice.language) if reason else "",
        held_since=lead.hold.since if lead.hold else now,
    )
    return texts.hold_ended(facts, voice)
