"""The door of leads: what its routes and other domains may call. Each use case is a module of its own."""

from __future__ import annotations

from chalicelib.leads.capturing import capture_lead
from chalicelib.leads.customers import get_customer
from chalicelib.leads.deleting import KEEP_DELETED, delete_lead, restore_lead
from chalicelib.leads.editing import change_lead
from chalicelib.leads.fields import checked_value
from chalicelib.leads.following_up import log_follow_up
from chalicelib.leads.holding import held_change, hold_lead, resume_lead
from chalicelib.leads.looking import get_lead, timeline
from chalicelib.leads.moving import move_stage, moved_in_bulk
from chalicelib.leads.naming import live_choice, live_stage, money_of
from chalicelib.leads.owners import (
    assign_lead,
    assigned_change,
    claim_lead,
    hand_over,
    owned_count,
    release_lead,
)

__all__ = [
    "KEEP_DELETED", "assign_lead", "assigned_change", "capture_lead", "change_lead", "checked_value", "claim_lead",
    "delete_lead", "get_customer", "get_lead", "hand_over", "held_change", "hold_lead", "live_choice", "live_stage",
    "log_follow_up", "money_of", "move_stage", "moved_in_bulk", "owned_count", "release_lead", "restore_lead",
    "resume_lead", "timeline",
]  # fmt: skip
