"""The built console is served beside the API."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from infra.local.http.console import Console
from infra.local.http.wire import parse_head


@pytest.fixture
def console(tmp_path: Path) -> Console:
    (tmp_path / "console/dist/assets").mkdir(parents=True)
    (tmp_path / "console/dist/index.html").write_text("<!doctype html><title>明线</title>" + " " * 2000)
    (tmp_path / "console/dist/assets/app-1a2b.js").write_text("export const a = 1;\n" * 200)
    (tmp_path / "console/csp.txt").write_text("default-src 'none';\n script-src 'self'\n")
    built = Console.built(tmp_path)
    assert built is not None
    return built


def _find(console: Console, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    lines = "".join(f"\r\n{name.replace('_', '-')}: {value}" for name, value in headers.items())
    found = console.find(parse_head(f"GET {path} HTTP/1.1\r\nHost: x{lines}".encode()), path)
    assert found is not None
    return found[0], dict(found[1]), found[2]


def test_an_address_of_the_console_is_its_page_with_the_policy(console: Console) -> None:
    status, headers, body = _find(console, "/leads/lead_1")
    assert status == 200 and b"<!doctype html>" in body
    assert headers["Content-Security-Policy"] == "default-src 'none'; script-src 'self'"
    assert headers["Cache-Control"] == "no-cache"


def test_hashed_assets_are_kept_for_ever_and_sent_packed(console: Console) -> None:
    _, headers, body = _find(console, "/assets/app-1a2b.js", accept_encoding="gzip, br")
    assert "immutable" in headers["Cache-Control"]
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body).startswith(b"export const a")


def test_what_the_browser_has_already_is_not_sent_again(console: Console) -> None:
    _, headers, _ = _find(console, "/")
    status, _, body = _find(console, "/", if_none_match=headers["ETag"])
    assert status == 304 and body == b""


@pytest.mark.parametrize("path", ["/assets/none.js", "/v1/nothing", "/../csp.txt", "/console/csp.txt"])
def test_what_is_not_a_file_of_the_console_is_not_found(console: Console, path: str) -> None:
    head = parse_head(f"GET {path} HTTP/1.1\r\nHost: x".encode())
    assert console.find(head, path) is None


def test_a_checkout_without_a_built_console_has_none(tmp_path: Path) -> None:
    assert Console.built(tmp_path) is None
