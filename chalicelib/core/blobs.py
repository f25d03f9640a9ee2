"""Files of a workspace (uploads, error files, exports) in object storage, by obstore.

GLASSPIPE_BLOBS is a folder or `s3://bucket/prefix`. Every name lies under `<workspace_id>/`, which is also the prefix
that the tenant role may touch. Names are made by the product, never by a user: letters, digits, `.`, `_` and `-`, parts
divided by `/`. What a user called a file is kept in the item that points to it.

Files may be larger than memory: `put` takes a path or an open file and `download` gives a path; both go piecewise.

    BlobError
    ├── BlobNameInvalid       a name that could leave the workspace's folder, or is no plain name
    ├── BlobMissing           nothing is kept under that name
    ├── BlobTooLarge          more than the caller allows to be read into memory
    ├── BlobsNotConfigured    GLASSPIPE_BLOBS is not set, or names no storage
    └── BlobsFailed           the storage refused or did not answer; worth trying again
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from chalicelib.core.ids import is_id
from chalicelib.core.settings import variable

if TYPE_CHECKING:
    from obstore.store import LocalStore, S3Store

#: One part of a multipart upload, and one piece of a download; S3 takes no parts under 5 MiB.
_PIECE_BYTES = 5 * 1024 * 1024
#: Parts under way at once. obstore's default of 12 would hold 60 MB.
_PARTS_AT_ONCE = 2
_MOST_IN_MEMORY = 32 * 1024 * 1024
_LONGEST_NAME = 400
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")


class BlobError(Exception):
    pass


class BlobNameInvalid(BlobError):
    pass


class BlobMissing(BlobError):
    pass


class BlobTooLarge(BlobError):
    pass


class BlobsNotConfigured(BlobError):
    pass


class BlobsFailed(BlobError):
    pass


def put(workspace_id: str, name: str, content: bytes | Path | IO[bytes] | Iterable[bytes]) -> None:
    """Keep `content` under `name`, replacing what was there; readers see the old or the new whole, never a part.

    A path, an open binary file or an iterable of pieces is not read into memory as a whole.

    Raises:
        BlobNameInvalid, BlobsNotConfigured, BlobsFailed
        OSError: `content` itself can't be read.
    """
    key = key_of(workspace_id, name)
    store = _store()
    import obstore

    if isinstance(content, Path):
        with content.open("rb") as file:
            put(workspace_id, name, file)
        return
    with _translated(name):
        obstore.put(store, key, content, chunk_size=_PIECE_BYTES, max_concurrency=_PARTS_AT_ONCE)


def get(workspace_id: str, name: str, *, most_bytes: int = _MOST_IN_MEMORY) -> bytes:
    """The whole content, in memory.

    Raises:
        BlobTooLarge: it has more than `most_bytes`; take `download` or `read_pieces`.
        BlobNameInvalid, BlobMissing, BlobsNotConfigured, BlobsFailed
    """
    result = _open(workspace_id, name)
    if result.meta["size"] > most_bytes:
        raise BlobTooLarge(f"{name} has {result.meta['size']} bytes, {most_bytes} may be read at once")
    with _translated(name):
        return bytes(result.bytes())


def read_pieces(workspace_id: str, name: str) -> Iterator[bytes]:
    """The content in pieces of about 5 MiB.

    Raises:
        BlobNameInvalid, BlobMissing, BlobsNotConfigured, BlobsFailed: when the first or a further piece is asked for.
    """
    result = _open(workspace_id, name)
    with _translated(name):
        for piece in result.stream(min_chunk_size=_PIECE_BYTES):
            yield bytes(piece)


@contextmanager
def download(workspace_id: str, name: str) -> Iterator[Path]:
    """Within the block, the content as a temporary local file; the file is gone afterwards.

    Raises:
        BlobNameInvalid, BlobMissing, BlobsNotConfigured, BlobsFailed
        OSError: the temporary folder is full.
    """
    # The ending stays: readers of spreadsheets look at it.
    with tempfile.TemporaryDirectory(prefix="glasspipe-") as folder:
        path = Path(folder, "blob" + Path(name).suffix)
        with path.open("wb") as file:
            for piece in read_pieces(workspace_id, name):
                file.write(piece)
        yield path


def size(workspace_id: str, name: str) -> int:
    """The content's length in bytes.

    Raises:
        BlobNameInvalid, BlobMissing, BlobsNotConfigured, BlobsFailed
    """
    key = key_of(workspace_id, name)
    store = _store()
    import obstore

    with _translated(name):
        return int(obstore.head(store, key)["size"])


def read_start(workspace_id: str, name: str, length: int) -> bytes:
    """The first `length` bytes, or all where there are fewer.

    Raises:
        BlobNameInvalid, BlobMissing, BlobsNotConfigured, BlobsFailed
    """
    wanted = min(length, size(workspace_id, name))
    if wanted == 0:
        return b""
    import obstore

    with _translated(name):
        return bytes(obstore.get_range(_store(), key_of(workspace_id, name), start=0, length=wanted))


def copy(workspace_id: str, name: str, to: str) -> None:
    """Keep the content of `name` under `to` as well, replacing what was there.

    Raises:
        BlobNameInvalid, BlobMissing, BlobsNotConfigured, BlobsFailed
    """
    source, target = key_of(workspace_id, name), key_of(workspace_id, to)
    store = _store()
    import obstore

    with _translated(name):
        obstore.copy(store, source, target)


def delete(workspace_id: str, name: str) -> None:
    """Remove it; nothing happens if there is none.

    Raises:
        BlobNameInvalid, BlobsNotConfigured, BlobsFailed
    """
    key = key_of(workspace_id, name)
    store = _store()
    import obstore

    try:
        with _translated(name):
            obstore.delete(store, key)
    except BlobMissing:
        return


def _open(workspace_id: str, name: str) -> Any:
    key = key_of(workspace_id, name)
    store = _store()
    import obstore

    with _translated(name):
        return obstore.get(store, key)


def key_of(workspace_id: str, name: str) -> str:
    """Where a file lies below the place of all files.

    Raises:
        BlobNameInvalid
    """
    if not is_id(workspace_id, "w"):
        raise BlobNameInvalid("not a workspace id")
    if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name):
        raise BlobNameInvalid("a name has parts of letters, digits, '.', '_' and '-', none of them starting with '.'")
    return f"{workspace_id}/{name}"


@contextmanager
def _translated(name: str) -> Iterator[None]:
    from obstore.exceptions import BaseError

    try:
        yield
    except FileNotFoundError:
        raise BlobMissing(f"nothing is kept under {name}") from None
    except BaseError as problem:
        raise BlobsFailed(f"the storage failed for {name}: {type(problem).__name__}") from problem


def _store() -> LocalStore | S3Store:
    place = variable("GLASSPIPE_BLOBS")
    if not place:
        raise BlobsNotConfigured("GLASSPIPE_BLOBS is not set")
    return _store_at(place)


@lru_cache(maxsize=8)
def _store_at(place: str) -> LocalStore | S3Store:
    from obstore.exceptions import BaseError
    from obstore.store import LocalStore, S3Store

    try:
        if place.startswith("s3://"):
            return S3Store.from_url(place)
        if "://" in place:
            raise BlobsNotConfigured("GLASSPIPE_BLOBS is a folder or s3://bucket/prefix")
        return LocalStore(Path(place).absolute(), automatic_cleanup=False, mkdir=True)
    except (BaseError, OSError, ValueError) as problem:
        raise BlobsNotConfigured(f"GLASSPIPE_BLOBS can't be opened: {type(problem).__name__}") from problem
