"""Growing delays after failures to sign in, per account and per address. Nobody is locked out for good.

An attempt is counted before the password is looked at, on condition that nobody else counted one meanwhile, and given
back when it succeeds. So a thousand guesses at the same moment get no further than a thousand in a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.exceptions import PutError, UpdateError

from chalicelib.core.errors import TooManyRequests
from chalicelib.core.scope import DirectoryScope, acting_as
from chalicelib.core.store import get
from chalicelib.identity import keys
from chalicelib.identity.store import DelayItem

_TRIES = 8


@dataclass(frozen=True)
class Rule:
    """The first `free` failures cost nothing, each further one doubles the wait; all is forgotten after `forget`."""

    free: int
    longest: timedelta
    forget: timedelta

    def wait_after(self, failures: int) -> timedelta:
        """How long after the last of so many failures the next attempt has to wait."""
        if failures < self.free:
            return timedelta(0)
        return min(timedelta(seconds=2 ** min(failures - self.free + 1, 20)), self.longest)


ACCOUNT = Rule(free=5, longest=timedelta(minutes=15), forget=timedelta(hours=24))
#: An office goes out through one address, so it is far more patient.
ADDRESS = Rule(free=50, longest=timedelta(minutes=15), forget=timedelta(hours=1))
#: Letters that anybody may have sent to an address which is not theirs.
LETTERS = Rule(free=3, longest=timedelta(minutes=15), forget=timedelta(hours=24))


def begin(rule: Rule, subject: str, now: datetime) -> None:
    """Count an attempt as failed until `succeed` or `give_back` says otherwise.

    Raises:
        TooManyRequests: the wait is not over; such an attempt is not counted.
    """
    pk = keys.delay(subject)
    with acting_as(DirectoryScope("delay")):
        for _ in range(_TRIES):
            item = get(DelayItem, pk, keys.DELAY, consistent=True)
            failures, last_at = (int(item.failures), _moment(item, now)) if item else (0, now)
            if item is not None and now - last_at >= rule.forget:
                failures = 0
            left = last_at + rule.wait_after(failures) - now
            if failures and left > timedelta(0):
                raise TooManyRequests(retry_after=max(1, -int(-left.total_seconds() // 1)))
            if _count(pk, item, failures + 1, rule, now):
                return
    raise TooManyRequests(retry_after=1)


def succeed(subject: str) -> None:
    """All failures of the account are forgotten."""
    with acting_as(DirectoryScope("delay")):
        DelayItem(keys.delay(subject), keys.DELAY).delete()


def give_back(subject: str) -> None:
    """The attempt was none; earlier failures stay (an address whose owner also has a good account stays slow)."""
    with acting_as(DirectoryScope("delay")):
        try:
            DelayItem(keys.delay(subject), keys.DELAY).update(
                [DelayItem.failures.add(-1)], condition=DelayItem.failures > 0
            )
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise


def _count(pk: str, seen: DelayItem | None, failures: int, rule: Rule, now: datetime) -> bool:
    """Write the new count unless another attempt was counted since `seen` was read."""
    item = DelayItem(
        pk,
        keys.DELAY,
        failures=failures,
        last_at=int(now.timestamp() * 1000),
        expires=int((now + rule.forget).timestamp()),
    )
    unchanged = (
        DelayItem.pk.does_not_exist()
        if seen is None
        else (DelayItem.failures == seen.failures) & (DelayItem.last_at == seen.last_at)
    )
    try:
        item.save(condition=unchanged)
    except PutError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        return False
    return True


def _moment(item: DelayItem, now: datetime) -> datetime:
    return datetime.fromtimestamp(int(item.last_at) / 1000, now.tzinfo)
