"""The monthly timeliness report by mail: on the first working day of a month at 09:00, to those who lead.

Its deadline is one item of the workspace, made when its first run starts. Letters and the item's new place (the last
member told, at the end the next month's deadline) are one transaction under the item's version: each member is told
once, also when a sweep dies, or two run side by side. A month whose letters no sweep sent before the next month was
over is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache

from chalicelib.core.calendar import ONE_DAY, Calendar
from chalicelib.core.clock import to_text
from chalicelib.core.deadlines import DueKey, set_due
from chalicelib.core.errors import Contention, StaleVersion
from chalicelib.core.events import Event
from chalicelib.core.scope import Scope
from chalicelib.core.settings import settings
from chalicelib.core.store import Writes, get
from chalicelib.core.tables import CompactJson, VersionedItem
from chalicelib.core.tries import TRIES, pause
from chalicelib.notifications import service as notifications
from chalicelib.notifications import texts
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.model import Member
from chalicelib.workflow import keys, timeliness
from chalicelib.workflow.people import People
from chalicelib.workflow.report_schemas import month_text
from chalicelib.workflow.timeliness import Figures, figures, grouped, month_after, month_before
from chalicelib.workflow.timeliness_reading import Month, Report, read_report
from chalicelib.workflow.timeliness_texts import letter_of
from chalicelib.workflow.timeliness_view import Names

DEADLINE_KIND = "report.timeliness"
_CLOCK = "09:00"
_LEADERS = frozenset({"owner", "admin", "manager"})
#: A letter is one write; a transaction has a hundred.
_AT_ONCE = 50


class ReportItem(VersionedItem):
    """`work`: None between months; else {"month": whose report is being sent, "after": the last member told}."""

    class Meta(VersionedItem.Meta):
        pass

    work = CompactJson(null=True)


def schedule_report(scope: Scope, events: Sequence[Event]) -> None:
    """Follows runs that start: with the first one, the workspace begins to have reports."""
    ensure_scheduled(scope, max(event.at for event in events))


def ensure_scheduled(scope: Scope, now: datetime) -> None:
    """The next report has a deadline, after `now`. Again and again changes nothing."""
    if get(ReportItem, keys.flows(scope), keys.REPORT) is not None:
        return
    item = ReportItem(keys.flows(scope), keys.REPORT)
    set_due(item, DEADLINE_KIND, next_report_at(tenancy.calendar_of(scope), now))
    writes = Writes()
    writes.create(item)
    try:
        writes.commit()
    except StaleVersion:
        return  # another run that started just now has made it


def report_at(calendar: Calendar, month: date) -> datetime:
    """When the letters go out in the month that begins on `month`: its first working day, 09:00 on the wall."""
    return calendar.at(calendar.next_working_day(month - ONE_DAY), _CLOCK)


def next_report_at(calendar: Calendar, now: datetime) -> datetime:
    """The first such moment after `now`."""
    month = calendar.local_date(now).replace(day=1)
    at = report_at(calendar, month)
    return at if at > now else report_at(calendar, month_after(month))


def send_reports(scope: Scope, _due: Sequence[DueKey], now: datetime) -> None:
    """Handler of `report.timeliness`: the report of the month that is over to all who lead, some at a time.

    Raises:
        Contention: others change the item all the time; it stays due.
    """
    report_of = lru_cache(maxsize=1)(lambda month: read_report(scope, Month.of(scope, month), None, now))
    tries = 0
    while tries < TRIES:
        item = get(ReportItem, keys.flows(scope), keys.REPORT, consistent=True)
        if item is None or item.due_at is None or item.due_at > to_text(now):
            return
        writes = Writes()
        calendar = tenancy.calendar_of(scope)
        this_month = calendar.local_date(now).replace(day=1)
        month = month_before(this_month)
        planned = report_at(calendar, this_month)
        if now < planned:  # the workspace's calendar or time zone has changed since
            set_due(item, DEADLINE_KIND, planned)
            item.work = None
        else:
            is_going_on = item.work is not None and item.work["month"] == month_text(month)
            _add_letters(writes, scope, item, report_of(month), item.work["after"] if is_going_on else "")
            if item.work is None:
                set_due(item, DEADLINE_KIND, report_at(calendar, month_after(this_month)))
        writes.put(item)
        try:
            writes.commit()
        except StaleVersion:
            pause(tries)
            tries += 1
    raise Contention()


def _add_letters(writes: Writes, scope: Scope, item: ReportItem, report: Report, after: str) -> None:
    """The next letters, and in `item.work` who was told last; None there when all are."""
    members = tenancy.members_of(scope)
    leaders = sorted((member for member in members.active() if member.role in _LEADERS), key=lambda each: each.id)
    left = [member for member in leaders if member.id > after] if report.after or report.before else []
    people = People.of(scope)
    for member in left[:_AT_ONCE]:
        notifications.tell(
            writes,
            scope,
            to=member,
            kind=DEADLINE_KIND,
            message=_letter(scope, report, people, member),
            about=scope.workspace_id,
            now=report.now,
        )
    is_more = len(left) > _AT_ONCE
    item.work = {"month": month_text(report.month.first), "after": left[_AT_ONCE - 1].id} if is_more else None


def _letter(scope: Scope, report: Report, people: People, reader: Member) -> texts.Message:
    names = Names(scope.with_locale(reader.locale), {flow.id: flow for flow in report.flows}, people)
    before, after = figures(report.before), figures(report.after)
    month = month_text(report.month.first)
    return letter_of(
        month,
        after,
        timeliness.change(before, after),
        names.reason(after.reasons[0].reason) if after.reasons else None,
        _own_line(report, people, reader),
        f"{settings().public_url}/flows/timeliness?month={month}",
        reader.locale,
    )


def _own_line(report: Report, people: People, reader: Member) -> Iterator[tuple[str, Figures]]:
    """Name and figures of those who report to the reader, directly or not."""
    line = people.members.line_of(reader.id) - {reader.id}
    for holder, cards in grouped(report.after, lambda card: card.holder).items():
        member = people.members.get(holder or "")
        if member is not None and member.id in line:
            yield member.name, figures(cards)
