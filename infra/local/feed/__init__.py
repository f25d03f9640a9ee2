"""Stands for DynamoDB's stream: gives the app's stream handler every new Event item, at least once.

Each workspace's event log is the source (the `log` index). Two ways lead to an event:

- a hint (`infra/local/writes.py`) names the keys that have just been written: read at once;
- a round reads every log from its cursor on, every minute. It begins a few seconds before the cursor, since an event
  with an earlier ULID may be committed later; what has been handed over already is remembered and left out.

A thorough round, at start and after a lost hint, covers what rounds leave to the hints: it begins as long
before the cursor as a run of the sweep may last (its events all bear the time at which it began), and reads the months
to come, where a sweep writes that was told to act in the future. Events dated further back than that (a sample history)
are known by their hints only: if everything is killed between such a write and its delivery, it is not delivered.
"""
