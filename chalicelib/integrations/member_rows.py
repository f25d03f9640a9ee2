"""Rows as members: pending, until somebody invites them. A supervisor who is named before their own row comes first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.core.errors import Refused, StaleVersion
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes
from chalicelib.leads import service as leads
from chalicelib.leads.identities import NotAnIdentity, email_form
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.errors import MemberExists, MemberHasLeads, MemberNotFound
from chalicelib.tenancy.model import Member, comparable
from chalicelib.tenancy.roles import ROLE_TEXTS
from chalicelib.tenancy.setup import RoleName

from .cells import Cell, text_of
from .errors import NotAnEmailOrPhone, NotARole, OwnerByHand
from .model import Import, derived_id
from .rows import Outcome, RowReader, refused_outcome, revert_each
from .settled import Settled, World
from .words import fold

_OTHER_WORDS: dict[RoleName, str] = {
    "admin": "administrator 管理员 系统管理员",
    "manager": "supervisor team_lead sales_manager 经理 主管 销售经理 销售主管 总监 leader",
    "rep": "sales sales_rep salesperson agent sales_agent 销售 销售员 销售代表 业务员 客户经理",
    "collaborator": "presales support finance legal 售前 交付 财务 法务 协作者",
    "viewer": "readonly guest 访客 只读",
}
_ROLE_WORDS: dict[str, RoleName] = {
    **{fold(word): role for role, words in _OTHER_WORDS.items() for word in words.split()},
    **{fold(word): role for role, text in ROLE_TEXTS.items() for word in (role, text.zh, text.en)},
}


@dataclass(frozen=True)
class _Facts:
    name: str
    email: str | None
    role: RoleName | None
    region: str | None
    supervisor: str | None


class MemberRows:
    """Implements `RowWriter`."""

    def __init__(self, scope: Scope, imported: Import, settled: Settled, world: World, now: datetime) -> None:
        self._scope, self._import, self._settled, self._world, self._now = scope, imported, settled, world, now
        self._locale = imported.by.locale
        self._by_name: dict[str, Member] = {}
        self._by_email: dict[str, Member] = {}
        self._facts: dict[int, _Facts] = {}
        self._met: set[str] = set()

    def plan(self, rows: list[tuple[int, list[Cell]]]) -> list[Outcome]:
        self._load()
        self._met.clear()
        return [self._planned(number, cells) for number, cells in rows]

    def _planned(self, number: int, cells: list[Cell]) -> Outcome:
        row = RowReader(self._settled, number, cells, self._locale)
        facts = self._read(row)
        if facts is None or row.faults:
            return row.failed()
        self._facts[number] = facts
        member = self._known(facts)
        if member is None:
            name = comparable(facts.name)
            member_id = self._new_id(facts)
            is_first = member_id not in self._met
            self._met.add(member_id)
            return Outcome(number, "c" if is_first else "u", member_id, after={} if is_first else {"name": name})
        if member.id in (self._new_id(facts), derived_id("m", self._import.id, comparable(facts.name))) and (
            member.id not in self._met
        ):
            # Made a moment ago as somebody's supervisor: this is their own row.
            self._met.add(member.id)
            return Outcome(number, "c", member.id)
        self._met.add(member.id)
        before, after = self._difference(member, facts)
        warnings = ["email_not_changed"] if facts.email and member.email != facts.email else []
        if not after:
            return Outcome(number, "s", member.id, warnings=warnings)
        return Outcome(number, "u", member.id, before=before, after=after, warnings=warnings)

    def _read(self, row: RowReader) -> _Facts | None:
        name = row.text("name")
        if not name:
            if not row.faults:
                row.missing("name")
            return None
        defaults = self._settled.defaults
        email = row.text("email")
        if email:
            try:
                email = email_form(email)
            except NotAnIdentity:
                row.refuse("email", NotAnEmailOrPhone(email))
        role = row.parsed("role", _role_of)
        if role is None and "role" in defaults:
            role = _ROLE_WORDS.get(fold(defaults["role"]))
        supervisor = row.text("supervisor") or defaults.get("supervisor")
        if supervisor and comparable(supervisor) == comparable(name):
            supervisor = None  # the top of a list often names itself
        return _Facts(name, email, role, row.text("region") or defaults.get("region"), supervisor)

    def _known(self, facts: _Facts) -> Member | None:
        if facts.email and facts.email in self._by_email:
            return self._by_email[facts.email]
        member = self._by_name.get(comparable(facts.name))
        if member is None or (facts.email and member.email and member.email != facts.email):
            return None  # another person of the same name
        return member

    def _new_id(self, facts: _Facts) -> str:
        """By name; a second person of that name is told apart by the e-mail."""
        member = self._by_name.get(comparable(facts.name))
        if member is not None and facts.email:
            return derived_id("m", self._import.id, comparable(facts.name), facts.email)
        return derived_id("m", self._import.id, comparable(facts.name))

    def _difference(self, member: Member, facts: _Facts) -> tuple[dict[str, Any], dict[str, Any]]:
        wanted: dict[str, Any] = {"role": facts.role, "region": facts.region}
        if facts.supervisor:
            above = self._by_name.get(comparable(facts.supervisor)) or self._by_email.get(comparable(facts.supervisor))
            wanted["supervisor_id"] = (
                above.id if above else derived_id("m", self._import.id, comparable(facts.supervisor))
            )
        after = {name: value for name, value in wanted.items() if value and getattr(member, name) != value}
        if member.role == "owner":
            after.pop("role", None)
        return {name: getattr(member, name) for name in after}, after

    # Applying

    def apply(self, planned: list[Outcome]) -> list[Outcome]:
        return [self._apply_one(outcome) if outcome.code in "cu" else outcome for outcome in planned]

    def _apply_one(self, planned: Outcome) -> Outcome:
        facts = self._facts[planned.row]
        try:
            supervisor = self._supervisor(facts)
            if planned.code == "c":
                self._create(planned.id or "", facts, supervisor)
            else:
                self._change(planned.id or "", planned.after)
        except Refused as refused:
            return refused_outcome(planned, refused, self._locale)
        return planned

    def _supervisor(self, facts: _Facts) -> str | None:
        if not facts.supervisor:
            return None
        name = comparable(facts.supervisor)
        known = self._by_name.get(name) or self._by_email.get(name)
        if known is not None:
            return known.id
        member_id = derived_id("m", self._import.id, name)
        self._add(member_id, _Facts(facts.supervisor, None, "manager", None, None), None)
        return member_id

    def _create(self, member_id: str, facts: _Facts, supervisor: str | None) -> None:
        if facts.email and facts.email in self._by_email and self._by_email[facts.email].id != member_id:
            raise MemberExists()
        member = next((each for each in self._by_name.values() if each.id == member_id), None)
        if member is None:
            self._add(member_id, facts, supervisor)
            return
        wanted = {"supervisor_id": supervisor, "region": facts.region, "role": facts.role}
        self._change(member_id, {n: v for n, v in wanted.items() if v and getattr(member, n) != v})

    def _add(self, member_id: str, facts: _Facts, supervisor: str | None) -> None:
        is_supervisor = comparable(facts.name) in self._settled.supervisors
        role: RoleName = facts.role or ("manager" if is_supervisor else "rep")
        add_pending(self._scope, member_id, facts.name, role, self._now,
                    email=facts.email, supervisor_id=supervisor, region=facts.region)  # fmt: skip
        member = tenancy.get_member(self._scope, member_id)
        self._by_name[comparable(member.name)] = member
        if member.email:
            self._by_email[member.email] = member

    def _change(self, member_id: str, values: dict[str, Any]) -> None:
        fields = {name: value for name, value in values.items() if name in ("role", "region", "supervisor_id")}
        if not fields:
            return
        member = tenancy.change_member(self._scope, member_id, tenancy.MemberChange(fields), None, self._now)
        self._by_name[comparable(member.name)] = member

    def _load(self) -> None:
        members = tenancy.read_members(self._scope).present()
        self._by_name = {comparable(member.name): member for member in members}
        self._by_email = {member.email: member for member in members if member.email}

    def revert(self, outcomes: list[Outcome]) -> list[bool]:
        return revert_each(self._revert, outcomes)

    def _revert(self, outcome: Outcome) -> bool:
        if outcome.code == "c":
            return remove_pending(self._scope, outcome.id or "", self._now)
        try:
            member = tenancy.get_member(self._scope, outcome.id or "")
        except MemberNotFound:
            return False
        present = {name: getattr(member, name) for name in outcome.before}
        if present == outcome.before:
            return True
        if present != {name: outcome.after[name] for name in outcome.before}:
            return False
        tenancy.change_member(self._scope, member.id, tenancy.MemberChange(outcome.before), None, self._now)
        return True


def add_pending(
    scope: Scope,
    member_id: str,
    name: str,
    role: RoleName,
    now: datetime,
    *,
    email: str | None = None,
    supervisor_id: str | None = None,
    region: str | None = None,
) -> None:
    """A pending member under an id that the import derives: they come once, and nothing happens if they are here."""
    item = tenancy.new_member_item(
        scope.workspace_id,
        name=name[:80],
        role=role,
        status="pending",
        locale="en" if scope.locale == "en" else "zh-CN",
        now=now,
        member_id=member_id,
        email=email,
        supervisor_id=supervisor_id,
        region=region,
    )
    writes = Writes()
    tenancy.add_member(writes, scope, item, now)
    try:
        writes.commit()
    except StaleVersion:
        return
    tenancy.forget_members(scope.workspace_id)


def remove_pending(scope: Scope, member_id: str, now: datetime) -> bool:
    """Take back a member that an import made; False when they own leads, or have joined in the meantime."""
    try:
        member = tenancy.get_member(scope, member_id)
        if member.status != "pending":
            return member.is_removed
        tenancy.remove_member(
            scope, member_id, None, now, owned=leads.owned_count, hand_over=lambda *_: None, expected=member.version
        )
    except (MemberHasLeads, StaleVersion):
        return False
    except MemberNotFound:
        return True
    return True


def _role_of(cell: Cell) -> RoleName:
    role = _ROLE_WORDS.get(fold(text_of(cell)))
    if role is None:
        raise NotARole(text_of(cell))
    if role == "owner":
        raise OwnerByHand(text_of(cell))
    return role
