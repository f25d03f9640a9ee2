"""Glasspipe in AWS."""
