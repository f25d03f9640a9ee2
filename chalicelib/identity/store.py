"""Items of users, sessions, links, API keys, delays and signing keys. All but one are read within a DirectoryScope."""

from __future__ import annotations

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.core.store import get
from chalicelib.core.tables import DirectoryItem, VersionedDirectoryItem, WorkspaceItem
from chalicelib.identity import keys


class EmailClaim(DirectoryItem):
    class Meta(DirectoryItem.Meta):
        pass

    user_id = UnicodeAttribute()


class UserItem(VersionedDirectoryItem):
    """`epoch` counts the changes of password: sessions of an earlier epoch have ended.

    `proven_at` is when the user first used a link that was sent to the address; until then nobody knows whose it is.
    """

    class Meta(VersionedDirectoryItem.Meta):
        pass

    email = UnicodeAttribute()
    name = UnicodeAttribute()
    locale = UnicodeAttribute()
    password = UnicodeAttribute(null=True)
    epoch = NumberAttribute(default=0)
    proven_at = UnicodeAttribute(null=True)
    created_at = UnicodeAttribute()


class SessionItem(DirectoryItem):
    """A family of refresh tokens: only the newest (`refresh_hash`, of `generation`) is good."""

    class Meta(DirectoryItem.Meta):
        pass

    workspace_id = UnicodeAttribute()
    group_id = UnicodeAttribute()
    member_id = UnicodeAttribute()
    epoch = NumberAttribute()
    generation = NumberAttribute()
    refresh_hash = UnicodeAttribute()
    created_at = UnicodeAttribute()
    used_at = UnicodeAttribute()
    ended_at = UnicodeAttribute(null=True)


class InviteItem(DirectoryItem):
    """`handed`: it was shown to an administrator, so who has it need not have the mailbox."""

    class Meta(DirectoryItem.Meta):
        pass

    workspace_id = UnicodeAttribute()
    group_id = UnicodeAttribute()
    member_id = UnicodeAttribute()
    user_id = UnicodeAttribute()
    handed = BooleanAttribute(null=True)


class ResetItem(DirectoryItem):
    class Meta(DirectoryItem.Meta):
        pass

    user_id = UnicodeAttribute()
    epoch = NumberAttribute()


class ApiKeyEntry(DirectoryItem):
    class Meta(DirectoryItem.Meta):
        pass

    workspace_id = UnicodeAttribute()
    group_id = UnicodeAttribute()
    key_id = UnicodeAttribute()
    name = UnicodeAttribute()
    role = UnicodeAttribute()
    locale = UnicodeAttribute()
    ends_at = UnicodeAttribute(null=True)


class ApiKeyItem(WorkspaceItem):
    """`entry` is the key of the directory's entry; `hint` the last characters, to tell keys apart."""

    class Meta(WorkspaceItem.Meta):
        pass

    name = UnicodeAttribute()
    role = UnicodeAttribute()
    hint = UnicodeAttribute()
    entry = UnicodeAttribute()
    created_by = UnicodeAttribute()
    created_at = UnicodeAttribute()
    ends_at = UnicodeAttribute(null=True)


class DelayItem(DirectoryItem):
    """Failures since the last success, those that are being tried included; `last_at` in epoch milliseconds."""

    class Meta(DirectoryItem.Meta):
        pass

    failures = NumberAttribute()
    last_at = NumberAttribute()


class SigningKeyItem(DirectoryItem):
    class Meta(DirectoryItem.Meta):
        pass

    private = UnicodeAttribute()
    public = UnicodeAttribute()
    created_at = UnicodeAttribute()


def read_user(user_id: str) -> UserItem | None:
    return get(UserItem, user_id, keys.USER, consistent=True)


def read_user_by_email(email: str) -> UserItem | None:
    """The user of a normalised address. Always two reads, so that the time tells nothing of who exists."""
    claim = get(EmailClaim, keys.email_claim(email), keys.USER, consistent=True)
    return read_user(claim.user_id if claim else "u_nobody")


def read_session(user_id: str, session_id: str) -> SessionItem | None:
    return get(SessionItem, user_id, session_id, consistent=True)
