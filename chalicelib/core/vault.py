"""Secrets at rest, and the keys that sign.

Two kinds of keys, for two kinds of work:

* `seal` and `open_sealed` are envelope encryption: each secret gets a data key of its own (AES-256-GCM), and the data
  key is stored beside it, wrapped by a master key. In AWS the master key is in KMS and never leaves it; workspace and
  purpose are the encryption context, so that IAM can tie a tenant role to its own secrets, and every opening is in
  CloudTrail. On one machine the master key is a file of 32 bytes.
* `sign`, `verify` and `keyed_hash` run on nearly every request (cursors, lookups by e-mail), too often for a call to
  KMS. They use 32 bytes held in memory: the same local key file, or in AWS the root key that KMS sealed once and that
  GLASSPIPE_SEALED_KEY carries; it is opened once per process. So both places end with 32 bytes in memory, from which
  HKDF derives one key per purpose: a leak of one derived key, or a signature made for one purpose, opens no other.

| environment | is |
| --- | --- |
| GLASSPIPE_KMS_KEY_ID | KMS key ids or ARNs, comma-separated; the first seals, all open |
| GLASSPIPE_SEALED_KEY | with the former: root keys encrypted by KMS, base64, comma-separated, newest first |
| GLASSPIPE_KEY_FILE | without KMS: key files of 32 bytes, comma-separated, newest first |

To rotate, put the new key in front and leave the old ones behind it. New seals and signatures take the newest, old ones
stay good. `keyed_hash` always takes the last key of the list, since what it made is a key in the database.

A sealed text is `v1.<master key id>.<wrapped data key>.<nonce + ciphertext + tag>`, each part base64url. Workspace,
purpose, key id and wrapped key are authenticated with it, so a text moved to another workspace or purpose doesn't open.

    VaultError
    ├── VaultNotConfigured    no key is named, or a named one can't be used
    ├── SealBroken            damaged, forged, or sealed for another workspace or purpose
    ├── KeyUnknown            sealed by a master key that is not in the list any more
    └── KeyServiceFailed      KMS refused or did not answer
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from botocore.exceptions import BotoCoreError, ClientError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from chalicelib.core.settings import settings, variable

KEY_BYTES = 32
_NONCE_BYTES = 12
_VERSION = "v1"
#: The encryption context of GLASSPIPE_SEALED_KEY; the operator gives it when the root key is sealed.
SEALED_KEY_CONTEXT = {"purpose": "glasspipe-root-key"}


class VaultError(Exception):
    """No message of these holds a key, a secret or a sealed text."""


class VaultNotConfigured(VaultError):
    pass


class SealBroken(VaultError):
    pass


class KeyUnknown(VaultError):
    pass


class KeyServiceFailed(VaultError):
    pass


def seal(workspace_id: str, plaintext: bytes, purpose: str) -> str:
    """Encrypt `plaintext` for one workspace and one purpose (`"channel"`, `"connector"` ...).

    Returns:
        ASCII text of about 4/3 of the plaintext's length plus 150 (local) or 350 (KMS) characters.

    Raises:
        VaultNotConfigured, KeyServiceFailed
    """
    ring = _keyring()
    data_key, wrapped = ring.new_data_key(workspace_id, purpose)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    bound = _bound(workspace_id, purpose, ring.newest_id, wrapped)
    box = nonce + AESGCM(data_key).encrypt(nonce, plaintext, bound)
    return ".".join((_VERSION, _to_text(ring.newest_id.encode()), _to_text(wrapped), _to_text(box)))


def open_sealed(workspace_id: str, sealed: str, purpose: str) -> bytes:
    """Decrypt what `seal` made for the same workspace and purpose.

    Raises:
        SealBroken: damaged, forged, or sealed for something else.
        KeyUnknown: its master key is no longer in the list.
        VaultNotConfigured, KeyServiceFailed
    """
    key_id, wrapped, box = _parts(sealed)
    data_key = _keyring().unwrap(key_id, wrapped, workspace_id, purpose)
    return _decrypt(data_key, box, _bound(workspace_id, purpose, key_id, wrapped))


def sign(purpose: str, message: bytes) -> bytes:
    """HMAC-SHA-256 (32 bytes) under the newest root key's key for `purpose`.

    Raises:
        VaultNotConfigured, KeyServiceFailed
    """
    return _mac(_keyring().roots[0], purpose, message)


def verify(purpose: str, message: bytes, signature: bytes) -> bool:
    """Whether `sign` made `signature` under any of the readable keys; compared in constant time.

    Raises:
        VaultNotConfigured, KeyServiceFailed
    """
    good = [hmac.compare_digest(_mac(root, purpose, message), signature) for root in _keyring().roots]
    return any(good)


def keyed_hash(purpose: str, message: bytes) -> bytes:
    """A stable keyed hash (32 bytes), for keys in the database: it doesn't change when a new key is put in front.

    Raises:
        VaultNotConfigured, KeyServiceFailed
    """
    return _mac(_keyring().roots[-1], f"hash:{purpose}", message)


def create_key_file(path: Path) -> bool:
    """Make a key file that only its owner can read. Returns False, and changes nothing, if it is there already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written beside and then linked: a crash leaves no short file, and of two at once only one wins.
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


class _Keyring(Protocol):
    """Wraps data keys, and holds the root keys that sign (newest first)."""

    @property
    def newest_id(self) -> str: ...

    @property
    def roots(self) -> tuple[bytes, ...]: ...

    def new_data_key(self, workspace_id: str, purpose: str) -> tuple[bytes, bytes]: ...

    def unwrap(self, key_id: str, wrapped: bytes, workspace_id: str, purpose: str) -> bytes: ...


@dataclass(frozen=True)
class _LocalKeys:
    """Master keys out of files."""

    roots: tuple[bytes, ...] = field(repr=False)

    @property
    def newest_id(self) -> str:
        return _local_id(self.roots[0])

    def new_data_key(self, workspace_id: str, purpose: str) -> tuple[bytes, bytes]:
        data_key = secrets.token_bytes(KEY_BYTES)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        wrapping = AESGCM(_derive(self.roots[0], "wrap"))
        return data_key, nonce + wrapping.encrypt(nonce, data_key, _bound(workspace_id, purpose, self.newest_id))

    def unwrap(self, key_id: str, wrapped: bytes, workspace_id: str, purpose: str) -> bytes:
        for root in self.roots:
            if _local_id(root) == key_id:
                return _decrypt(_derive(root, "wrap"), wrapped, _bound(workspace_id, purpose, key_id))
        raise KeyUnknown("sealed by a key file that is not configured any more")


@dataclass(frozen=True)
class _KmsKeys:
    """Master keys in KMS; `sealed_roots` are opened on first use, so that a process that only seals needs none."""

    key_ids: tuple[str, ...]
    sealed_roots: tuple[str, ...] = field(repr=False)

    @property
    def newest_id(self) -> str:
        return self.key_ids[0]

    @property
    def roots(self) -> tuple[bytes, ...]:
        return _open_roots(self.sealed_roots)

    def new_data_key(self, workspace_id: str, purpose: str) -> tuple[bytes, bytes]:
        answer = _call_kms(
            "generate_data_key",
            KeyId=self.newest_id,
            KeySpec="AES_256",
            EncryptionContext=_context(workspace_id, purpose),
        )
        return answer["Plaintext"], answer["CiphertextBlob"]

    def unwrap(self, key_id: str, wrapped: bytes, workspace_id: str, purpose: str) -> bytes:
        if key_id not in self.key_ids:
            raise KeyUnknown("sealed by a KMS key that is not configured any more")
        # Naming the key keeps KMS from opening a blob that somebody sealed under a key of theirs.
        answer = _call_kms(
            "decrypt", KeyId=key_id, CiphertextBlob=wrapped, EncryptionContext=_context(workspace_id, purpose)
        )
        plaintext: bytes = answer["Plaintext"]
        return plaintext


def _keyring() -> _Keyring:
    key_ids = _listed("GLASSPIPE_KMS_KEY_ID")
    if key_ids:
        return _KmsKeys(key_ids, _listed("GLASSPIPE_SEALED_KEY"))
    paths = _listed("GLASSPIPE_KEY_FILE")
    if not paths:
        raise VaultNotConfigured("neither GLASSPIPE_KMS_KEY_ID nor GLASSPIPE_KEY_FILE is set")
    return _read_key_files(paths)


def _listed(name: str) -> tuple[str, ...]:
    return tuple(item for item in (part.strip() for part in variable(name).split(",")) if item)


@lru_cache(maxsize=8)
def _read_key_files(paths: tuple[str, ...]) -> _LocalKeys:
    return _LocalKeys(tuple(_read_key_file(path) for path in paths))


def _read_key_file(path: str) -> bytes:
    try:
        key = Path(path).read_bytes()
    except OSError as problem:
        raise VaultNotConfigured(f"key file {path} can't be read: {problem.strerror}") from None
    if len(key) != KEY_BYTES:
        raise VaultNotConfigured(f"key file {path} has {len(key)} bytes, it must have {KEY_BYTES}")
    return key


@lru_cache(maxsize=8)
def _open_roots(sealed_roots: tuple[str, ...]) -> tuple[bytes, ...]:
    if not sealed_roots:
        raise VaultNotConfigured("GLASSPIPE_SEALED_KEY is not set")
    return tuple(_open_root(sealed) for sealed in sealed_roots)


def _open_root(sealed: str) -> bytes:
    try:
        blob = base64.b64decode(sealed, validate=True)
    except (binascii.Error, ValueError):
        raise VaultNotConfigured("GLASSPIPE_SEALED_KEY is not base64") from None
    try:
        root: bytes = _call_kms("decrypt", CiphertextBlob=blob, EncryptionContext=SEALED_KEY_CONTEXT)["Plaintext"]
    except SealBroken:
        raise VaultNotConfigured("GLASSPIPE_SEALED_KEY was not sealed by KMS for this use") from None
    if len(root) != KEY_BYTES:
        raise VaultNotConfigured(f"GLASSPIPE_SEALED_KEY holds {len(root)} bytes, it must hold {KEY_BYTES}")
    return root


#: What KMS answers when the blob, its key or its context is not the right one: the seal is bad, KMS is well.
_BROKEN_CODES = frozenset({"InvalidCiphertextException", "IncorrectKeyException"})


def _call_kms(operation: str, **parameters: Any) -> Mapping[str, Any]:
    try:
        answer: Mapping[str, Any] = getattr(_kms(), operation)(**parameters)
    except ClientError as problem:
        code = problem.response.get("Error", {}).get("Code", "unknown")
        if code in _BROKEN_CODES:
            raise SealBroken("KMS can't open it: damaged, or sealed for another workspace or purpose") from None
        raise KeyServiceFailed(f"KMS refused {operation}: {code}") from None
    except BotoCoreError as problem:
        raise KeyServiceFailed(f"KMS did not answer {operation}: {type(problem).__name__}") from None
    return answer


@lru_cache(maxsize=1)
def _kms() -> Any:
    from botocore.config import Config
    from botocore.session import get_session

    bounded = Config(connect_timeout=3, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3})
    return get_session().create_client("kms", region_name=settings().region, config=bounded)


def _context(workspace_id: str, purpose: str) -> dict[str, str]:
    return {"workspace": workspace_id, "purpose": purpose}


def _mac(root: bytes, purpose: str, message: bytes) -> bytes:
    return hmac.digest(_derive(root, f"sign:{purpose}"), message, "sha256")


@lru_cache(maxsize=256)
def _derive(root: bytes, use: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"glasspipe vault v1 " + use.encode()).derive(root)


def _local_id(root: bytes) -> str:
    return "local-" + _derive(root, "id")[:8].hex()


def _bound(*parts: str | bytes) -> bytes:
    """The parts as one associated text; lengths go in, so that no two lists of parts look the same."""
    encoded = [part.encode() if isinstance(part, str) else part for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in (_VERSION.encode(), *encoded))


def _decrypt(key: bytes, box: bytes, bound: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(box[:_NONCE_BYTES], box[_NONCE_BYTES:], bound)
    except (InvalidTag, ValueError):
        raise SealBroken("damaged, forged, or sealed for another workspace or purpose") from None


def _parts(sealed: str) -> tuple[str, bytes, bytes]:
    version, *rest = sealed.split(".")
    if version != _VERSION or len(rest) != 3:
        raise SealBroken("not a sealed text of a version that is read here")
    try:
        key_id, wrapped, box = (base64.b64decode(part, altchars=b"-_", validate=True) for part in rest)
        return key_id.decode(), wrapped, box
    except ValueError:  # binascii.Error and UnicodeError are ValueErrors
        raise SealBroken("not a sealed text") from None


def _to_text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()
