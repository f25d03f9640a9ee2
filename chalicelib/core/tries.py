"""How often, and how far apart, a change is decided anew after a clash."""

from __future__ import annotations

import random
import time

#: Twenty who change the same thing at the same moment: one gets through each time, and the others wait a little.
TRIES = 10


def pause(attempt: int) -> None:
    """Before another try: longer each time, and not the same for two who clashed (as in `core/store.py`)."""
    time.sleep(random.uniform(0, 0.005 * 2**attempt))
