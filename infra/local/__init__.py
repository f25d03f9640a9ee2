"""Glasspipe on one machine: one command, data in one folder.

The launcher (`launcher.py`) starts and watches

    engine   a DynamoDB-compatible database, one file on disk          engine.py
    http-N   the Chalice app behind our HTTP server, N processes       http/
    feed     gives `app.publish` the new events, as the stream would   feed/
    clock    fires the schedules of app.py, as EventBridge would       clock/

The launcher imports the app once and forks the others from it, so they share its memory. None outlives it: each asks
the kernel for a SIGKILL when the launcher dies. Whatever they need to know of each other is in the data folder.
"""
