"""How often, and how far apart, a change is decided anew after a clash."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from chalicelib.core.errors import Contention, StaleVersion
from chalicelib.core.store import Writes

#: Twenty who change the same thing at the same moment: one gets through each time, and the others wait a little.
TRIES = 10


def pause(attempt: int) -> None:
    """Before another try: longer each time, and not the same for two who clashed (as in `core/store.py`)."""
    time.sleep(random.uniform(0, 0.005 * 2**attempt))


def write_at_last(made: Callable[[], Writes | None], tries: int = TRIES) -> None:
    """Commit what `made` makes of the present state; again, while somebody else is faster. None: nothing is to be done.

    Raises:
        Contention: somebody else was, `tries` times; and what `made` raises
    """
    for attempt in range(tries):
        writes = made()
        if writes is None:
            return
        try:
            writes.commit()
            return
        except StaleVersion:
            pause(attempt)
    raise Contention()
