"""Reads a request: the body, the query, the ids of the path, If-Match, the language. What is wrong is said where it is.

Bodies are read by pydantic's own JSON reader, strictly: "5" is no number, and 1 is not true. It refuses
nesting beyond 200 levels, lone surrogates and integers of thousands of digits. What JSON forbids and it lets through
(NaN), and what no text of ours may hold (NUL and the other C0 control characters but tab and line ends), is refused
here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from chalicelib.core.errors import FieldError, Invalid, NotFound, Refused, TooLarge, Unreadable, Unsupported
from chalicelib.core.wording import sentence

JSON = "application/json"
#: JSON bodies; uploads have the gateway's 10 MB.
MOST_JSON_BYTES = 1_000_000
_MOST_FINDINGS = 50
DEFAULT_LOCALE = "zh-CN"
#: What stands in a path is an id or a name of ours. Anything else names nothing: least of all a key with a `#` in it.
SEGMENT = "[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}"
_SEGMENT = re.compile(SEGMENT)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
#: The same, as JSON escapes them; an even number of backslashes before means that it is no escape.
_ESCAPED_CONTROLS = re.compile(rb"(?<!\\)(?:\\\\)*\\(?:u00(?:0[0-8bcefBCEF]|1[0-9a-fA-F]|7[fF])|[bf])|\x7f")
_ETAG = re.compile(r'(?:W/)?"?([0-9]{1,15})"?')
_LANGUAGE = re.compile(r"\s*([a-z]{1,8}(?:-[a-z0-9]{1,8})*|\*)\s*(?:;\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*)?")


class NoQuery(BaseModel, extra="forbid"):
    """Routes without query parameters refuse all."""


@dataclass(frozen=True)
class Upload:
    """A body that is not JSON: as it came."""

    content: bytes
    content_type: str
    encoding: str = ""


def language_of(accept_language: str) -> str | None:
    """Of the languages that we speak the one that is wanted most (RFC 9110, 12.5.4); None where none is."""
    best, weight = None, 0.0
    for wanted in accept_language.lower().split(","):
        match = _LANGUAGE.fullmatch(wanted)
        if match is None:
            continue
        locale = {"en": "en", "zh": "zh-CN"}.get(match[1].partition("-")[0])
        quality = float(match[2] or 1)
        if locale is not None and quality > weight:
            best, weight = locale, quality
    return best


def demand_ids(path_params: Mapping[str, str]) -> None:
    """
    Raises:
        NotFound: what stands in the path cannot be the name of anything.
    """
    if not all(_SEGMENT.fullmatch(value) for value in path_params.values()):
        raise NotFound()


def media_type(request: Any) -> str:
    return request.headers.get("content-type", JSON).partition(";")[0].strip().lower()  # type: ignore[no-any-return]


def parsed_body(model: type[BaseModel], request: Any, raw: bytes, locale: str) -> BaseModel:
    """
    Raises:
        Unsupported, TooLarge, Unreadable, Invalid
    """
    if raw and media_type(request) != JSON:
        raise Unsupported()
    if len(raw) > MOST_JSON_BYTES:
        raise TooLarge()
    if not raw:
        if request.method == "PATCH":
            raise Unreadable("A JSON body is needed." if locale == "en" else "缺少 JSON 内容。")
        raw = b"{}"
    if b"NaN" in raw or b"Infinity" in raw or _ESCAPED_CONTROLS.search(raw):
        _demand_strict(raw, locale)
    try:
        return model.model_validate_json(raw, strict=True)
    except ValidationError as error:
        raise refusal_of(error, locale) from None


def demand_no_body(raw: bytes, locale: str) -> None:
    """
    Raises:
        Invalid: there is one. An empty object is none: many clients cannot send less.
    """
    if raw.strip() not in (b"", b"{}"):
        raise Invalid("This call takes no body." if locale == "en" else "此调用不接受内容。")


def _demand_strict(raw: bytes, locale: str) -> None:
    try:
        content = from_json(raw, allow_inf_nan=False)
    except ValueError as error:
        raise _not_json(str(error), locale) from None
    for place, text in _texts(content, ()):
        if _CONTROLS.search(text):
            raise Invalid.at(".".join(place), _no_controls(locale))


def _texts(value: Any, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text within a JSON value, keys too, with where it stands."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _texts(each, (*place, str(index)))
    elif isinstance(value, dict):
        for key, each in value.items():
            yield place, key
            yield from _texts(each, (*place, key))


def _no_controls(locale: str) -> str:
    return "control characters are not allowed" if locale == "en" else "不能包含控制字符"


def uploaded(media_types: tuple[str, ...], request: Any, raw: bytes) -> Upload:
    """
    Raises:
        Unsupported
    """
    if "*/*" not in media_types and media_type(request) not in media_types:
        raise Unsupported()
    return Upload(raw, media_type(request), request.headers.get("content-encoding", "").lower())


def parsed_query(model: type[BaseModel] | None, request: Any, locale: str) -> BaseModel:
    """
    Raises:
        Invalid
    """
    given = request.query_params
    values: dict[str, Any] = {}
    for name in given or ():
        several = given.getlist(name)
        if len(several) > 1:
            raise Invalid.at(name, "given twice" if locale == "en" else "参数重复")
        if _CONTROLS.search(several[0]) or _CONTROLS.search(name):
            raise Invalid.at(_CONTROLS.sub("", name), _no_controls(locale))
        values[name] = several[0]
    try:
        return (model or NoQuery).model_validate_strings(values)
    except ValidationError as error:
        raise refusal_of(error, locale) from None


def expected_version(request: Any, locale: str) -> int | None:
    """The version out of `If-Match: "7"`; None without the header or for `*`.

    Raises:
        Invalid
    """
    given = request.headers.get("if-match", "*").strip()
    if given == "*":
        return None
    match = _ETAG.fullmatch(given)
    if match is None:
        raise Invalid.at("If-Match", "not an ETag of this API" if locale == "en" else "不是本接口的 ETag")
    return int(match.group(1))


def refusal_of(error: ValidationError, locale: str) -> Refused:
    """pydantic's findings as ours: not JSON is 400, all else 422 with a place and a sentence each."""
    found = error.errors(include_url=False, include_context=True, include_input=False)
    for each in found:
        if each["type"] == "json_invalid":
            return _not_json(str(each.get("ctx", {}).get("error", "")), locale)
    fields = tuple(
        FieldError(".".join(str(part) for part in each["loc"]), sentence(each, locale))
        for each in found[:_MOST_FINDINGS]
    )
    first = fields[0]
    return Invalid(f"{first.field}: {first.message}" if first.field else first.message, fields=fields)


def _not_json(reason: str, locale: str) -> Unreadable:
    return Unreadable(f"The body is not valid JSON: {reason}" if locale == "en" else f"内容不是有效的 JSON：{reason}")
