"""The closed catalogue of events, the Event item, and what `app.publish` does with new ones.

An event says what was done, by whom, when, to what, and what changed. It is written in the transaction of the change,
and is the timeline, the audit log, the source of read models, facts and webhooks. It is never changed afterwards, but
for erasure, which blanks personal data in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from chalicelib.core import keys
from chalicelib.core.clock import from_text, to_text
from chalicelib.core.ids import is_id, new_ulid
from chalicelib.core.scope import Scope, acting_as
from chalicelib.core.store import query_all
from chalicelib.core.tables import CompactJson, WorkspaceItem

#: Stands where personal data stood.
ERASED = "—"


class EventKind(StrEnum):
    WORKSPACE_CREATED = "workspace.created"
    WORKSPACE_CHANGED = "workspace.changed"
    MEMBER_INVITED = "member.invited"
    MEMBER_INVITE_HANDED = "member.invite_handed"
    MEMBER_JOINED = "member.joined"
    MEMBER_CHANGED = "member.changed"
    MEMBER_REMOVED = "member.removed"
    LEAD_CREATED = "lead.created"
    LEAD_CHANGED = "lead.changed"
    LEAD_FOLLOWED_UP = "lead.followed_up"
    LEAD_STAGE_MOVED = "lead.stage_moved"
    LEAD_REOPENED = "lead.reopened"
    LEAD_HELD = "lead.held"
    LEAD_RESUMED = "lead.resumed"
    LEAD_ASSIGNED = "lead.assigned"
    LEAD_CLAIMED = "lead.claimed"
    LEAD_RELEASED = "lead.released"
    LEAD_WENT_SILENT = "lead.went_silent"
    LEAD_REMINDED = "lead.reminded"
    LEAD_RETURNED = "lead.returned_to_pool"
    LEAD_DELETED = "lead.deleted"
    LEAD_RESTORED = "lead.restored"
    LEAD_ERASED = "lead.erased"
    CUSTOMER_CHANGED = "customer.changed"
    CUSTOMER_MERGED = "customer.merged"
    CUSTOMER_MERGE_UNDONE = "customer.merge_undone"
    CUSTOMER_ERASED = "customer.erased"
    CUSTOMER_EXPORTED = "customer.exported"
    PRODUCT_CHANGED = "product.changed"
    IMPORT_STARTED = "import.started"
    IMPORT_FINISHED = "import.finished"
    IMPORT_UNDONE = "import.undone"
    CHANNEL_CHANGED = "channel.changed"
    API_KEY_CREATED = "api_key.created"
    API_KEY_REVOKED = "api_key.revoked"
    DATA_EXPORTED = "data.exported"
    FLOW_CREATED = "flow.created"
    FLOW_CHANGED = "flow.changed"
    FLOW_ROLES_CHANGED = "flow.roles_changed"
    RUN_STARTED = "run.started"
    RUN_CHANGED = "run.changed"
    RUN_CANCELLED = "run.cancelled"
    RUN_MIGRATED = "run.migrated"
    RUN_LATE = "run.forecast_late"
    CARD_STARTED = "card.started"
    CARD_COMPLETED = "card.completed"
    CARD_BLOCKED = "card.blocked"
    CARD_UNBLOCKED = "card.unblocked"
    CARD_REOPENED = "card.reopened"
    CARD_SKIPPED = "card.skipped"
    CARD_HANDED_OVER = "card.handed_over"
    CARD_APPROVED = "card.approved"
    CARD_RECORDED = "card.recorded"
    CARD_COMMENTED = "card.commented"
    CARD_FILE_ADDED = "card.file_added"
    CARD_FILE_REMOVED = "card.file_removed"
    CARD_WATCHED = "card.watched"
    CARD_SLA_STEP = "card.sla_step"
    CONNECTOR_CHANGED = "connector.changed"
    HOOK_RECEIVED = "hook.received"


class EventItem(WorkspaceItem):
    class Meta(WorkspaceItem.Meta):
        pass

    kind = UnicodeAttribute()
    about = UnicodeAttribute()
    actor = UnicodeAttribute()
    #: Of an API key, whose name nothing tells any more once it is deleted; members are known by their id.
    actor_name = UnicodeAttribute(null=True)
    at = UnicodeAttribute()
    changes = CompactJson(null=True)
    facts = CompactJson(null=True)


@dataclass(frozen=True)
class Event:
    """`about` is the id of the aggregate; `changes` maps a field to [before, after]; `facts` is the kind's own."""

    id: str
    kind: EventKind
    workspace_id: str
    about: str
    actor: str
    at: datetime
    changes: dict[str, list[Any]]
    facts: dict[str, Any]
    actor_name: str | None = None

    @classmethod
    def of(cls, item: EventItem) -> Event:
        return cls(
            id=item.sk.removeprefix(keys.EVENT_PREFIX),
            kind=EventKind(item.kind),
            workspace_id=keys.workspace_of(item.pk),
            about=item.about,
            actor=item.actor,
            at=from_text(item.at),
            changes=item.changes or {},
            facts=item.facts or {},
            actor_name=item.actor_name,
        )


def event_item(
    scope: Scope,
    kind: EventKind,
    *,
    pk: str,
    about: str,
    at: datetime,
    changes: Mapping[str, list[Any]] | None = None,
    happened_at: datetime | None = None,
    **facts: Any,
) -> EventItem:
    """The Event item of a change to the aggregate at `pk`.

    `at` is when it is recorded, and orders the log; `happened_at` is when it happened, for imported history.
    """
    ulid = new_ulid(at)
    return EventItem(
        pk,
        keys.EVENT_PREFIX + ulid,
        kind=str(kind),
        about=about,
        actor=scope.member_id,
        actor_name=scope.name if is_id(scope.member_id, "key") else None,
        at=to_text(happened_at or at),
        changes=dict(changes) if changes else None,
        facts={key: value for key, value in facts.items() if value is not None} or None,
        log_key=keys.log_month(scope.workspace_id, at),
        log_id=ulid,
    )


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """`{field: [before, after]}` for every field that differs."""
    return {
        name: [before.get(name), after.get(name)]
        for name in (*before, *(name for name in after if name not in before))
        if before.get(name) != after.get(name)
    }


def blank_events(pk: str, is_personal: Callable[[str], bool]) -> None:
    """Blank what the events of the aggregate at `pk` say of a person: changes and facts whose names are personal.

    The entries stay: what was done, when and by whom. Again makes no difference.
    """
    for item in query_all(EventItem, pk, range_key_condition=EventItem.sk.startswith(keys.EVENT_PREFIX)):
        changes, facts = item.changes or {}, item.facts or {}
        bare = {name: ([ERASED, ERASED] if is_personal(name) else both) for name, both in changes.items()}
        told = {name: (ERASED if is_personal(name) else value) for name, value in facts.items()}
        if bare != changes or told != facts:
            item.changes, item.facts = bare or None, told or None
            item.save()


PublishHandler = Callable[[Scope, Sequence[Event]], None]


def publish(records: Sequence[Mapping[str, Any]], handlers: Mapping[EventKind, tuple[PublishHandler, ...]]) -> None:
    """Hand new Event items to the handlers of their kinds, those of one workspace together.

    Streams deliver at least once: each handler is idempotent by event id, or converges to the present state. Other
    items than events are passed over. What a handler raises goes through: the caller tries the records one by one.
    """
    events = [event for record in records if (event := _event_of(record)) is not None]
    for workspace_id in dict.fromkeys(event.workspace_id for event in events):
        scope = Scope.system(workspace_id, "publish")
        mine = [event for event in events if event.workspace_id == workspace_id]
        with acting_as(scope):
            for handle in dict.fromkeys(each for event in mine for each in handlers.get(event.kind, ())):
                handle(scope, [event for event in mine if handle in handlers.get(event.kind, ())])


def _event_of(record: Mapping[str, Any]) -> Event | None:
    image = record.get("dynamodb", {}).get("NewImage")
    if record.get("eventName") != "INSERT" or not image or not image["sk"]["S"].startswith(keys.EVENT_PREFIX):
        return None
    return Event.of(EventItem.from_raw_data(image))
