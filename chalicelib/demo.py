"""The sample workspace: a year of one company's sales, lived through by the use cases themselves.

Each step of the sample history (`tenancy/sample.py`) is done by whoever did it, with the time at which it happened as
its now. So the leads, their timelines and the audit log are what a real year would have left behind, by the same rules.
Loading may be cut off anywhere: the next call goes on where this one ended.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from chalicelib.core.calendar import Calendar, calendar_for
from chalicelib.core.money import Money
from chalicelib.core.scope import DirectoryScope, Scope, acting_as
from chalicelib.core.store import Writes
from chalicelib.demo_flows import Orders
from chalicelib.identity import account, invites, passwords, signing_in, store
from chalicelib.identity.errors import EmailTaken
from chalicelib.identity.sessions import forget_user
from chalicelib.leads import history, importing, products, service
from chalicelib.leads.errors import ExternalIdTaken, LeadDuplicate, NotHeld
from chalicelib.leads.model import Lead
from chalicelib.leads.products import ProductExists
from chalicelib.leads.schemas import HoldRequest, NewFollowUp, NewLead, StageMove
from chalicelib.tenancy import packs, sample
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.sample import (
    CustomValue,
    FollowUp,
    Held,
    OwnerChange,
    Resumed,
    SampleCustomer,
    SampleHistory,
    SampleLead,
    SampleMember,
    Step,
)

#: The workspace is founded so long before the day it is loaded: a little before its first lead.
_FOUNDED_BEFORE = timedelta(days=400)
_SYSTEM = "sweep"
_TOGETHER = "客户同时联系了两位同事，双方同意一起跟进"


@dataclass(frozen=True)
class DemoAccess:
    """Who may sign in to the sample workspace. `password` is everybody's; None: the one that was there is unchanged."""

    workspace_id: str
    company: str
    members: tuple[SampleMember, ...]
    password: str
    leads: int
    is_new: bool

    def __str__(self) -> str:
        """What `make demo` prints: the owner first, each with role and address, and the password of all."""
        state = f"loaded with {self.leads} leads" if self.is_new else "there already; its members have a new password"
        people = "\n".join(f"  {each.role:<13} {each.email:<26} {each.name}" for each in self.members)
        return f"The sample workspace {self.company} is {state}.\n{people}\nPassword of all: {self.password}"


def load(now: datetime, password: str | None = None, pack: str = packs.DEFAULT_PACK) -> DemoAccess:
    """Make the sample workspace of `pack`, or go on making it; if it is there, only set its members' passwords.

    `password` is everybody's, at random unless given: nobody keeps it, so a second call gives them another one, which
    ends their sessions.

    Raises:
        EmailTaken: somebody else signed up with the address of the sample's owner.
        PasswordWeak, UnknownPack
    """
    chosen = password or "-".join(secrets.token_hex(2) for _ in range(4))
    material = packs.get_pack(pack)
    calendar = calendar_for(material.setup.calendar, material.setup.timezone)
    known = _known_scope(material)
    if known is None:
        story = sample.generate(material, calendar.local_date(now))
        scope = _found(story, calendar, chosen)
    else:
        scope, founded_at = known
        story = sample.generate(material, calendar.local_date(founded_at) + _FOUNDED_BEFORE)
    with acting_as(scope):
        is_new = not _is_told(scope, story.leads[-1])
        members = _add_members(scope, story, calendar, chosen)
        if is_new:
            _add_products(scope, story, calendar)
            _Teller(scope, story, calendar, members).tell_all()
        told = importing.leads_by_external_ids(scope, [_external_id(each) for each in story.leads])
        Orders(scope, now).make(list(told.values()))
    if known is not None:
        for each in story.members:
            _set_password(each, chosen, now)
    return DemoAccess(scope.workspace_id, story.company, story.members, chosen, len(story.leads), is_new)


def _known_scope(pack: packs.Pack) -> tuple[Scope, datetime] | None:
    """The owner's scope of the workspace that an earlier call made, and when it was founded."""
    owner = next(each for each in sample.generate(pack, date(2000, 1, 1)).members if each.role == "owner")
    with acting_as(DirectoryScope("sample workspace")):
        user = store.read_user_by_email(owner.email)
        joined = tenancy.memberships_of_user(user.pk) if user else []
    if user is None:
        return None
    for each in joined:
        scope = replace(Scope.system(each.workspace_id, each.member_id), group_id=each.group_id, user_id=user.pk)
        with acting_as(scope):
            workspace = tenancy.read_workspace(scope)
        if workspace.pack == pack.id and workspace.name == pack.material.company.pick(pack.setup.locale):
            return scope, workspace.created_at
    raise EmailTaken()


def _founded_at(story: SampleHistory, calendar: Calendar) -> datetime:
    return calendar.at(story.today - _FOUNDED_BEFORE, "09:00")


def _found(story: SampleHistory, calendar: Calendar, password: str) -> Scope:
    owner = next(each for each in story.members if each.role == "owner")
    signed = signing_in.sign_up(
        signing_in.NewAccount(story.company, owner.name, owner.email, password, story.pack, None, None, None),
        _founded_at(story, calendar),
    )
    member = signed.member
    scope = Scope.system(signed.workspace.id, member.id)
    return replace(scope, group_id=signed.group.id, user_id=member.user_id or "", name=owner.name)


def _add_members(scope: Scope, story: SampleHistory, calendar: Calendar, password: str) -> dict[str, str]:
    """Everybody of the story is a member; answers with the member's id by the story's key."""
    ids = {each.email: each.id for each in tenancy.read_members(scope).present()}
    by_key = {each.key: ids[each.email] for each in story.members if each.email in ids}
    at = _founded_at(story, calendar)
    for each in story.members:
        at += timedelta(minutes=7)
        if each.key not in by_key:
            supervisor = by_key.get(each.supervisor or "")
            new = invites.NewMember(each.name, each.email, each.role, supervisor, None, None, password)
            by_key[each.key] = invites.add_member(scope, new, at).member.id
    return by_key


def _add_products(scope: Scope, story: SampleHistory, calendar: Calendar) -> None:
    at = _founded_at(story, calendar) + timedelta(hours=2)
    for each in story.products:
        price = Money(amount=str(each.price), currency=story.currency)
        try:
            values = {"name": each.name, "price": price.amount, "currency": price.currency}
            products.add_product(scope, values, at)
        except ProductExists:
            continue


def _set_password(member: SampleMember, password: str, now: datetime) -> None:
    """A new password, without the old one: nobody has kept it. Sessions with the old one end."""
    with acting_as(DirectoryScope("sample workspace")):
        user = store.read_user_by_email(member.email)
        if user is None or passwords.is_right(user.password, password):
            return
        writes = Writes()
        account.set_password(writes, user, password)
        writes.commit()
    forget_user(user.pk)


def _is_told(scope: Scope, told: SampleLead) -> bool:
    """Whether the lead is here with all its steps; the last one of the story comes last."""
    found = importing.leads_by_external_ids(scope, [_external_id(told)])
    return any(not told.steps or lead.updated_at >= told.steps[-1].at for lead in found.values())


def _external_id(lead: SampleLead) -> str:
    return f"sample-{lead.key}"


class _Teller:
    """Lives through the story's leads, one after the other, each step as whoever took it."""

    def __init__(self, scope: Scope, story: SampleHistory, calendar: Calendar, members: Mapping[str, str]) -> None:
        self._scope, self._story, self._calendar, self._members = scope, story, calendar, members
        self._customers = {each.key: each for each in story.customers}
        self._products = {each.key: each.name for each in story.products}

    def tell_all(self) -> None:
        external_ids = [_external_id(each) for each in self._story.leads]
        begun = importing.leads_by_external_ids(self._scope, external_ids)
        for told in self._story.leads:
            lead = begun.get(_external_id(told))
            if lead is None:
                try:
                    lead = self._capture(told)
                except ExternalIdTaken:  # told by an earlier call, and deleted since
                    continue
            self._live(lead, told)

    def _as(self, key: str | None) -> Scope:
        """The system's rights with the member's name on what is done: what a rep of today may do, is not asked."""
        return replace(self._scope, member_id=self._members[key] if key else _SYSTEM)

    def _capture(self, told: SampleLead) -> Lead:
        customer = self._customers[told.customer]
        is_company = customer.kind == "company"
        new = NewLead(
            name=told.name,
            company=customer.name if is_company else None,
            contact=_contact(customer),
            phone=customer.phone,
            email=customer.email,
            wechat=customer.wechat,
            source_channel=told.source_channel,
            next_follow_up_at=self._next_date(told, told.steps, told.first_contact_at),
            blocker=told.blocker if not told.steps else None,
            owner_id=self._members[told.first_owner] if told.first_owner else None,
            amount=_money(told.amount, self._story.currency),
            product=self._products[told.product],
            external_id=_external_id(told),
            custom={name: _custom(value) for name, value in told.custom.items()},
        )
        scope = self._as(told.captured_by)
        try:
            return service.capture_lead(scope, new, told.first_contact_at)
        except LeadDuplicate:
            scope = replace(scope, may=frozenset({"leads.override"}))
            return service.capture_lead(
                scope, new.model_copy(update={"override_reason": _TOGETHER}), told.first_contact_at
            )

    def _live(self, lead: Lead, told: SampleLead) -> None:
        """The steps after the one that was recorded last."""
        for number, step in enumerate(told.steps):
            if step.at > lead.updated_at:
                self._take(lead.id, told, step, told.steps[number + 1 :])

    def _take(self, lead_id: str, told: SampleLead, step: Step, rest: Sequence[Step]) -> None:
        if isinstance(step, FollowUp):
            self._follow_up(lead_id, told, step, rest)
        elif isinstance(step, Held):
            wanted = HoldRequest(reason=step.reason, until=step.until.isoformat())
            service.hold_lead(self._as(step.by), lead_id, wanted, step.at, None)
        elif isinstance(step, Resumed):
            with suppress(NotHeld):  # the running stack's sweep came between: the hold's date is long past
                service.resume_lead(self._as(None), lead_id, step.at, None)
        elif isinstance(step, OwnerChange):
            self._change_owner(lead_id, step)
        else:
            amount = _money(step.amount, self._story.currency)
            move = StageMove(stage=step.to_stage, reason=step.reason, amount=amount)
            service.move_stage(self._as(step.by), lead_id, move, step.at, None)

    def _follow_up(self, lead_id: str, told: SampleLead, step: FollowUp, rest: Sequence[Step]) -> None:
        is_last = not any(isinstance(each, FollowUp) for each in rest)
        given: dict[str, Any] = {"blocker": told.blocker} if is_last else {}
        done = NewFollowUp(
            kind=step.kind,
            outcome=step.outcome,
            summary=step.summary,
            minutes=step.minutes,
            next_follow_up_at=self._next_date(told, rest, step.at),
            **given,
        )
        service.log_follow_up(self._as(step.by), lead_id, done, step.at, None)

    def _change_owner(self, lead_id: str, step: OwnerChange) -> None:
        if step.to_owner is None:
            history.returned_then(self._as(step.by), lead_id, step.at)
        else:
            history.assigned_then(self._as(step.by), lead_id, self._members[step.to_owner], step.at)

    def _next_date(self, told: SampleLead, rest: Sequence[Step], at: datetime) -> str | None:
        """The next follow-up as planned at `at`: when it was to come; after the last one, as the story ends."""
        coming = next((each.at for each in rest if isinstance(each, FollowUp)), told.next_follow_up_at)
        return coming.isoformat() if coming is not None and coming > at else None


def _contact(customer: SampleCustomer) -> str:
    return f"{customer.contact}（{customer.title}）" if customer.kind == "company" else customer.contact


def _money(amount: Decimal | None, currency: str) -> Money | None:
    return None if amount is None else Money(amount=str(amount), currency=currency)


def _custom(value: CustomValue) -> Any:
    """As JSON has it."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


__all__ = ["DemoAccess", "load"]
