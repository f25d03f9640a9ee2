from __future__ import annotations

from tests.identity.house import PASSWORD, Client, new_email


def test_signing_up_makes_group_workspace_and_owner_and_signs_in(call: Client) -> None:
    body = {"company": "Blue Lake", "name": "Wang Wei", "email": " Wei@Example.com ", "password": PASSWORD}
    reply = call("POST", "/v1/signup", body)
    assert reply.status == 201, reply.text
    made = reply.json
    assert made["group"]["id"].startswith("g_")
    assert made["workspace"]["id"].startswith("w_")
    assert made["workspace"]["pack"] == "sales_leads"
    assert (made["member"]["role"], made["member"]["email"]) == ("owner", "wei@example.com")
    assert made["expires_in"] == 900
    me = call("GET", "/v1/me", token=made["access_token"])
    assert me.status == 200, me.text
    assert me.json["user"]["email"] == "wei@example.com"
