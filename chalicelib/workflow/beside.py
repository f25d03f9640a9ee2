"""What is put beside a card (a comment, a file) holds whatever becomes of the card's state."""

from __future__ import annotations

from datetime import datetime

from chalicelib.core.errors import Contention, NotFound
from chalicelib.core.scope import Scope
from chalicelib.core.store import get
from chalicelib.core.tries import TRIES, pause
from chalicelib.workflow import keys, store
from chalicelib.workflow.errors import AlreadyThere
from chalicelib.workflow.model import Card, Course
from chalicelib.workflow.moving import Decide, move_card, run_and_place


def beside_card(scope: Scope, card_id: str, now: datetime, decide: Decide) -> tuple[Course, Card]:
    """`move_card` for anyone, and again where the card was moved meanwhile: there is nothing to lose.

    Raises:
        NotFound, Contention, and what `decide` raises
    """
    for attempt in range(TRIES):
        try:
            return move_card(scope, card_id, now, decide, anyone=True)
        except AlreadyThere:
            pause(attempt)
    raise Contention()


def find_card(scope: Scope, card_id: str) -> Card:
    """
    Raises:
        NotFound
    """
    run_id, place = run_and_place(card_id)
    item = get(store.CardItem, keys.run(scope, run_id), keys.card(place))
    if item is None:
        raise NotFound()
    return store.card_of(item)
