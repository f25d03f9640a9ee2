"""Addresses under which a browser sends or gets one file of a workspace directly, for some minutes.

In S3 they are presigned by SigV4, which binds what is signed: an upload goes through with the declared length and type
only. botocore's signer is used without its S3 client: the package for Lambda has no service model of S3, and obstore
signs neither headers nor the headers of the answer. On one machine the address is a token signed by the vault, and the
HTTP server takes or gives the file (`infra/local/http/files.py`); Lambda never does.

S3 can be told the type and the disposition of its answer, and no other header: files are always sent as attachments.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import quote, urlsplit

from chalicelib.core import blobs, vault
from chalicelib.core.settings import settings, variable

LOCAL_PATH = "/_files/"
UPLOAD_SECONDS = 15 * 60
DOWNLOAD_SECONDS = 5 * 60
_PURPOSE = "file"
_SIGNATURE_BYTES = 32
#: Who has the address has the file: nothing between may keep it, and nothing in it may run.
SAFE_HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-site",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True)
class Link:
    """`headers` must be sent with the request, as they are."""

    url: str
    headers: dict[str, str]
    expires_at: datetime


@dataclass(frozen=True)
class Grant:
    """What a local address allows. `size` (bytes) is of an upload, `filename` of a download."""

    method: Literal["PUT", "GET"]
    workspace_id: str
    name: str
    content_type: str
    size: int = 0
    filename: str = ""


def upload_link(workspace_id: str, name: str, *, size: int, content_type: str, now: datetime) -> Link:
    """An address that takes exactly `size` bytes of `content_type` by PUT.

    Raises:
        BlobNameInvalid, BlobsNotConfigured, VaultNotConfigured, KeyServiceFailed
    """
    bucket = _bucket()
    headers = {"Content-Type": content_type}
    expires_at = now + timedelta(seconds=UPLOAD_SECONDS)
    if bucket is None:
        grant = Grant("PUT", workspace_id, name, content_type, size=size)
        return Link(_local_url(grant, expires_at), headers, expires_at)
    bound = {**headers, "Content-Length": str(size)}
    return Link(_presigned("PUT", bucket, blobs.key_of(workspace_id, name), UPLOAD_SECONDS, bound), headers, expires_at)


def download_link(workspace_id: str, name: str, *, filename: str, content_type: str, now: datetime) -> Link:
    """An address that gives the file as an attachment called `filename`.

    Raises:
        BlobNameInvalid, BlobsNotConfigured, VaultNotConfigured, KeyServiceFailed
    """
    bucket = _bucket()
    expires_at = now + timedelta(seconds=DOWNLOAD_SECONDS)
    if bucket is None:
        grant = Grant("GET", workspace_id, name, content_type, filename=filename)
        return Link(_local_url(grant, expires_at), {}, expires_at)
    answered = {
        "response-cache-control": SAFE_HEADERS["Cache-Control"],
        "response-content-disposition": disposition(filename),
        "response-content-type": content_type,
    }
    key = blobs.key_of(workspace_id, name)
    return Link(_presigned("GET", bucket, key, DOWNLOAD_SECONDS, {}, answered), {}, expires_at)


def opened(token: str, now: datetime) -> Grant | None:
    """What the local address with this token allows at `now`; None: forged, or over.

    Raises:
        VaultNotConfigured, KeyServiceFailed
    """
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        signature, message = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]
    except ValueError:  # binascii.Error is one
        return None
    if not vault.verify(_PURPOSE, message, signature):
        return None
    ends, *values = json.loads(message)
    return Grant(*values) if now < datetime.fromtimestamp(ends, UTC) else None


def disposition(filename: str) -> str:
    """`attachment` with the name as RFC 6266 wants it: in ASCII for old readers, and whole as RFC 5987 encodes it."""
    plain = "".join(each if each.isascii() and each.isprintable() and each not in '"\\%;' else "_" for each in filename)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"


def _local_url(grant: Grant, expires_at: datetime) -> str:
    blobs.key_of(grant.workspace_id, grant.name)
    kept = [
        int(expires_at.timestamp()), grant.method, grant.workspace_id, grant.name, grant.content_type, grant.size,
        grant.filename,
    ]  # fmt: skip
    message = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()
    token = base64.urlsafe_b64encode(vault.sign(_PURPOSE, message) + message).decode().rstrip("=")
    return f"{settings().public_url}{LOCAL_PATH}{token}"


@dataclass(frozen=True)
class _Bucket:
    """`root` is the address of the bucket, `prefix` what all keys in it begin with."""

    root: str
    prefix: str
    region: str


def _bucket() -> _Bucket | None:
    """Where files lie in S3; None: in a folder of this machine."""
    place = variable("GLASSPIPE_BLOBS")
    if not place.startswith("s3://"):
        return None
    parts = urlsplit(place)
    region = variable("AWS_REGION") or settings().region
    own = variable("AWS_ENDPOINT_URL_S3") or variable("AWS_ENDPOINT_URL")
    host = f"s3.{region}.amazonaws.com" + (".cn" if region.startswith("cn-") else "")
    if own or "." in parts.netloc:
        # A dot in the bucket's name would not fit S3's certificate.
        root = f"{own.rstrip('/') if own else f'https://{host}'}/{parts.netloc}"
    else:
        root = f"https://{parts.netloc}.{host}"
    return _Bucket(root, parts.path.strip("/"), region)


def _presigned(
    method: str, bucket: _Bucket, key: str, seconds: int, headers: dict[str, str], query: dict[str, str] | None = None
) -> str:
    from botocore.auth import S3SigV4QueryAuth
    from botocore.awsrequest import AWSRequest

    path = quote("/".join(part for part in (bucket.prefix, key) if part), safe="/-_.~")
    request = AWSRequest(method=method, url=f"{bucket.root}/{path}", headers=headers, params=query or {})
    S3SigV4QueryAuth(_credentials().get_frozen_credentials(), "s3", bucket.region, seconds).add_auth(request)
    return str(request.url)


@lru_cache(maxsize=1)
def _credentials() -> Any:
    from botocore.session import get_session

    found = get_session().get_credentials()
    if found is None:
        raise blobs.BlobsNotConfigured("there are no credentials to sign addresses of S3 with")
    return found
