from __future__ import annotations

import pytest

from chalicelib.core import clock
from chalicelib.identity.service import scope_of
from chalicelib.tenancy import roles
from tests.identity.house import Company


def test_the_table_is_readable_by_administrators_only(company: Company) -> None:
    table = company.owner("GET", "/v1/roles").json
    assert [role["id"] for role in table["items"]] == list(roles.ROLES)
    shown = {permission["id"]: permission["roles"] for permission in table["permissions"]}
    assert shown["audit.read"] == ["owner", "admin"]
    assert table["items"][0]["name"] == "Owner"
    chinese = company.owner("GET", "/v1/roles", accept_language="zh-CN").json
    assert chinese["items"][3]["name"] == "销售"
    rep = company.log_in(company.add("rep")["email"])["access_token"]
    assert company.call("GET", "/v1/roles", token=rep).status == 403


def test_a_viewer_only_reads() -> None:
    own = {"notifications.read", "views.write"}
    assert all(each.endswith(".read") for each in roles.permissions_of("viewer") - own)


def test_owners_may_everything_and_admins_all_but_the_group() -> None:
    every = {permission.id for permission in roles.PERMISSIONS}
    assert roles.permissions_of("owner") == every
    assert roles.permissions_of("admin") == {each for each in every if not each.startswith("group.")}


def test_a_collaborator_records_follow_ups_works_on_cards_and_changes_nothing_else() -> None:
    more = roles.permissions_of("collaborator") - roles.permissions_of("viewer")
    assert more == {"leads.follow_up", "flows.work", "flows.comment"}


def test_nobody_knows_a_role_that_is_not_there() -> None:
    assert roles.permissions_of("king") == frozenset()


def test_every_permission_has_a_text_in_both_languages() -> None:
    assert all(permission.zh and permission.en for permission in roles.PERMISSIONS)
    assert len({permission.id for permission in roles.PERMISSIONS}) == len(roles.PERMISSIONS)


@pytest.mark.parametrize(
    ("role", "sees", "sees_pool"),
    [
        ("owner", "all", True), ("admin", "all", True), ("viewer", "all", True),
        ("manager", "line", True), ("rep", "own", True), ("collaborator", "own", False),
    ],
)  # fmt: skip
def test_what_a_role_sees_follows_from_the_reporting_line(
    company: Company, role: str, sees: str, sees_pool: bool
) -> None:
    member = company.add(role)
    report = company.add("rep", supervisor_id=member["id"])
    scope = scope_of(company.log_in(member["email"])["access_token"], clock.now())
    expected = {"all": None, "line": {member["id"], report["id"]}, "own": {member["id"]}}
    assert scope.sees == expected[sees]
    assert scope.sees_pool is sees_pool
    assert scope.may == roles.permissions_of(role)
