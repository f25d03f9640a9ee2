"""Money: a decimal string and an ISO 4217 code, never a float, never added across currencies."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

#: Minor units where they are not 2 (ISO 4217 list one).
_DIGITS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "BHD": 3, "KWD": 3, "OMR": 3, "JOD": 3, "TND": 3}
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class Money(BaseModel):
    """`{"amount": "1234.50", "currency": "CNY"}`; at most 15 digits before the point."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    amount: Annotated[str, Field(pattern=r"^-?\d{1,15}(\.\d{1,4})?$", examples=["1234.50"])]
    currency: Currency

    def model_post_init(self, _context: object) -> None:
        digits = _DIGITS.get(self.currency, 2)
        exact = Decimal(self.amount).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        object.__setattr__(self, "amount", f"{exact:f}")

    @property
    def value(self) -> Decimal:
        return Decimal(self.amount)
