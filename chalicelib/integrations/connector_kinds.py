"""The kinds of connectors that are shipped: what each is for, how its events are usually read, and an example.

The mappings name flows, nodes and fields of the flows that the packs bring. Of several, a workspace gets the first that
fits the flows it has; one whose flows are all others gives a mapping of its own.
"""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.tenancy.setup import Names
from chalicelib.workflow.definition import FlowDefinition

from .connector_checks import check_mapping
from .connector_model import ConnectorKind, Mapping


@dataclass(frozen=True)
class Kind:
    """`mappings` are the usual ones; none where there is no usual way."""

    id: ConnectorKind
    names: Names
    purpose: Names
    mappings: tuple[Mapping, ...]
    example: AnyMapping[str, Any]

    def mapping_for(self, flows: Sequence[FlowDefinition]) -> Mapping | None:
        """The first that fits `flows`; where none does, the first of all, whose misfits are then told."""
        fitting = (each for each in self.mappings if not check_mapping(each, flows, "en"))
        return next(fitting, self.mappings[0] if self.mappings else None)


def _names(zh: str, en: str) -> Names:
    return Names.model_validate({"zh-CN": zh, "en": en})


def _mapping(*rules: AnyMapping[str, Any]) -> Mapping:
    return Mapping.model_validate({"event_id": "id", "type": "type", "rules": list(rules)})


_BY_CONTRACT = {"path": "data.contract_no", "field": "contract_number"}
_BY_TRACKING = {"path": "data.tracking_no", "field": "tracking_number"}
_CONTRACT = {"flow": "order", "key": _BY_CONTRACT, "node": "contract"}
_RECEIPT = {"flow": "clinical_trial", "key": _BY_TRACKING, "node": "receipt"}
_SHIPPED = "{data.carrier} {data.tracking_no}：{data.status}"

_E_CONTRACT = _mapping(
    {
        **_CONTRACT,
        "types": ["contract.signed"],
        "action": "complete",
        "values": {"contract_number": {"path": "data.contract_no"}, "signed_on": {"path": "data.signed_at"}},
    },
    {
        **_CONTRACT,
        "types": ["contract.rejected"],
        "action": "block",
        "reason": "clause_open",
        "text": "{data.signer}：{data.reason}",
    },
)
_PAYMENT = _mapping(
    {
        "types": ["payment.received"],
        "flow": "order",
        "key": _BY_CONTRACT,
        "node": "payment",
        "action": "complete",
        "values": {"paid_amount": {"path": "data.amount"}, "paid_on": {"path": "data.paid_at"}},
    }
)
_TRIAL_SHIPMENT = _mapping(
    {**_RECEIPT, "types": ["shipment.in_transit"], "action": "comment", "text": _SHIPPED},
    {**_RECEIPT, "types": ["shipment.failed"], "action": "block", "reason": "transport", "text": _SHIPPED},
    {**_RECEIPT, "types": ["shipment.delivered"], "action": "complete"},
)
_ORDER_SHIPMENT = _mapping(
    {
        "types": ["shipment.in_transit", "shipment.failed", "shipment.delivered"],
        "flow": "order",
        "key": _BY_CONTRACT,
        "node": "delivery_start",
        "action": "comment",
        "text": _SHIPPED,
    }
)

KINDS: AnyMapping[ConnectorKind, Kind] = {
    kind.id: kind
    for kind in (
        Kind(
            "e_contract",
            _names("电子合同", "E-contract"),
            _names(
                "签署完成后自动完成合同签署卡片；拒签时阻塞并注明原因",
                "A signed contract completes its card; a refused one blocks it",
            ),
            (_E_CONTRACT,),
            {
                "id": "evt_7001",
                "type": "contract.signed",
                "data": {"contract_no": "HT-2026-0815", "signed_at": "2026-11-24T08:30:00.000Z"},
            },
        ),
        Kind(
            "payment",
            _names("到账通知", "Payment received"),
            _names(
                "款项到账后自动完成付款到账卡片，记录金额与日期", "A payment completes its card, with amount and date"
            ),
            (_PAYMENT,),
            {
                "id": "evt_7002",
                "type": "payment.received",
                "data": {
                    "contract_no": "HT-2026-0815",
                    "amount": {"amount": "128000.00", "currency": "CNY"},
                    "paid_at": "2026-11-24T01:12:45.000Z",
                },
            },
        ),
        Kind(
            "shipment",
            _names("物流动态", "Shipment update"),
            _names(
                "把物流动态记到卡片上；试用设备签收后完成卡片",
                "Notes the way of a shipment; a delivered trial device completes its card",
            ),
            (_TRIAL_SHIPMENT, _ORDER_SHIPMENT),
            {
                "id": "evt_7003",
                "type": "shipment.in_transit",
                "data": {
                    "contract_no": "HT-2026-0815",
                    "tracking_no": "SF1234567890",
                    "carrier": "SF",
                    "status": "out for delivery",
                },
            },
        ),
        Kind(
            "generic",
            _names("通用", "Generic"),
            _names("任何能发送 JSON 的系统，规则自定", "Any system that can send JSON, with rules of your own"),
            (),
            {"id": "evt_7004", "type": "order.checked", "data": {"contract_no": "HT-2026-0815", "note": "OK"}},
        ),
    )
}
