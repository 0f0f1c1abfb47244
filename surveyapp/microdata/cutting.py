"""Fit texts into the lengths that a format allows, without cutting a letter in two."""

from __future__ import annotations

from collections.abc import Iterator


def beginning(text: str, most: int) -> bytes:
    """The text in UTF-8 if it fits into so many bytes, else its beginning and an ellipsis."""
    whole = text.encode()
    if len(whole) <= most:
        return whole
    return whole[: most - 3].decode(errors="ignore").encode() + "…".encode()


def parts(text: bytes, most: int) -> Iterator[bytes]:
    """The whole UTF-8 text in pieces of at most so many bytes; none ends with a blank or two, which SPSS would not keep."""
    while len(text) > most:
        piece = text[:most].decode(errors="ignore").encode()
        piece = piece.removesuffix(b" ").removesuffix(b" ")
        yield piece
        text = text[len(piece) :]
    yield text


def lines(text: str, most: int) -> Iterator[bytes]:
    """The text in lines of at most so many bytes, broken between words."""
    line = b""
    for word in text.split():
        for piece in parts(word.encode(), most):
            longer = line + b" " + piece if line else piece
            if len(longer) > most:
                yield line
                longer = piece
            line = longer
    yield line
