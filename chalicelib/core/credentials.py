"""Whose credentials sign a request: resolved at signing, from the entered scope.

PynamoDB keeps one client, and a client keeps one credentials object. So this object answers anew for each request: in
AWS with the tenant role assumed under the workspace's session tag (cached until near its end), else with the process's
own credentials. On one machine, where nobody checks, the access key names the workspace, so that tests can see it.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.credentials import Credentials, ReadOnlyCredentials

from chalicelib.core.scope import DirectoryScope, Scope, entered
from chalicelib.core.settings import settings

#: Sessions of the tenant role last an hour (the most for role chaining); one is renewed this long before its end.
_RENEW_BEFORE = timedelta(minutes=5)
_MOST_SESSIONS = 512


class ScopedCredentials(Credentials):
    """A credentials object for botocore that reads the entered scope each time a request is signed."""

    def __init__(self, own: Credentials | None) -> None:
        super().__init__(access_key="scoped", secret_key="scoped", method="glasspipe-scope")  # noqa: S106 (placeholders: the real keys are read at signing)
        self._own = own
        self._sessions: dict[str, tuple[ReadOnlyCredentials, datetime]] = {}
        self._lock = threading.Lock()

    def get_frozen_credentials(self) -> ReadOnlyCredentials:
        scopes = entered()
        workspace_id = next((scope.workspace_id for scope in scopes if isinstance(scope, Scope)), None)
        # A transaction over both tables (sign-up, invite) is signed by the process's own role: the tenant role
        # must not reach the directory.
        in_directory = any(isinstance(scope, DirectoryScope) for scope in scopes)
        if settings().tenant_role_arn and workspace_id and not in_directory:
            return self._tenant_session(workspace_id)
        if settings().is_local:
            return ReadOnlyCredentials(f"local-{workspace_id or 'directory'}", "local", None)
        if self._own is None:
            raise RuntimeError("no credentials: neither a role nor keys are configured")
        return self._own.get_frozen_credentials()

    def _tenant_session(self, workspace_id: str) -> ReadOnlyCredentials:
        now = datetime.now(UTC)
        with self._lock:
            known = self._sessions.get(workspace_id)
            if known and known[1] - now > _RENEW_BEFORE:
                return known[0]
        frozen, ends = self._assume(workspace_id)
        with self._lock:
            if len(self._sessions) >= _MOST_SESSIONS:
                self._sessions.pop(next(iter(self._sessions)))
            self._sessions[workspace_id] = (frozen, ends)
        return frozen

    def _assume(self, workspace_id: str) -> tuple[ReadOnlyCredentials, datetime]:
        from botocore.session import get_session

        sts: Any = get_session().create_client("sts", region_name=settings().region)
        answer = sts.assume_role(
            RoleArn=settings().tenant_role_arn,
            RoleSessionName=workspace_id,
            Tags=[{"Key": "workspace", "Value": workspace_id}],
        )["Credentials"]
        return (
            ReadOnlyCredentials(answer["AccessKeyId"], answer["SecretAccessKey"], answer["SessionToken"]),
            answer["Expiration"],
        )
