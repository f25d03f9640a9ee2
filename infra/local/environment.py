"""The environment that the app finds on one machine."""

from __future__ import annotations

import os
from collections.abc import MutableMapping

from infra.local.folder import DataFolder

ENDPOINT = "AWS_ENDPOINT_URL_DYNAMODB"
#: With an engine of our own the SDK must look for nothing of the user's: neither profiles nor roles of this machine.
_USERS_OWN = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE")
#: The engine asks for a signature and does not check it.
_DUMMY_CREDENTIALS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}


def complete(env: MutableMapping[str, str], folder: DataFolder, base_url: str, own_endpoint: str | None) -> None:
    """Add to `env` what `chalicelib.core.settings` reads; what the user has set stays.

    own_endpoint: the address of the engine that the launcher starts; None where the user names another.
    """
    env["GLASSPIPE_STAGE"] = "local"
    env.setdefault("GLASSPIPE_WORKSPACE_TABLE", "glasspipe-workspace")
    env.setdefault("GLASSPIPE_DIRECTORY_TABLE", "glasspipe-directory")
    env.setdefault("GLASSPIPE_PUBLIC_URL", base_url)
    env.setdefault("GLASSPIPE_KEY_FILE", str(folder.key))
    env.setdefault("GLASSPIPE_BLOBS", str(folder.blobs))
    env.setdefault("GLASSPIPE_MAILBOX", str(folder.mailbox))
    env.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    if own_endpoint is not None:
        for name in _USERS_OWN:
            env.pop(name, None)
        env[ENDPOINT] = own_endpoint
        env["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "false"
        env["AWS_CONFIG_FILE"] = env["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull
        env["AWS_EC2_METADATA_DISABLED"] = "true"
        env.update(_DUMMY_CREDENTIALS)
        # The SDK would send requests for our own engine through the user's proxy.
        for name in ("NO_PROXY", "no_proxy"):
            env[name] = ",".join(part for part in (env.get(name), "127.0.0.1") if part)
    else:
        for name, value in _DUMMY_CREDENTIALS.items():
            env.setdefault(name, value)
