"""Stands for a value that may not be kept, so that two of them can be told apart."""

from __future__ import annotations

import json
import secrets
from hashlib import blake2b
from typing import Any

_KEY = secrets.token_bytes(32)
"""Of this process only: nobody can try out which value a fingerprint is of."""


def fingerprint(value: Any) -> str:
    """Equal for equal values of JSON, within one process."""
    text = json.dumps(value, sort_keys=True)
    return blake2b(text.encode("utf-8", "surrogatepass"), key=_KEY, digest_size=16).hexdigest()
