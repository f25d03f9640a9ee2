"""Leads as items. `card` is what lists show and their indexes project; `rest` is all else.

Both are JSON under short names (`_CARD`, `_REST`), so that a usual lead with its index keys stays under 1 KB: that is
2 write units in a transaction, and 1 in each index (docs/capacity.md).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from chalicelib.core import clock
from chalicelib.core.clock import from_text, to_text
from chalicelib.core.deadlines import set_due
from chalicelib.core.errors import NotFound, StaleVersion
from chalicelib.core.ids import made_at
from chalicelib.core.scope import Scope
from chalicelib.core.store import MOST_KEYS, Writes, get, get_many
from chalicelib.core.tables import CompactJson, VersionedItem, WorkspaceItem
from chalicelib.leads import keys
from chalicelib.leads.model import FollowUp, FollowUpKind, Hold, Lead, Outcome, Told

#: Field of the lead -> its name in the card; besides, what has a form of its own: "o" owner, "ta" touched, "ss" silent
#: since, "hu" held until. In the rest: "cid" customer, "hk" home, "by" author, "h" hold, "fu" follow-ups, "td" told.
_CARD = {
    "name": "n", "company": "c", "contact": "p", "phone": "t", "email": "e", "source_channel": "ch", "stage": "s",
    "stage_kind": "k", "amount": "a", "currency": "cu", "product": "pr", "blocker": "b",
    "unanswered": "un", "follow_up_count": "fc", "revision": "v",
}  # fmt: skip
_REST = {
    "wechat": "w", "region": "rg", "remark": "rm", "external_id": "x", "lost_reason": "lr", "cycle": "cy",
    "import_id": "imp", "custom": "cf",
}  # fmt: skip
_REST_TIMES = {
    "first_contact_at": "f", "created_at": "cr", "stage_since": "sg", "closed_at": "cl", "deleted_at": "del",
}  # fmt: skip
#: Left out when they have these values: most leads do.
_USUAL: dict[str, Any] = {
    "stage_kind": "open", "blocker": "none", "unanswered": 0, "follow_up_count": 0, "revision": 1, "cycle": 1,
    "custom": {},
}  # fmt: skip


_OWNER, _CUSTOMER_ID = "m_", "cust_"
_KIND_LETTERS: dict[FollowUpKind, str] = {
    "call": "c", "visit": "v", "video": "o", "email": "e", "chat": "h", "demo": "d",
}  # fmt: skip
_OUTCOME_LETTERS: dict[Outcome, str] = {
    "connected": "c", "replied": "r", "met": "m", "no_answer": "n", "refused": "f",
}  # fmt: skip
_KINDS = {letter: kind for kind, letter in _KIND_LETTERS.items()}
_OUTCOMES = {letter: outcome for outcome, letter in _OUTCOME_LETTERS.items()}
#: Letters kept of the summaries of the last follow-ups, the newest first: what reminders show.
_SUMMARY_KEPT = (80, 40, 40)


class LeadItem(VersionedItem):
    class Meta(VersionedItem.Meta):
        pass

    rest = CompactJson(null=True)


class ExternalItem(WorkspaceItem):
    """Claim on a partner's or a file's own id of a lead, so that it comes in once."""

    class Meta(WorkspaceItem.Meta):
        pass

    lead_id = UnicodeAttribute()


def external_item(scope: Scope, lead: Lead) -> ExternalItem:
    return ExternalItem(keys.external(scope, lead.external_id or ""), keys.EXTERNAL, lead_id=lead.id)


def lead_ids_by_external(scope: Scope, external_ids: list[str]) -> dict[str, str]:
    """`{external id: lead id}` of those that are known."""
    wanted = {keys.external(scope, each): each for each in external_ids}
    found: dict[str, str] = {}
    pks = list(wanted)
    for start in range(0, len(pks), MOST_KEYS):
        for item in get_many(
            ExternalItem, [(pk, keys.EXTERNAL) for pk in pks[start : start + MOST_KEYS]], consistent=True
        ):
            found[wanted[item.pk]] = item.lead_id
    return found


def lead_item(scope: Scope, lead: Lead, due: tuple[datetime, str] | None) -> LeadItem:
    """`lead` with its index keys; `due` is its next deadline and the clock's name."""
    item = LeadItem(keys.lead(scope, lead.id), keys.LEAD, card=_card_of(lead), rest=_rest_of(lead))
    item.under(lead.version)
    if lead.deleted_at is None:
        item.owner_key = keys.owner(scope, lead.owner_id)
        item.stage_key = keys.stage(scope, lead.stage)
    item.follow_up_order = keys.follow_up_order(lead.next_follow_up_at, lead.stage_kind == "open")
    item.updated_at = to_text(lead.updated_at)
    if lead.is_open:
        _set_flag(scope, item, lead)
    set_due(item, "lead", due[0] if due else None)
    return item


def _set_flag(scope: Scope, item: LeadItem, lead: Lead) -> None:
    """A lead is on hold or silent, never both: a hold ends the silence, and while it lasts no clock of it runs."""
    if lead.hold is not None:
        item.flag_key, item.flag_order = keys.held(scope), keys.flag_order(lead.owner_id, lead.hold.until)
    elif lead.silent_since is not None:
        item.flag_key, item.flag_order = keys.silent(scope), keys.flag_order(lead.owner_id, lead.silent_since)


def _card_of(lead: Lead) -> dict[str, Any]:
    card = {short: getattr(lead, name) for name, short in _CARD.items()}
    card["o"] = keys.short_id(lead.owner_id) if lead.owner_id else None
    # A lead that nobody has touched since it was made: its id says when.
    card["ta"] = to_text(lead.touched_at) if lead.touched_at != made_at(lead.id) else None
    card["ss"] = clock.text_or_none(lead.silent_since)
    card["hu"] = to_text(lead.hold.until) if lead.hold else None
    return _without_usual(card, _CARD)


def _rest_of(lead: Lead) -> dict[str, Any]:
    rest = {short: getattr(lead, name) for name, short in _REST.items()}
    rest |= {short: clock.text_or_none(getattr(lead, name)) for name, short in _REST_TIMES.items()}
    rest["cid"], rest["hk"] = keys.short_id(lead.customer_id), keys.home_part(lead.home_key)
    rest["by"] = lead.created_by if lead.created_by != lead.owner_id else None
    if lead.created_at == made_at(lead.id):
        rest["cr"] = None
    for name in ("first_contact_at", "stage_since"):
        if getattr(lead, name) == lead.created_at:
            rest[_REST_TIMES[name]] = None
    if lead.hold:
        rest["h"] = [lead.hold.reason, to_text(lead.hold.since)]
    if lead.last_follow_ups:
        rest["fu"] = [_kept_follow_up(lead, place, done) for place, done in enumerate(lead.last_follow_ups)]
    told = lead.told
    if told != Told():
        rest["td"] = [told.silence_steps, told.missed_steps, int(told.dwell), clock.text_or_none(told.pool_warned_at)]
    return _without_usual(rest, _REST)


def _kept_follow_up(lead: Lead, place: int, done: FollowUp) -> list[Any]:
    """[milliseconds, author or 0 for the owner, kind, outcome, the beginning of the summary, minutes].

    All of the summary is in the event.
    """
    most = _SUMMARY_KEPT[min(place, len(_SUMMARY_KEPT) - 1)]
    summary = done.summary if len(done.summary) <= most else done.summary[: most - 1] + "…"
    kept = [
        int(done.at.timestamp() * 1000),
        0 if done.by == lead.owner_id else done.by,
        _KIND_LETTERS[done.kind],
        _OUTCOME_LETTERS[done.outcome],
        summary,
    ]
    return kept if done.minutes is None else [*kept, done.minutes]


def _follow_up_of(kept: list[Any], owner_id: str | None) -> FollowUp:
    at, by, kind, outcome, summary, *minutes = kept
    moment = datetime.fromtimestamp(at // 1000, UTC).replace(microsecond=at % 1000 * 1000)
    return FollowUp(
        moment, by or owner_id or "", _KINDS[kind], _OUTCOMES[outcome], summary, minutes[0] if minutes else None
    )


def _without_usual(stored: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    usual = {names[name]: value for name, value in _USUAL.items() if name in names}
    return {short: value for short, value in stored.items() if value is not None and usual.get(short) != value}


def card_fields(pk: str, order: str, updated_at: str | None, card: dict[str, Any]) -> dict[str, Any]:
    """A list's row out of a projected card, as JSON values by field name."""
    lead_id = keys.lead_id_of(pk)
    row: dict[str, Any] = {"id": lead_id}
    for name, short in _CARD.items():
        row[name] = card.get(short, _USUAL.get(name))
    row["version"] = row.pop("revision")
    row["owner_id"] = _OWNER + card["o"] if "o" in card else None
    row["touched_at"] = card.get("ta") or to_text(made_at(lead_id))
    row["silent_since"], row["hold_until"] = card.get("ss"), card.get("hu")
    row["next_follow_up_at"] = order.lstrip("~")
    if updated_at is not None:
        row["updated_at"] = updated_at
    return row


def lead_of(item: LeadItem) -> Lead:
    card, rest = item.card or {}, item.rest or {}
    lead_id = keys.lead_id_of(item.pk)
    values: dict[str, Any] = {name: card.get(short, _USUAL.get(name)) for name, short in _CARD.items()}
    values |= {name: rest.get(short, _USUAL.get(name)) for name, short in _REST.items()}
    values |= {name: clock.maybe(rest.get(short)) for name, short in _REST_TIMES.items()}
    values["created_at"] = values["created_at"] or made_at(lead_id)
    for name in ("first_contact_at", "stage_since"):
        values[name] = values[name] or values["created_at"]
    owner_id = _OWNER + card["o"] if "o" in card else None
    if "h" in rest:
        values["hold"] = Hold(rest["h"][0], from_text(rest["h"][1]), from_text(card["hu"]))
    if "td" in rest:
        silence, missed, dwell, warned = rest["td"]
        values["told"] = Told(silence, missed, bool(dwell), clock.maybe(warned))
    return Lead(
        id=lead_id,
        owner_id=owner_id,
        created_by=rest.get("by") or owner_id or "",
        customer_id=_CUSTOMER_ID + rest["cid"] if rest.get("cid") else "",
        home_key=keys.home_beside(item.pk, rest.get("hk", "")),
        touched_at=clock.maybe(card.get("ta")) or made_at(lead_id),
        silent_since=clock.maybe(card.get("ss")),
        last_follow_ups=tuple(_follow_up_of(each, owner_id) for each in rest.get("fu", ())),
        next_follow_up_at=from_text(str(item.follow_up_order).lstrip("~")),
        updated_at=from_text(str(item.updated_at)),
        version=item.version,
        **values,
    )


def find_lead(scope: Scope, lead_id: str, *, consistent: bool = False, deleted: bool = False) -> Lead:
    """The lead, as far as the scope's rows go.

    Raises:
        NotFound: no such lead here, deleted (unless `deleted`), or one that the scope may not see.
    """
    item = get(LeadItem, keys.lead(scope, lead_id), keys.LEAD, consistent=consistent)
    if item is None:
        raise NotFound()
    lead = lead_of(item)
    if (lead.deleted_at is not None and not deleted) or not is_visible(scope, lead.owner_id):
        raise NotFound()
    return lead


def find_leads(scope: Scope, lead_ids: list[str], *, consistent: bool = False) -> list[Lead]:
    """Those that exist, in the order asked for; row scope is the caller's question."""
    found: dict[str, Lead] = {}
    for start in range(0, len(lead_ids), MOST_KEYS):
        wanted = [(keys.lead(scope, each), keys.LEAD) for each in lead_ids[start : start + MOST_KEYS]]
        found |= {keys.lead_id_of(item.pk): lead_of(item) for item in get_many(LeadItem, wanted, consistent=consistent)}
    return [found[each] for each in lead_ids if each in found]


def is_visible(scope: Scope, owner_id: str | None) -> bool:
    """Row scope: reps see their own and the pool, managers their line, others as their role says."""
    if scope.sees is None:
        return True
    return scope.sees_pool if owner_id is None else owner_id in scope.sees


def put_lead(writes: Writes, scope: Scope, lead: Lead, due: tuple[datetime, str] | None) -> None:
    """Add the write of `lead` under the version that was read; a new one demands that nothing is there."""
    writes.put(lead_item(scope, lead, due), refusal=StaleVersion)
