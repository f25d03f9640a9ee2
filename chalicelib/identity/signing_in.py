"""Sign-up, login, and going from one workspace to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.core.clock import to_text
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import new_id
from chalicelib.core.scope import DirectoryScope, Scope, acting_as
from chalicelib.core.store import Writes
from chalicelib.identity import delays, keys, passwords, store
from chalicelib.identity.errors import CredentialsWrong, EmailTaken, ForPeopleOnly, NoMembership
from chalicelib.identity.sessions import Seat, Tokens, end_session, open_session
from chalicelib.identity.store import EmailClaim, UserItem
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.setup import Locale
from chalicelib.workflow import service as workflow


@dataclass(frozen=True)
class NewAccount:
    """What somebody signs up with; None takes the pack's default."""

    company: str
    name: str
    email: str
    password: str
    pack: str
    locale: Locale | None
    timezone: str | None
    currency: str | None


@dataclass(frozen=True)
class SignedIn:
    group: tenancy.Listed
    workspace: tenancy.Workspace
    member: tenancy.Member
    tokens: Tokens


def sign_up(account: NewAccount, now: datetime) -> SignedIn:
    """A new group with one workspace and its owner, in one transaction; the owner is signed in.

    Raises:
        EmailTaken: also when another sign-up of the same address was faster.
        PasswordWeak, PackUnknown
    """
    passwords.demand_strength(account.password, account.email, account.company, account.name)
    setup = tenancy.setup_from_pack(account.pack, account.locale, account.timezone, account.currency)
    user = new_user(account.email, account.name, setup.locale, account.password, now)
    scope = Scope(
        workspace_id=new_id("w", now),
        group_id=new_id("g", now),
        member_id=new_id("m", now),
        role="owner",
        user_id=user.pk,
        locale=setup.locale,
    )
    writes = Writes()
    claim_email(writes, user)
    tenancy.found_group(writes, scope.group_id, account.company, now)
    workspace = tenancy.found_workspace(writes, scope, account.company, account.pack, setup, now)
    workflow.found_flows(writes, scope, workflow.pack_flows(account.pack), {}, now)
    owner = tenancy.new_member_item(
        scope.workspace_id,
        member_id=scope.member_id,
        user_id=user.pk,
        name=account.name,
        email=account.email,
        role="owner",
        status="active",
        locale=setup.locale,
        now=now,
    )
    member = tenancy.add_member(writes, scope, owner, now)
    opened = open_session(writes, seat_of(scope, 0), now)
    with acting_as(scope, DirectoryScope("signup")):
        writes.commit()
    return SignedIn(tenancy.Listed(scope.group_id, account.company), workspace, member, opened)


def log_in(email: str, password: str, workspace_id: str | None, address: str, now: datetime) -> SignedIn:
    """Sign in with e-mail and password: to the workspace asked for, else to the user's oldest one.

    Takes as long for an unknown e-mail as for a wrong password.

    Raises:
        CredentialsWrong, TooManyRequests
        NoMembership: the password is right, but there is no such workspace for this user.
    """
    account = "account:" + email
    origin = "address:" + address
    if address:
        delays.begin(delays.ADDRESS, origin, now)
    delays.begin(delays.ACCOUNT, account, now)
    with acting_as(DirectoryScope("login")):
        user = store.read_user_by_email(email)
    if not passwords.is_right(user.password if user else None, password) or user is None:
        raise CredentialsWrong()
    delays.succeed(account)
    if address:
        delays.give_back(origin)
    if passwords.needs_new_hash(str(user.password)):
        _keep_new_hash(user, password)
    return enter(user, workspace_id, now)


def enter(user: UserItem, workspace_id: str | None, now: datetime) -> SignedIn:
    """Open a session of the user in one of their workspaces.

    Raises:
        NoMembership
    """
    with acting_as(DirectoryScope("login")):
        found = [each for each in tenancy.memberships_of_user(user.pk) if each.is_active]
        chosen = next((each for each in found if workspace_id in (None, each.workspace_id)), None)
        if chosen is None:
            raise NoMembership()
        writes = Writes()
        seat = Seat(user.pk, chosen.workspace_id, chosen.group_id, chosen.member_id, int(user.epoch))
        opened = open_session(writes, seat, now)
        writes.commit()
    return signed_in(seat, opened)


def switch_workspace(scope: Scope, workspace_id: str, now: datetime) -> SignedIn:
    """Open a second session, in another workspace of the same user. The present one goes on.

    Raises:
        NotFound: it is none of the user's.
        ForPeopleOnly
    """
    try:
        return enter(user_of(scope), workspace_id, now)
    except NoMembership:
        raise NotFound() from None


def log_out(scope: Scope, now: datetime) -> None:
    """End the acting session.

    Raises:
        ForPeopleOnly: an API key has none.
    """
    if not scope.session_id:
        raise ForPeopleOnly()
    end_session(scope.user_id, scope.session_id, now)


def signed_in(seat: Seat, opened: Tokens) -> SignedIn:
    """What a sign-in answers with, read in the workspace that it leads to."""
    scope = Scope(
        workspace_id=seat.workspace_id,
        group_id=seat.group_id,
        member_id=seat.member_id,
        role="system",
        user_id=seat.user_id,
    )
    with acting_as(scope):
        workspace = tenancy.workspace_of(scope)
        member = tenancy.get_member(scope, seat.member_id)
    with acting_as(DirectoryScope("login")):
        group = tenancy.listed_group(seat.group_id)
    return SignedIn(group, workspace, member, opened)


def user_of(scope: Scope) -> UserItem:
    """The user who acts.

    Raises:
        ForPeopleOnly: an API key acts.
    """
    if not scope.user_id:
        raise ForPeopleOnly()
    with acting_as(DirectoryScope("own account")):
        user = store.read_user(scope.user_id)
    if user is None:
        raise CredentialsWrong()
    return user


def new_user(email: str, name: str, locale: Locale, password: str | None, now: datetime) -> UserItem:
    return UserItem(
        new_id("u", now),
        keys.USER,
        email=email,
        name=name,
        locale=locale,
        password=passwords.hash_password(password) if password is not None else None,
        epoch=0,
        created_at=to_text(now),
    )


def claim_email(writes: Writes, user: UserItem) -> None:
    """Add a new user and the claim of their address; the commit raises `EmailTaken` when it is somebody's."""
    writes.create(EmailClaim(keys.email_claim(user.email), keys.USER, user_id=user.pk), EmailTaken())
    writes.create(user)


def seat_of(scope: Scope, epoch: int) -> Seat:
    return Seat(scope.user_id, scope.workspace_id, scope.group_id, scope.member_id, epoch)


def _keep_new_hash(user: UserItem, password: str) -> None:
    with acting_as(DirectoryScope("login")):
        user.update([UserItem.password.set(passwords.hash_password(password))])
