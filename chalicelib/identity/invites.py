"""New members: added with a password by an administrator, or invited by a link.

Nobody's password is ever changed by an administrator. A link proves that its reader has the mailbox. So it sets the
password of an account that nobody has proven to be theirs yet (somebody else may have signed up with the address), and
ends that account's sessions; an account that was proven is entered with its own password.

Where no letter can be sent, an administrator is shown a second link to pass on. That one proves nothing: it sets the
password of an account that has none yet, and any other account is entered with its own. So no administrator gets into
somebody's account by inviting them.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.core.clock import to_text
from chalicelib.core.errors import Invalid, StaleVersion
from chalicelib.core.events import EventKind, event_item
from chalicelib.core.scope import DirectoryScope, Scope, acting_as
from chalicelib.core.store import Writes, get
from chalicelib.identity import keys, letters, passwords, store
from chalicelib.identity.account import prove_with_password, set_password
from chalicelib.identity.addresses import normalised
from chalicelib.identity.errors import AlreadyActive, CredentialsWrong, EmailTaken, LinkEnded
from chalicelib.identity.sessions import Seat, forget_user, open_session
from chalicelib.identity.signing_in import SignedIn, claim_email, new_user, signed_in
from chalicelib.identity.store import InviteItem, UserItem
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.errors import MemberExists, MemberNotFound
from chalicelib.tenancy.setup import Locale, RoleName
from chalicelib.tenancy.store import MemberItem

INVITE_LASTS = timedelta(days=7)
_MAY_HAND_OVER = ("owner", "admin")


@dataclass(frozen=True)
class NewMember:
    name: str
    email: str
    role: RoleName
    supervisor_id: str | None
    region: str | None
    locale: Locale | None
    password: str | None


@dataclass(frozen=True)
class Added:
    """`sent` tells whether the invitation's letter is on its way; None where there was none to send. `link` is for an
    administrator to pass on, where letters don't go out."""

    member: tenancy.Member
    sent: bool | None
    link: str | None = None


def add_member(scope: Scope, new: NewMember, now: datetime) -> Added:
    """A new member: active at once with a password, else invited by e-mail.

    Raises:
        MemberExists: the e-mail is a member's already.
        EmailTaken: a password is given, and the address has an account with another one.
        OwnersOnly, PasswordWeak; Invalid: the supervisor is nobody here.
    """
    tenancy.check_role_change(scope, None, new.role)
    tenancy.check_supervisor(scope, new.supervisor_id)
    _demand_free(scope, new.email)
    with acting_as(DirectoryScope("add member")):
        user = store.read_user_by_email(new.email)
    writes = Writes()
    if user is None:
        if new.password is not None:
            passwords.demand_strength(new.password, new.email, new.name, tenancy.workspace_of(scope).name)
        user = new_user(new.email, new.name, _language(scope, new.locale), new.password, now)
        claim_email(writes, user)
    elif new.password is not None:
        _demand_own_password(user, new.password, now)
    item = tenancy.new_member_item(
        scope.workspace_id,
        name=new.name,
        role=new.role,
        status="invited" if new.password is None else "active",
        locale=_language(scope, new.locale),
        now=now,
        user_id=user.pk,
        email=new.email,
        supervisor_id=new.supervisor_id,
        region=new.region,
    )
    token = _add_link(writes, scope, item, now) if new.password is None else None
    member = tenancy.add_member(writes, scope, item, now)
    with acting_as(scope, DirectoryScope("add member")):
        writes.commit()
    tenancy.forget_members(scope.workspace_id)
    return _invited(scope, member, token, now) if token else Added(member, None)


def invite_again(scope: Scope, member_id: str, email: str | None, now: datetime, expected: int | None = None) -> Added:
    """A new link for somebody who has not joined yet; the former one ends. A pending member needs an e-mail for it.

    Raises:
        MemberNotFound, AlreadyActive, MemberExists, StaleVersion
        Invalid: there is no e-mail to send it to, or another one than the invited member's.
    """
    item = tenancy.member_item(scope, member_id)
    if item is None or item.status == "removed":
        raise MemberNotFound()
    if expected is not None and item.version != expected:
        raise StaleVersion()
    if item.status == "active":
        raise AlreadyActive()
    address = email or _address_of(item)
    if address is None:
        raise Invalid.at("email", "needed" if scope.locale == "en" else "请填写有效的邮箱")
    writes = Writes()
    if item.status == "invited":
        if address != item.email:
            message = "remove this member and invite the other address"
            raise Invalid.at("email", message if scope.locale == "en" else "如需更换邮箱，请移除该成员后重新邀请")
        token = _renew_link(writes, scope, item, now)
    else:
        token = _invite_pending(writes, scope, item, address, now)
    with acting_as(scope, DirectoryScope("invite")):
        writes.commit()
    tenancy.forget_members(scope.workspace_id)
    return _invited(scope, tenancy.get_member(scope, member_id), token, now)


def accept_invite(token: str, password: str, name: str | None, now: datetime) -> SignedIn:
    """Join with the link out of the letter, once.

    Raises:
        LinkEnded: wrong, used, older than seven days, or replaced by a newer one.
        CredentialsWrong: the account was proven before, and this is not its password.
        PasswordWeak, TooManyRequests
    """
    with acting_as(DirectoryScope("accept invite")):
        link = get(InviteItem, keys.invite(token), keys.ONCE, consistent=True)
        user = store.read_user(link.user_id) if link else None
    if link is None or user is None or (link.expires or 0) <= now.timestamp():
        raise LinkEnded()
    scope = Scope(link.workspace_id, link.group_id, link.member_id, "system", user_id=user.pk)
    with acting_as(scope):
        member = tenancy.member_item(scope, link.member_id)
    if member is None or member.status != "invited" or link.pk not in (member.invite_key, member.handed_key):
        raise LinkEnded()
    writes = Writes()
    writes.delete(link, InviteItem.pk.exists(), LinkEnded(), versioned=False)
    for other in {member.invite_key, member.handed_key} - {link.pk, None}:
        writes.delete(InviteItem(other, keys.ONCE), versioned=False)
    settle = _settle_handed if link.handed else _settle_password
    epoch = settle(writes, user, password, now)
    tenancy.admit_member(writes, member, scope.workspace_id, name, now)
    writes.create(
        event_item(
            scope, EventKind.MEMBER_JOINED, pk=member.pk, about=member.sk, at=now,
            name=name or member.name, role=member.role, status="active",
        )
    )  # fmt: skip
    seat = Seat(user.pk, scope.workspace_id, scope.group_id, member.sk, epoch)
    opened = open_session(writes, seat, now)
    with acting_as(scope, DirectoryScope("accept invite")):
        writes.commit()
    forget_user(user.pk)
    tenancy.forget_members(scope.workspace_id)
    return signed_in(seat, opened)


def _settle_password(writes: Writes, user: UserItem, password: str, now: datetime) -> int:
    """Add to the transaction what the link's reader may do about the password; answers with the user's epoch then."""
    if user.proven_at is not None and user.password is not None:
        prove_with_password(user, password, now)
        return int(user.epoch)
    passwords.demand_strength(password, user.email, user.name)
    if passwords.is_right(user.password, password):
        writes.update(user, [UserItem.proven_at.set(to_text(now))])
        return int(user.epoch)
    set_password(writes, user, password, proven_at=now)
    return int(user.epoch) + 1


def _settle_handed(writes: Writes, user: UserItem, password: str, now: datetime) -> int:
    """The same for a link that proves no mailbox: only an account without any password gets one."""
    if user.password is not None:
        prove_with_password(user, password, now)
        return int(user.epoch)
    passwords.demand_strength(password, user.email, user.name)
    set_password(writes, user, password)
    return int(user.epoch) + 1


def _demand_own_password(user: UserItem, password: str, now: datetime) -> None:
    """With the account's own password its owner has agreed; without it, an invitation asks them."""
    try:
        prove_with_password(user, password, now)
    except CredentialsWrong:
        raise EmailTaken() from None


def _demand_free(scope: Scope, email: str) -> None:
    """A kinder answer than the one of the transaction, which decides; and pending members have no claim to collide."""
    if any(member.email == email for member in tenancy.members_of(scope).present()):
        raise MemberExists()


def _add_link(writes: Writes, scope: Scope, member: MemberItem, now: datetime) -> str:
    token, link = _new_link(scope, member, now)
    writes.create(link)
    member.invite_key = link.pk
    return token


def _new_link(scope: Scope, member: MemberItem, now: datetime) -> tuple[str, InviteItem]:
    token = secrets.token_urlsafe(32)
    return token, InviteItem(
        keys.invite(token),
        keys.ONCE,
        workspace_id=scope.workspace_id,
        group_id=scope.group_id,
        member_id=member.sk,
        user_id=member.user_id,
        expires=int((now + INVITE_LASTS).timestamp()),
    )


def _renew_link(writes: Writes, scope: Scope, member: MemberItem, now: datetime) -> str:
    for former in {member.invite_key, member.handed_key} - {None}:
        writes.delete(InviteItem(former, keys.ONCE), versioned=False)
    token = _add_link(writes, scope, member, now)
    actions = [MemberItem.invite_key.set(member.invite_key), MemberItem.handed_key.remove()]
    writes.update(member, actions, MemberItem.status == "invited")
    return token


def _invite_pending(writes: Writes, scope: Scope, member: MemberItem, email: str, now: datetime) -> str:
    """Give an imported member an account to join with."""
    if any(each.email == email and each.id != member.sk for each in tenancy.members_of(scope).present()):
        raise MemberExists()
    with acting_as(DirectoryScope("invite")):
        user = store.read_user_by_email(email)
    if user is None:
        user = new_user(email, member.name, _language(scope, None), None, now)
        claim_email(writes, user)
    member.user_id, member.email, member.status = user.pk, email, "invited"
    token = _add_link(writes, scope, member, now)
    tenancy.add_membership(writes, scope, tenancy.member_of_item(member))
    writes.put(member)
    writes.create(
        event_item(
            scope, EventKind.MEMBER_INVITED, pk=member.pk, about=member.sk, at=now,
            name=member.name, role=member.role, status="invited",
        )
    )  # fmt: skip
    return token


def _address_of(member: MemberItem) -> str | None:
    """The member's e-mail, if it is one: an import keeps what stood in the file."""
    try:
        return normalised(member.email) if member.email else None
    except ValueError:
        return None


def _invited(scope: Scope, member: tenancy.Member, token: str, now: datetime) -> Added:
    sent = _send(scope, member, token, now)
    if (sent and letters.are_mailed()) or scope.role not in _MAY_HAND_OVER:
        return Added(member, sent)
    link = _hand_link(scope, member.id, now)
    return Added(tenancy.get_member(scope, member.id), sent, link)


def _hand_link(scope: Scope, member_id: str, now: datetime) -> str | None:
    """A link for the administrator to pass on, recorded as such; None when the invitation is over at this moment."""
    item = tenancy.member_item(scope, member_id)
    if item is None or item.status != "invited":
        return None
    token, link = _new_link(scope, item, now)
    link.handed = True
    writes = Writes()
    writes.create(link)
    writes.update(item, [MemberItem.handed_key.set(link.pk)], MemberItem.status == "invited")
    writes.create(
        event_item(scope, EventKind.MEMBER_INVITE_HANDED, pk=item.pk, about=item.sk, at=now, name=item.name)
    )  # fmt: skip
    try:
        with acting_as(scope, DirectoryScope("hand invite over")):
            writes.commit()
    except StaleVersion:
        return None
    tenancy.forget_members(scope.workspace_id)
    return letters.invite_link(token)


def _send(scope: Scope, member: tenancy.Member, token: str, now: datetime) -> bool:
    workspace = tenancy.workspace_of(scope)
    inviter = scope.name or workspace.name
    return letters.send_invite(str(member.email), member.name, inviter, workspace.name, token, member.locale, now)


def _language(scope: Scope, wanted: Locale | None) -> Locale:
    return wanted or tenancy.setup_of(scope).locale
