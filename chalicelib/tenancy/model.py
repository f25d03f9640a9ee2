"""Workspaces and members, and the rules of the reporting line: pure, no I/O, no clock."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from chalicelib.tenancy.setup import Locale, RoleName, Setup

#: active: may sign in · invited: has a link · pending: made by an import, owns leads, cannot sign in · removed: gone
MemberStatus = Literal["active", "invited", "pending", "removed"]
#: Longest reporting line; a chain of supervisors longer than this is refused like a circle.
LONGEST_LINE = 40


@dataclass(frozen=True)
class Workspace:
    id: str
    group_id: str
    name: str
    pack: str
    setup: Setup
    created_at: datetime
    version: int


@dataclass(frozen=True)
class Member:
    """A user's membership of a workspace. `digest_at` (HH:MM) is None while the workspace's own time holds."""

    id: str
    user_id: str | None
    name: str
    email: str | None
    role: RoleName
    supervisor_id: str | None
    region: str | None
    status: MemberStatus
    locale: Locale
    digest: bool
    digest_at: str | None
    created_at: datetime
    version: int

    @property
    def is_active(self) -> bool:
        return self.status == "active"

    @property
    def is_removed(self) -> bool:
        return self.status == "removed"

    @property
    def can_own_leads(self) -> bool:
        return self.status != "removed" and self.role != "viewer"


class Members:
    """All members of one workspace, those who left included."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._by_id: Mapping[str, Member] = {member.id: member for member in members}
        self._lines: dict[str, frozenset[str]] = {}

    def get(self, member_id: str) -> Member | None:
        return self._by_id.get(member_id)

    def all(self) -> tuple[Member, ...]:
        """Everyone, in the order in which they came, those who left included."""
        return tuple(self._by_id.values())

    def active(self) -> tuple[Member, ...]:
        return tuple(member for member in self._by_id.values() if member.is_active)

    def present(self) -> tuple[Member, ...]:
        """Everyone who has not left: active, invited and pending."""
        return tuple(member for member in self._by_id.values() if not member.is_removed)

    def reports_of(self, member_id: str) -> tuple[Member, ...]:
        """Who reports to the member directly."""
        return self._reports.get(member_id, ())

    def line_of(self, member_id: str) -> frozenset[str]:
        """The member and all who report to them, directly or not."""
        known = self._lines.get(member_id)
        if known is None:
            found, open_ids = {member_id}, [member_id]
            while open_ids:
                below = {report.id for report in self.reports_of(open_ids.pop())} - found
                found |= below
                open_ids.extend(below)
            known = self._lines[member_id] = frozenset(found)
        return known

    def supervisor_of(self, member_id: str) -> Member | None:
        """Their supervisor, if there is one who has not left."""
        member = self._by_id.get(member_id)
        supervisor = self._by_id.get(member.supervisor_id or "") if member else None
        return supervisor if supervisor is not None and not supervisor.is_removed else None

    def named(self, text: str) -> Member | None:
        """Who is meant by a name or an e-mail address; None when nobody is, or when two have that name."""
        return self._by_name.get(comparable(text))

    def chain_above(self, member_id: str) -> tuple[Member, ...] | None:
        """The member, their supervisor, that one's supervisor ... to the top; None when it never ends."""
        chain: list[Member] = []
        member = self._by_id.get(member_id)
        while member is not None:
            if member in chain or len(chain) >= LONGEST_LINE:
                return None
            chain.append(member)
            member = self._by_id.get(member.supervisor_id or "")
        return tuple(chain)

    @cached_property
    def _reports(self) -> dict[str, tuple[Member, ...]]:
        found: dict[str, list[Member]] = {}
        for member in self._by_id.values():
            if member.supervisor_id is not None:
                found.setdefault(member.supervisor_id, []).append(member)
        return {supervisor: tuple(reports) for supervisor, reports in found.items()}

    @cached_property
    def _by_name(self) -> dict[str, Member | None]:
        found: dict[str, Member | None] = {}
        for member in self.present():
            name = comparable(member.name)
            found[name] = None if name in found else member
        for member in self.present():
            if member.email:
                found[comparable(member.email)] = member
        return found


def comparable(name: str) -> str:
    """A name as it is compared: width, case and spaces don't count."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
