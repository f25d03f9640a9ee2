"""What the server itself answers when a request does not reach the app: RFC 9457 `application/problem+json`."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

_LANGUAGE = re.compile(r"\s*([a-z]{1,8})(?:-[a-z0-9]{1,8})*\s*(?:;\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*)?")
CONTENT_TYPE = "application/problem+json"


@dataclass(eq=False)
class Refusal(Exception):
    """A request that the server answers itself."""

    status: int
    code: str
    detail: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


#: code -> language -> (title, detail where the refusal brings none).
_TEXTS: dict[str, dict[str, tuple[str, str]]] = {
    "bad_request": {
        "en": ("Bad request", "The request cannot be read."),
        "zh": ("请求无法读取", "请求格式有误，无法读取。"),
    },
    "unauthenticated": {
        "en": ("Unauthenticated", "This address needs a valid Authorization header."),
        "zh": ("未认证", "此地址需要有效的 Authorization 请求头。"),
    },
    "forbidden": {
        "en": ("Forbidden", "The caller may not use this address."),
        "zh": ("无权访问", "调用者无权使用此地址。"),
    },
    "not_found": {
        "en": ("Not found", "There is nothing at this address."),
        "zh": ("未找到", "此地址没有内容。"),
    },
    "method_not_allowed": {
        "en": ("Method not allowed", "This address does not take this method."),
        "zh": ("方法不允许", "此地址不接受该方法。"),
    },
    "request_timeout": {
        "en": ("Request timeout", "The request did not arrive in time."),
        "zh": ("请求超时", "请求未在规定时间内到达。"),
    },
    "body_too_large": {
        "en": ("Body too large", "The body is larger than 10 MB."),
        "zh": ("请求体过大", "请求体超过 10 MB。"),
    },
    "length_required": {
        "en": ("Length required", "A file is sent with its Content-Length."),
        "zh": ("缺少长度", "上传文件必须带 Content-Length。"),
    },
    "unsupported_media_type": {
        "en": ("Unsupported media type", "The file has another type than was announced."),
        "zh": ("文件类型不符", "文件类型与申请上传时不一致。"),
    },
    "length_differs": {
        "en": ("Length differs", "The file is not as long as was announced."),
        "zh": ("文件大小不符", "文件大小与申请上传时不一致。"),
    },
    "unavailable": {
        "en": ("Unavailable", "The file cannot be kept now; try again soon."),
        "zh": ("暂时不可用", "暂时无法保存文件，请稍后再试。"),
    },
    "headers_too_large": {
        "en": ("Headers too large", "The request line and headers are larger than 16 KB."),
        "zh": ("请求头过大", "请求行与请求头超过 16 KB。"),
    },
    "not_implemented": {
        "en": ("Not implemented", "The server does not know this way of sending a request."),
        "zh": ("不支持", "服务器不支持这种发送方式。"),
    },
    "internal_error": {
        "en": ("Internal error", "Something went wrong on our side. It is logged under request_id."),
        "zh": ("内部错误", "服务器内部出错，已按 request_id 记录日志。"),
    },
}


def problem_body(refusal: Refusal, request_id: str, accept_language: str = "") -> bytes:
    """The JSON of a refusal, as the app's own are: of our two languages in the one wanted most, Chinese by default."""
    title, detail = _TEXTS[refusal.code][_language(accept_language)]
    return json.dumps(
        {
            "type": f"/docs/errors#{refusal.code}",
            "title": title,
            "status": refusal.status,
            "detail": refusal.detail or detail,
            "code": refusal.code,
            "request_id": request_id,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()


def _language(accept_language: str) -> str:
    """By the weights of RFC 9110, 12.5.4; of equal ones the first."""
    best, weight = "zh", 0.0
    for wanted in accept_language.lower().split(","):
        match = _LANGUAGE.fullmatch(wanted)
        if match is not None and match[1] in ("zh", "en") and float(match[2] or 1) > weight:
            best, weight = match[1], float(match[2] or 1)
    return best
