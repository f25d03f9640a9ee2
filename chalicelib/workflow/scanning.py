"""The virus scan of uploaded files: the operator's own scanner, if there is one.

GLASSPIPE_SCANNER is a command that reads the file from its standard input (`clamdscan --no-summary -`), or an address
that takes it by POST; without it every file is taken for clean.

| | clean | infected |
| --- | --- | --- |
| command, by its exit code (as clamdscan has them) | 0 | 1 |
| address, by its status (as the REST servers in front of clamd have them) | 200 … 299 | 406 |

Anything else, and silence, is a failure: the file stays shut, and is tried again.
"""

from __future__ import annotations

from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

from chalicelib.core import blobs
from chalicelib.core.settings import variable

#: An upload's call waits for it, and API Gateway gives a call 29 s.
SECONDS = 20.0
_INFECTED_EXIT, _INFECTED_STATUS = 1, 406


class ScanFailed(Exception):
    """The scanner gave no verdict."""


def is_clean(workspace_id: str, name: str) -> bool:
    """Whether the scanner finds nothing in a file of the workspace.

    Raises:
        ScanFailed: it did not say. BlobMissing, BlobsFailed
    """
    scanner = variable("GLASSPIPE_SCANNER")
    if not scanner:
        return True
    with blobs.download(workspace_id, name) as path:
        if scanner.startswith(("https://", "http://")):
            return _asked(scanner, path)
        return _run(scanner, path)


def _run(command: str, path: Path) -> bool:
    import shlex
    import subprocess

    try:
        with path.open("rb") as file:
            done = subprocess.run(  # noqa: S603 (the operator's own command)
                shlex.split(command), stdin=file, capture_output=True, timeout=SECONDS, check=False
            )
    except (OSError, ValueError, subprocess.TimeoutExpired) as problem:
        raise ScanFailed(f"the scanner did not run: {type(problem).__name__}") from None
    if done.returncode not in (0, _INFECTED_EXIT):
        raise ScanFailed(f"the scanner ended with {done.returncode}")
    return done.returncode == 0


def _asked(address: str, path: Path) -> bool:
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.netloc, timeout=SECONDS)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Content-Type": "application/octet-stream", "Content-Length": str(path.stat().st_size)}
    try:
        with path.open("rb") as file:
            connection.request("POST", target, file, headers)
            status = connection.getresponse().status
    except (OSError, HTTPException) as problem:
        raise ScanFailed(f"the scanner does not answer: {type(problem).__name__}") from None
    finally:
        connection.close()
    if status != _INFECTED_STATUS and not 200 <= status < 300:
        raise ScanFailed(f"the scanner answered {status}")
    return status != _INFECTED_STATUS
