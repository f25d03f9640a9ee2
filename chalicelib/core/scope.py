"""Who acts, and what may therefore be reached. Made by the authenticator, the sweep or the feed, and by nothing else.

A scope is entered with `acting_as`; `core/guard.py` refuses every engine request that no entered scope grants, and
`core/credentials.py` signs with the credentials of the entered scope.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Literal

Role = Literal["owner", "admin", "manager", "rep", "collaborator", "viewer", "system"]


@dataclass(frozen=True)
class Scope:
    """One member (or a job) inside one workspace.

    `sees` holds the owners whose leads are visible; None means all. `sees_pool` adds the leads without an owner.
    `may` holds the permissions of the role (`tenancy/roles.py`).
    """

    workspace_id: str
    group_id: str
    member_id: str
    role: Role
    user_id: str = ""
    session_id: str = ""
    name: str = ""
    locale: str = "zh-CN"
    sees: frozenset[str] | None = None
    sees_pool: bool = True
    may: frozenset[str] = frozenset()

    @classmethod
    def system(cls, workspace_id: str, job: str) -> Scope:
        """The scope of a job of the product itself (sweep, feed, import) in one workspace."""
        return cls(workspace_id=workspace_id, group_id="", member_id=job, role="system", name=job)

    @property
    def is_system(self) -> bool:
        return self.role == "system"

    def with_locale(self, locale: str) -> Scope:
        return replace(self, locale=locale)


@dataclass(frozen=True)
class DirectoryScope:
    """Access to the directory table, for one stated purpose (sign-up, login, membership ...)."""

    purpose: str


@dataclass(frozen=True)
class SweepScope:
    """Query on the `due` index, and nothing else."""


AnyScope = Scope | DirectoryScope | SweepScope
_entered: ContextVar[tuple[AnyScope, ...]] = ContextVar("glasspipe_scope", default=())


@contextmanager
def acting_as(*scopes: AnyScope) -> Iterator[None]:
    """Within the block these scopes, and no others, are in force."""
    token = _entered.set(scopes)
    try:
        yield
    finally:
        _entered.reset(token)


def entered() -> tuple[AnyScope, ...]:
    return _entered.get()
