"""Fires the schedules of app.py as EventBridge does."""
