"""Stands for DynamoDB's stream: gives the app's stream handler every new Event item, at least once.

Each workspace's event log is the source (the `log` index). Two ways lead to an event:

- a hint (`infra/local/writes.py`) names the keys that have just been written: read at once;
- a full round reads every log from its cursor on, at start, every minute, when a hint was lost, and when asked to.
  It begins a few seconds before the cursor, since an event with an earlier ULID may have been committed later; what
  has been handed over already is remembered and left out.

An event dated before its cursor (imported history) or after today (a sweep told to act in the future) is found by its
hint; the cursor itself follows the machine's clock, never the events.
"""
