"""What identifies a customer: e-mail, phone, WeChat id, company name, each brought to one form. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from chalicelib.core.errors import Invalid
from chalicelib.core.wording import Misfit, say

IdentityKind = Literal["company", "phone", "email", "wechat"]

#: Legal forms that say nothing about which company it is, longest first so that the longest is cut.
_LEGAL_ZH = (
    "股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "股份公司", "集团公司", "总公司", "公司", "集团",
)  # fmt: skip
_LEGAL_EN = re.compile(
    r"(?:[\s,.]+(?:co|ltd|limited|inc|incorporated|corp|corporation|company|llc|llp|plc|gmbh|ag|sa|bv|pte|pty|group|holdings))+\.?$"
)
_EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f.]+(?:\.[^@\s\x00-\x1f.]+)+")


@dataclass(frozen=True, slots=True)
class Identity:
    kind: IdentityKind
    value: str


class NotAnIdentity(Misfit):
    """A phone number or e-mail address that cannot be one; `field` says which of the two."""

    def __init__(self, field: Literal["phone", "email"], zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.field = field

    def refusal(self, locale: str) -> Invalid:
        return Invalid.at(self.field, say(self, locale))


def company_form(name: str) -> str:
    """`Acme Co., Ltd.` and `ＡＣＭＥ` are `acme`; `上海某某科技有限公司` is `上海某某科技`.

    Width (NFKC), case, spaces, punctuation and legal suffixes are put aside; what is left empty falls back to the name.
    """
    text = unicodedata.normalize("NFKC", name).casefold().strip()
    text = _LEGAL_EN.sub("", text)
    text = re.sub(r"[\s\-_.,，。、·・'\"’“”&/\\()（）\[\]【】]+", "", text)
    for suffix in _LEGAL_ZH:
        if text.endswith(suffix) and len(text) > len(suffix):
            text = text[: -len(suffix)]
            break
    return text or unicodedata.normalize("NFKC", name).casefold().strip()


@lru_cache(maxsize=4096)
def phone_form(number: str, region: str) -> str:
    """E.164 of `number`, read in `region` (ISO 3166) when it has no country code.

    Raises:
        NotAnIdentity: no number, or one that cannot exist there.
    """
    import phonenumbers

    try:
        parsed = phonenumbers.parse(unicodedata.normalize("NFKC", number), region)
    except phonenumbers.NumberParseException as error:
        raise NotAnIdentity("phone", f"“{number}”不是电话号码", f"{number!r} is not a phone number") from error
    if not phonenumbers.is_possible_number(parsed):
        raise NotAnIdentity("phone", f"“{number}”不是有效的电话号码", f"{number!r} is not a possible phone number")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)  # type: ignore[no-any-return]


def email_form(address: str) -> str:
    """NFKC, lower case.

    Raises:
        NotAnIdentity
    """
    text = unicodedata.normalize("NFKC", address).strip().casefold()
    if len(text) > 254 or not _EMAIL.fullmatch(text):
        raise NotAnIdentity("email", f"“{address}”不是邮箱地址", f"{address!r} is not an e-mail address")
    return text


def wechat_form(wechat: str) -> str:
    return unicodedata.normalize("NFKC", wechat).strip().casefold()


def identities_of(
    *, company: str | None, phone: str | None, email: str | None, wechat: str | None, region: str
) -> tuple[Identity, ...]:
    """The identities of a customer, strongest first: its first one is where the customer is kept.

    Raises:
        NotAnIdentity: a phone or e-mail that cannot be one.
    """
    found: list[Identity] = []
    if company:
        found.append(Identity("company", company_form(company)))
    if phone:
        found.append(Identity("phone", phone_form(phone, region)))
    if email:
        found.append(Identity("email", email_form(email)))
    if wechat:
        found.append(Identity("wechat", wechat_form(wechat)))
    return tuple(found)
