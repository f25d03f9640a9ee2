"""Use cases of one lead, and what other domains may ask of leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.core.clock import to_text
from chalicelib.core.errors import Forbidden, Invalid, NotFound, StaleVersion
from chalicelib.core.events import EventItem, EventKind
from chalicelib.core.money import Money
from chalicelib.core.scope import Scope
from chalicelib.core.store import Page, query_page
from chalicelib.core.tables import WorkspaceItem
from chalicelib.leads import assignment, keys, model, store, telling
from chalicelib.leads.capture import NewLeadFacts, capture, settle_owner
from chalicelib.leads.change import Change, Rules, apply_change, check_sole_owner
from chalicelib.leads.customers import identities_of_facts
from chalicelib.leads.errors import (
    AlreadyClosed,
    AlreadyOwned,
    CustomerErased,
    NotDeleted,
    NotHeld,
    RestoreTooLate,
)
from chalicelib.leads.fields import check_writable, checked_custom
from chalicelib.leads.identities import Identity, NotAnIdentity, identities_of
from chalicelib.leads.model import FollowUp, Lead
from chalicelib.leads.moments import as_instant, default_follow_up, planned_moment
from chalicelib.leads.schemas import HoldRequest, LeadChange, NewFollowUp, NewLead, StageMove
from chalicelib.leads.store import Customer
from chalicelib.tenancy.setup import Choice, Stage

KEEP_DELETED = timedelta(days=30)
NO_CURRENCY = "XXX"
_PLAIN = ("company", "contact", "wechat", "phone", "email", "product", "region", "remark", "external_id")
_IDENTIFYING = ("company", "phone", "email", "wechat")
#: Leads of one customer that a change of who it is looks at.
_MOST_COMPARED = 100


# --- capture ---------------------------------------------------------------------------------------------------


def capture_lead(scope: Scope, new: NewLead, now: datetime) -> Lead:
    """A new lead, of a new or a known customer.

    Raises:
        Invalid, FieldForbidden, LeadDuplicate, Forbidden (owner or override beyond the role)
    """
    rules = Rules.of(scope)
    given = new.model_fields_set
    # To keep a lead or leave it to the pool is what claim and release allow; to name another is to write the field.
    own = {"owner_id"} if new.owner_id in (None, scope.member_id) else set()
    check_writable(rules.setup, scope.role, [each for each in _named_fields(new) if each not in own])
    if new.override_reason and "leads.override" not in scope.may:
        raise Forbidden()
    stage = live_stage(rules, new.stage, scope) if new.stage else rules.setup.first_stage
    amount, currency = money_of(rules, new.amount)
    _check_closing(scope, rules, stage, amount, new.lost_reason)
    first = as_instant(new.first_contact_at, rules.setup, rules.calendar) if new.first_contact_at else now
    if first > now + timedelta(days=1):
        raise Invalid.at("first_contact_at", "lies in the future" if scope.locale == "en" else "不能晚于现在")
    channel = live_choice(rules.setup.source_channels, new.source_channel, "source_channel", scope).id
    facts = NewLeadFacts(
        name=new.name,
        source_channel=channel,
        stage=stage.id,
        first_contact_at=min(first, now),
        next_follow_up_at=(
            planned_moment(new.next_follow_up_at, rules.setup, rules.calendar, now, "next_follow_up_at", scope.locale)
            if new.next_follow_up_at
            else default_follow_up(rules.setup, rules.calendar, now)
        ),
        owner_id=settle_owner(
            scope, rules, new.owner_id, given="owner_id" in given, channel=channel, region=new.region, now=now
        ),
        blocker=new.blocker or model.NO_BLOCKER,
        amount=amount,
        currency=currency,
        custom=checked_custom(
            rules.setup, rules.members, new.custom or {}, before={}, require=True, locale=scope.locale
        ),
        lost_reason=_lost_reason(scope, rules, stage, new.lost_reason),
        **{name: getattr(new, name) or None for name in _PLAIN},
    )
    return capture(scope, rules, facts, now, override=new.override_reason)


def _named_fields(given: NewLead | LeadChange) -> list[str]:
    named = [name for name in given.model_fields_set if name in model.BUILT_IN_FIELDS]
    return named + list(given.custom or ())


def _check_given(scope: Scope, rules: Rules, given: NewFollowUp | StageMove) -> None:
    check_writable(rules.setup, scope.role, [each for each in given.model_fields_set if each in model.BUILT_IN_FIELDS])


def live_stage(rules: Rules, wanted: str, scope: Scope) -> Stage:
    """The stage by id or name, unless archived.

    Raises:
        Invalid
    """
    for stage in rules.setup.stages:
        if not stage.archived and wanted in (stage.id, stage.names.zh, stage.names.en):
            return stage
    raise Invalid.at("stage", "no such stage" if scope.locale == "en" else "没有该阶段")


def live_choice(choices: tuple[Choice, ...], wanted: str | None, field: str, scope: Scope) -> Choice:
    """The entry of a list by id or name, unless archived.

    Raises:
        Invalid: with the ids that there are.
    """
    for choice in choices:
        if not choice.archived and wanted in (choice.id, choice.names.zh, choice.names.en):
            return choice
    known = ", ".join(choice.id for choice in choices if not choice.archived)
    raise Invalid.at(field, f"one of: {known}" if scope.locale == "en" else f"可选：{known}")


def money_of(rules: Rules, amount: Money | None) -> tuple[str | None, str | None]:
    if amount is None:
        return None, None
    currency = rules.setup.currency if amount.currency == NO_CURRENCY else amount.currency
    exact = Money(amount=amount.amount, currency=currency)
    return exact.amount, exact.currency


def _check_closing(scope: Scope, rules: Rules, stage: Stage, amount: str | None, lost_reason: str | None) -> None:
    """Won needs an amount, lost a reason out of the list."""
    if stage.kind == "won" and amount is None:
        raise Invalid.at("amount", "a won lead needs an amount" if scope.locale == "en" else "赢单需要填写金额")
    if stage.kind == "lost":
        live_choice(rules.setup.lost_reasons, lost_reason, "reason", scope)


def _lost_reason(scope: Scope, rules: Rules, stage: Stage, wanted: str | None) -> str | None:
    if stage.kind != "lost":
        return None
    return live_choice(rules.setup.lost_reasons, wanted, "reason", scope).id


# --- change ----------------------------------------------------------------------------------------------------


def change_lead(scope: Scope, lead_id: str, wanted: LeadChange, now: datetime, expected: int | None) -> Lead:
    """PATCH. Fields that may not be empty refuse null.

    Raises:
        Invalid, FieldForbidden, LeadDuplicate, NotFound, StaleVersion
    """

    def decide(lead: Lead, rules: Rules) -> Change | None:
        check_writable(rules.setup, scope.role, _named_fields(wanted))
        after = _changed(scope, rules, lead, wanted, now)
        kind = EventKind.LEAD_CHANGED
        facts: dict[str, Any] = {}
        if wanted.stage is not None and live_stage(rules, wanted.stage, scope).id != lead.stage:
            after, kind, facts = _move(scope, rules, after, wanted.stage, wanted.lost_reason, None, now)
            if after.is_open and wanted.next_follow_up_at is None:
                after = _next_date(scope, rules, after, None, now)
        elif wanted.lost_reason is not None:
            after = replace(after, lost_reason=_new_lost_reason(scope, rules, lead, wanted.lost_reason))
        if after.stage_kind == "won" and after.amount is None:
            raise Invalid.at("amount", "a won lead needs an amount" if scope.locale == "en" else "赢单需要填写金额")
        if after == lead:
            return None
        identify, rests_on = _new_identity(scope, rules, lead, after) if _identity_changed(lead, after) else (None, ())
        reopened = kind is EventKind.LEAD_REOPENED
        return Change(after, kind, facts, sole_owner=reopened, identify=identify, rests_on=rests_on)

    return apply_change(scope, lead_id, now, decide, expected=expected)


def _new_lost_reason(scope: Scope, rules: Rules, lead: Lead, wanted: str) -> str:
    if lead.stage_kind != "lost":
        raise Invalid.at("lost_reason", "goes with a lost lead" if scope.locale == "en" else "仅适用于输单")
    return live_choice(rules.setup.lost_reasons, wanted, "lost_reason", scope).id


def _changed(scope: Scope, rules: Rules, lead: Lead, wanted: LeadChange, now: datetime) -> Lead:
    given = wanted.model_fields_set
    for name in ("name", "source_channel", "first_contact_at", "next_follow_up_at", "stage"):
        if name in given and getattr(wanted, name) is None:
            raise Invalid.at(name, "may not be empty" if scope.locale == "en" else "不能为空")
    values: dict[str, Any] = {name: getattr(wanted, name) or None for name in _PLAIN if name in given}
    if "name" in given:
        values["name"] = wanted.name
    if wanted.source_channel is not None:
        values["source_channel"] = live_choice(
            rules.setup.source_channels, wanted.source_channel, "source_channel", scope
        ).id
    if "blocker" in given:
        values["blocker"] = wanted.blocker or model.NO_BLOCKER
    if "amount" in given:
        values["amount"], values["currency"] = money_of(rules, wanted.amount)
    if wanted.first_contact_at is not None:
        values["first_contact_at"] = min(as_instant(wanted.first_contact_at, rules.setup, rules.calendar), now)
    if wanted.custom is not None:
        values["custom"] = checked_custom(
            rules.setup, rules.members, wanted.custom, before=lead.custom, require=False, locale=scope.locale
        )
    after = replace(lead, **values)
    if wanted.next_follow_up_at is not None:
        after = model.planned(
            after,
            planned_moment(
                wanted.next_follow_up_at, rules.setup, rules.calendar, now, "next_follow_up_at", scope.locale
            ),
        )
    return after


def _identity_changed(before: Lead, after: Lead) -> bool:
    return any(getattr(before, name) != getattr(after, name) for name in _IDENTIFYING)


def _identities(rules: Rules, lead: Lead, locale: str) -> tuple[Identity, ...]:
    try:
        return identities_of(
            company=lead.company, phone=lead.phone, email=lead.email, wechat=lead.wechat, region=rules.setup.region
        )
    except NotAnIdentity as error:
        raise error.refusal(locale) from error


def _new_identity(
    scope: Scope, rules: Rules, before: Lead, after: Lead
) -> tuple[Callable[[Customer], Customer], tuple[Customer, ...]]:
    """What the change makes of the customer, and the other customers on whose books it rests.

    What identifies the customer from now on is claimed, what no longer does is given free; a customer on whom a
    colleague works is a duplicate.

    Raises:
        LeadDuplicate, CustomerErased
    """
    if not before.customer_id:
        raise CustomerErased()
    old, new = _identities(rules, before, scope.locale), _identities(rules, after, scope.locale)
    mine = store.customer_of_lead(scope, before)
    taken: set[Identity] = set()
    others: dict[str, Customer] = {}
    for who, item in store.find_claims(scope, new).items():
        if item.customer_id == mine.id:
            continue
        other = store.customer_of(item) if item.home_key is None else store.customer_at(item.home_key)
        if other is None:
            raise StaleVersion()
        taken.add(who)
        others[other.id] = other
        if after.is_open:
            check_sole_owner(scope, rules, other, after)
    free = tuple(each for each in new if each not in taken)
    dropped = set(old) - set(new)
    dropped -= _identities_of_others(scope, rules, mine, before.id) if dropped else set()

    def identify(customer: Customer) -> Customer:
        return _identified(scope, rules, customer, before, after, free, dropped)

    return identify, tuple(others.values())


def _identities_of_others(scope: Scope, rules: Rules, customer: Customer, lead_id: str) -> set[Identity]:
    """What the customer's other leads say of it. Of a customer with very many leads, nothing is given free."""
    others = [each for each in customer.all_lead_ids if each != lead_id]
    if len(others) > _MOST_COMPARED:
        return set(customer.identities)
    leads = store.find_leads(scope, others, consistent=True)
    return {who for lead in leads for who in _identities(rules, lead, scope.locale)}


def _identified(
    scope: Scope,
    rules: Rules,
    customer: Customer,
    before: Lead,
    after: Lead,
    free: tuple[Identity, ...],
    dropped: set[Identity],
) -> Customer:
    """The customer's own fields follow the lead's where they said the same, or nothing."""
    follows = {who.kind for who in free} | {name for name in _IDENTIFYING if not getattr(after, name)}
    values = {
        name: getattr(after, name)
        for name in _IDENTIFYING
        if name in follows and getattr(customer, name) in (None, getattr(before, name))
    }
    if values.get("company") and customer.name == customer.company:
        values["name"] = values["company"]
    named = replace(customer, **values)
    kept = dropped - set(identities_of_facts(rules, named, scope.locale))
    identities = [who for who in customer.identities if who not in kept]
    identities += [who for who in free if who not in identities]
    return replace(named, identities=tuple(identities))


def log_follow_up(scope: Scope, lead_id: str, new: NewFollowUp, now: datetime, expected: int | None) -> Lead:
    """Record a contact; in the same write move the stage, set the blocker and the next date, as far as given.

    Raises:
        Invalid, FieldForbidden, NotFound, StaleVersion
    """

    def decide(lead: Lead, rules: Rules) -> Change:
        at = as_instant(new.at, rules.setup, rules.calendar) if new.at else now
        if at > now + timedelta(minutes=5):
            raise Invalid.at("at", "lies in the future" if scope.locale == "en" else "不能晚于现在")
        _check_given(scope, rules, new)
        done = FollowUp(min(at, now), scope.member_id, new.kind, new.outcome, new.summary, new.minutes)
        after = model.followed_up(lead, done, now)
        facts: dict[str, Any] = {
            "follow_up": done.kind,
            "outcome": done.outcome,
            "effective": done.effective,
            "summary": done.summary,
            "minutes": done.minutes,
            "owner_id": lead.owner_id,
        }
        if "blocker" in new.model_fields_set:
            after = replace(after, blocker=new.blocker or model.NO_BLOCKER)
        if new.stage is not None and live_stage(rules, new.stage, scope).id != lead.stage:
            after, _, moved = _move(scope, rules, after, new.stage, new.reason, new.amount, now)
            facts |= moved
        if after.is_open:
            after = _next_date(scope, rules, after, new.next_follow_up_at, now)
        reopened = after.cycle != lead.cycle
        return Change(after, EventKind.LEAD_FOLLOWED_UP, facts, sole_owner=reopened)

    return apply_change(scope, lead_id, now, decide, expected=expected)


def _next_date(scope: Scope, rules: Rules, lead: Lead, wanted: Any, now: datetime) -> Lead:
    """The date given, else the one that stands if it lies ahead, else the workspace's default: never empty."""
    if wanted is not None:
        at = planned_moment(wanted, rules.setup, rules.calendar, now, "next_follow_up_at", scope.locale)
        return model.planned(lead, at)
    standing = lead.next_follow_up_at
    return lead if standing > now else model.planned(lead, default_follow_up(rules.setup, rules.calendar, now))


def move_stage(scope: Scope, lead_id: str, move: StageMove, now: datetime, expected: int | None) -> Lead:
    """Any jump is allowed and recorded.

    Raises:
        Invalid, NotFound, StaleVersion, LeadDuplicate (reopening what a colleague has taken over)
    """

    def decide(lead: Lead, rules: Rules) -> Change | None:
        _check_given(scope, rules, move)
        if live_stage(rules, move.stage, scope).id == lead.stage:
            return None
        after, kind, facts = _move(scope, rules, lead, move.stage, move.reason, move.amount, now)
        if after.is_open:
            after = _next_date(scope, rules, after, move.next_follow_up_at, now)
        return Change(after, kind, facts, sole_owner=kind is EventKind.LEAD_REOPENED)

    return apply_change(scope, lead_id, now, decide, expected=expected)


def _move(
    scope: Scope,
    rules: Rules,
    lead: Lead,
    wanted: str,
    reason: str | None,
    amount: Money | None,
    now: datetime,
    *,
    touches: bool = True,
) -> tuple[Lead, EventKind, dict[str, Any]]:
    """The lead in its new stage, how that is recorded, and the stay that ended."""
    stage = live_stage(rules, wanted, scope)
    if amount is not None:
        value, currency = money_of(rules, amount)
        lead = replace(lead, amount=value, currency=currency)
    _check_closing(scope, rules, stage, lead.amount, reason)
    lost = _lost_reason(scope, rules, stage, reason)
    after = model.moved(lead, stage.id, stage.kind, now, lost_reason=lost, touches=touches)
    kind = EventKind.LEAD_REOPENED if after.cycle != lead.cycle else EventKind.LEAD_STAGE_MOVED
    facts = {
        "from": lead.stage,
        "to": stage.id,
        "entered_at": to_text(lead.stage_since),
        "left_at": to_text(now),
        "cycle": after.cycle,
        "reason": lost or reason,
    }
    return after, kind, facts


def moved_in_bulk(scope: Scope, rules: Rules, lead: Lead, move: StageMove, now: datetime) -> Change | None:
    """A bulk edit moves the stage but does not touch: silence goes on."""
    check_writable(rules.setup, scope.role, ["stage"])
    if live_stage(rules, move.stage, scope).id == lead.stage:
        return None
    after, kind, facts = _move(scope, rules, lead, move.stage, move.reason, move.amount, now, touches=False)
    if kind is EventKind.LEAD_REOPENED:
        after = _next_date(scope, rules, after, None, now)
    return Change(after, kind, {**facts, "bulk": True}, sole_owner=kind is EventKind.LEAD_REOPENED)


# --- hold ------------------------------------------------------------------------------------------------------


def hold_lead(scope: Scope, lead_id: str, wanted: HoldRequest, now: datetime, expected: int | None) -> Lead:
    """Park until a date, for a reason out of the list. While held nothing is silent; the date wakes it.

    Raises:
        Invalid, AlreadyClosed, NotFound, StaleVersion
    """
    return apply_change(
        scope, lead_id, now, lambda lead, rules: held_change(scope, rules, lead, wanted, now), expected=expected
    )


def held_change(scope: Scope, rules: Rules, lead: Lead, wanted: HoldRequest, now: datetime) -> Change:
    if not lead.is_open:
        raise AlreadyClosed()
    reason = live_choice(rules.setup.hold_reasons, wanted.reason, "reason", scope)
    until = planned_moment(wanted.until, rules.setup, rules.calendar, now, "until", scope.locale)
    if until > now + timedelta(days=730):
        raise Invalid.at("until", "at most two years ahead" if scope.locale == "en" else "最多两年")
    after = model.planned(model.held(lead, reason.id, until, now), until)
    return Change(after, EventKind.LEAD_HELD, {"reason": reason.id, "until": to_text(until)})


def resume_lead(scope: Scope, lead_id: str, now: datetime, expected: int | None) -> Lead:
    """Wake a held lead before its date.

    Raises:
        NotHeld, NotFound, StaleVersion
    """

    def decide(lead: Lead, rules: Rules) -> Change:
        if lead.hold is None:
            raise NotHeld()
        after = model.planned(model.resumed(lead, now), default_follow_up(rules.setup, rules.calendar, now))
        return Change(after, EventKind.LEAD_RESUMED, {"reason": lead.hold.reason})

    return apply_change(scope, lead_id, now, decide, expected=expected)


# --- owners ----------------------------------------------------------------------------------------------------


def assign_lead(
    scope: Scope, lead_id: str, owner_id: str | None, reason: str | None, now: datetime, expected: int | None
) -> Lead:
    """Give a lead to a member, or back to the pool (None).

    Raises:
        Invalid, Forbidden, NotFound, StaleVersion
    """
    return apply_change(
        scope,
        lead_id,
        now,
        lambda lead, rules: assigned_change(scope, rules, lead, owner_id, reason, now),
        expected=expected,
    )


def assigned_change(
    scope: Scope,
    rules: Rules,
    lead: Lead,
    owner_id: str | None,
    reason: str | None,
    now: datetime,
    *,
    touches: bool = True,
) -> Change | None:
    check_writable(rules.setup, scope.role, ["owner_id"])
    if owner_id is not None:
        assignment.check_owner(scope, rules, owner_id)
    if owner_id == lead.owner_id:
        return None
    after = model.owned_by(lead, owner_id, now, touches=touches)
    if after.is_open and after.hold is None:
        after = _next_date(scope, rules, after, None, now)
    tell = (telling.assigned(scope, rules, after, now),) if owner_id and owner_id != scope.member_id else ()
    return Change(after, EventKind.LEAD_ASSIGNED, {"from": lead.owner_id, "to": owner_id, "reason": reason}, tell)


def claim_lead(scope: Scope, lead_id: str, now: datetime, expected: int | None) -> Lead:
    """Take a lead out of the pool.

    Raises:
        AlreadyOwned, CapReached, LeadDuplicate, NotFound, StaleVersion
    """

    def decide(lead: Lead, rules: Rules) -> Change | None:
        if lead.owner_id == scope.member_id:
            return None
        if lead.owner_id is not None:
            raise AlreadyOwned()
        assignment.check_owner(scope, rules, scope.member_id)
        assignment.check_cap(scope, rules, scope.member_id)
        after = model.owned_by(lead, scope.member_id, now)
        if after.is_open and after.hold is None:
            after = _next_date(scope, rules, after, None, now)
        return Change(after, EventKind.LEAD_CLAIMED, {"to": scope.member_id}, sole_owner=True)

    return apply_change(scope, lead_id, now, decide, expected=expected)


def release_lead(scope: Scope, lead_id: str, reason: str | None, now: datetime, expected: int | None) -> Lead:
    """Give a lead back to the pool."""

    def decide(lead: Lead, rules: Rules) -> Change | None:
        if lead.owner_id is None:
            return None
        return Change(
            model.owned_by(lead, None, now), EventKind.LEAD_RELEASED, {"from": lead.owner_id, "reason": reason}
        )

    return apply_change(scope, lead_id, now, decide, expected=expected)


# --- delete and restore ------------------------------------------------------------------------------------------


def delete_lead(scope: Scope, lead_id: str, now: datetime, expected: int | None) -> Lead:
    """Out of every list; can be restored for 30 days."""

    def decide(lead: Lead, _rules: Rules) -> Change:
        return Change(replace(lead, deleted_at=now, silent_since=None), EventKind.LEAD_DELETED)

    return apply_change(scope, lead_id, now, decide, expected=expected)


def restore_lead(scope: Scope, lead_id: str, now: datetime, expected: int | None) -> Lead:
    """Back where it was, with a fresh clock; in the pool if its owner has left.

    Raises:
        NotDeleted, RestoreTooLate, LeadDuplicate, NotFound
    """

    def decide(lead: Lead, rules: Rules) -> Change:
        if lead.deleted_at is None:
            raise NotDeleted()
        if now - lead.deleted_at > KEEP_DELETED:
            raise RestoreTooLate()
        if not lead.customer_id:
            raise CustomerErased()
        owner = rules.members.get(lead.owner_id) if lead.owner_id else None
        stays = owner is not None and not owner.is_removed
        after = model.owned_by(replace(lead, deleted_at=None), lead.owner_id if stays else None, now)
        if after.is_open and after.hold is None:
            after = _next_date(scope, rules, after, None, now)
        return Change(after, EventKind.LEAD_RESTORED, sole_owner=True)

    return apply_change(scope, lead_id, now, decide, expected=expected, deleted=True)


# --- reading -----------------------------------------------------------------------------------------------------


def get_lead(scope: Scope, lead_id: str) -> Lead:
    return store.find_lead(scope, lead_id)


def timeline(scope: Scope, lead_id: str, limit: int, start: dict[str, Any] | None) -> Page[EventItem]:
    """The lead's events, newest first; of a lead that the scope may see (deleted ones too)."""
    store.find_lead(scope, lead_id, deleted=True)
    return query_page(
        EventItem,
        keys.lead(scope, lead_id),
        range_condition=WorkspaceItem.sk.startswith("E#"),
        limit=limit,
        descending=True,
        start=start,
    )


# --- what other domains ask --------------------------------------------------------------------------------------


def owned_count(scope: Scope, member_id: str) -> int:
    """How many leads, open or closed, a member has."""
    return WorkspaceItem.count(keys.owner(scope, member_id), index_name="by_owner")


def hand_over(scope: Scope, from_id: str, to_id: str, now: datetime) -> int:
    """All leads of one member to another, one pass over what the index lists; may be run again when interrupted.

    The index may be a moment behind: the pass ends all the same, and whoever calls looks again (`owned_count`).
    """
    moved, start = 0, None
    while True:
        page = query_page(
            store.LeadItem,
            keys.owner(scope, from_id),
            index="by_owner",
            limit=100,
            start=start,
            attributes=["pk", "sk", "owner_key", "follow_up_order"],
        )
        for item in page.items:
            try:
                moved += _hand_over_one(scope, keys.lead_id_of(item.pk), from_id, to_id, now)
            except NotFound:  # deleted at this moment
                continue
        if page.next_key is None:
            return moved
        start = page.next_key


def _hand_over_one(scope: Scope, lead_id: str, from_id: str, to_id: str, now: datetime) -> bool:
    everything, done = replace(scope, sees=None), False

    def decide(lead: Lead, _rules: Rules) -> Change | None:
        nonlocal done
        done = lead.owner_id == from_id
        if not done:
            return None
        facts = {"from": lead.owner_id, "to": to_id, "reason": "handed over"}
        return Change(model.owned_by(lead, to_id, now), EventKind.LEAD_ASSIGNED, facts)

    apply_change(everything, lead_id, now, decide)
    return done
