"""The morning digest: one message a working day at the member's time, and none when nothing is due."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.core.calendar import Calendar
from chalicelib.core.clock import to_text
from chalicelib.core.deadlines import DueKey, Handler
from chalicelib.core.errors import StaleVersion
from chalicelib.core.keys import due_shard
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes
from chalicelib.core.tables import WorkspaceItem
from chalicelib.notifications import texts
from chalicelib.notifications.kinds import DIGEST
from chalicelib.notifications.telling import tell
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.model import Member

DIGEST_DUE = "member.digest"
FactsOf = Callable[[Scope, Member, datetime], texts.DueFacts | None]
_TRIES = 3


def digest_handler(facts_of: FactsOf) -> Handler:
    """Handler of `member.digest`; `facts_of` says what a member has to do today (None: nothing).

    The message and the move to the next working day are one transaction under the member's version, so a day has one
    digest, also when a sweep dies or two run. A member's first deadline is the moment of joining, which only sets the
    next one. A day whose digest no sweep reached before it was over is left out.
    """

    def handle(scope: Scope, due: Sequence[DueKey], now: datetime) -> None:
        for each in due:
            _digest(scope, each.sk, facts_of, now)
        tenancy.forget_members(scope.workspace_id)

    return handle


def next_digest_at(calendar: Calendar, clock: str, now: datetime) -> datetime:
    """The first moment after `now` at which it is `clock` (HH:MM) on a working day."""
    today = calendar.local_date(now)
    if calendar.is_working_day(today) and calendar.at(today, clock) > now:
        return calendar.at(today, clock)
    return calendar.at(calendar.next_working_day(today), clock)


def first_digest_at(scope: Scope, member: Member, now: datetime) -> datetime:
    """When a member who joins at `now` gets the first digest."""
    return next_digest_at(tenancy.calendar_of(scope), _clock_of(scope, member), now)


def _digest(scope: Scope, member_id: str, facts_of: FactsOf, now: datetime) -> None:
    for _ in range(_TRIES):
        item = tenancy.member_item(scope, member_id)
        if item is None or item.due_at is None or item.due_at > to_text(now):
            return
        member = tenancy.member_of_item(item)
        writes = Writes()
        if member.is_removed:
            gone = (WorkspaceItem.due_at, WorkspaceItem.due_kind, WorkspaceItem.due_shard)
            writes.update(item, [attribute.remove() for attribute in gone])
        else:
            _tell_what_is_due(writes, scope, member, item.due_at, facts_of, now)
            writes.update(
                item,
                [
                    WorkspaceItem.due_at.set(to_text(first_digest_at(scope, member, now))),
                    WorkspaceItem.due_kind.set(DIGEST_DUE),
                    WorkspaceItem.due_shard.set(due_shard(item.pk)),
                ],
            )
        try:
            writes.commit()
            return
        except StaleVersion:
            continue


def _tell_what_is_due(
    writes: Writes, scope: Scope, member: Member, due_at: str, facts_of: FactsOf, now: datetime
) -> None:
    calendar, setup = tenancy.calendar_of(scope), tenancy.setup_of(scope)
    today = calendar.local_date(now)
    # A planned digest is due at a whole minute; the moment of joining is not.
    has_joined_just_now = due_at == to_text(member.created_at) or not due_at.endswith(":00.000Z")
    too_early = now < calendar.at(today, _clock_of(scope, member))
    if has_joined_just_now or too_early or not (member.is_active and member.digest and calendar.is_working_day(today)):
        return
    facts = facts_of(scope, member, now)
    if facts is None or not (facts.today or facts.overdue):
        return
    voice = texts.Voice("en" if member.locale == "en" else "zh-CN", ZoneInfo(setup.timezone))
    tell(writes, scope, to=member, kind=DIGEST, message=texts.due_digest(facts, voice), about=member.id, now=now)


def _clock_of(scope: Scope, member: Member) -> str:
    return member.digest_at or tenancy.setup_of(scope).reminders.digest_at
