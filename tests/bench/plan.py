"""How much to measure: read from the command line by `python -m tests.bench`, handed on to each section."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass

_USUAL_LEADS, _QUICK_LEADS = "20000,100000", "2000"


@dataclass(frozen=True)
class Plan:
    """leads: sizes of the workspaces that the http and sweep sections measure. rounds: repetitions of each timing."""

    leads: tuple[int, ...]
    quick: bool

    @property
    def rounds(self) -> int:
        return 1 if self.quick else 3

    def sized(self, usual: int) -> int:
        """A number of calls, rows or items: a fifth of the usual where it must be quick."""
        return usual // 5 if self.quick else usual

    @property
    def arguments(self) -> list[str]:
        return ["--leads", ",".join(map(str, self.leads)), *(["--quick"] if self.quick else [])]


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--leads", help=f"sizes for http and sweep (default {_USUAL_LEADS}; quick: {_QUICK_LEADS})")
    parser.add_argument("--quick", action="store_true", help="fewer calls, one round, one small size: does it work?")


def plan_of(given: argparse.Namespace) -> Plan:
    sizes = given.leads or (_QUICK_LEADS if given.quick else _USUAL_LEADS)
    return Plan(tuple(int(each) for each in sizes.split(",")), given.quick)


def section_plan() -> Plan:
    """The plan of a section that runs in a process of its own."""
    parser = argparse.ArgumentParser(prog=sys.argv[0])
    add_options(parser)
    return plan_of(parser.parse_args())
