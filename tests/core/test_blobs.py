"""Files of workspaces: streamed, and never outside their own folder."""

from __future__ import annotations

import hashlib
import http.server
import io
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from chalicelib.core import blobs

A = "w_01J00000000000000000000000"
B = "w_01J00000000000000000000001"


class S3Look(http.server.BaseHTTPRequestHandler):
    """As much of S3 as single objects need; moto's own server needs a web framework that the project doesn't have."""

    objects: ClassVar[dict[str, bytes]] = {}
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        self.objects[self.path] = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200, b"")

    def do_GET(self) -> None:
        self._find()

    def do_HEAD(self) -> None:
        self._find()

    def do_POST(self) -> None:
        """DeleteObjects, the only way that obstore deletes."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        keys = re.findall("<Key>(.*?)</Key>", body)
        for key in keys:
            self.objects.pop(f"{self.path.partition('?')[0]}/{key}", None)
        deleted = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
        self._answer(200, f"<DeleteResult>{deleted}</DeleteResult>".encode())

    def _find(self) -> None:
        if self.path in self.objects:
            self._answer(200, self.objects[self.path])
        else:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"1"')
        self.send_header("Last-Modified", "Tue, 24 Nov 2026 08:00:00 GMT")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GLASSPIPE_BLOBS", str(tmp_path / "blobs"))
    return tmp_path / "blobs"


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, bytes]]:
    S3Look.objects.clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), S3Look)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("GLASSPIPE_BLOBS", "s3://files/prod")
    blobs._store_at.cache_clear()
    yield S3Look.objects
    blobs._store_at.cache_clear()
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["folder", "bucket"])
def either(request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(request.param)


@pytest.mark.usefixtures("either")
class TestBothPlaces:
    def test_what_was_put_is_got_back_and_replaced_as_a_whole(self) -> None:
        blobs.put(A, "imports/imp_1/file.csv", "名称\n".encode())
        assert blobs.get(A, "imports/imp_1/file.csv") == "名称\n".encode()
        blobs.put(A, "imports/imp_1/file.csv", b"x")
        assert blobs.get(A, "imports/imp_1/file.csv") == b"x"
        assert blobs.size(A, "imports/imp_1/file.csv") == 1

    def test_the_same_name_of_another_workspace_is_another_file(self) -> None:
        blobs.put(A, "file.csv", b"of A")
        with pytest.raises(blobs.BlobMissing):
            blobs.get(B, "file.csv")
        blobs.put(B, "file.csv", b"of B")
        assert blobs.get(A, "file.csv") == b"of A"

    def test_a_deleted_file_is_missing_and_deleting_again_is_fine(self) -> None:
        blobs.put(A, "file.csv", b"x")
        blobs.delete(A, "file.csv")
        blobs.delete(A, "file.csv")
        for read in (blobs.get, blobs.size):
            with pytest.raises(blobs.BlobMissing):
                read(A, "file.csv")
        with pytest.raises(blobs.BlobMissing), blobs.download(A, "file.csv"):
            pass

    def test_a_download_is_a_local_file_for_as_long_as_the_block(self) -> None:
        blobs.put(A, "list.xlsx", io.BytesIO(b"PK"))
        with blobs.download(A, "list.xlsx") as path:
            assert path.read_bytes() == b"PK"
            assert path.suffix == ".xlsx"
        assert not path.exists()

    def test_an_empty_file_is_a_file(self) -> None:
        blobs.put(A, "empty.csv", b"")
        assert blobs.get(A, "empty.csv") == b""
        assert b"".join(blobs.read_pieces(A, "empty.csv")) == b""


def test_in_a_bucket_every_name_is_under_the_prefix_and_the_workspace(bucket: dict[str, bytes]) -> None:
    blobs.put(A, "imports/file.csv", b"x")
    assert list(bucket) == [f"/files/prod/{A}/imports/file.csv"]


def test_in_a_folder_every_name_is_under_the_workspace(folder: Path) -> None:
    blobs.put(A, "imports/file.csv", b"x")
    assert [path for path in folder.rglob("*") if path.is_file()] == [folder / A / "imports" / "file.csv"]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/",
        "/etc/passwd",
        "..",
        "../x",
        "a/../b",
        "a//b",
        "a/",
        "./a",
        ".hidden",
        "a\\b",
        "a\0b",
        "a\nb",
        "a b",
        "名",
        "%2e%2e/x",
    ]
    + ["a?b", "a" * 401, "C:/x", "~/x"],
)
def test_a_name_that_could_leave_the_folder_is_refused(folder: Path, name: str) -> None:
    for use in (blobs.get, blobs.size, blobs.delete):
        with pytest.raises(blobs.BlobNameInvalid):
            use(A, name)
    with pytest.raises(blobs.BlobNameInvalid):
        blobs.put(A, name, b"x")
    assert not folder.exists()


@pytest.mark.parametrize("workspace_id", ["", ".", "..", "w_", f"{A}/x", A.lower(), "m" + A[1:], f"{A}\n"])
def test_what_is_no_workspace_id_is_refused(folder: Path, workspace_id: str) -> None:
    with pytest.raises(blobs.BlobNameInvalid):
        blobs.put(workspace_id, "file.csv", b"x")


def test_more_than_allowed_is_not_read_into_memory(folder: Path) -> None:
    blobs.put(A, "file.csv", b"x" * 100)
    with pytest.raises(blobs.BlobTooLarge):
        blobs.get(A, "file.csv", most_bytes=99)


@pytest.mark.parametrize("place", ["", "gs://bucket", "https://example.com/x"])
def test_a_place_that_is_no_storage_is_said(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setenv("GLASSPIPE_BLOBS", place)
    with pytest.raises(blobs.BlobsNotConfigured, match="GLASSPIPE_BLOBS"):
        blobs.put(A, "file.csv", b"x")


def test_a_failed_upload_leaves_the_old_content_in_place(folder: Path) -> None:
    blobs.put(A, "file.csv", b"old")

    def broken_off() -> Iterator[bytes]:
        yield b"n" * (6 * 1024 * 1024)
        raise ConnectionResetError("the sender went away")

    with pytest.raises((blobs.BlobsFailed, ConnectionResetError)):
        blobs.put(A, "file.csv", broken_off())
    assert blobs.get(A, "file.csv") == b"old"


STREAM_100_MB = """
import hashlib, resource, sys
from pathlib import Path
from chalicelib.core import blobs
workspace, source = sys.argv[1], Path(sys.argv[2])
blobs.put(workspace, "small.csv", b"x")
with blobs.download(workspace, "small.csv"):
    pass
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
blobs.put(workspace, "large.csv", source)
with blobs.download(workspace, "large.csv") as path, path.open("rb") as file:
    print(hashlib.file_digest(file, "sha256").hexdigest(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_a_hundred_megabytes_go_through_without_sitting_in_memory(folder: Path, tmp_path: Path) -> None:
    source, digest = tmp_path / "source.csv", hashlib.sha256()
    with source.open("wb") as file:
        for number in range(100):
            piece = number.to_bytes(4, "big") * (256 * 1024)
            file.write(piece)
            digest.update(piece)
    run = subprocess.run(
        [sys.executable, "-c", STREAM_100_MB, A, str(source)], capture_output=True, text=True, check=True
    )
    seen, grown = run.stdout.split()
    assert seen == digest.hexdigest()
    # ru_maxrss is in bytes on macOS, in KiB elsewhere.
    assert int(grown) * (1 if sys.platform == "darwin" else 1024) < 50 * 1024 * 1024
