"""Capture a lead: find or make its customer, settle its owner, and refuse what a colleague is already working on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pynamodb.models import Model

from chalicelib.core.errors import Contention, StaleVersion
from chalicelib.core.events import EventItem, EventKind, event_item
from chalicelib.core.ids import new_id
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes
from chalicelib.core.tries import pause
from chalicelib.leads import assignment, claims, customer_store, keys, store
from chalicelib.leads.change import Rules, check_sole_owner
from chalicelib.leads.customer_store import Customer
from chalicelib.leads.errors import ExternalIdTaken
from chalicelib.leads.identities import Identity, NotAnIdentity, identities_of
from chalicelib.leads.model import NO_BLOCKER, FollowUp, Lead, moved

_TRIES = 12


class _Unclaimed(StaleVersion):
    """Somebody claimed the identity, or changed the customer, between our read and our write: look again."""


@dataclass(frozen=True)
class NewLeadFacts:
    """A lead as it is captured, checked and in stored form. `owner_id` is settled (None: the pool)."""

    name: str
    source_channel: str
    stage: str
    first_contact_at: datetime
    next_follow_up_at: datetime
    owner_id: str | None
    blocker: str = NO_BLOCKER
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
    lost_reason: str | None = None
    closed_at: datetime | None = None
    import_id: str | None = None
    last_follow_up: FollowUp | None = None
    #: An import's own id for its row, so that the row cannot come in twice; None: a new one.
    lead_id: str | None = None


def capture(
    scope: Scope,
    rules: Rules,
    facts: NewLeadFacts,
    now: datetime,
    *,
    override: str | None = None,
    shared: bool = False,
    marker: Model | None = None,
) -> Lead:
    """Write the lead, its customer and the claims on who it is, in one transaction.

    `override` is a manager's reason to work on a customer beside another rep; `shared` lets it be so without one
    (imports keep such rows and report them as conflicts). `marker` is an item written with it, if it is new.

    Raises:
        LeadDuplicate, Invalid (phone or e-mail that cannot be one), Contention
    """
    try:
        identities = identities_of(
            company=facts.company, phone=facts.phone, email=facts.email, wechat=facts.wechat, region=rules.setup.region
        )
    except NotAnIdentity as error:
        raise error.refusal(scope.locale) from error
    for attempt in range(_TRIES):
        lead = new_lead(scope, rules, facts, now)
        try:
            return _write(scope, rules, lead, identities, now, override=override, shared=shared, marker=marker)
        except _Unclaimed:
            pause(attempt)
    raise Contention()


def new_lead(scope: Scope, rules: Rules, facts: NewLeadFacts, now: datetime) -> Lead:
    """The lead before its customer is known."""
    kind = rules.stage(facts.stage).kind
    last = facts.last_follow_up
    lead = Lead(
        id=facts.lead_id or new_id("lead", now),
        name=facts.name,
        source_channel=facts.source_channel,
        stage=facts.stage if kind == "open" else rules.setup.first_stage.id,
        stage_kind="open",
        first_contact_at=facts.first_contact_at,
        next_follow_up_at=facts.next_follow_up_at,
        customer_id="",
        created_at=now,
        created_by=scope.member_id,
        updated_at=now,
        touched_at=max(facts.first_contact_at, last.at) if last else facts.first_contact_at,
        stage_since=min(facts.first_contact_at, now) if facts.import_id else now,
        owner_id=facts.owner_id,
        blocker=facts.blocker,
        company=facts.company,
        contact=facts.contact,
        phone=facts.phone,
        email=facts.email,
        wechat=facts.wechat,
        amount=facts.amount,
        currency=facts.currency,
        product=facts.product,
        region=facts.region,
        remark=facts.remark,
        external_id=facts.external_id,
        custom=facts.custom,
        import_id=facts.import_id,
        last_follow_ups=(last,) if last else (),
        follow_up_count=1 if last else 0,
    )
    if kind != "open":
        closed_at = facts.closed_at or now
        lead = replace(moved(lead, facts.stage, kind, closed_at, lost_reason=facts.lost_reason), updated_at=now)
    return lead


def _write(
    scope: Scope,
    rules: Rules,
    lead: Lead,
    identities: tuple[Identity, ...],
    now: datetime,
    *,
    override: str | None,
    shared: bool,
    marker: Model | None,
) -> Lead:
    claimed = customer_store.find_claims(scope, identities)
    known = _known(claimed, identities)
    if lead.is_open and not shared and override is None:
        for each in known:
            check_sole_owner(scope, rules, each, lead)
    customer = known[0] if known else new_customer(scope, lead, identities, now)
    lead = replace(lead, customer_id=customer.id, home_key=customer.home_key)
    free = tuple(each for each in identities if each not in claimed)
    if known:
        customer = replace(customer, identities=customer.identities + free)
    writes = Writes()
    for each in known[1:]:
        claims.demand_unchanged(writes, each, refusal=_Unclaimed)
    store.put_lead(writes, scope, lead, rules.deadline(lead))
    writes.create(created_event(scope, lead, now, override=override))
    writes.put(customer_store.customer_item(scope, customer.with_lead(lead)), refusal=_Unclaimed)
    if marker is not None:
        writes.create(marker, refusal=StaleVersion)
    if lead.external_id:
        writes.create(store.external_item(scope, lead), refusal=ExternalIdTaken)
    for who in free:
        if keys.identity(scope, who) != customer.home_key:
            writes.create(customer_store.alias_item(scope, who, customer), refusal=_Unclaimed)
    writes.commit()
    return replace(lead, version=1)


def created_event(scope: Scope, lead: Lead, now: datetime, *, override: str | None = None) -> EventItem:
    return event_item(
        scope,
        EventKind.LEAD_CREATED,
        pk=keys.lead(scope, lead.id),
        about=lead.id,
        at=now,
        happened_at=lead.first_contact_at if lead.import_id else None,
        name=lead.name,
        stage=lead.stage,
        owner_id=lead.owner_id,
        customer_id=lead.customer_id,
        import_id=lead.import_id,
        override=override,
    )


def _known(claimed: dict[Identity, customer_store.IdentityItem], identities: tuple[Identity, ...]) -> list[Customer]:
    """The customers that these identities mean, the one of the strongest first: whose lead it will be.

    They may be several (a known phone number at another known company); an open lead of another rep with any of them is
    a duplicate.
    """
    known: list[Customer] = []
    for who in identities:
        item = claimed.get(who)
        if item is None or any(item.customer_id == each.id for each in known):
            continue
        customer = customer_store.customer_behind(item)
        if customer is None:
            raise _Unclaimed()
        known.append(customer)
    return known


def new_customer(scope: Scope, lead: Lead, identities: tuple[Identity, ...], now: datetime) -> Customer:
    """The customer that a lead brings along; kept at its strongest identity."""
    customer_id = new_id("cust", now)
    return Customer(
        id=customer_id,
        name=lead.company or lead.contact or lead.name,
        home_key=keys.identity(scope, identities[0]) if identities else keys.nameless(scope, customer_id),
        identities=identities,
        created_at=now,
        updated_at=now,
        contact=lead.contact,
        phone=lead.phone,
        email=lead.email,
        wechat=lead.wechat,
        company=lead.company,
        region=lead.region,
        import_id=lead.import_id,
    )


def settle_owner(
    scope: Scope, rules: Rules, wanted: str | None, *, given: bool, channel: str, region: str | None, now: datetime
) -> str | None:
    """Who owns a new lead: as given; else the rep who captures it; else whom the workspace's rule names."""
    if given:
        if wanted is not None:
            assignment.check_owner(scope, rules, wanted)
        return wanted
    member = rules.members.get(scope.member_id)
    if member is not None and member.role == "rep":
        return member.id
    if rules.setup.assignment.rule != "none":
        return assignment.by_rule(scope, rules, channel=channel, region=region)
    return member.id if member is not None and member.can_own_leads else None
