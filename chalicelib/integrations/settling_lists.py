"""Members, customers and products: lists that refer to little else."""

from __future__ import annotations

from chalicelib.tenancy.model import comparable

from .model import derived_id
from .settling_base import Settling


class MemberSettling(Settling):
    def _settle(self) -> None:
        settled, defaults = self._settled, self._options.defaults
        settled.defaults |= {name: defaults[name] for name in ("role", "region", "supervisor") if defaults.get(name)}
        if settled.column("name") is None:
            self._ask_missing("name", "", is_guessed=False)
        if not self._world.importer.may_add_members:
            self._ask(
                "members_forbidden", "name", "您的角色无权添加成员", "your role may not add members", is_guessed=False
            )
        rows = {comparable(text) for text in self._values_of("name", listed=False)}
        supervisors = self._values_of("supervisor")
        settled.supervisors = frozenset(comparable(text) for text in supervisors)
        unknown = [
            text
            for text in supervisors
            if comparable(text) not in rows and self._world.rules.members.named(text) is None
        ]
        for text in unknown:
            self._settled.new_members[derived_id("m", self._import.id, comparable(text))] = text
        if unknown:
            self._ask(
                "supervisors_unknown", "supervisor", "文件和工作空间中都没有这些主管；接受建议将把他们建为主管",
                "neither the file nor the workspace has these supervisors; accepting adds them as managers",
                is_guessed=True, values=unknown,
            )  # fmt: skip


class CustomerSettling(Settling):
    def _settle(self) -> None:
        settled, defaults = self._settled, self._options.defaults
        settled.defaults |= {name: defaults[name] for name in ("industry", "region") if defaults.get(name)}
        if not any(settled.column(name) for name in ("name", "company", "contact", "phone", "email")):
            self._ask_missing("name", "", is_guessed=False)


class ProductSettling(Settling):
    def _settle(self) -> None:
        settled, defaults = self._settled, self._options.defaults
        settled.defaults["currency"] = self._currency(defaults)
        if defaults.get("series"):
            settled.defaults["series"] = defaults["series"]
        if settled.column("name") is None:
            self._ask_missing("name", "code", is_guessed=settled.column("code") is not None)
        if not self._world.importer.may_add_products:
            self._ask(
                "products_forbidden",
                "name",
                "您的角色无权维护产品",
                "your role may not keep products",
                is_guessed=False,
            )
