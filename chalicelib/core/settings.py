"""The environment. Nothing else in chalicelib reads `os.environ`, but for the SDK's own variables.

`settings()` is read once. `variable(name)` is read at each call: keys, storage, mail and what may be reached; the names
and their meanings stand at the top of the modules that use them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Settings:
    stage: str
    workspace_table: str
    directory_table: str
    region: str
    public_url: str
    tenant_role_arn: str | None
    log_level: str
    cors_origin: str

    @property
    def is_local(self) -> bool:
        return self.stage == "local"


@lru_cache(maxsize=1)
def settings() -> Settings:
    env = os.environ
    return Settings(
        stage=env.get("GLASSPIPE_STAGE", "local"),
        workspace_table=env.get("GLASSPIPE_WORKSPACE_TABLE", "glasspipe-workspace"),
        directory_table=env.get("GLASSPIPE_DIRECTORY_TABLE", "glasspipe-directory"),
        region=env.get("AWS_DEFAULT_REGION") or env.get("AWS_REGION") or "us-east-1",
        public_url=env.get("GLASSPIPE_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/"),
        tenant_role_arn=env.get("GLASSPIPE_TENANT_ROLE_ARN") or None,
        log_level=env.get("GLASSPIPE_LOG_LEVEL", "INFO"),
        cors_origin=env.get("GLASSPIPE_CORS_ORIGIN", "*"),
    )


def variable(name: str) -> str:
    """The variable as it is now, trimmed; "" where it is not set."""
    return os.environ.get(name, "").strip()
