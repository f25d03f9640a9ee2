"""Requests and answers of sign-up, login, the own account, invitations and API keys."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field

from chalicelib.core.http import Instant, Model, View
from chalicelib.core.scope import Role, Scope
from chalicelib.identity import addresses, passwords
from chalicelib.identity.account import OwnAccount
from chalicelib.identity.api_keys import ApiKey
from chalicelib.identity.sessions import Tokens
from chalicelib.identity.signing_in import SignedIn
from chalicelib.tenancy.packs import DEFAULT_PACK
from chalicelib.tenancy.schemas import MemberView
from chalicelib.tenancy.setup import Access, Locale, RoleName
from chalicelib.tenancy.texts import ClockText, CurrencyCode, Name, Timezone
from chalicelib.tenancy.workspace_schemas import WorkspaceView, language_of

Email = Annotated[
    str,
    Field(max_length=320, examples=["li.na@example.com"], json_schema_extra={"format": "email"}),
    AfterValidator(addresses.normalised),
]
NewPassword = Annotated[
    str, Field(min_length=passwords.SHORTEST, max_length=passwords.LONGEST, json_schema_extra={"format": "password"})
]
#: A password that is only compared: its own rules are no business of the one who guesses.
Password = Annotated[str, Field(max_length=passwords.LONGEST, json_schema_extra={"format": "password"})]
LinkToken = Annotated[str, Field(max_length=100)]
WorkspaceId = Annotated[str, Field(max_length=40, examples=["w_01KAZ8W5T4M1N6Q0R2S3T4V5W6"])]


class Secrets(Model):
    """Requests with passwords: spaces belong to them, so nothing is trimmed."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)


class SignUp(Secrets):
    """What is not given comes from the pack."""

    company: Name
    name: Name
    email: Email
    password: NewPassword
    pack: Annotated[str, Field(max_length=40)] = DEFAULT_PACK
    locale: Locale | None = None
    timezone: Timezone | None = None
    currency: CurrencyCode | None = None


class Login(Secrets):
    """`workspace` chooses one of several; without it, the oldest."""

    email: Email
    password: Password
    workspace: WorkspaceId | None = None


class Refresh(Model):
    refresh_token: Annotated[str, Field(max_length=300)]


class PasswordChange(Secrets):
    current_password: Password
    new_password: NewPassword


class ForgottenPassword(Model):
    email: Email


class PasswordReset(Secrets):
    token: LinkToken
    password: NewPassword


class InviteAcceptance(Secrets):
    """An account that was proven before is entered with its own password; else `password` becomes its password."""

    token: LinkToken
    password: NewPassword
    name: Name | None = None


class NewMemberBody(Secrets):
    """With a password the member is active at once, else they get an invitation by e-mail."""

    name: Name
    email: Email
    role: RoleName
    supervisor_id: Annotated[str, Field(max_length=40)] | None = None
    region: Name | None = None
    locale: Locale | None = None
    password: NewPassword | None = None


class InviteAgain(Model):
    """`email` is needed for a member who was imported without one."""

    email: Email | None = None


class OwnChange(Model):
    """Only what is given changes; `digest_at` null takes the workspace's time."""

    name: Name | None = None
    locale: Locale | None = None
    digest: bool | None = None
    digest_at: ClockText | None = None


#: Beyond it, an offset could lead out of what a date can say.
_FAR = datetime(2200, 1, 1, tzinfo=UTC)


class NewApiKey(Model):
    """The role is at most admin; a key without an end lives until it is deleted."""

    name: Name
    role: Literal["admin", "manager", "rep", "collaborator", "viewer"] = "admin"
    expires_at: Annotated[AwareDatetime, Field(le=_FAR)] | None = None


class TokensView(View):
    """`expires_in` is the access token's life in seconds; a refresh token is good once."""

    access_token: str
    refresh_token: str
    expires_in: int
    token_type: Literal["Bearer"]

    @classmethod
    def of(cls, tokens: Tokens) -> TokensView:
        return cls(
            access_token=tokens.access_token,
            refresh_token=tokens.refresh_token,
            expires_in=tokens.expires_in,
            token_type="Bearer",  # noqa: S106 (a scheme, not a secret)
        )


class GroupView(View):
    id: str
    name: str


class SignedInView(TokensView):
    group: GroupView
    workspace: WorkspaceView
    member: MemberView

    @classmethod
    def shown(cls, signed_in: SignedIn, locale: str | None = None) -> SignedInView:
        return cls(
            group=GroupView(id=signed_in.group.id, name=signed_in.group.name),
            workspace=WorkspaceView.of(signed_in.workspace, locale or signed_in.member.locale),
            member=MemberView.of(signed_in.member),
            **TokensView.of(signed_in.tokens).model_dump(),
        )


class UserView(View):
    id: str
    email: str
    name: str
    locale: Locale


class MembershipView(View):
    """`status` invited: there is a letter with a link."""

    workspace: GroupView
    group_id: str
    member_id: str
    status: Literal["active", "invited"]


class ActorView(View):
    """Who acts: a member, or an API key."""

    id: str
    name: str
    role: Role
    is_api_key: bool


class MeView(View):
    """`field_permissions` names only fields that are not free to write for this role."""

    user: UserView | None
    actor: ActorView
    member: MemberView | None
    workspace: GroupView
    memberships: list[MembershipView]
    permissions: list[str]
    field_permissions: dict[str, Access]

    @classmethod
    def of(cls, scope: Scope, own: OwnAccount) -> MeView:
        user = own.user
        return cls(
            user=UserView(id=user.pk, email=user.email, name=user.name, locale=language_of(user.locale))
            if user
            else None,
            actor=ActorView(id=scope.member_id, name=scope.name, role=scope.role, is_api_key=user is None),
            member=MemberView.of(own.member) if own.member else None,
            workspace=GroupView(id=own.workspace.id, name=own.workspace.name),
            memberships=[
                MembershipView(
                    workspace=GroupView(id=each.workspace.id, name=each.workspace.name),
                    group_id=each.group_id,
                    member_id=each.member_id,
                    status="active" if each.is_active else "invited",
                )
                for each in own.memberships
            ],
            permissions=sorted(scope.may),
            field_permissions={
                field: access
                for role, fields in own.workspace.setup.field_permissions.items()
                if role == scope.role
                for field, access in fields.items()
            },
        )


class ApiKeyView(View):
    id: str
    name: str
    role: RoleName
    hint: str
    created_by: str
    created_at: Instant
    expires_at: Instant | None

    @classmethod
    def of(cls, key: ApiKey) -> ApiKeyView:
        return cls(**{name: getattr(key, name) for name in ApiKeyView.model_fields})


class NewApiKeyView(ApiKeyView):
    """`key` is shown this once."""

    key: str

    @classmethod
    def shown(cls, key: ApiKey, secret: str) -> NewApiKeyView:
        return cls(key=secret, **ApiKeyView.of(key).model_dump())


class ApiKeyList(View):
    items: list[ApiKeyView]
    next_cursor: str | None


class Jwk(View):
    kty: str
    crv: str
    use: str
    alg: str
    kid: str
    x: str


class JwkSet(View):
    keys: list[Jwk]
