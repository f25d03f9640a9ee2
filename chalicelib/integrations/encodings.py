"""Which encoding a text file is in, decided from all of its bytes, in flat memory."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .errors import EncodingUnknown, FileNotATable

_BLOCK = 1 << 18
_SAMPLE = 1 << 16
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: What `charset_normalizer` may answer; its rarer guesses are mostly wrong for short tables.
_PLAUSIBLE = ["cp1252", "big5", "cp932", "euc_kr", "cp1251"]
_TEXT_CONTROLS = frozenset(b"\t\n\x0b\x0c\r\x1a\x1b")


@dataclass(frozen=True)
class Encoding:
    """`errors` is how to decode: `strict`, or `replace` for a UTF-8 file with a few damaged characters."""

    name: str
    errors: str = "strict"


def guess_encoding(path: Path) -> Encoding:
    """UTF-8 if the bytes are valid UTF-8 (or nearly), else GB18030 if they make everyday Chinese, else by statistics.

    Text in GB18030 is practically never valid UTF-8, while much valid UTF-8 is decodable as GB18030: so UTF-8 is
    asked first, and over the whole file, for the first Chinese character may stand in its last row.

    Raises:
        FileNotATable: NUL or many control characters: not a text file.
        EncodingUnknown: no encoding fits.
    """
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    if sample.startswith(_UTF16):
        return Encoding("utf-16") if _decodes(path, "utf-16") else _unknown()
    _refuse_binary(path)
    if _decodes(path, "utf-8"):
        return Encoding("utf-8-sig")
    if _is_damaged_utf8(path):
        return Encoding("utf-8-sig", "replace")
    if _decodes(path, "gb18030") and _is_everyday_chinese(path):
        return Encoding("gb18030")
    return _by_statistics(path)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in _blocks(path):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_binary(path: Path) -> None:
    controls = size = 0
    unwanted = bytes(byte for byte in range(32) if byte not in _TEXT_CONTROLS)
    for block in _blocks(path):
        if b"\0" in block:
            raise FileNotATable()
        size += len(block)
        controls += len(block) - len(block.translate(None, unwanted))
    if controls * 100 > size:
        raise FileNotATable()


def _is_damaged_utf8(path: Path) -> bool:
    """A few bytes were lost (cut fields, two files joined): at least 20 good characters for each bad one."""
    good, bad = _share(path, "utf-8", lambda char: char != "\ufffd")
    return good >= 20 * bad


def _is_everyday_chinese(path: Path) -> bool:
    """Most characters are of GB 2312, which holds 99.9 % of running Chinese: Latin or Big5 bytes give rare ones."""
    good, bad = _share(path, "gb18030", _is_in_gb2312)
    return good > 3 * bad


def _is_in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _share(path: Path, encoding: str, is_good: Callable[[str], bool]) -> tuple[int, int]:
    """How many characters beyond ASCII are good and bad. Each distinct one is judged once a block."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    good = bad = 0
    for block in (*_blocks(path), b""):
        text = decoder.decode(block, final=not block)
        for char in set(text):
            if ord(char) > 127 and is_good(char):
                good += text.count(char)
            elif ord(char) > 127:
                bad += text.count(char)
    return good, bad


def _by_statistics(path: Path) -> Encoding:
    from charset_normalizer import from_bytes

    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    best = from_bytes(sample, cp_isolation=_PLAUSIBLE).best()
    if best is None or not _decodes(path, best.encoding):
        return _unknown()
    return Encoding(best.encoding)


def _unknown() -> Encoding:
    raise EncodingUnknown()
