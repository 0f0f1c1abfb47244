"""Names that SPSS, Stata and R all take, the same ones each time."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

LONGEST = 32  # Stata's limit; SPSS takes 64 bytes
MARK = 6
SPSS = "all and by eq ge gt le lt ne not or to with"
STATA = "_all _b byte _coef _cons double float if in int long _n _pi _pred _rc _skip strl using with"
RESERVED = {*SPSS.split(), *STATA.split()}
VALID = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
STRINGS = tuple(f"str{n}" for n in range(1, 2046))


def names(wanted: Sequence[str], taken: Sequence[str] = ()) -> list[str]:
    """A name for each of these, in their order: itself where it fits, else its beginning and a mark made from all of it.

    Two that differ in case alone are one name to SPSS: both get a mark, so that neither depends on which comes first.
    """
    folded = Counter(name.casefold() for name in (*taken, *wanted))
    found = [name if _fits(name) and folded[name.casefold()] == 1 else _marked(name) for name in wanted]
    if len({name.casefold() for name in (*taken, *found)}) < len(taken) + len(found):
        raise ValueError("Two variables have the same name and the same mark. Rename one of their questions.")
    return found


def _fits(name: str) -> bool:
    return (
        len(name) <= LONGEST
        and VALID.fullmatch(name) is not None
        and name.casefold() not in RESERVED
        and name.casefold() not in STRINGS
    )


def _marked(name: str) -> str:
    mark = hashlib.sha256(name.encode()).hexdigest()[:MARK]
    letters = re.sub(r"[^A-Za-z0-9_]", "_", name if name[:1].isalpha() else f"v{name}")
    return f"{letters[: LONGEST - MARK - 1]}_{mark}"
