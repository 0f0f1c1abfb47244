"""`python -m tests.performance`: how fast things are, in seconds and as ratios within one run. It judges nothing."""

from __future__ import annotations

import os
import sys
from itertools import chain

from tests.performance import gate, packed, pages, surveys


def main() -> None:
    for line in chain(
        packed.report(int(os.environ.get("RESPONSES", "100000"))), gate.report(), surveys.report(), pages.report()
    ):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
