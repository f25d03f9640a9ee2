"""The collaboration flows of an office: who is in which flow role, runs, and a partner's events, made over the API."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default as email_policy
from typing import Any

import requests

from infra.local.stack import Stack
from tests.e2e.browser.office import Office, Person

#: Steps of the default pack's order.
SOLUTION, CONTRACT, PAYMENT = "方案确认", "合同签署", "付款到账"
#: Steps of `TRIAL`.
PREPARE, AGREEMENT, SHIP, RECEIPT = "备货", "试用协议", "发货", "客户签收"
_TRACK = re.compile(r"/track/[\w-]+")


def _names(zh: str, en: str) -> dict[str, str]:
    return {"zh-CN": zh, "en": en}


def _node(node_id: str, names: dict[str, str], role: str, *after: str, **more: Any) -> dict[str, Any]:
    responsible = {"rule": "role", "role": role}
    sla = {"respond": {"hours": 4}, "complete": {"days": 2}}
    return {"id": node_id, "names": names, "responsible": responsible, "after": after, "sla": sla, **more}


#: Two steps side by side, a file, an approval, and a letter to the customer, whose page takes the receipt.
TRIAL = {
    "key": "device_trial",
    "names": _names("设备试用", "Device trial"),
    "fields": [
        {"id": "contact_email", "names": _names("联系人邮箱", "Contact's e-mail"), "type": "email"},
        {"id": "device", "names": _names("设备", "Device"), "is_key": True},
        {"id": "tracking_number", "names": _names("运单号", "Tracking number")},
    ],
    "start_fields": ["device", "contact_email"],
    "blocking_reasons": [
        {"id": "customer", "names": _names("等待客户反馈", "Waiting for the customer"), "pauses": True},
        {"id": "stock", "names": _names("缺货", "Out of stock")},
    ],
    "nodes": [
        _node("prepare", _names(PREPARE, "Prepare"), "presales"),
        _node("agreement", _names(AGREEMENT, "Agreement"), "legal", "prepare", gives={"attachments": 1}),
        _node(
            "ship",
            _names(SHIP, "Ship"),
            "delivery",
            "prepare",
            needs={"approval": "legal"},
            gives={"fields": ["tracking_number"]},
            mail_when_done={
                "field": "contact_email",
                "subject": _names("试用设备已发货：{device}", "Your trial device is on its way: {device}"),
                "body": _names("运单号：{tracking_number}。", "Tracking number: {tracking_number}."),
                "receipt": "receipt",
            },
        ),
        _node("receipt", _names(RECEIPT, "Receipt"), "delivery", "agreement", "ship"),
    ],
}


@dataclass
class Run:
    """`cards`: node -> id."""

    floor: Floor
    id: str
    title: str
    cards: dict[str, str]

    @property
    def path(self) -> str:
        return f"/runs/{self.id}"

    def card_path(self, node: str) -> str:
        return f"{self.path}/{self.cards[node]}"

    def does(self, node: str, move: str, *, by: Person | None = None, **body: Any) -> None:
        (by or self.floor.office.owner).caller.did(f"/cards/{self.cards[node]}/{move}", body or None)

    def completes(self, node: str, **values: Any) -> None:
        self.does(node, "complete", values=values)

    def attaches(self, node: str, name: str, content: bytes) -> None:
        """A text file, sent by its ticket."""
        caller, path = self.floor.office.owner.caller, f"/cards/{self.cards[node]}/attachments"
        ticket = caller.did(path, {"name": name, "content_type": "text/plain", "size": len(content)})
        sent = requests.put(ticket["url"], content, headers=ticket["headers"], timeout=10)
        assert sent.status_code < 300, sent.text
        caller.did(f"{path}/{ticket['attachment']['id']}/uploaded")

    def now(self) -> dict[str, Any]:
        run: dict[str, Any] = self.floor.office.owner.caller.got(f"/runs/{self.id}")
        return run

    def states(self) -> dict[str, str]:
        """Node -> state."""
        return {card["node"]: card["state"] for card in self.now()["cards"]}


@dataclass
class Partner:
    """A system that knows the secret of its connector."""

    base_url: str
    id: str
    path: str
    secret: str = field(repr=False)

    def sends(self, event: dict[str, Any]) -> str:
        """What became of the event."""
        from standardwebhooks.webhooks import Webhook

        body, at = json.dumps(event), datetime.now(UTC).replace(microsecond=0)
        headers = {
            "webhook-id": event["id"],
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(self.secret).sign(event["id"], at, body),
            "Content-Type": "application/json",
        }
        answer = requests.post(self.base_url + self.path, body.encode(), headers=headers, timeout=10)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["outcome"])


@dataclass
class Floor:
    """The rep is in presales and finance, the owner in the other flow roles."""

    office: Office
    stack: Stack

    @property
    def customer(self) -> str:
        """The address of this office's customer."""
        return f"buyer-{self.office.owner.email}"

    def order(self, title: str, **more: Any) -> Run:
        """A run of the pack's own flow."""
        return self.start("order", title, **more)

    def trial(self, title: str, **more: Any) -> Run:
        """A run of `TRIAL`, which is made at its first use."""
        caller = self.office.owner.caller
        if not any(each["key"] == TRIAL["key"] for each in caller.got("/flows")["items"]):
            caller.did("/flows", TRIAL)
        values = {"device": f"{title} 1 号机", "contact_email": self.customer}
        return self.start("device_trial", title, values=values, **more)

    def start(self, flow: str, title: str, **more: Any) -> Run:
        made = self.office.owner.caller.did("/runs", {"flow": flow, "title": title, **more})
        return Run(self, made["id"], title, {card["node"]: card["id"] for card in made["cards"]})

    def half_done(self, title: str = "总部会议系统试用") -> Run:
        """A run with a step that is done, one that is blocked, one under way with a comment and a file, and one that
        waits."""
        run = self.trial(title, promised_at="2027-01-29", priority="high")
        run.completes("prepare")
        run.does("agreement", "start")
        run.attaches("agreement", "试用协议（第二稿）.txt", "第 7 条：试用期三十天。".encode())
        run.does("agreement", "comments", text=f"@{self.office.rep.name} 第 7 条客户法务还在看，今天下班前回复。")
        run.does("ship", "block", reason="customer", note="客户仓库本周盘点，下周一才收货")
        return run

    def shipped(self, title: str = "门店大屏试用") -> Run:
        """A run whose last step is the customer's receipt."""
        run = self.trial(title)
        run.completes("prepare")
        run.does("agreement", "skip", note="老客户，沿用去年的协议")
        run.does("ship", "approve")
        run.completes("ship", tracking_number="SF1234567890")
        return run

    def letter_link(self, title: str) -> str:
        """The path of the page that the letter to the customer about this run's device names."""
        self.stack.wait_for_feed()
        for path in (self.stack.data_dir / "mailbox").glob("*.eml"):
            letter = message_from_bytes(path.read_bytes(), policy=email_policy)
            body = letter.get_body(("plain",))
            is_it = title in str(letter["Subject"]) and self.customer in str(letter["To"])
            if body and is_it and (found := _TRACK.search(body.get_content())):
                return found[0]
        raise AssertionError(f"no letter about {title}")

    def partner(self, name: str = "开户行") -> Partner:
        """A bank that tells of payments."""
        made = self.office.owner.caller.did("/connectors", {"name": name, "kind": "payment"})
        return Partner(self.stack.base_url, made["id"], made["path"], made["secret"])

    def payment(self, contract: str, event_id: str = "evt_browser_1") -> dict[str, Any]:
        """A bank's event about an order."""
        paid = {"amount": {"amount": "26000.00", "currency": "CNY"}, "paid_at": "2026-11-20T01:12:45.000Z"}
        return {"id": event_id, "type": "payment.received", "data": {"contract_no": contract, **paid}}


def manned(office: Office, stack: Stack) -> Floor:
    """The office with its people in its flow roles, beside who is there already."""
    caller = office.owner.caller
    owner_id = caller.got("/me")["member"]["id"]
    roles = caller.got("/flow-roles")["roles"]
    for role in roles:
        person = office.rep_id if role["id"] in ("presales", "finance") else owner_id
        role["members"] = list(dict.fromkeys([*role.get("members", ()), person]))
    answer = caller("PATCH", "/flow-roles", {"roles": roles})
    assert answer.status_code == 200, answer.text
    return Floor(office, stack)
