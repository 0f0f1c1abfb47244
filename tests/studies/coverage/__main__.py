"""`python -m tests.studies.coverage`: writes docs/methods/coverage.md; exits with 1 if a limit comes out otherwise than it says."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from string import Template
from typing import Any

from tests.studies.coverage.limits import limits
from tests.studies.coverage.page import Run, page
from tests.studies.coverage.progress import Bar
from tests.studies.coverage.tally import Limit
from tests.studies.coverage.tasks import Key, tasks

CHECKOUT = Path(__file__).resolve().parents[3]
PAGE = CHECKOUT / "docs" / "methods" / "coverage.md"
WORDS = Path(__file__).with_name("page.md")
SEED = 20261123


def main() -> int:
    arguments = _arguments()
    found = _run(tasks(arguments.repetitions, arguments.seed), arguments.processes)
    held = limits(found, arguments.repetitions)
    run = Run(arguments.date, arguments.seed, arguments.repetitions, "make coverage-study")
    arguments.page.write_text(page(found, held, run, Template(WORDS.read_text())))
    for limit in held:
        sys.stdout.write(f"{_outcome(limit)}  {limit.sentence}: {limit.worst[1]:.3f} ({limit.worst[0]})\n")
    return 0 if all(limit.as_expected for limit in held) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.studies.coverage", description=__doc__)
    parser.add_argument("--repetitions", type=int, default=4000, help="groups, sectors or organisations a cell")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--page", type=Path, default=PAGE, help="where to write")
    parser.add_argument("--date", default=dt.datetime.now(tz=dt.UTC).date().isoformat())
    return parser.parse_args()


def _run(work: Mapping[Key, Callable[[], Any]], processes: int) -> dict[Key, Any]:
    bar, found = Bar(len(work)), {}
    with ProcessPoolExecutor(processes) as pool:
        running = {pool.submit(task): key for key, task in work.items()}
        for done in as_completed(running):
            key = running[done]
            found[key] = done.result()
            bar.step(", ".join(str(part) for part in key))
    return {key: found[key] for key in work}


def _outcome(limit: Limit) -> str:
    word = "passed" if limit.passed else "failed"
    return word + ("" if limit.as_expected else ", unexpectedly")


if __name__ == "__main__":
    sys.exit(main())
