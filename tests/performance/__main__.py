"""`python -m tests.performance`: how fast things are, in seconds and as ratios within one run. It judges nothing."""

from __future__ import annotations

import sys

from tests.performance import gate


def main() -> None:
    for line in gate.report():
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
