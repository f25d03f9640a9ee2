"""The web console, as a bucket behind a CDN gives it: an address without a file is the console's own."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from infra.local.http.wire import Head

#: Vite puts a hash into the names of what is in there: it never changes.
_FOREVER = "public, max-age=31536000, immutable"
_TEXTS = ("text/", "application/javascript", "application/json", "image/svg+xml")
_SHORTEST_GZIP = 1024
_OF_EVERY_FILE = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)


@dataclass(frozen=True, slots=True)
class _File:
    content: bytes
    packed: bytes | None
    headers: tuple[tuple[str, str], ...]
    etag: str


class Console:
    """All files of `folder` in memory: a few hundred, read once before the processes fork."""

    def __init__(self, folder: Path, csp: str) -> None:
        self._files = {
            "/" + path.relative_to(folder).as_posix(): _read(path, folder, csp)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    @classmethod
    def built(cls, root: Path) -> Console | None:
        """The console of a checkout, if it has been built."""
        folder, policy = root / "console/dist", root / "console/csp.txt"
        if not (folder / "index.html").is_file():
            return None
        return cls(folder, " ".join(policy.read_text().split()) if policy.is_file() else "default-src 'self'")

    def find(self, head: Head, path: str) -> tuple[int, list[tuple[str, str]], bytes] | None:
        """Status, headers and body of a GET; None where there is no such file."""
        file = self._files.get(path)
        if file is None:
            if "." in path.rpartition("/")[2] or path.startswith("/v1"):
                return None
            file = self._files.get(path.rstrip("/") + "/index.html") or self._files["/index.html"]
        headers = [*file.headers, ("ETag", file.etag)]
        if head.headers.get("if-none-match") == file.etag:
            return 304, headers, b""
        if file.packed is not None and "gzip" in head.headers.get("accept-encoding", ""):
            return 200, [*headers, ("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")], file.packed
        return 200, headers, file.content


def _read(path: Path, folder: Path, csp: str) -> _File:
    content = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    is_text = kind.startswith(_TEXTS)
    hashed = path.relative_to(folder).parts[0] == "assets"
    headers = [
        ("Content-Type", f"{kind}; charset=utf-8" if is_text else kind),
        ("Cache-Control", _FOREVER if hashed else "no-cache"),
        *_OF_EVERY_FILE,
    ]
    if kind == "text/html":
        headers.append(("Content-Security-Policy", csp))
    packed = gzip.compress(content, 9, mtime=0) if is_text and len(content) >= _SHORTEST_GZIP else None
    etag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    return _File(content, packed, tuple(headers), etag)
