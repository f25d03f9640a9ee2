"""A lead and the rules of its life: pure, no I/O, no clock.

open ──follow-ups, stage moves──► won | lost ──reopen──► open (next cycle)
  │ hold(reason, until) ──► held ──until / resume──► open
  │ release / silence ──► pool (no owner) ──claim / assign──► open
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from chalicelib.core.clock import to_text

FollowUpKind = Literal["call", "visit", "video", "email", "chat", "demo"]
Outcome = Literal["connected", "replied", "met", "no_answer", "refused"]

#: A follow-up is effective when the customer took part. The one rule; nothing else decides it.
EFFECTIVE_OUTCOMES = frozenset({"connected", "replied", "met"})

#: What restarts the silence clock. Viewing, editing fields, bulk edits and imports over an existing lead don't.
TOUCHES = (
    "lead.created (at its first contact, or the last follow-up that an import knows)",
    "lead.followed_up",
    "lead.stage_moved and lead.reopened, unless in bulk",
    "lead.resumed (the hold was the reason for the silence)",
    "lead.assigned, lead.claimed, lead.returned_to_pool (a new owner gets the stage's full limit); in bulk only out of "
    "the pool and into it, since the clock stands still while nobody owns the lead",
)

#: The fields every lead has, in the order that forms show them; the first six are always filled.
BUILT_IN_FIELDS = (
    "name", "source_channel", "first_contact_at", "stage", "next_follow_up_at", "blocker",
    "company", "contact", "phone", "email", "wechat", "owner_id", "amount", "product", "region", "remark",
)  # fmt: skip

NO_BLOCKER = "none"
_KEPT_FOLLOW_UPS = 3


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One recorded contact. `minutes` is its length where known."""

    at: datetime
    by: str
    kind: FollowUpKind
    outcome: Outcome
    summary: str
    minutes: int | None = None

    @property
    def effective(self) -> bool:
        return self.outcome in EFFECTIVE_OUTCOMES


@dataclass(frozen=True, slots=True)
class Hold:
    reason: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """Which reminders have gone out. Silence steps count within one touch; the rest says for what it was said.

    So each reminder has a name (`lead, touched_at, step`) and goes out once, whatever happens to the sweep.
    """

    silence_steps: int = 0
    missed_steps: int = 0
    dwell: bool = False
    pool_warned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    id: str
    name: str
    source_channel: str
    stage: str
    stage_kind: Literal["open", "won", "lost"]
    first_contact_at: datetime
    next_follow_up_at: datetime
    customer_id: str
    created_at: datetime
    created_by: str
    updated_at: datetime
    touched_at: datetime
    stage_since: datetime
    blocker: str = NO_BLOCKER
    owner_id: str | None = None
    company: str | None = None
    contact: str | None = None
    phone: str | None = None
    email: str | None = None
    wechat: str | None = None
    amount: str | None = None
    currency: str | None = None
    product: str | None = None
    region: str | None = None
    remark: str | None = None
    external_id: str | None = None
    custom: dict[str, Any] = field(default_factory=dict)
    hold: Hold | None = None
    lost_reason: str | None = None
    closed_at: datetime | None = None
    cycle: int = 1
    silent_since: datetime | None = None
    told: Told = Told()
    follow_up_count: int = 0
    unanswered: int = 0
    last_follow_ups: tuple[FollowUp, ...] = ()
    deleted_at: datetime | None = None
    import_id: str | None = None
    home_key: str = ""
    #: Counts what people see change: what ETag and If-Match speak of. Reminders count in `version` alone, the lock.
    revision: int = 1
    version: int | None = None

    @property
    def is_open(self) -> bool:
        return self.stage_kind == "open" and self.deleted_at is None

    @property
    def is_held(self) -> bool:
        return self.hold is not None


def touched(lead: Lead, at: datetime) -> Lead:
    """The silence clock starts anew, and every reminder of the silence before is over.

    Something older than the last touch, written down late, starts nothing.
    """
    if at < lead.touched_at:
        return lead
    return replace(lead, touched_at=at, silent_since=None, told=_fresh(lead.told))


def _fresh(told: Told) -> Told:
    return replace(told, silence_steps=0, pool_warned_at=None)


def followed_up(lead: Lead, done: FollowUp, now: datetime) -> Lead:
    """`done` is recorded: it touches, counts, and is among the last three."""
    kept = sorted((*lead.last_follow_ups, done), key=lambda each: each.at, reverse=True)[:_KEPT_FOLLOW_UPS]
    return replace(
        touched(lead, done.at),
        follow_up_count=lead.follow_up_count + 1,
        unanswered=0 if done.effective else lead.unanswered + 1,
        last_follow_ups=tuple(kept),
        updated_at=now,
    )


def planned(lead: Lead, next_follow_up_at: datetime) -> Lead:
    """A new date for the next follow-up; what was said about the old one no longer counts."""
    if next_follow_up_at == lead.next_follow_up_at:
        return lead
    return replace(lead, next_follow_up_at=next_follow_up_at, told=replace(lead.told, missed_steps=0))


def moved(
    lead: Lead,
    stage: str,
    kind: Literal["open", "won", "lost"],
    at: datetime,
    *,
    lost_reason: str | None = None,
    touches: bool = True,
) -> Lead:
    """In another stage. Leaving a closed stage for an open one begins the next cycle."""
    reopened = kind == "open" and lead.stage_kind != "open"
    after = replace(
        lead,
        stage=stage,
        stage_kind=kind,
        stage_since=at,
        lost_reason=lost_reason if kind == "lost" else None,
        closed_at=None if kind == "open" else at,
        cycle=lead.cycle + 1 if reopened else lead.cycle,
        told=replace(lead.told, dwell=False, missed_steps=0 if reopened else lead.told.missed_steps),
        hold=lead.hold if kind == "open" else None,
        silent_since=lead.silent_since if kind == "open" else None,
        updated_at=at,
    )
    return touched(after, at) if touches or reopened else after


def held(lead: Lead, reason: str, until: datetime, at: datetime) -> Lead:
    """Parked: silent by intention until the date."""
    told = Told(dwell=lead.told.dwell)
    return replace(lead, hold=Hold(reason, at, until), silent_since=None, told=told, updated_at=at)


def resumed(lead: Lead, at: datetime) -> Lead:
    """Awake again, with the stage's full silent limit before it. How long it has been in the stage still counts."""
    told = Told(dwell=lead.told.dwell)
    return replace(touched(lead, at), hold=None, silent_since=None, told=told, updated_at=at)


def owned_by(lead: Lead, owner_id: str | None, at: datetime, *, touches: bool = True) -> Lead:
    """With a new owner, or in the pool (None); the new owner starts with a fresh clock.

    Without `touches` (in bulk) the silence goes on from one owner to the next.
    """
    if not touches and lead.owner_id is not None and owner_id is not None:
        return replace(lead, owner_id=owner_id, updated_at=at)
    return replace(touched(lead, at), owner_id=owner_id, silent_since=None, told=Told(), updated_at=at)


def text_fields(lead: Lead) -> dict[str, Any]:
    """The fields that people change, as JSON values: what events compare."""
    shown = {name: getattr(lead, name) for name in BUILT_IN_FIELDS}
    shown |= {"currency": lead.currency, "lost_reason": lead.lost_reason, "external_id": lead.external_id}
    shown |= {f"custom.{name}": value for name, value in lead.custom.items()}
    shown["hold_until"] = to_text(lead.hold.until) if lead.hold else None
    shown["hold_reason"] = lead.hold.reason if lead.hold else None
    return {name: to_text(value) if isinstance(value, datetime) else value for name, value in shown.items()}
