"""Access tokens: JWTs signed with Ed25519, fifteen minutes long; and the keys that sign them.

A key signs for one period of 30 days and is named after it, so that everybody agrees on the one that is in use without
asking: whoever needs it first makes it, on condition that nobody else has. The key of the period before is still good,
for as long as its tokens last.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pynamodb.exceptions import PutError

from chalicelib.core.cache import Cache
from chalicelib.core.clock import to_text
from chalicelib.core.errors import Unauthenticated
from chalicelib.core.scope import DirectoryScope, acting_as
from chalicelib.core.settings import settings
from chalicelib.core.store import get
from chalicelib.core.vault import open_sealed, seal
from chalicelib.identity import keys
from chalicelib.identity.store import SigningKeyItem

ALGORITHM = "EdDSA"
AUDIENCE = "glasspipe-api"
ACCESS_SECONDS = 900
PERIOD = timedelta(days=30)
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_SEALED_FOR = "directory"
_PURPOSE = "signing-key"
#: Longer than any of ours; nobody makes us hash or parse more.
_LONGEST = 2000
_REQUIRED = ["iss", "aud", "exp", "iat", "sub", "sid", "wid", "gid", "mid"]


@dataclass(frozen=True)
class Claims:
    """What an access token says: the session `sid` of user `sub` in workspace `wid` of group `gid`, as member `mid`."""

    user_id: str
    session_id: str
    workspace_id: str
    group_id: str
    member_id: str
    expires: int


_private: Cache[Ed25519PrivateKey] = Cache("signing-private", ttl=86_400, most=4)
_public: Cache[Ed25519PublicKey] = Cache("signing-public", ttl=86_400, most=4)
_verified: Cache[Claims] = Cache("verified-tokens", ttl=ACCESS_SECONDS, most=4096)


def issue(claims: Claims, now: datetime) -> str:
    """A signed token of these claims."""
    kid = kid_at(now)
    payload = {
        "iss": settings().public_url,
        "aud": AUDIENCE,
        "iat": int(now.timestamp()),
        "exp": claims.expires,
        "sub": claims.user_id,
        "sid": claims.session_id,
        "wid": claims.workspace_id,
        "gid": claims.group_id,
        "mid": claims.member_id,
    }
    return jwt.encode(payload, _private.get(kid, lambda: _private_key(kid, now)), ALGORITHM, headers={"kid": kid})


def verify(token: str, now: datetime) -> Claims:
    """The claims of a token of ours that is not over. A signature is checked once per process and token.

    Raises:
        Unauthenticated
    """
    if not token or len(token) > _LONGEST:
        raise Unauthenticated()
    known_by = hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
    claims = _verified.get(known_by, lambda: _check(token, now))
    if claims.expires <= now.timestamp():
        raise Unauthenticated()
    return claims


def jwks(now: datetime) -> dict[str, Any]:
    """The public keys that verify tokens at `now`, as a JWK set (RFC 7517, RFC 8037)."""
    _private.get(kid_at(now), lambda: _private_key(kid_at(now), now))
    found = [(kid, _read(kid)) for kid in _kids_good_at(now)]
    return {
        "keys": [
            {"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": ALGORITHM, "kid": kid, "x": item.public}
            for kid, item in found
            if item is not None
        ]
    }


def kid_at(now: datetime) -> str:
    """The name of the key that signs at `now`."""
    return f"k{(now - _EPOCH) // PERIOD}"


def _kids_good_at(now: datetime) -> tuple[str, ...]:
    return tuple(dict.fromkeys((kid_at(now), kid_at(now - timedelta(seconds=ACCESS_SECONDS)))))


def _check(token: str, now: datetime) -> Claims:
    try:
        kid = jwt.get_unverified_header(token).get("kid")
        if kid not in _kids_good_at(now):
            raise Unauthenticated()
        payload = jwt.decode(
            token,
            _public.get(kid, lambda: _public_key(kid)),
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=settings().public_url,
            # Time is ours to judge: it is an argument here.
            options={"require": _REQUIRED, "verify_exp": False, "verify_iat": False, "verify_nbf": False},
        )
    except jwt.InvalidTokenError:
        raise Unauthenticated() from None
    return Claims(
        user_id=payload["sub"],
        session_id=payload["sid"],
        workspace_id=payload["wid"],
        group_id=payload["gid"],
        member_id=payload["mid"],
        expires=int(payload["exp"]),
    )


def _read(kid: str) -> SigningKeyItem | None:
    with acting_as(DirectoryScope("signing key")):
        return get(SigningKeyItem, keys.SIGNING, kid, consistent=True)


def _public_key(kid: str) -> Ed25519PublicKey:
    item = _read(kid)
    if item is None:
        raise Unauthenticated()
    return Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(item.public + "="))


def _private_key(kid: str, now: datetime) -> Ed25519PrivateKey:
    item = _read(kid) or _make(kid, now)
    return Ed25519PrivateKey.from_private_bytes(open_sealed(_SEALED_FOR, item.private, _PURPOSE))


def _make(kid: str, now: datetime) -> SigningKeyItem:
    """Make the period's key, or take the one of whoever was faster."""
    private = Ed25519PrivateKey.generate()
    item = SigningKeyItem(
        keys.SIGNING,
        kid,
        private=seal(_SEALED_FOR, private.private_bytes_raw(), _PURPOSE),
        public=base64.urlsafe_b64encode(private.public_key().public_bytes_raw()).rstrip(b"=").decode(),
        created_at=to_text(now),
        expires=int((now + 2 * PERIOD).timestamp()),
    )
    try:
        with acting_as(DirectoryScope("signing key")):
            item.save(condition=SigningKeyItem.pk.does_not_exist())
    except PutError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        return _read(kid) or item
    return item
