"""Collaboration flows: definitions, runs, cards and their SLA clocks."""
