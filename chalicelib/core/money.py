"""Money: a decimal string and an ISO 4217 code, never a float, never added across currencies."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from chalicelib.core.wording import Misfit

#: ISO 4217 list one, with XXX for "no currency" (which callers of ours take as "the workspace's").
_LIST_ONE = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY
    COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS
    INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP
    MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR
    SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND
    VUV WST XAF XCD XCG XOF XPF XXX YER ZAR ZMW ZWG
"""
CODES = frozenset(_LIST_ONE.split())
_WITHOUT_MINOR_UNITS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_IN_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
#: Digits of the minor unit where they are not 2.
_DIGITS = dict.fromkeys(_WITHOUT_MINOR_UNITS.split(), 0) | dict.fromkeys(_IN_THOUSANDTHS.split(), 3)


def _known(code: str) -> str:
    if code not in CODES:
        raise Misfit("不是 ISO 4217 币种代码（如 CNY）", "not a currency of ISO 4217, such as CNY")
    return code


Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", examples=["CNY"]), AfterValidator(_known)]


class Money(BaseModel):
    """`{"amount": "1234.50", "currency": "CNY"}`; at most 15 digits before the point."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    amount: Annotated[str, Field(pattern=r"^-?[0-9]{1,15}(\.[0-9]{1,4})?$", examples=["1234.50"])]
    currency: Currency

    def model_post_init(self, _context: object) -> None:
        digits = _DIGITS.get(self.currency, 2)
        exact = Decimal(self.amount).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        object.__setattr__(self, "amount", f"{exact:f}")

    @property
    def value(self) -> Decimal:
        return Decimal(self.amount)
