"""What a person may ask for (GDPR articles 15 and 17; PIPL articles 45 and 47): a copy of their data, and its erasure.

Erasure takes the personal fields out of the customer, its claims, its leads, their timelines and the notices about
them. What stays says only that somebody was erased: the numbers (stage, amount, dates) and a tombstone without a name.
It may be interrupted and run again; the tombstone is closed last.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from chalicelib.core.clock import to_text
from chalicelib.core.errors import Contention, StaleVersion
from chalicelib.core.events import ERASED, Event, EventItem, EventKind, blank_events, event_item
from chalicelib.core.ids import new_ulid
from chalicelib.core.keys import EVENT_PREFIX
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes, get, query_all, write_batch
from chalicelib.core.tables import CompactJson, WorkspaceItem
from chalicelib.core.tries import pause, write_at_last
from chalicelib.leads import claims, customer_store, customers, keys, projection, store
from chalicelib.leads.change import Rules
from chalicelib.leads.customer_store import Customer, MergeItem
from chalicelib.leads.model import NO_BLOCKER, Lead, text_fields
from chalicelib.notifications import service as notifications

_TRIES = 8
#: Facts and changes of events that name or describe a person.
_PERSONAL = frozenset(
    {"name", "company", "contact", "phone", "email", "wechat", "remark", "summary", "reason", "external_id", "blocker",
     "override", "merged_name"}
)  # fmt: skip


class TombstoneItem(WorkspaceItem):
    """`state`: running, done. Holds no personal data, only ids that nothing else resolves any more."""

    class Meta(WorkspaceItem.Meta):
        pass

    state = UnicodeAttribute()
    by = UnicodeAttribute()
    at = UnicodeAttribute()
    what = CompactJson()


def export_customer(scope: Scope, customer_id: str, now: datetime) -> dict[str, Any]:
    """All that is kept of one customer: fields, leads, timelines; recorded in the audit log."""
    customer = customers.get_customer(scope, customer_id)
    leads = store.find_leads(scope, customer.all_lead_ids)
    exported = {
        "customer": {name: getattr(customer, name) for name in customers.FIELDS} | {"id": customer.id},
        "leads": [{"id": lead.id, **text_fields(lead)} for lead in leads],
        "events": [
            {"id": event.id, "about": event.about, "kind": event.kind, "at": to_text(event.at),
             "changes": event.changes, "facts": event.facts}
            for pk in _timelines(scope, [customer.id, *(each.sk for each in _merged_into(scope, customer.id))], leads)
            for event in _events(pk)
        ],
        "exported_at": to_text(now),
    }  # fmt: skip
    writes = Writes()
    writes.create(
        event_item(
            scope,
            EventKind.CUSTOMER_EXPORTED,
            pk=keys.customer_log(scope, customer.id),
            about=customer.id,
            at=now,
            leads=len(leads),
        )
    )
    writes.commit()
    return exported


def _merged_into(scope: Scope, customer_id: str) -> list[MergeItem]:
    """Those whom the customer consists of by now, and those whom they consisted of."""
    merges, found, wanted = list(query_all(MergeItem, keys.merges(scope))), list[MergeItem](), {customer_id}
    while True:
        more = [each for each in merges if each.into in wanted and each not in found]
        if not more:
            return found
        found += more
        wanted |= {each.sk for each in more}


def _timelines(scope: Scope, customer_ids: list[str], leads: list[Lead]) -> list[str]:
    return [
        *(keys.customer_log(scope, each) for each in customer_ids),
        *(keys.lead(scope, lead.id) for lead in leads),
    ]


def _events(pk: str) -> Iterator[Event]:
    for item in query_all(EventItem, pk, range_key_condition=WorkspaceItem.sk.startswith(EVENT_PREFIX)):
        yield Event.of(item)


def erase_customer(scope: Scope, customer_id: str, now: datetime, expected: int | None = None) -> str:
    """Take a person out of the system; answers with the tombstone's id.

    Raises:
        NotFound, StaleVersion, Contention
    """
    customer = customer_store.find_customer(scope, customer_id)
    if expected is not None and customer.version != expected:
        raise StaleVersion()
    tombstone = TombstoneItem(
        keys.tombstones(scope),
        new_ulid(now),
        state="running",
        by=scope.member_id,
        at=to_text(now),
        what={"customer": customer.id, "leads": customer.all_lead_ids},
    )
    writes = Writes()
    writes.create(tombstone)
    writes.commit()
    for attempt in range(_TRIES):
        try:
            _erase(scope, customer, now)
            tombstone.what = {"customer": customer.id, "leads": customer.all_lead_ids}
            tombstone.state = "done"
            tombstone.save()
            return tombstone.sk
        except StaleVersion:  # a lead of theirs came in at this very moment, and must go too
            pause(attempt)
            customer = customer_store.find_customer(scope, customer_id)
    raise Contention()


def _erase(scope: Scope, customer: Customer, now: datetime) -> None:
    merges = _merged_into(scope, customer.id)
    ids = [customer.id, *(each.sk for each in merges)]
    leads = store.find_leads(scope, customer.all_lead_ids, consistent=True)
    for lead in leads:
        _erase_lead(scope, lead.id, now)
    for pk in _timelines(scope, ids, leads):
        blank_events(pk, _is_personal)
    projection.refresh(scope, [lead.id for lead in leads])
    notifications.erase_about(scope, [lead.id for lead in leads] + ids)
    write_batch(deletes=merges)
    writes = Writes()
    claims.settle(writes, scope, (customer,), ())
    writes.create(
        event_item(
            scope,
            EventKind.CUSTOMER_ERASED,
            pk=keys.customer_log(scope, customer.id),
            about=customer.id,
            at=now,
        )
    )
    writes.commit()


def _erase_lead(scope: Scope, lead_id: str, now: datetime) -> None:
    """Open leads leave the lists; closed ones keep their numbers without a name."""
    rules = Rules.of(scope)

    def made() -> Writes | None:
        item = get(store.LeadItem, keys.lead(scope, lead_id), keys.LEAD, consistent=True)
        if item is None:
            return None
        lead = store.lead_of(item)
        erased, writes = _bare(lead, now), Writes()
        store.put_lead(writes, scope, erased, rules.deadline(erased))
        if lead.external_id:
            writes.delete(store.external_item(scope, lead), versioned=False)
        writes.create(event_item(scope, EventKind.LEAD_ERASED, pk=keys.lead(scope, lead_id), about=lead_id, at=now))
        return writes

    write_at_last(made, _TRIES)


def _bare(lead: Lead, now: datetime) -> Lead:
    return replace(
        lead,
        name=ERASED,
        company=None,
        contact=None,
        phone=None,
        email=None,
        wechat=None,
        remark=None,
        external_id=None,
        customer_id="",
        home_key="",
        hold=None,
        blocker=NO_BLOCKER,
        custom={},
        last_follow_ups=(),
        silent_since=None,
        deleted_at=lead.deleted_at or (now if lead.is_open else None),
        updated_at=now,
        revision=lead.revision + 1,
    )


def _is_personal(name: str) -> bool:
    return name in _PERSONAL or name.startswith("custom.")
