"""Routes of sign-up, login, the own account, invitations and API keys."""

from __future__ import annotations

from chalicelib.core import clock
from chalicelib.core.errors import StaleVersion, TooManyRequests
from chalicelib.core.http import Answer, Api, Caller
from chalicelib.core.scope import Scope
from chalicelib.identity import account, api_keys, invites, sessions, signing_in, tokens
from chalicelib.identity.errors import (
    AlreadyActive,
    CredentialsWrong,
    EmailTaken,
    ForPeopleOnly,
    LinkEnded,
    NoMembership,
    PasswordWeak,
    SessionEnded,
)
from chalicelib.identity.schemas import (
    ApiKeyList,
    ApiKeyView,
    ForgottenPassword,
    InviteAcceptance,
    InviteAgain,
    JwkSet,
    Login,
    MeView,
    NewApiKey,
    NewApiKeyView,
    NewMemberBody,
    OwnChange,
    PasswordChange,
    PasswordReset,
    Refresh,
    SignedInView,
    SignUp,
    TokensView,
)
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.errors import MemberExists, OwnersOnly
from chalicelib.tenancy.paging import page_of
from chalicelib.tenancy.schemas import MemberView, PageQuery

api = Api(__name__, tag="identity")
#: Of what is made and deleted, and never changed between.
_ONLY_VERSION = 1


@api.post("/signup", session="begins", body=SignUp, status=201, public=True, refusals=(EmailTaken, PasswordWeak))
def sign_up(caller: Caller, body: SignUp) -> SignedInView:
    """A new group with one workspace; whoever calls becomes its owner and is signed in."""
    return SignedInView.shown(signing_in.sign_up(signing_in.NewAccount(**dict(body)), clock.now()))


@api.post(
    "/login", session="begins", body=Login, public=True, refusals=(CredentialsWrong, NoMembership, TooManyRequests)
)
def log_in(caller: Caller, body: Login) -> SignedInView:
    """Sign in. Answers the same, in the same time, whether the e-mail exists or not."""
    return SignedInView.shown(signing_in.log_in(body.email, body.password, body.workspace, caller.address, clock.now()))


@api.post("/token/refresh", session="refreshes", body=Refresh, public=True, refusals=(SessionEnded,))
def refresh_tokens(caller: Caller, body: Refresh) -> TokensView:
    """New tokens. An old refresh token that comes back ends its whole family."""
    return TokensView.of(sessions.refresh_session(body.refresh_token, clock.now()))


@api.post("/logout", session="ends", status=204, refusals=(ForPeopleOnly,))
def log_out(scope: Scope) -> None:
    """End this session."""
    signing_in.log_out(scope, clock.now())


@api.get("/.well-known/jwks.json", public=True)
def get_jwks(caller: Caller) -> JwkSet | Answer:
    """The public keys that verify access tokens."""
    return Answer(JwkSet.model_validate(tokens.jwks(clock.now())), headers={"Cache-Control": "public, max-age=300"})


@api.get("/me")
def get_me(scope: Scope) -> MeView | Answer:
    """Who acts, where, and what they may do. The ETag is the account's."""
    return _me(scope)


@api.patch("/me", body=OwnChange, refusals=(ForPeopleOnly,))
def change_me(scope: Scope, body: OwnChange, expected: int | None) -> MeView | Answer:
    """Change one's own name, language and digest."""
    given = {name: getattr(body, name) for name in body.model_fields_set}
    fields = {name: value for name, value in given.items() if value is not None or name == "digest_at"}
    account.change_self(scope, fields, expected, clock.now())
    return _me(scope)


def _me(scope: Scope) -> Answer:
    own = account.own_account(scope)
    return Answer(MeView.of(scope, own), version=own.version)


@api.post("/workspaces/{workspace_id}/enter", session="begins", refusals=(ForPeopleOnly,))
def enter_workspace(scope: Scope, workspace_id: str) -> SignedInView:
    """Open a session in another workspace of the same user."""
    return SignedInView.shown(signing_in.switch_workspace(scope, workspace_id, clock.now()))


@api.post(
    "/password/change",
    session="begins",
    body=PasswordChange,
    refusals=(CredentialsWrong, PasswordWeak, TooManyRequests),
)
def change_password(scope: Scope, body: PasswordChange) -> SignedInView:
    """Set a new password. All sessions end; the answer holds a new one."""
    return SignedInView.shown(account.change_password(scope, body.current_password, body.new_password, clock.now()))


@api.post("/password/forgot", body=ForgottenPassword, status=202, public=True)
def forget_password(caller: Caller, body: ForgottenPassword) -> None:
    """Send a link for a new password, if there is such an account; the answer doesn't tell."""
    account.forget_password(body.email, clock.now())


@api.post(
    "/password/reset",
    session="begins",
    body=PasswordReset,
    public=True,
    refusals=(LinkEnded, PasswordWeak, NoMembership),
)
def reset_password(caller: Caller, body: PasswordReset) -> SignedInView:
    """Set a new password with the link of the letter."""
    return SignedInView.shown(account.reset_password(body.token, body.password, clock.now()))


@api.post(
    "/members",
    body=NewMemberBody,
    status=201,
    allow="members.write",
    refusals=(MemberExists, EmailTaken, OwnersOnly, PasswordWeak, TooManyRequests),
)
def add_member(scope: Scope, body: NewMemberBody) -> MemberView:
    """A new member: active at once with a password, else invited by e-mail.

    Where letters don't go out, `invite_link` is to be passed on by hand. It opens only an account without a password.
    """
    return _added(scope, invites.add_member(scope, invites.NewMember(**dict(body)), clock.now()))


@api.post(
    "/members/{member_id}/invite",
    body=InviteAgain,
    allow="members.write",
    if_match=True,
    refusals=(AlreadyActive, MemberExists),
)
def invite_again(scope: Scope, member_id: str, body: InviteAgain, expected: int | None) -> MemberView:
    """Send the invitation once more, with a new link; or the first one to an imported member."""
    return _added(scope, invites.invite_again(scope, member_id, body.email, clock.now(), expected))


def _added(scope: Scope, added: invites.Added) -> MemberView:
    return MemberView.of(added.member, tenancy.members_of(scope)).with_invite(added.sent, added.link)


@api.post(
    "/invites/accept",
    session="begins",
    body=InviteAcceptance,
    public=True,
    refusals=(LinkEnded, CredentialsWrong, PasswordWeak, TooManyRequests),
)
def accept_invite(caller: Caller, body: InviteAcceptance) -> SignedInView:
    """Join with the link of the letter."""
    return SignedInView.shown(invites.accept_invite(body.token, body.password, body.name, clock.now()))


@api.post("/api-keys", body=NewApiKey, status=201, allow="api_keys.write")
def create_api_key(scope: Scope, body: NewApiKey) -> NewApiKeyView:
    """A key for a partner system. It is shown this once."""
    return NewApiKeyView.shown(*api_keys.create_api_key(scope, body.name, body.role, body.expires_at, clock.now()))


@api.get("/api-keys", query=PageQuery, allow="api_keys.write")
def list_api_keys(scope: Scope, query: PageQuery) -> ApiKeyList:
    page, cursor = page_of(scope, "api-keys", api_keys.list_api_keys(scope), query.limit, query.cursor)
    return ApiKeyList(items=[ApiKeyView.of(key) for key in page], next_cursor=cursor)


@api.get("/api-keys/{key_id}", allow="api_keys.write")
def get_api_key(scope: Scope, key_id: str) -> ApiKeyView | Answer:
    """A key never changes, so its version is always 1."""
    return Answer(ApiKeyView.of(api_keys.get_api_key(scope, key_id)), version=_ONLY_VERSION)


@api.delete("/api-keys/{key_id}", allow="api_keys.write", if_match=True)
def revoke_api_key(scope: Scope, key_id: str, expected: int | None) -> None:
    """The key is good no more."""
    if expected not in (None, _ONLY_VERSION):
        raise StaleVersion()
    api_keys.revoke_api_key(scope, key_id, clock.now())
