"""A user's own account: name and language, password, forgotten password."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chalicelib.core.clock import to_text
from chalicelib.core.errors import StaleVersion, TooManyRequests
from chalicelib.core.scope import DirectoryScope, Scope, acting_as
from chalicelib.core.store import Writes, get
from chalicelib.identity import delays, keys, letters, passwords, store
from chalicelib.identity.errors import CredentialsWrong, LinkEnded
from chalicelib.identity.sessions import forget_user, open_session
from chalicelib.identity.signing_in import SignedIn, enter, seat_of, signed_in, user_of
from chalicelib.identity.store import ResetItem, UserItem
from chalicelib.tenancy import service as tenancy

RESET_LASTS = timedelta(hours=1)


@dataclass(frozen=True)
class OwnMembership:
    """A workspace that the user belongs to, or is invited to."""

    workspace: tenancy.Listed
    group_id: str
    member_id: str
    is_active: bool


@dataclass(frozen=True)
class OwnAccount:
    """Who acts and where they belong; an API key has neither user nor member, and no memberships."""

    user: UserItem | None
    member: tenancy.Member | None
    workspace: tenancy.Workspace
    memberships: list[OwnMembership]

    @property
    def version(self) -> int | None:
        return self.user.version if self.user else None


def own_account(scope: Scope) -> OwnAccount:
    """All that the acting user is told of themselves, the oldest workspace first."""
    workspace = tenancy.workspace_of(scope)
    if not scope.user_id:
        return OwnAccount(None, None, workspace, [])
    user = user_of(scope)
    with acting_as(DirectoryScope("own account")):
        found = tenancy.memberships_of_user(scope.user_id)
        names = tenancy.listed_workspaces([each.workspace_id for each in found])
    memberships = [
        OwnMembership(names[each.workspace_id], each.group_id, each.member_id, each.is_active)
        for each in found
        if each.workspace_id in names
    ]
    return OwnAccount(user, tenancy.get_member(scope, scope.member_id), workspace, memberships)


def change_self(scope: Scope, fields: dict[str, Any], expected: int | None, now: datetime) -> None:
    """Change one's own name, language or digest: of the account, and of the membership in this workspace.

    Raises:
        StaleVersion, ForPeopleOnly
    """
    user = user_of(scope)
    if expected is not None and expected != user.version:
        raise StaleVersion()
    own = {name: fields[name] for name in ("name", "locale") if fields.get(name) not in (None, getattr(user, name))}
    if own:
        with acting_as(DirectoryScope("own account")):
            writes = Writes()
            writes.update(user, [getattr(UserItem, name).set(value) for name, value in own.items()])
            writes.commit()
    tenancy.change_member(scope, scope.member_id, tenancy.MemberChange(fields), None, now)


def change_password(scope: Scope, current: str, new: str, now: datetime) -> SignedIn:
    """Set a new password. All sessions of the user end, in every workspace; a new one is opened.

    Raises:
        CredentialsWrong, TooManyRequests, PasswordWeak, ForPeopleOnly
    """
    user = user_of(scope)
    delays.begin(delays.ACCOUNT, "account:" + user.email, now)
    if not passwords.is_right(user.password, current):
        raise CredentialsWrong()
    delays.succeed("account:" + user.email)
    passwords.demand_strength(new, user.email, user.name, tenancy.workspace_of(scope).name)
    writes = Writes()
    set_password(writes, user, new)
    seat = seat_of(scope, int(user.epoch) + 1)
    opened = open_session(writes, seat, now)
    with acting_as(DirectoryScope("change password")):
        writes.commit()
    forget_user(user.pk)
    return signed_in(seat, opened)


def set_password(writes: Writes, user: UserItem, password: str, proven_at: datetime | None = None) -> None:
    """Add to the transaction: the new password, and with it the end of all sessions opened before."""
    actions = [
        UserItem.password.set(passwords.hash_password(password)),
        UserItem.epoch.set(int(user.epoch) + 1),
    ]
    if proven_at is not None:
        actions.append(UserItem.proven_at.set(to_text(proven_at)))
    writes.update(user, actions)


def forget_password(email: str, now: datetime) -> None:
    """Send a link for a new password, if the address is somebody's. Nothing shows whether it is.

    An address gets no more than a few letters a day; further wishes are passed over.
    """
    try:
        delays.begin(delays.LETTERS, "reset:" + email, now)
    except TooManyRequests:
        return
    with acting_as(DirectoryScope("forgotten password")):
        user = store.read_user_by_email(email)
        if user is None:
            return
        token = secrets.token_urlsafe(32)
        item = ResetItem(
            keys.reset(token),
            keys.ONCE,
            user_id=user.pk,
            epoch=int(user.epoch),
            expires=int((now + RESET_LASTS).timestamp()),
        )
        writes = Writes()
        writes.create(item)
        writes.commit()
    letters.send_reset(user.email, user.name, token, "en" if user.locale == "en" else "zh-CN", now)


def reset_password(token: str, password: str, now: datetime) -> SignedIn:
    """Set a new password with the link out of a letter; all sessions end, and the user is signed in.

    Raises:
        LinkEnded: wrong, used, over an hour old, or older than the present password.
        PasswordWeak; NoMembership: the password is set, but there is no workspace to enter.
    """
    with acting_as(DirectoryScope("reset password")):
        link = get(ResetItem, keys.reset(token), keys.ONCE, consistent=True)
        if link is None or (link.expires or 0) <= now.timestamp():
            raise LinkEnded()
        user = store.read_user(link.user_id)
        if user is None or int(user.epoch) != int(link.epoch):
            raise LinkEnded()
        passwords.demand_strength(password, user.email, user.name)
        writes = Writes()
        writes.delete(link, ResetItem.pk.exists(), LinkEnded(), versioned=False)
        set_password(writes, user, password, proven_at=now)
        writes.commit()
    forget_user(user.pk)
    delays.succeed("account:" + user.email)
    with acting_as(DirectoryScope("reset password")):
        fresh = store.read_user(user.pk)
    if fresh is None:
        raise LinkEnded()
    return enter(fresh, None, now)


def prove_with_password(user: UserItem, password: str, now: datetime) -> None:
    """That whoever knows `password` may act as the user; guesses count as failed logins.

    Raises:
        CredentialsWrong, TooManyRequests
    """
    delays.begin(delays.ACCOUNT, "account:" + user.email, now)
    if not passwords.is_right(user.password, password):
        raise CredentialsWrong()
    delays.succeed("account:" + user.email)


__all__ = [
    "OwnAccount", "OwnMembership", "change_password", "change_self", "forget_password", "own_account",
    "prove_with_password", "reset_password", "set_password",
]  # fmt: skip
