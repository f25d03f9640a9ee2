"""Money, yes or no, and several choices, as people write them into a cell."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .cells import Cell, text_of
from .errors import MoneyUnclear, NotMoney, NotYesOrNo


@dataclass(frozen=True)
class ParsedMoney:
    """`amount` is a decimal string with at most four places; `currency` is None where the cell names none."""

    amount: str
    currency: str | None


#: What a sign may stand for; the first is taken unless the workspace's own currency is among the others.
_SIGNS = {
    "¥": ("CNY", "JPY"), "$": ("USD", "HKD", "SGD", "TWD", "AUD", "CAD", "NZD", "MXN"), "€": ("EUR",), "£": ("GBP",),
    "₩": ("KRW",), "₹": ("INR",), "฿": ("THB",), "₫": ("VND",), "₽": ("RUB",), "₱": ("PHP",),
    "us$": ("USD",), "hk$": ("HKD",), "s$": ("SGD",), "nt$": ("TWD",), "a$": ("AUD",), "c$": ("CAD",), "r$": ("BRL",),
    "rmb": ("CNY",), "元": ("CNY", "TWD"), "圆": ("CNY",), "块": ("CNY",), "人民币": ("CNY",), "人民币元": ("CNY",),
    "美元": ("USD",), "美金": ("USD",), "港元": ("HKD",), "港币": ("HKD",), "欧元": ("EUR",), "日元": ("JPY",),
    "英镑": ("GBP",), "新台币": ("TWD",), "新加坡元": ("SGD",), "韩元": ("KRW",), "澳元": ("AUD",), "加元": ("CAD",),
}  # fmt: skip
_CODES = (
    "AED", "AUD", "BHD", "BRL", "CAD", "CHF", "CLP", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "IDR", "ILS",
    "INR", "ISK", "JOD", "JPY", "KRW", "KWD", "MOP", "MXN", "MYR", "NOK", "NZD", "OMR", "PHP", "PLN", "QAR", "RUB",
    "SAR", "SEK", "SGD", "THB", "TND", "TRY", "TWD", "UAH", "USD", "VND", "ZAR",
)  # fmt: skip
_UNITS = {
    "": 1, "千": 10**3, "k": 10**3, "万": 10**4, "w": 10**4, "十万": 10**5, "百万": 10**6, "m": 10**6, "mn": 10**6,
    "million": 10**6, "千万": 10**7, "亿": 10**8, "bn": 10**9, "billion": 10**9,
}  # fmt: skip
_CURRENCY = "|".join(re.escape(word) for word in sorted((*_SIGNS, *(c.lower() for c in _CODES)), key=len, reverse=True))
_UNIT = "|".join(sorted((unit for unit in _UNITS if unit), key=len, reverse=True))
_MONEY = re.compile(
    rf"(?P<sign>[-+]?)\s?(?P<before>{_CURRENCY})?\s?(?P<inner>[-+]?)\s?"
    rf"(?P<number>\d[\d.,' ]*(?:e[+-]?\d{{1,2}})?)\s?(?P<unit>{_UNIT})?\s?(?P<after>{_CURRENCY})?(?:整)?"
)
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d{1,3}(?:'\d{3})+|\d+)(\.\d+)?(e[+-]?\d{1,2})?")
_LONGEST = 48
_MOST_DIGITS = 15

_YES = frozenset(("yes", "y", "true", "t", "1", "on", "是", "对", "有", "已", "√", "✓", "✔"))
_NO = frozenset(("no", "n", "false", "f", "0", "off", "否", "不", "没有", "无", "未", "×", "✗", "✘"))
_BETWEEN_CHOICES = re.compile(r"[,;，；、|\n]")


def parse_money(cell: Cell, default_currency: str | None = None, scale: int = 1) -> ParsedMoney:
    """`¥12,345.60`, `1.2万`, `CNY 300`, `($1,000)`, `-5` or a number. A lone comma groups thousands: `1,234`.

    `default_currency` decides what `¥` and `$` stand for; `scale` multiplies (10000 under a header `金额(万元)`).

    Raises:
        NotMoney: no amount, or more than 15 digits before the point.
        MoneyUnclear: `1.234,50`, `12,34`: the decimal point cannot be told.
    """
    if isinstance(cell, bool):
        raise NotMoney(cell)
    text = unicodedata.normalize("NFKC", text_of(cell)).strip().casefold()
    in_brackets = text.startswith("(") and text.endswith(")")
    match = _MONEY.fullmatch(text[1:-1].strip() if in_brackets else text) if len(text) <= _LONGEST else None
    if match is None or (match["before"] and match["after"] and _currency(match["before"], default_currency)
                         != _currency(match["after"], default_currency)):  # fmt: skip
        raise NotMoney(cell)
    number = _NUMBER.fullmatch(match["number"].strip())
    if number is None:
        raise MoneyUnclear(cell)
    plain = re.sub(r"[, ']", "", number[1]) + (number[2] or "") + (number[3] or "")
    amount = Decimal(plain) * _UNITS[match["unit"] or ""] * scale
    if amount >= 10**_MOST_DIGITS:
        raise NotMoney(cell)
    is_negative = in_brackets ^ (match["sign"] == "-") ^ (match["inner"] == "-")
    written = match["before"] or match["after"]
    return ParsedMoney(
        _decimal_string(-amount if is_negative else amount), _currency(written, default_currency) if written else None
    )


def parse_yes_no(cell: Cell) -> bool:
    """Raises NotYesOrNo."""
    if isinstance(cell, bool):
        return cell
    word = unicodedata.normalize("NFKC", text_of(cell)).strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise NotYesOrNo(cell)


def split_choices(cell: Cell) -> list[str]:
    """The entries of a cell with several choices (`A、B; C`), in their order, none twice, none empty."""
    return list(dict.fromkeys(part.strip() for part in _BETWEEN_CHOICES.split(text_of(cell)) if part.strip()))


def _currency(written: str, default_currency: str | None) -> str:
    meant = _SIGNS.get(written, (written.upper(),))
    return default_currency if default_currency in meant else meant[0]


def _decimal_string(amount: Decimal) -> str:
    """At most four places (what floats of spreadsheets add beyond them is noise), at least none: `12`, `12.5`."""
    exact = amount.quantize(Decimal("0.0001"), ROUND_HALF_UP)
    text = f"{exact:f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
