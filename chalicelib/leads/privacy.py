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
from chalicelib.core.errors import NotFound, StaleVersion
from chalicelib.core.events import Event, EventItem, EventKind, event_item
from chalicelib.core.ids import new_ulid
from chalicelib.core.keys import EVENT_PREFIX
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes, get, query_all
from chalicelib.core.tables import CompactJson, WorkspaceItem
from chalicelib.leads import customers, keys, store
from chalicelib.leads.change import Rules
from chalicelib.leads.model import Lead, text_fields
from chalicelib.leads.store import Customer
from chalicelib.notifications import service as notifications

ERASED = "—"
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
    leads = store.find_leads(scope, customer.lead_ids)
    exported = {
        "customer": {name: getattr(customer, name) for name in customers.FIELDS} | {"id": customer.id},
        "leads": [{"id": lead.id, **text_fields(lead)} for lead in leads],
        "events": [
            {"id": event.id, "about": event.about, "kind": event.kind, "at": to_text(event.at),
             "changes": event.changes, "facts": event.facts}
            for pk in _timelines(scope, customer, leads)
            for event in _events(pk)
        ],
        "exported_at": to_text(now),
    }  # fmt: skip
    writes = Writes()
    writes.create(
        event_item(
            scope, EventKind.CUSTOMER_EXPORTED, pk=customer.home_key, about=customer.id, at=now, leads=len(leads)
        )
    )
    writes.commit()
    return exported


def _timelines(scope: Scope, customer: Customer, leads: list[Lead]) -> list[str]:
    return [customer.home_key, *(keys.lead(scope, lead.id) for lead in leads)]


def _events(pk: str) -> Iterator[Event]:
    for item in query_all(EventItem, pk, range_key_condition=WorkspaceItem.sk.startswith(EVENT_PREFIX)):
        yield Event.of(item)


def erase_customer(scope: Scope, customer_id: str, now: datetime) -> str:
    """Take a person out of the system; answers with the tombstone's id.

    Raises:
        NotFound
    """
    customer = store.find_customer(scope, customer_id)
    tombstone = TombstoneItem(
        keys.tombstones(scope),
        new_ulid(now),
        state="running",
        by=scope.member_id,
        at=to_text(now),
        what={"customer": customer.id, "leads": customer.lead_ids},
    )
    writes = Writes()
    writes.create(tombstone)
    writes.commit()
    leads = store.find_leads(scope, customer.lead_ids, consistent=True)
    for lead in leads:
        _erase_lead(scope, lead.id, now)
    for pk in _timelines(scope, customer, leads):
        _blank_events(pk)
    notifications.erase_about(scope, [lead.id for lead in leads] + [customer.id])
    _delete_customer(scope, customer, now)
    tombstone.state = "done"
    tombstone.save()
    return tombstone.sk


def _erase_lead(scope: Scope, lead_id: str, now: datetime) -> None:
    """Open leads leave the lists; closed ones keep their numbers without a name."""
    rules = Rules.of(scope)
    for _ in range(5):
        item = get(store.LeadItem, keys.lead(scope, lead_id), keys.LEAD, consistent=True)
        if item is None:
            return
        lead = store.lead_of(item)
        erased = replace(
            lead,
            name=ERASED,
            company=None,
            contact=None,
            phone=None,
            email=None,
            wechat=None,
            remark=None,
            external_id=None,
            blocker="none",
            custom={},
            last_follow_ups=(),
            silent_since=None,
            deleted_at=lead.deleted_at or (now if lead.is_open else None),
            updated_at=now,
        )
        writes = Writes()
        store.put_lead(writes, scope, erased, rules.deadline(erased))
        if lead.external_id:
            writes.delete(store.external_item(scope, lead), versioned=False)
        writes.create(event_item(scope, EventKind.LEAD_ERASED, pk=keys.lead(scope, lead_id), about=lead_id, at=now))
        try:
            writes.commit()
            return
        except StaleVersion:
            continue
    raise NotFound()


def _blank_events(pk: str) -> None:
    for item in query_all(EventItem, pk, range_key_condition=WorkspaceItem.sk.startswith(EVENT_PREFIX)):
        changes, facts = item.changes or {}, item.facts or {}
        blanked = {name: ([ERASED, ERASED] if _is_personal(name) else both) for name, both in changes.items()}
        bare = {name: (ERASED if _is_personal(name) else value) for name, value in facts.items()}
        if blanked != changes or bare != facts:
            item.changes, item.facts = blanked or None, bare or None
            item.save()


def _is_personal(name: str) -> bool:
    return name in _PERSONAL or name.startswith("custom.")


def _delete_customer(scope: Scope, customer: Customer, now: datetime) -> None:
    writes = Writes()
    for claim in store.find_claims(scope, customer.identities).values():
        if claim.pk != customer.home_key:
            writes.delete(claim)
    home = store.identity_at(customer.home_key)
    if home is not None:
        writes.delete(home)
    writes.create(event_item(scope, EventKind.CUSTOMER_ERASED, pk=customer.home_key, about=customer.id, at=now))
    writes.commit()
