"""What the words of notifications are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

Language = Literal["zh-CN", "en"]
Phase = Literal["opening", "needs", "quoted", "closing"]


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
