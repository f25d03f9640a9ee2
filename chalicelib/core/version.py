"""The version of the product, as /v1/health tells it."""

VERSION = "0.1.0"
