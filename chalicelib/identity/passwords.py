"""Passwords: which are good enough, and how they are kept (argon2id with OWASP's least parameters)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from chalicelib.identity.common_passwords import COMMON
from chalicelib.identity.errors import PasswordWeak

SHORTEST = 10
#: Bounds what one request can make us compute.
LONGEST = 200
_TAIL = "0123456789!@#$%.?*_-"
#: OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_FEWEST_CHARACTERS = 4
_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "1qaz2wsx3edc4rfv5tgb6yhn")
_LOOK_ALIKES = str.maketrans("@4310$5!7", "aaeiossit")


def hash_password(password: str) -> str:
    return _HASHER.hash(_normalised(password))


def is_right(kept: str | None, password: str) -> bool:
    """Whether `password` is the one whose hash is `kept`. Takes as long without a hash as with one."""
    try:
        return _HASHER.verify(kept or _nobodys(), _normalised(password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def needs_new_hash(kept: str) -> bool:
    """Whether it was hashed with other parameters than today's."""
    return _HASHER.check_needs_rehash(kept)


def demand_strength(password: str, *own_words: str) -> None:
    """Refuse what is guessed first: common passwords, runs of keys, repetitions, one's own e-mail or company.

    Raises:
        PasswordWeak
    """
    plain = _normalised(password).casefold()
    if len(set(plain)) < _FEWEST_CHARACTERS or _is_common(plain) or _repeats(plain) or _walks(plain):
        raise PasswordWeak()
    if any(_says_little_but(plain, word) for word in own_words):
        raise PasswordWeak()


def _normalised(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return _HASHER.hash("nobody has this password")


def _is_common(plain: str) -> bool:
    # "Password123!" is "password" with what the rules of other sites ask for behind it.
    cores = {plain, plain.translate(_LOOK_ALIKES), plain.rstrip(_TAIL), plain.rstrip(_TAIL).translate(_LOOK_ALIKES)}
    return any(core in COMMON for core in cores)


def _repeats(plain: str) -> bool:
    """`abcabcabcabc`: a short piece again and again."""
    return any(plain == (plain[:size] * len(plain))[: len(plain)] for size in range(1, 1 + len(plain) // 3))


def _walks(plain: str) -> bool:
    """Whether nearly all of it goes along a row of keys or the alphabet, forwards or backwards."""
    pairs = list(pairwise(plain))
    steps = sum(pair in _NEIGHBOURS for pair in pairs)
    return steps >= len(pairs) - 2


def _says_little_but(plain: str, word: str) -> bool:
    """Whether little is left of the password, digits and signs aside, without one's own e-mail, name or company."""
    for part in (word.casefold(), word.casefold().partition("@")[0]):
        squeezed = "".join(part.split())
        left = [letter for letter in plain.replace(squeezed, "", 1) if letter.isalpha()] if squeezed else plain
        if len(squeezed) >= _FEWEST_CHARACTERS and squeezed in plain and len(left) < _FEWEST_CHARACTERS:
            return True
    return False


_NEIGHBOURS = frozenset(
    pair for row in _ROWS for way in (row, row[::-1]) for pair in pairwise(way)
)  # fmt: skip
