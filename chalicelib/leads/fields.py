"""Fields of a lead: permissions by role, and custom values by type. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from chalicelib.core.errors import FieldError, Invalid
from chalicelib.core.wording import Misfit, say
from chalicelib.leads.errors import FieldForbidden
from chalicelib.leads.identities import NotAnIdentity, email_form, phone_form
from chalicelib.tenancy.setup import FieldDef, Setup

_LONGEST_TEXT = 2000
_LINK = re.compile(r"https?://[^\s<>\"']{1,500}")
#: Cc without the ones that people type: a text may hold new lines and tabs.
_CONTROLS = {"\n", "\r", "\t"}


class Members(Protocol):
    def get(self, member_id: str) -> Any: ...


def has_controls(text: str) -> bool:
    """Control characters, lone surrogates and the bidirectional overrides that can disguise a text (Trojan Source)."""
    return any(
        (unicodedata.category(letter) in ("Cc", "Cs") and letter not in _CONTROLS)
        or letter in "\u202a\u202b\u202d\u202e"
        for letter in text
    )


def check_writable(setup: Setup, role: str, given: Iterable[str]) -> None:
    """Refuse the first field that `role` may not write.

    Raises:
        FieldForbidden
    """
    for field in given:
        if setup.access(role, field) != "write":
            raise FieldForbidden(field=field)


def hidden_fields(setup: Setup, role: str) -> frozenset[str]:
    permissions: Mapping[str, Mapping[str, str]] = setup.field_permissions  # type: ignore[assignment]
    return frozenset(field for field, access in permissions.get(role, {}).items() if access == "hidden")


def checked_custom(
    setup: Setup, members: Members, given: Mapping[str, Any], *, before: Mapping[str, Any], require: bool, locale: str
) -> dict[str, Any]:
    """The custom values after `given` is put over `before`; None takes a value away.

    Raises:
        Invalid: with the field as `custom.<id>`: unknown, archived, of the wrong type, or required and missing.
    """
    defs = {each.id: each for each in setup.fields}
    errors: list[FieldError] = []
    after = dict(before)
    for name, value in given.items():
        field = defs.get(name)
        if field is None or field.archived:
            errors.append(FieldError(f"custom.{name}", "no such field" if locale == "en" else "没有该字段"))
        elif value is None:
            after.pop(name, None)
        else:
            try:
                after[name] = _checked(field, value, setup, members)
            except ValueError as error:
                errors.append(FieldError(f"custom.{name}", say(error, locale)))
    if require:
        errors += [
            FieldError(f"custom.{each.id}", "required" if locale == "en" else "必填")
            for each in setup.fields
            if each.required and not each.archived and after.get(each.id) is None
        ]
    if errors:
        raise Invalid(f"{errors[0].field}: {errors[0].message}", fields=tuple(errors))
    return after


def checked_value(field: Any, value: Any, setup: Setup, members: Members, locale: str) -> Any:
    """`value` of a field by its `type` and `choices`, in the form that is stored. ValueError says it in `locale`."""
    try:
        return _checked(field, value, setup, members)
    except ValueError as error:
        raise ValueError(say(error, locale)) from None


def _checked(field: FieldDef, value: Any, setup: Setup, members: Members) -> Any:
    """`value` in the form that is stored. ValueError says what is wrong."""
    check = _CHECKS[field.type]
    return check(value, field, setup, members)


def _text(value: Any, *_: Any) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT or has_controls(value):
        raise Misfit(f"应为不超过 {_LONGEST_TEXT} 个字符的文本", f"a text of at most {_LONGEST_TEXT} characters")
    return value.strip()


def _number(value: Any, *_: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Misfit("应为数字", "a number")
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise Misfit("应为数字", "a number") from None
    # The exponent, too: written out, 1e-999999999 is a gigabyte of zeros.
    exponent = number.as_tuple().exponent
    is_short = isinstance(exponent, int) and exponent >= -30 and len(number.as_tuple().digits) <= 30
    if not is_short or number.adjusted() >= 18:
        raise Misfit("应为小于 10^18 的数字", "a number below 10^18")
    return f"{number:f}"


def _money(value: Any, _field: FieldDef, setup: Setup, _members: Members) -> dict[str, str]:
    from chalicelib.core.money import Money

    try:
        if isinstance(value, dict):
            return Money.model_validate(value).model_dump()
        return Money(amount=_number(value), currency=setup.currency).model_dump()
    except ValueError:
        raise Misfit(
            '应为金额，如 {"amount": "12.50", "currency": "CNY"}', 'money, as {"amount": "12.50", "currency": "CNY"}'
        ) from None


def _date(value: Any, *_: Any) -> str:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            pass
    raise Misfit("应为日期（YYYY-MM-DD）", "a date, YYYY-MM-DD")


def _choice(value: Any, field: FieldDef, *_: Any) -> str:
    for choice in field.choices:
        if value in (choice.id, choice.names.zh, choice.names.en) and not choice.archived:
            return choice.id
    known = ", ".join(choice.id for choice in field.choices if not choice.archived)
    raise Misfit(f"可选：{known}", f"one of: {known}")


def _choices(value: Any, field: FieldDef, *_: Any) -> list[str]:
    if not isinstance(value, list) or len(value) > 60:
        raise Misfit("应为选项列表", "a list of choices")
    return list(dict.fromkeys(_choice(each, field) for each in value))


def _yes_no(value: Any, *_: Any) -> bool:
    if not isinstance(value, bool):
        raise Misfit("应为 true 或 false", "true or false")
    return value


def _phone(value: Any, _field: FieldDef, setup: Setup, _members: Members) -> str:
    try:
        return phone_form(_text(value), setup.region)
    except NotAnIdentity:
        raise Misfit("应为电话号码", "a phone number") from None


def _email(value: Any, *_: Any) -> str:
    try:
        return email_form(_text(value))
    except NotAnIdentity:
        raise Misfit("应为邮箱地址", "an e-mail address") from None


def _link(value: Any, *_: Any) -> str:
    if not isinstance(value, str) or not _LINK.fullmatch(value):
        raise Misfit("应为 http 或 https 地址", "an http or https address")
    return value


def _member(value: Any, _field: FieldDef, _setup: Setup, members: Members) -> str:
    if not isinstance(value, str) or members.get(value) is None:
        raise Misfit("应为成员的 id", "the id of a member")
    return value


_CHECKS: dict[str, Any] = {
    "text": _text,
    "number": _number,
    "money": _money,
    "date": _date,
    "choice": _choice,
    "choices": _choices,
    "yes_no": _yes_no,
    "phone": _phone,
    "email": _email,
    "link": _link,
    "member": _member,
}
