"""Structured logs: facts with fields. Personal data and secrets are never fields."""

from __future__ import annotations

from aws_lambda_powertools import Logger

from chalicelib.core.settings import settings

logger = Logger(service="glasspipe", level=settings().log_level, utc=True)
