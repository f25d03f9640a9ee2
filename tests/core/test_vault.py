"""Secrets at rest: what opens, what doesn't, and that nothing is told on the way."""

from __future__ import annotations

import base64
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from moto import mock_aws

from chalicelib.core import vault

A = "w_01J00000000000000000000000"
B = "w_01J00000000000000000000001"
SECRET = b"SEC0f9b3cVERYSECRET"


@pytest.fixture
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "keys" / "newest"
    assert vault.create_key_file(path)
    monkeypatch.delenv("GLASSPIPE_KMS_KEY_ID", raising=False)
    monkeypatch.setenv("GLASSPIPE_KEY_FILE", str(path))
    return path


@pytest.fixture
def kms(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """KMS by moto; gives the maker of new keys. One key and one sealed root key are configured."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.delenv("GLASSPIPE_KEY_FILE", raising=False)
    vault._kms.cache_clear()
    vault._open_roots.cache_clear()
    with mock_aws():
        client = vault._kms()

        def new_key() -> str:
            return str(client.create_key()["KeyMetadata"]["Arn"])

        first = new_key()
        monkeypatch.setenv("GLASSPIPE_KMS_KEY_ID", first)
        blob = client.encrypt(KeyId=first, Plaintext=b"r" * 32, EncryptionContext=vault.SEALED_KEY_CONTEXT)
        monkeypatch.setenv("GLASSPIPE_SEALED_KEY", base64.b64encode(blob["CiphertextBlob"]).decode())
        yield new_key
    vault._kms.cache_clear()
    vault._open_roots.cache_clear()


@pytest.fixture(params=["key_file", "kms"])
def either(request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(request.param)


@pytest.mark.usefixtures("either")
class TestBothPlaces:
    def test_what_was_sealed_opens_for_the_same_workspace_and_purpose(self) -> None:
        sealed = vault.seal(A, SECRET, "channel")
        assert vault.open_sealed(A, sealed, "channel") == SECRET
        assert SECRET.decode() not in sealed
        assert vault.open_sealed(A, vault.seal(A, b"", "channel"), "channel") == b""

    def test_the_same_secret_sealed_twice_looks_different(self) -> None:
        assert vault.seal(A, SECRET, "channel") != vault.seal(A, SECRET, "channel")

    @pytest.mark.parametrize(("workspace", "purpose"), [(B, "channel"), (A, "connector"), (A + "channel", "")])
    def test_another_workspace_or_purpose_does_not_open_it(self, workspace: str, purpose: str) -> None:
        with pytest.raises(vault.SealBroken):
            vault.open_sealed(workspace, vault.seal(A, SECRET, "channel"), purpose)

    def test_any_flipped_bit_is_noticed(self) -> None:
        parts = vault.seal(A, SECRET, "channel").split(".")
        for place in range(1, len(parts)):
            raw = bytearray(base64.urlsafe_b64decode(parts[place]))
            raw[len(raw) // 2] ^= 1
            forged = [*parts]
            forged[place] = base64.urlsafe_b64encode(raw).decode()
            with pytest.raises((vault.SealBroken, vault.KeyUnknown)):
                vault.open_sealed(A, ".".join(forged), "channel")

    def test_a_data_key_moved_to_another_ciphertext_does_not_open_it(self) -> None:
        one, two = (vault.seal(A, SECRET, "channel").split(".") for _ in range(2))
        with pytest.raises(vault.SealBroken):
            vault.open_sealed(A, ".".join([*one[:3], two[3]]), "channel")

    @pytest.mark.parametrize(
        "text", ["", "v1", "v2.a.b.c", "v1.a.b", "v1.!.?.é", "v1.YQ==.YQ==.YQ==", "v1.gIA=.YQ==.YQ=="]
    )
    def test_nonsense_is_refused_by_a_typed_error(self, text: str) -> None:
        with pytest.raises((vault.SealBroken, vault.KeyUnknown)):
            vault.open_sealed(A, text, "channel")

    def test_a_signature_is_good_for_its_message_and_purpose_only(self) -> None:
        signature = vault.sign("cursor", b"page 2")
        assert len(signature) == 32
        assert vault.verify("cursor", b"page 2", signature)
        assert not vault.verify("cursor", b"page 3", signature)
        assert not vault.verify("session", b"page 2", signature)
        assert not vault.verify("cursor", b"page 2", signature[:-1])
        assert not vault.verify("cursor", b"page 2", b"")

    def test_a_keyed_hash_is_stable_and_no_signature(self) -> None:
        assert vault.keyed_hash("email", b"a@b.c") == vault.keyed_hash("email", b"a@b.c")
        assert vault.keyed_hash("email", b"a@b.c") != vault.keyed_hash("phone", b"a@b.c")
        assert vault.keyed_hash("email", b"a@b.c") != vault.sign("email", b"a@b.c")

    def test_no_error_and_no_keyring_tells_a_secret(self) -> None:
        sealed = vault.seal(A, SECRET, "channel")
        with pytest.raises(vault.SealBroken) as caught:
            vault.open_sealed(B, sealed, "channel")
        told = "".join(traceback.format_exception(caught.value)) + repr(vault._keyring())
        assert SECRET.decode() not in told
        assert sealed not in told
        assert all(repr(root) not in told and root.hex() not in told for root in vault._keyring().roots)


def test_after_rotation_the_new_key_seals_and_the_old_one_still_opens(
    key_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_seal, old_signature = vault.seal(A, SECRET, "channel"), vault.sign("cursor", b"page 2")
    old_hash = vault.keyed_hash("email", b"a@b.c")
    newer = tmp_path / "newer"
    vault.create_key_file(newer)
    monkeypatch.setenv("GLASSPIPE_KEY_FILE", f"{newer}, {key_file}")
    assert vault.open_sealed(A, old_seal, "channel") == SECRET
    assert vault.verify("cursor", b"page 2", old_signature)
    assert vault.sign("cursor", b"page 2") != old_signature
    assert vault.keyed_hash("email", b"a@b.c") == old_hash
    new_seal = vault.seal(A, SECRET, "channel")
    monkeypatch.setenv("GLASSPIPE_KEY_FILE", str(newer))
    assert vault.open_sealed(A, new_seal, "channel") == SECRET
    with pytest.raises(vault.KeyUnknown):
        vault.open_sealed(A, old_seal, "channel")


def test_after_rotation_in_kms_the_old_key_still_opens(kms: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    old_seal, old_key = vault.seal(A, SECRET, "channel"), vault._keyring().newest_id
    new_key = kms()
    monkeypatch.setenv("GLASSPIPE_KMS_KEY_ID", f"{new_key},{old_key}")
    assert vault.open_sealed(A, old_seal, "channel") == SECRET
    assert vault.seal(A, SECRET, "channel").split(".")[1] != old_seal.split(".")[1]
    monkeypatch.setenv("GLASSPIPE_KMS_KEY_ID", new_key)
    with pytest.raises(vault.KeyUnknown):
        vault.open_sealed(A, old_seal, "channel")


def test_a_kms_key_that_does_not_exist_is_a_failure_of_the_key_service(
    kms: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GLASSPIPE_KMS_KEY_ID", "00000000-0000-0000-0000-000000000000")
    with pytest.raises(vault.KeyServiceFailed, match="NotFound"):
        vault.seal(A, SECRET, "channel")


@pytest.mark.parametrize("problem", ["missing", "not base64", "other context", "short"])
def test_a_missing_or_broken_sealed_root_key_is_said(
    kms: Callable[[], str], monkeypatch: pytest.MonkeyPatch, problem: str
) -> None:
    key = vault._keyring().newest_id

    def sealed_by_kms(plaintext: bytes, context: dict[str, str]) -> str:
        answer = vault._kms().encrypt(KeyId=key, Plaintext=plaintext, EncryptionContext=context)
        return base64.b64encode(answer["CiphertextBlob"]).decode()

    broken = {
        "missing": "",
        "not base64": "no base64!",
        "other context": sealed_by_kms(b"r" * 32, {"purpose": "something else"}),
        "short": sealed_by_kms(b"r" * 31, vault.SEALED_KEY_CONTEXT),
    }
    monkeypatch.setenv("GLASSPIPE_SEALED_KEY", broken[problem])
    with pytest.raises(vault.VaultNotConfigured, match="GLASSPIPE_SEALED_KEY"):
        vault.sign("cursor", b"page 2")
    assert vault.open_sealed(A, vault.seal(A, SECRET, "channel"), "channel") == SECRET


def test_without_any_key_it_says_which_variables_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GLASSPIPE_KMS_KEY_ID", raising=False)
    monkeypatch.delenv("GLASSPIPE_KEY_FILE", raising=False)
    with pytest.raises(vault.VaultNotConfigured, match="GLASSPIPE_KEY_FILE"):
        vault.seal(A, SECRET, "channel")


@pytest.mark.parametrize("content", [None, b"", b"k" * 31, b"k" * 33])
def test_a_missing_or_wrongly_sized_key_file_is_refused_without_showing_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    path = tmp_path / "key"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.delenv("GLASSPIPE_KMS_KEY_ID", raising=False)
    monkeypatch.setenv("GLASSPIPE_KEY_FILE", str(path))
    with pytest.raises(vault.VaultNotConfigured, match="key file") as caught:
        vault.seal(A, SECRET, "channel")
    assert "kkk" not in str(caught.value)


def test_a_key_file_is_for_its_owner_only_and_is_never_overwritten(key_file: Path) -> None:
    before = key_file.read_bytes()
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert not vault.create_key_file(key_file)
    assert key_file.read_bytes() == before
    assert [path.name for path in key_file.parent.iterdir()] == [key_file.name]
