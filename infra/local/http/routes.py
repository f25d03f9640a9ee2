"""Which route an address means, as API Gateway decides it: fixed segments before variable ones, values decoded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from infra.local.http.problems import Refusal

_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(slots=True)
class _Node:
    fixed: dict[str, _Node] = field(default_factory=dict)
    variable: _Node | None = None
    route: str | None = None


class Routes:
    """The route patterns of an app (`/v1/leads/{lead_id}`), ready to be searched."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._root = _Node()
        self._plain: dict[str, tuple[str, dict[str, str]]] = {}
        self._names: dict[str, list[str]] = {}
        for pattern in patterns:
            segments = pattern.strip("/").split("/")
            node = self._root
            for segment in segments:
                if segment.startswith("{"):
                    node.variable = node.variable or _Node()
                    node = node.variable
                else:
                    node = node.fixed.setdefault(segment, _Node())
            node.route = pattern
            self._names[pattern] = [segment[1:-1] for segment in segments if segment.startswith("{")]
            if not self._names[pattern]:
                self._plain[pattern] = (pattern, {})

    def find(self, path: str) -> tuple[str, dict[str, str]] | None:
        """The pattern and its path parameters, percent-decoded; None when there is no such route.

        Raises:
            Refusal: 400, an escape is malformed or does not decode to UTF-8.
        """
        found = self._plain.get(path)
        if found is not None:
            return found
        # API Gateway takes an address with and without a slash at its end as the same.
        trimmed = path[1:-1] if path.endswith("/") and path != "/" else path[1:]
        segments = [decode(segment) for segment in trimmed.split("/")]
        values: list[str] = []
        pattern = _search(self._root, segments, 0, values)
        return None if pattern is None else (pattern, dict(zip(self._names[pattern], values, strict=True)))


def decode(segment: str) -> str:
    """A segment with its percent-escapes resolved; `+` stays `+`."""
    if "%" not in segment:
        return segment
    if _BAD_ESCAPE.search(segment):
        raise Refusal(400, "bad_request", "The address has a malformed percent-escape.")
    try:
        return unquote_to_bytes(segment).decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(400, "bad_request", "The address is not valid UTF-8.") from None


def _search(node: _Node, segments: list[str], depth: int, values: list[str]) -> str | None:
    if depth == len(segments):
        return node.route
    segment = segments[depth]
    fixed = node.fixed.get(segment)
    if fixed is not None and (route := _search(fixed, segments, depth + 1, values)) is not None:
        return route
    if node.variable is not None and segment:
        values.append(segment)
        if (route := _search(node.variable, segments, depth + 1, values)) is not None:
            return route
        values.pop()
    return None
