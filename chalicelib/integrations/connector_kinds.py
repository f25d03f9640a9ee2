"""The kinds of connectors that are shipped: what each is for, how its events are usually read, and an example.

The default mappings name the flow, nodes and fields of the order flow that the packs bring. A workspace whose flow is
another one gives a mapping of its own.
"""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from typing import Any

from chalicelib.tenancy.setup import Names

from .connector_model import ConnectorKind, Mapping


@dataclass(frozen=True)
class Kind:
    """`mapping` is None where there is no usual way: it is then to be given."""

    id: ConnectorKind
    names: Names
    purpose: Names
    mapping: Mapping | None
    example: AnyMapping[str, Any]


def _kind(
    kind_id: ConnectorKind, zh: str, en: str, purpose: tuple[str, str], mapping: Any, example: AnyMapping[str, Any]
) -> Kind:
    return Kind(
        kind_id,
        Names.model_validate({"zh-CN": zh, "en": en}),
        Names.model_validate({"zh-CN": purpose[0], "en": purpose[1]}),
        Mapping.model_validate(mapping) if mapping else None,
        example,
    )


_ORDER_KEY = {"path": "data.order_no", "field": "order_number"}

KINDS: AnyMapping[ConnectorKind, Kind] = {
    kind.id: kind
    for kind in (
        _kind(
            "e_contract", "电子合同", "E-contract",
            ("合同签署完成后，自动完成合同签署卡片", "A signed contract completes the card of the signing"),
            {
                "event_id": "id",
                "type": "type",
                "rules": [
                    {
                        "types": ["contract.signed"],
                        "flow": "order",
                        "key": _ORDER_KEY,
                        "node": "contract",
                        "action": "complete",
                        "values": {"contract_number": {"path": "data.contract_no"}},
                    },
                    {
                        "types": ["contract.rejected"],
                        "flow": "order",
                        "key": _ORDER_KEY,
                        "node": "contract",
                        "action": "comment",
                        "text": "{data.signer} 拒签 / declined to sign: {data.reason}",
                    },
                ],
            },
            {
                "id": "evt_7001",
                "type": "contract.signed",
                "data": {"order_no": "SO-2026-0042", "contract_no": "HT-2026-0815", "signed_on": "2026-11-24"},
            },
        ),
        _kind(
            "payment", "到账通知", "Payment received",
            ("款项到账后，自动完成付款到账卡片", "A payment received completes the card of the payment"),
            {
                "event_id": "id",
                "type": "type",
                "rules": [
                    {
                        "types": ["payment.received"],
                        "flow": "order",
                        "key": {"path": "data.contract_no", "field": "contract_number"},
                        "node": "payment",
                        "action": "complete",
                        "values": {"paid_amount": {"path": "data.amount"}, "paid_on": {"path": "data.paid_at"}},
                    }
                ],
            },
            {
                "id": "evt_7002",
                "type": "payment.received",
                "data": {
                    "contract_no": "HT-2026-0815",
                    "amount": {"amount": "128000.00", "currency": "CNY"},
                    "paid_at": "2026-11-24T09:12:45+08:00",
                },
            },
        ),
        _kind(
            "shipment", "物流动态", "Shipment update",
            ("发货后记录运单号，签收后完成交付卡片", "Records the tracking number; delivery completes the card"),
            {
                "event_id": "id",
                "type": "type",
                "rules": [
                    {
                        "types": ["shipment.created", "shipment.in_transit"],
                        "flow": "order",
                        "key": _ORDER_KEY,
                        "node": "delivery",
                        "action": "record",
                        "values": {"tracking_number": {"path": "data.tracking_no"}},
                    },
                    {
                        "types": ["shipment.delivered"],
                        "flow": "order",
                        "key": _ORDER_KEY,
                        "node": "delivery",
                        "action": "complete",
                        "values": {"tracking_number": {"path": "data.tracking_no"}},
                    },
                ],
            },
            {
                "id": "evt_7003",
                "type": "shipment.in_transit",
                "data": {"order_no": "SO-2026-0042", "tracking_no": "SF1234567890", "carrier": "SF"},
            },
        ),
        _kind(
            "generic", "通用", "Generic",
            ("任何能发送 JSON 的系统，规则自定", "Any system that can send JSON, with rules of your own"),
            None,
            {"id": "evt_7004", "type": "order.checked", "data": {"order_no": "SO-2026-0042", "note": "OK"}},
        ),
    )
}  # fmt: skip
