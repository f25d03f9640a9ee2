"""The door of collaboration flows: what other domains may call."""

from __future__ import annotations

from chalicelib.workflow.acting import block_card, complete_card, record_values, start_card
from chalicelib.workflow.flow_store import find_flow, read_flows
from chalicelib.workflow.flows import found_flows
from chalicelib.workflow.model import Card, Course
from chalicelib.workflow.notes import comment_card
from chalicelib.workflow.packs import pack_flows
from chalicelib.workflow.running import NewRun, start_run
from chalicelib.workflow.store import read_course, runs_by_key

__all__ = [
    "Card",
    "Course",
    "NewRun",
    "block_card",
    "comment_card",
    "complete_card",
    "find_flow",
    "found_flows",
    "pack_flows",
    "read_course",
    "read_flows",
    "record_values",
    "runs_by_key",
    "start_card",
    "start_run",
]
