"""What a validator found wrong, in the reader's language. pydantic speaks English only (its docs list the error types);
our own validators raise `Misfit`, which speaks both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: Error type -> sentence; the placeholders are those of the error's context.
_CHINESE: Mapping[str, str] = {
    "missing": "必填",
    "extra_forbidden": "不认识的字段",
    "string_type": "应为文本",
    "string_too_short": "至少 {min_length} 个字符",
    "string_too_long": "最多 {max_length} 个字符",
    "string_pattern_mismatch": "格式不正确，应符合 {pattern}",
    "string_unicode": "不是有效的 Unicode 文本",
    "too_short": "至少 {min_length} 项",
    "too_long": "最多 {max_length} 项",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_parsing_size": "整数过大",
    "int_from_float": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "decimal_type": "应为十进制数",
    "decimal_parsing": "应为十进制数",
    "decimal_max_digits": "最多 {max_digits} 位数字",
    "decimal_max_places": "小数最多 {decimal_places} 位",
    "decimal_whole_digits": "整数部分最多 {whole_digits} 位",
    "finite_number": "应为有限的数",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "不能大于 {le}",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "literal_error": "可选：{expected}",
    "enum": "可选：{expected}",
    "list_type": "应为列表",
    "tuple_type": "应为列表",
    "dict_type": "应为对象",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
    "date_type": "应为日期（YYYY-MM-DD）",
    "date_parsing": "没有这个日期，应为 YYYY-MM-DD",
    "date_from_datetime_parsing": "没有这个日期，应为 YYYY-MM-DD",
    "time_type": "应为时间",
    "time_parsing": "没有这个时间",
    "datetime_type": "应为 RFC 3339 时间",
    "datetime_parsing": "没有这个时间，应为 RFC 3339 格式",
    "datetime_from_date_parsing": "没有这个时间，应为 RFC 3339 格式",
    "timezone_aware": "时间须带时区",
    "union_tag_not_found": "缺少 {discriminator}",
    "union_tag_invalid": "{discriminator} 可选：{expected_tags}",
    "none_required": "应为 null",
    "set_type": "应为列表",
    "frozen_set_type": "应为列表",
    "invalid_key": "键应为文本",
    "multiple_of": "应为 {multiple_of} 的倍数",
    "date_from_datetime_inexact": "应为日期，不带时间",
}
#: Where pydantic's own English is no sentence for people.
_ENGLISH: Mapping[str, str] = {
    "string_too_short": "at least {min_length} characters",
    "string_too_long": "at most {max_length} characters",
    "too_short": "at least {min_length} entries",
    "too_long": "at most {max_length} entries",
}
_EMPTY = {"zh-CN": "不能为空", "en": "must not be empty"}
_OWN = "Value error, "


class Misfit(ValueError):
    """What one of our own validators found wrong, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def say(error: ValueError, locale: str) -> str:
    """The error's sentence for a reader of `locale`; English where it has no other."""
    return error.zh if isinstance(error, Misfit) and locale != "en" else str(error)


def sentence(found: Mapping[str, Any], locale: str) -> str:
    """One finding of pydantic's `errors()`, taken with its context, for a reader of `locale`."""
    context = found.get("ctx") or {}
    if isinstance(context.get("error"), Misfit):
        return say(context["error"], locale)
    kind = found["type"]
    if kind in ("too_short", "too_long") and context.get("field_type") == "Value":
        # A text that one of our validators sees first: pydantic does not know then that it is one.
        kind = f"string_{kind}"
    if kind.endswith("too_short") and context.get("min_length") == 1:
        return _EMPTY["en" if locale == "en" else "zh-CN"]
    template = (_ENGLISH if locale == "en" else _CHINESE).get(kind)
    return template.format_map(context) if template else str(found["msg"]).removeprefix(_OWN)
