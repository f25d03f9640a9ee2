"""Types of texts that people type, for requests: trimmed, one line, of bounded length."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, StringConstraints

from chalicelib.core.money import Currency
from chalicelib.core.wording import Misfit

#: Bidirectional overrides: they can make a name look like another one (Trojan Source).
_OVERRIDES = "\u202a\u202b\u202d\u202e"


def _one_line(text: str) -> str:
    if any(unicodedata.category(each) in ("Cc", "Cs", "Zl", "Zp") or each in _OVERRIDES for each in text):
        raise Misfit("不能包含控制字符", "control characters are not allowed")
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=1)
def _timezones() -> frozenset[str]:
    return frozenset(available_timezones())


def _known_timezone(name: str) -> str:
    if name not in _timezones():
        raise Misfit(
            "不是 IANA 时区（如 Asia/Shanghai）", "not a time zone of the IANA database, such as Asia/Shanghai"
        )
    return name


#: The name of a person, company, stage, key: 1 to 80 characters.
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), AfterValidator(_one_line)]
Timezone = Annotated[str, Field(max_length=64, examples=["Asia/Shanghai"]), AfterValidator(_known_timezone)]
CurrencyCode = Currency
ClockText = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["08:30"])]
