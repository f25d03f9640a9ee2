"""Whether a body was signed by who knows the connector's secret, and lately enough. Pure: the moment comes in.

Two schemes: Standard Webhooks (https://www.standardwebhooks.com; id, time and body are signed), and a bare HMAC in a
header for systems that can't. Every candidate secret is tried to the end, and compared in constant time.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field, model_validator

from chalicelib.core.clock import from_text
from chalicelib.core.wording import Misfit
from chalicelib.tenancy.setup import Part

#: A signed message is refused when its time is further than this from ours, in either direction.
WINDOW = timedelta(minutes=5)
SECRET_PREFIX = "whsec_"  # noqa: S105
ID_HEADER, TIME_HEADER, SIGNATURE_HEADER = "webhook-id", "webhook-timestamp", "webhook-signature"
_SECRET_BYTES = 32
_SECONDS = re.compile(r"[0-9]{1,10}")
_MILLISECONDS = re.compile(r"[0-9]{13}")
#: More than a sender has secrets in use at once.
_MOST_SIGNATURES = 10

HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9-]{0,63}$", examples=["X-Signature"])]


class StandardWebhooks(Part):
    """`webhook-id`, `webhook-timestamp` and `webhook-signature`, as the specification has them."""

    scheme: Literal["standard_webhooks"] = "standard_webhooks"


class Hmac(Part):
    """A bare HMAC of the body, or of `<timestamp>.<body>`, in one header.

    `timestamp_header` holds epoch seconds, epoch milliseconds or RFC 3339; with it, messages outside the window are
    refused. Without it, or where it is not signed, only the event's id keeps an old message from being sent again.
    """

    scheme: Literal["hmac"]
    header: HeaderName
    algorithm: Literal["sha256", "sha512", "sha1"] = "sha256"
    encoding: Literal["hex", "base64"] = "hex"
    prefix: Annotated[str, Field(pattern=r"^[!-~]{0,20}$", examples=["sha256="])] = ""
    timestamp_header: HeaderName | None = None
    signs: Literal["body", "timestamp_and_body"] = "body"

    @model_validator(mode="after")
    def _has_the_time_that_it_signs(self) -> Hmac:
        if self.signs == "timestamp_and_body" and self.timestamp_header is None:
            raise Misfit("timestamp_and_body 需要 timestamp_header", "timestamp_and_body needs a timestamp_header")
        return self


Signature = Annotated[StandardWebhooks | Hmac, Field(discriminator="scheme")]


class SignatureRefused(Exception):
    """`reason` is for our log: `missing`, `malformed`, `too_old_or_new`, `wrong`. The sender isn't told which."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def new_secret(signature: StandardWebhooks | Hmac) -> str:
    """`whsec_` and base64 for Standard Webhooks; for an HMAC a text whose bytes are the key."""
    if isinstance(signature, StandardWebhooks):
        return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()
    return secrets.token_urlsafe(_SECRET_BYTES)


def is_secret(signature: StandardWebhooks | Hmac, secret: str) -> bool:
    """Whether a secret that the sender chose will do: 16 to 256 characters; Standard Webhooks: `whsec_` and 24 to 64
    bytes in base64 (as the specification has it)."""
    if isinstance(signature, Hmac):
        return 16 <= len(secret) <= 256 and secret.isascii() and secret.isprintable()
    try:
        key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except ValueError:
        return False
    return secret.startswith(SECRET_PREFIX) and 24 <= len(key) <= 64


def check_signature(
    signature: StandardWebhooks | Hmac, known: Sequence[str], headers: Mapping[str, str], body: bytes, now: datetime
) -> None:
    """
    Args:
        known: the secrets that are good now, one or two.
        headers: by name in lower case.

    Raises:
        SignatureRefused
    """
    if isinstance(signature, StandardWebhooks):
        _check_standard(known, headers, body, now)
    else:
        _check_hmac(signature, known, headers, body, now)


def _check_standard(known: Sequence[str], headers: Mapping[str, str], body: bytes, now: datetime) -> None:
    from standardwebhooks.webhooks import Webhook

    message_id, written, given = (headers.get(name, "") for name in (ID_HEADER, TIME_HEADER, SIGNATURE_HEADER))
    if not (message_id and written and given):
        raise SignatureRefused("missing")
    if not _SECONDS.fullmatch(written):
        raise SignatureRefused("malformed")
    moment = datetime.fromtimestamp(int(written), UTC)
    _demand_lately(moment, now)
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise SignatureRefused("malformed") from None
    # The library's own check takes the time from the machine's clock, and fails on a signature without a comma.
    expected = [Webhook(secret).sign(message_id, moment, text).encode() for secret in known]
    candidates = [each.encode("utf-8", "replace") for each in given.split(" ")[:_MOST_SIGNATURES]]
    _demand_any([hmac.compare_digest(one, other) for one in expected for other in candidates])


def _check_hmac(signature: Hmac, known: Sequence[str], headers: Mapping[str, str], body: bytes, now: datetime) -> None:
    given = headers.get(signature.header.lower(), "").strip()
    if not given:
        raise SignatureRefused("missing")
    signed = body
    if signature.timestamp_header is not None:
        written = headers.get(signature.timestamp_header.lower(), "").strip()
        if not written:
            raise SignatureRefused("missing")
        _demand_lately(_moment(written), now)
        if signature.signs == "timestamp_and_body":
            signed = written.encode("utf-8", "replace") + b"." + body
    if not given.startswith(signature.prefix):
        raise SignatureRefused("malformed")
    sent = _bytes_of(given[len(signature.prefix) :], signature.encoding)
    _demand_any([
        hmac.compare_digest(hmac.digest(secret.encode(), signed, signature.algorithm), sent) for secret in known
    ])  # fmt: skip


def _demand_any(matches: list[bool]) -> None:
    if not any(matches):
        raise SignatureRefused("wrong")


def _demand_lately(moment: datetime, now: datetime) -> None:
    if abs(now - moment) > WINDOW:
        raise SignatureRefused("too_old_or_new")


def _moment(written: str) -> datetime:
    try:
        if _SECONDS.fullmatch(written):
            return datetime.fromtimestamp(int(written), UTC)
        if _MILLISECONDS.fullmatch(written):
            return datetime.fromtimestamp(int(written) / 1000, UTC)
        moment = from_text(written)
    except (ValueError, OverflowError):
        raise SignatureRefused("malformed") from None
    if moment.tzinfo is None:
        raise SignatureRefused("malformed")
    return moment


def _bytes_of(text: str, encoding: str) -> bytes:
    try:
        if encoding == "hex":
            return bytes.fromhex(text)
        return base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        raise SignatureRefused("malformed") from None
