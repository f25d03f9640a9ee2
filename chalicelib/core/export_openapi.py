"""`python -m chalicelib.core.export_openapi > openapi.json`: the document without a running server."""

from __future__ import annotations

import importlib
import json
import sys

from chalicelib.core.http import Edge
from chalicelib.core.openapi import document


def main() -> None:
    importlib.import_module("app")
    json.dump(document(tuple(Edge.routes)), sys.stdout, ensure_ascii=False, indent=1, sort_keys=True)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
