"""What the product refuses, as few types as serve. The HTTP edge (`core/http.py`) is the one place that translates.

Refused                      (abstract)
├── Unreadable         400   the request cannot be read at all
├── Unauthenticated    401   no, forged or ended token
├── Forbidden          403   the role may not
├── NotFound           404   no such thing in this workspace (also: another workspace's)
├── Conflict           409   it clashes with what is there (LeadDuplicate, EmailTaken, StageHasLeads ...)
├── StaleVersion       412   it has changed since it was read
├── TooLarge           413
├── Unsupported        415   the media type is not one that is read here
├── Invalid            422   understood, and wrong; `fields` says where
├── TooManyRequests    429   `retry_after` says when
├── HeadersTooLarge    431   address and headers; never raised here: the server answers it before the app is asked
└── Unavailable        503   something we depend on does not answer
Domains derive their own from these, with a `code` of their own and texts in both languages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class FieldError:
    """Where (`field`, dotted path in the body or the name of a parameter) and what."""

    field: str
    message: str


class Refused(Exception):
    """The base of all refusals. `code` is stable and what programs test; the texts are for people."""

    status: ClassVar[int]
    code: ClassVar[str]
    zh: ClassVar[str]
    en: ClassVar[str]

    def __init__(
        self,
        detail: str | None = None,
        *,
        fields: tuple[FieldError, ...] = (),
        extra: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        **facts: Any,
    ) -> None:
        """`facts` fill the placeholders of the class's texts; `extra` is added to the problem answer."""
        super().__init__(detail or self.en)
        self._detail = detail
        self.fields = fields
        self.extra = extra or {}
        self.headers = headers or {}
        self.facts = facts

    def detail(self, locale: str) -> str:
        """The sentence for a person, in `locale`."""
        if self._detail is not None:
            return self._detail
        return (self.en if locale == "en" else self.zh).format(**self.facts)


class Unreadable(Refused):
    status, code = 400, "bad_request"
    zh, en = "请求无法读取。", "The request cannot be read."


class Unauthenticated(Refused):
    status, code = 401, "unauthenticated"
    zh, en = "请先登录。", "Sign in first."

    def __init__(self, detail: str | None = None, **more: Any) -> None:
        super().__init__(detail, headers={"WWW-Authenticate": "Bearer"}, **more)


class Forbidden(Refused):
    status, code = 403, "forbidden"
    zh, en = "您的角色无权执行此操作。", "Your role may not do this."


class NotFound(Refused):
    status, code = 404, "not_found"
    zh, en = "没有找到。", "Not found."


class Conflict(Refused):
    status, code = 409, "conflict"
    zh, en = "与现有内容冲突。", "This conflicts with what is there."


class Contention(Conflict):
    """Too many wrote to the same thing at the same moment; nothing was written."""

    code = "contention"
    zh, en = "同时修改的人太多，请重试。", "Too many changes at the same moment; try again."


class StaleVersion(Refused):
    status, code = 412, "stale_version"
    zh, en = "内容已被他人修改，请刷新后再试。", "It has changed since you read it; read it again."


class TooLarge(Refused):
    status, code = 413, "body_too_large"
    zh, en = "内容过大。", "The body is too large."


class Unsupported(Refused):
    status, code = 415, "unsupported_media_type"
    zh, en = "不支持这种内容类型。", "This media type is not read here."


class Invalid(Refused):
    status, code = 422, "invalid"
    zh, en = "内容不正确。", "The content is not valid."

    @classmethod
    def at(cls, field: str, message: str, **more: Any) -> Invalid:
        """One wrong field; the sentence is the detail too."""
        return cls(f"{field}: {message}", fields=(FieldError(field, message),), **more)


class TooManyRequests(Refused):
    status, code = 429, "too_many_requests"
    zh, en = "请求过于频繁，请 {retry_after} 秒后再试。", "Too many requests; try again in {retry_after} s."

    def __init__(self, retry_after: int, **more: Any) -> None:
        super().__init__(retry_after=retry_after, headers={"Retry-After": str(retry_after)}, **more)


class HeadersTooLarge(Refused):
    status, code = 431, "headers_too_large"
    zh, en = "请求头过大。", "The address and headers are too large."


class Unavailable(Refused):
    status, code = 503, "unavailable"
    zh, en = "服务暂时不可用，请稍后再试。", "A service we depend on does not answer; try again soon."
