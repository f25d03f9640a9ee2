"""Sessions: a family of refresh tokens each, of which only the newest is good.

A refresh token is `gr_<user><session>.<generation>.<secret>.<tag>`. The tag shows that we made it, so that nobody can
end another's session with a made-up token; the hash of the newest is kept. An old one that comes back was copied by
somebody: the family ends.
"""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.exceptions import UpdateError

from chalicelib.core.cache import Cache
from chalicelib.core.clock import to_text
from chalicelib.core.ids import new_id
from chalicelib.core.scope import DirectoryScope, acting_as
from chalicelib.core.store import Writes
from chalicelib.core.vault import sign, verify
from chalicelib.identity import keys, store, tokens
from chalicelib.identity.errors import SessionEnded
from chalicelib.identity.store import SessionItem
from chalicelib.tenancy import service as tenancy

#: A session that nobody refreshes for so long is over.
IDLE = timedelta(days=30)
#: What a warm process believes of a session at most so long, where no other process can tell it better.
CACHE_SECONDS = 20.0
_PURPOSE = "refresh-token"
_SHAPE = re.compile(r"gr_([0-9A-Z]{26})([0-9A-Z]{26})\.(\d{1,9})\.([\w-]{43})\.([\w-]{43})", re.ASCII)


@dataclass(frozen=True)
class Tokens:
    """`expires_in` is the access token's life in seconds."""

    access_token: str
    refresh_token: str
    expires_in: int


@dataclass(frozen=True)
class Seat:
    """Where a user signs in: which workspace, as which member; `epoch` is the user's."""

    user_id: str
    workspace_id: str
    group_id: str
    member_id: str
    epoch: int


@dataclass(frozen=True)
class _Alive:
    epoch: int
    member_id: str


_sessions: Cache[_Alive] = Cache("sessions", ttl=CACHE_SECONDS, most=8192)
_epochs: Cache[int] = Cache("user-epochs", ttl=CACHE_SECONDS, most=8192)


def open_session(writes: Writes, seat: Seat, now: datetime) -> Tokens:
    """Add a new session to the transaction of the sign-in."""
    session_id = new_id("s", now)
    refresh = _make_refresh(seat.user_id, session_id, 1)
    writes.create(
        SessionItem(
            seat.user_id,
            session_id,
            workspace_id=seat.workspace_id,
            group_id=seat.group_id,
            member_id=seat.member_id,
            epoch=seat.epoch,
            generation=1,
            refresh_hash=_hash(refresh),
            created_at=to_text(now),
            used_at=to_text(now),
            expires=int((now + IDLE).timestamp()),
        )
    )
    return Tokens(_access(seat, session_id, now), refresh, tokens.ACCESS_SECONDS)


def refresh_session(refresh_token: str, now: datetime) -> Tokens:
    """New tokens for the newest refresh token of a session.

    Raises:
        SessionEnded: forged, over, ended; or an old token, and then the whole family ends.
    """
    user_id, session_id, generation = _parse(refresh_token)
    with acting_as(DirectoryScope("refresh")):
        session = store.read_session(user_id, session_id)
        if session is None or not _is_alive(session, now):
            raise SessionEnded()
        seat = _seat_of(session)
        if generation != int(session.generation) or session.refresh_hash != _hash(refresh_token):
            _end(user_id, session_id, now)
            raise SessionEnded()
        fresh = _make_refresh(user_id, session_id, generation + 1)
        try:
            session.update(
                actions=[
                    SessionItem.generation.set(generation + 1),
                    SessionItem.refresh_hash.set(_hash(fresh)),
                    SessionItem.used_at.set(to_text(now)),
                    SessionItem.expires.set(int((now + IDLE).timestamp())),
                ],
                condition=(SessionItem.generation == generation) & SessionItem.ended_at.does_not_exist(),
            )
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            # Somebody used the same token a moment ago: one of the two is a thief, and we can't tell which.
            _end(user_id, session_id, now)
            raise SessionEnded() from None
    return Tokens(_access(seat, session_id, now), fresh, tokens.ACCESS_SECONDS)


def end_session(user_id: str, session_id: str, now: datetime) -> None:
    """Sign out: neither its access token nor its refresh token is good any more."""
    with acting_as(DirectoryScope("logout")):
        _end(user_id, session_id, now)


def demand_alive(claims: tokens.Claims, now: datetime) -> None:
    """That the session of an access token goes on. A warm process reads nothing.

    Raises:
        SessionEnded
    """
    alive = _sessions.get(claims.session_id, lambda: _load_session(claims, now))
    epoch = _epochs.get(claims.user_id, lambda: _load_epoch(claims.user_id))
    if alive.epoch > epoch:
        # The password was changed a moment ago, seen by another process only.
        _epochs.forget(claims.user_id)
        epoch = _epochs.get(claims.user_id, lambda: _load_epoch(claims.user_id))
    if alive.epoch != epoch or alive.member_id != claims.member_id:
        raise SessionEnded()


def forget_user(user_id: str) -> None:
    """Call after a change of password is written: all earlier sessions end."""
    _epochs.forget(user_id)


def _load_session(claims: tokens.Claims, now: datetime) -> _Alive:
    with acting_as(DirectoryScope("authenticate")):
        session = store.read_session(claims.user_id, claims.session_id)
    if session is None or session.ended_at is not None or (session.expires or 0) <= now.timestamp():
        raise SessionEnded()
    return _Alive(int(session.epoch), session.member_id)


def _load_epoch(user_id: str) -> int:
    with acting_as(DirectoryScope("authenticate")):
        user = store.read_user(user_id)
    if user is None:
        raise SessionEnded()
    return int(user.epoch)


def _is_alive(session: SessionItem, now: datetime) -> bool:
    if session.ended_at is not None or (session.expires or 0) <= now.timestamp():
        return False
    user = store.read_user(session.pk)
    if user is None or int(user.epoch) != int(session.epoch):
        return False
    membership = tenancy.membership_in(session.pk, session.workspace_id)
    return membership is not None and membership.member_id == session.member_id and membership.is_active


def _end(user_id: str, session_id: str, now: datetime) -> None:
    session = SessionItem(user_id, session_id)
    try:
        session.update([SessionItem.ended_at.set(to_text(now))], condition=SessionItem.pk.exists())
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
    _sessions.forget(session_id)


def _seat_of(session: SessionItem) -> Seat:
    return Seat(session.pk, session.workspace_id, session.group_id, session.member_id, int(session.epoch))


def _access(seat: Seat, session_id: str, now: datetime) -> str:
    expires = int(now.timestamp()) + tokens.ACCESS_SECONDS
    claims = tokens.Claims(seat.user_id, session_id, seat.workspace_id, seat.group_id, seat.member_id, expires)
    return tokens.issue(claims, now)


def _make_refresh(user_id: str, session_id: str, generation: int) -> str:
    said = f"gr_{user_id.removeprefix('u_')}{session_id.removeprefix('s_')}.{generation}.{secrets.token_urlsafe(32)}"
    return f"{said}.{_text(sign(_PURPOSE, said.encode()))}"


def _parse(refresh_token: str) -> tuple[str, str, int]:
    match = _SHAPE.fullmatch(refresh_token)
    if match is None:
        raise SessionEnded()
    said, _, tag = refresh_token.rpartition(".")
    try:
        signature = base64.urlsafe_b64decode(tag + "=")
    except binascii.Error:
        raise SessionEnded() from None
    if not verify(_PURPOSE, said.encode(), signature):
        raise SessionEnded()
    return f"u_{match.group(1)}", f"s_{match.group(2)}", int(match.group(3))


def _hash(refresh_token: str) -> str:
    return keys.hidden("refresh", refresh_token)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
