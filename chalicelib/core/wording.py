"""What a validator found wrong, in Chinese: pydantic says it in English only (its docs list the error types)."""

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
    "date_from_datetime_inexact": "应为日期，不带时间",
    "time_type": "应为时间",
    "time_parsing": "没有这个时间",
    "datetime_type": "应为 RFC 3339 时间",
    "datetime_parsing": "没有这个时间，应为 RFC 3339 格式",
    "datetime_from_date_parsing": "没有这个时间，应为 RFC 3339 格式",
    "timezone_aware": "时间须带时区",
    "union_tag_not_found": "缺少 {discriminator}",
    "union_tag_invalid": "{discriminator} 可选：{expected_tags}",
    "none_required": "应为 null",
}
_OWN = "Value error, "


def sentence(found: Mapping[str, Any], locale: str) -> str:
    """One finding of pydantic's `errors()` for a reader of `locale`; what our own validators say stays as it is."""
    if locale == "en":
        return str(found["msg"]).removeprefix(_OWN)
    template = _CHINESE.get(found["type"])
    if template is None:
        return str(found["msg"]).removeprefix(_OWN)
    return template.format_map(found.get("ctx") or {})
