"""Files sent and got straight from the browser, as object storage takes and gives them under presigned addresses.

An address is `/_files/<token>`; the token says, signed, which file of which workspace may be sent or got, how long it
is, of what type, and until when (`chalicelib.core.blob_links`). Bodies go piecewise and are never in memory as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from infra.local.http.problems import Refusal
from infra.local.http.wire import Head

Pieces = Callable[[int], Iterator[bytes]]


@dataclass(frozen=True)
class FileAnswer:
    """`length` bytes follow, piece by piece."""

    status: int
    headers: list[tuple[str, str]]
    length: int = 0
    pieces: Iterator[bytes] = field(default_factory=lambda: iter(()))


class Files:
    """`links` and `blobs` are `chalicelib.core.blob_links` and `chalicelib.core.blobs` of the project served."""

    def __init__(self, links: Any, blobs: Any, cors: list[tuple[str, str]]) -> None:
        self._links, self._blobs, self._cors = links, blobs, cors

    def takes(self, head: Head) -> bool:
        return head.target.startswith(self._links.LOCAL_PATH)

    def answer(self, head: Head, body: Pieces, now: datetime | None = None) -> FileAnswer:
        """`body(length)` reads so much of the request.

        Raises:
            Refusal: 404 the address is forged, over, or for another method; 411, 413, 415, 400 what comes is not what
            was announced; 503 the storage fails. Nothing is kept then.
        """
        if head.method == "OPTIONS":
            return self._preflight()
        token = head.target.removeprefix(self._links.LOCAL_PATH).partition("?")[0]
        grant = self._links.opened(token, now or datetime.now(UTC)) if token.isascii() else None
        if grant is None or grant.method != ("GET" if head.method == "HEAD" else head.method):
            raise Refusal(404, "not_found")
        try:
            return self._keep(grant, head, body) if grant.method == "PUT" else self._give(grant, head)
        except self._blobs.BlobMissing:
            raise Refusal(404, "not_found") from None
        except (self._blobs.BlobError, OSError):
            raise Refusal(503, "unavailable") from None

    def _keep(self, grant: Any, head: Head, body: Pieces) -> FileAnswer:
        if head.length is None:
            raise Refusal(411, "length_required")
        if head.headers.get("content-type", "").strip().lower() != grant.content_type.lower():
            raise Refusal(415, "unsupported_media_type")
        if head.length > grant.size:
            raise Refusal(413, "body_too_large", "The file is longer than was announced.")
        if head.length != grant.size:
            raise Refusal(400, "length_differs")
        # What breaks off raises from `body`, and then nothing is kept: readers see whole files only.
        self._blobs.put(grant.workspace_id, grant.name, body(head.length))
        return FileAnswer(200, [*self._cors, ("Cache-Control", "no-store")])

    def _give(self, grant: Any, head: Head) -> FileAnswer:
        length = self._blobs.size(grant.workspace_id, grant.name)
        headers = [
            ("Content-Type", grant.content_type),
            ("Content-Disposition", self._links.disposition(grant.filename)),
            *self._links.SAFE_HEADERS.items(),
            *self._cors,
        ]
        if head.method == "HEAD":
            return FileAnswer(200, headers, length)
        return FileAnswer(200, headers, length, self._read(grant))

    def _read(self, grant: Any) -> Iterator[bytes]:
        try:
            yield from self._blobs.read_pieces(grant.workspace_id, grant.name)
        except self._blobs.BlobError as problem:
            # The answer has begun: all that can be said now is that it breaks off.
            raise ConnectionAbortedError(str(problem)) from None

    def _preflight(self) -> FileAnswer:
        """The token is the permission: no cookie goes with it, and any page that has it may use it."""
        allowed = [("Access-Control-Allow-Methods", "GET, HEAD, PUT"), ("Access-Control-Allow-Headers", "Content-Type")]
        cors = [each for each in self._cors if each[0] == "Access-Control-Allow-Origin"]
        return FileAnswer(200, [*cors, *allowed, ("Access-Control-Max-Age", "600")])
