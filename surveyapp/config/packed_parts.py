"""Parts of pages that are compressed once and travel in many pages."""

from __future__ import annotations

import secrets
import zlib
from dataclasses import dataclass
from functools import lru_cache

LEVEL = 6  # as Django's own: above it a page takes six times as long and is one hundredth smaller
# RFC 1952: deflate, with a file's name in the header, no time, no system.
HEADER = b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\xff"
POLYNOMIAL = 0xEDB88320  # of CRC-32, its lowest power in the highest bit
ONE = 1 << 31  # the polynomial 1 in that order


@dataclass(frozen=True)
class Packed:
    """A part of pages that is compressed once: blocks of deflate that lean on nothing before them and end on a whole byte.
    `checksum` and `size` are those of the text."""

    blocks: bytes
    checksum: int
    size: int


def pack(text: str) -> Packed:
    """A part of a page, ready to stand between any beginning and any end."""
    plain = text.encode()
    return Packed(_blocks(plain, zlib.Z_FULL_FLUSH), zlib.crc32(plain), len(plain))


def unpack(part: Packed) -> bytes:
    """The text again, as UTF-8."""
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(part.blocks)


def zipped(before: bytes, part: Packed, after: bytes, padding: int) -> bytes:
    """One gzip stream of the three, of which only the first and the last are compressed now, and fewer than `padding` bytes,
    how many by chance."""
    name = b"a" * secrets.randbelow(padding) + b"\x00"
    joined = joined_checksum(zlib.crc32(before), part.checksum, part.size)
    checksum, size = zlib.crc32(after, joined), len(before) + part.size + len(after)
    blocks = (_blocks(before, zlib.Z_FULL_FLUSH), part.blocks, _blocks(after, zlib.Z_FINISH))
    return b"".join((HEADER, name, *blocks, checksum.to_bytes(4, "little"), (size % 2**32).to_bytes(4, "little")))


def _blocks(plain: bytes, end: int) -> bytes:
    maker = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return maker.compress(plain) + maker.flush(end)


def joined_checksum(first: int, second: int, size_of_second: int) -> int:
    """CRC-32 of two texts one after the other, from those of each: the first's, moved past the second, plus the second's.

    A checksum is a polynomial over bits modulo CRC-32's; moving it past n bytes multiplies it by x to the 8n (as
    `crc32_combine` of zlib, which Python does not offer).
    """
    return _times(_power_of_x(8 * size_of_second), first) ^ second


@lru_cache(maxsize=1024)
def _power_of_x(n: int) -> int:
    power, square = ONE, ONE >> 1
    while n:
        power = _times(square, power) if n & 1 else power
        square, n = _times(square, square), n >> 1
    return power


def _times(a: int, b: int) -> int:
    product = 0
    for place in range(31, -1, -1):
        product ^= b if a >> place & 1 else 0
        b = (b >> 1) ^ (POLYNOMIAL if b & 1 else 0)
    return product
