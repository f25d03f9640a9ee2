"""What is there twice already, and customers whom several reps work on: lists to settle, not verdicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.core.scope import Scope
from chalicelib.core.store import query_all
from chalicelib.leads import customer_store, customers, keys
from chalicelib.leads.customer_store import Customer, IdentityItem
from chalicelib.leads.identities import company_form

#: Names at least this alike are shown (rapidfuzz's WRatio, 0 to 100).
ALIKE = 90.0
#: A block of names with the same beginning is compared all against all: no larger than this.
_MOST_IN_BLOCK = 400
MOST_CUSTOMERS = 20_000


@dataclass(frozen=True)
class Pair:
    first: Customer
    second: Customer
    score: float


@dataclass(frozen=True)
class Conflict:
    """A customer with open leads of several owners."""

    customer: Customer
    owners: dict[str, list[str]]


@dataclass(frozen=True)
class Findings:
    pairs: list[Pair]
    conflicts: list[Conflict]
    scanned: int
    complete: bool


def scan(scope: Scope, most: int) -> Findings:
    """Look through the customers that the scope sees: at most `most` pairs, the most alike first, and all conflicts."""
    found: list[Customer] = []
    complete = True
    for item in query_all(IdentityItem, keys.customers(scope), index_name="customers"):
        if len(found) >= MOST_CUSTOMERS:
            complete = False
            break
        customer = customer_store.customer_of(item)
        if customers.is_visible(scope, customer):
            found.append(customer)
    pairs = sorted(_alike(found), key=lambda pair: pair.score, reverse=True)
    return Findings(pairs[:most], conflicts(found), len(found), complete and len(pairs) <= most)


def conflicts(found: list[Customer]) -> list[Conflict]:
    shared: list[Conflict] = []
    for customer in found:
        owners: dict[str, list[str]] = defaultdict(list)
        for lead_id, owner in customer.open_leads:
            owners[owner].append(lead_id)
        if len([owner for owner in owners if owner]) > 1:
            shared.append(Conflict(customer, dict(owners)))
    return shared


def _alike(found: list[Customer]) -> Iterator[Pair]:
    """Pairs of like names. Only names that share a beginning or an end are compared: 20,000 have too many pairs."""
    from rapidfuzz import fuzz, process

    seen: set[tuple[str, str]] = set()
    for block in _blocks(found):
        names = [company_form(customer.name) for customer in block]
        for row, first in enumerate(block):
            rest = process.extract_iter(names[row], names[row + 1 :], scorer=fuzz.WRatio, score_cutoff=ALIKE)
            for _, score, offset in rest:
                second = block[row + 1 + offset]
                pair = (first.id, second.id) if first.id < second.id else (second.id, first.id)
                if pair not in seen:
                    seen.add(pair)
                    yield Pair(first, second, round(score, 1))


def _blocks(found: list[Customer]) -> Iterator[list[Customer]]:
    by_edge: dict[str, list[Customer]] = defaultdict(list)
    for customer in found:
        form = company_form(customer.name)
        by_edge["<" + form[:2]].append(customer)
        by_edge[form[-2:] + ">"].append(customer)
    for block in by_edge.values():
        block.sort(key=lambda customer: company_form(customer.name))
        for start in range(0, len(block), _MOST_IN_BLOCK // 2):
            part = block[start : start + _MOST_IN_BLOCK]
            if len(part) > 1:
                yield part
