"""Every address of the console, for tests and pictures that go through all of them."""

from __future__ import annotations

#: For people who are not signed in. Name -> path.
OUTSIDE = {
    "login": "/login",
    "forgot": "/forgot",
    "reset": "/reset?token=none",
    "invite": "/invite?token=none",
    "signup": "/signup",
    "track": "/track/none",
}
#: For an owner.
INSIDE = {
    "today": "/",
    "leads": "/leads",
    "board": "/leads?layout=board",
    "customers": "/customers",
    "flows": "/flows",
    "cards": "/cards",
    "inbox": "/inbox",
    "preferences": "/inbox/preferences",
    "imports": "/imports",
    "settings": "/settings",
    **{
        f"settings-{name}": f"/settings/{name}"
        for name in (
            "profile", "workspace", "stages", "fields", "lists", "lists/hold-reasons", "lists/lost-reasons", "roles",
            "assignment", "calendar", "reminders", "members", "channels", "api-keys", "audit", "flows", "flow-roles",
        )
    },
    "not-found": "/nowhere",
}  # fmt: skip
