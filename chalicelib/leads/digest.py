"""What a rep has to do today: for the morning digest."""

from __future__ import annotations

from datetime import datetime

from chalicelib.core.clock import to_text
from chalicelib.core.scope import Scope
from chalicelib.core.settings import settings
from chalicelib.core.store import query_page
from chalicelib.core.tables import WorkspaceItem
from chalicelib.leads import keys, store, telling
from chalicelib.leads.change import Rules
from chalicelib.leads.model import Lead
from chalicelib.notifications import texts
from chalicelib.tenancy.model import Member

#: A digest names this many leads and counts the rest behind its link.
_MOST_NAMED = 40


def digest_facts(scope: Scope, member: Member, now: datetime) -> texts.DueFacts | None:
    """Follow-ups due by the end of today and overdue ones of `member`; None when there is nothing to say."""
    rules = Rules.of(scope)
    end, begin = rules.calendar.end_of_day(now), rules.calendar.at(rules.calendar.local_date(now), "00:00")
    page = query_page(
        store.LeadItem,
        keys.owner(scope, member.id),
        index="by_owner",
        range_condition=WorkspaceItem.follow_up_order < to_text(end),
        limit=_MOST_NAMED,
        attributes=["pk", "sk"],
    )
    leads = store.find_leads(scope, [keys.lead_id_of(item.pk) for item in page.items])
    due = [lead for lead in leads if lead.is_open and not lead.is_held]
    if not due:
        return None
    voice = telling.voice_of(rules, member)

    def entry(lead: Lead) -> texts.DueEntry:
        return texts.DueEntry(
            telling.lead_facts(rules, telling.as_seen_by(rules, member, lead), voice), lead.next_follow_up_at
        )

    return texts.DueFacts(
        day=rules.calendar.local_date(now),
        today=tuple(entry(lead) for lead in due if lead.next_follow_up_at >= begin),
        overdue=tuple(entry(lead) for lead in due if lead.next_follow_up_at < begin),
        link=f"{settings().public_url}/today",
    )
