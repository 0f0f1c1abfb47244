"""All URL names of benchmarking: the pages with their states, what only acts, and what is a file.

A page is shown to `who`; what stands between braces is of the world that sector_in_states.py makes.
"""

from __future__ import annotations

RESULTS, PLAN, REPORTS = "/benchmarks/", "/benchmarks/plan/", "/benchmarks/reports/"
ORGANISER = "/organise/sector/"
REPORT = "/reports/sector/"
TRAINING, DESK = f"{ORGANISER}training/", f"{ORGANISER}exchange/"

# URL name → (who looks, where, and how that state is called)
PAGES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "view-results": (
        ("alpha", f"{RESULTS}?survey=2026", "n = 64"),
        ("alpha", f"{RESULTS}?survey=2026&group=sector/biologics", "n = 14"),
        ("alpha", f"{RESULTS}?survey=2024&group=sector/blood", "a suppressed group"),
        ("alpha", f"{RESULTS}?survey=2023", "n = 7"),
        ("alpha", f"{RESULTS}?survey=2024", "withdrawn since"),
        ("alpha", f"{RESULTS}?survey=2027", "before a publication"),
        ("alpha", f"{RESULTS}?survey=2028", "being worked out"),
        ("alpha", f"{RESULTS}?survey=2029", "could not be worked out"),
        ("alpha", f"{RESULTS}?survey=2030", "too few answers"),
        ("alpha", f"{RESULTS}?survey=2022", "not taking part"),
        ("alpha", f"{RESULTS}?survey=2021", "scores from a file"),
        ("alpha", f"{RESULTS}?survey=1999", "no such survey"),
        ("gamma", RESULTS, "no survey"),
        ("beta", RESULTS, "several organisations"),
    ),
    "view-sites": (("delta", "/benchmarks/sites/", "two sites"),),
    "release-methods": (("alpha", "/benchmarks/methods/{release}/", "published"),),
    "release-list": (("olga", f"{ORGANISER}2026/releases/", "several"),),
    "release-detail": tuple(
        ("olga", "/organise/releases/{" + state + "}/", state) for state in ("release", "building", "failed", "built")
    ),
    "release-correct": (("olga", "/organise/releases/{release}/correct/", "form"),),
    "release-questions": (("olga", "/organise/releases/{release}/questions/", "no inputs"),),
    "view-reports": (("alpha", REPORTS, "in each state"), ("gamma", REPORTS, "nothing to take")),
    "report-detail": tuple(
        ("alpha", REPORTS + "{report_" + state + "}/", state)
        for state in ("waiting", "running", "failed", "ready", "expired")
    ),
    "view-plan": (
        ("alpha", PLAN, "targets"),
        ("alpha", f"{PLAN}?order=date", "by date"),
        ("delta", PLAN, "empty"),
        ("gamma", PLAN, "no result"),
    ),
    "list-aims": (("alpha", f"{PLAN}add/", "offers"), ("gamma", f"{PLAN}add/", "no result")),
    "add-target": (("alpha", f"{PLAN}add/item/DAT1/", "question"), ("alpha", f"{PLAN}add/dimension/AUT/", "dimension")),
    "change-target": (("alpha", PLAN + "targets/{target}/", "skill"),),
    "choose-courses": (
        ("alpha", f"{PLAN}courses/", "match"),
        ("alpha", f"{PLAN}courses/?days=8&budget=", "chosen"),
        ("alpha", f"{PLAN}courses/?days=0.1", "no module fits"),
        ("alpha", f"{PLAN}courses/?days=x&budget=y", "wrong"),
        ("gamma", f"{PLAN}courses/", "no result"),
    ),
    "courses-taken": (("alpha", f"{PLAN}courses/taken/", "form"),),
    "view-exchange": (
        ("alpha", "/benchmarks/exchange/", "ticks and both asked"),
        ("gamma", "/benchmarks/exchange/", "no survey"),
    ),
    "exchange-desk": (("olga", DESK, "pairs and proposals"),),
    "sector-demand": (("alpha", "/benchmarks/demand/", "published"), ("gamma", "/benchmarks/demand/", "nothing yet")),
    "training-catalogue": (("olga", TRAINING, "courses"),),
    "training-module": (
        ("olga", f"{TRAINING}modules/A/", "on offer"),
        ("olga", f"{TRAINING}modules/OLD/", "withdrawn"),
    ),
    "training-module-new": (("olga", f"{TRAINING}new/", "form"),),
    "training-module-edit": (("olga", f"{TRAINING}modules/A/edit/", "form"),),
    "training-module-withdraw": (("olga", f"{TRAINING}modules/A/withdraw/", "question"),),
    "training-import": (("olga", f"{TRAINING}import/", "form"),),
    "training-import-report": (("olga", TRAINING + "import/{brought}/", "changes"),),
    "training-demand": (("olga", f"{TRAINING}demand/", "published"),),
    "training-providers": (("olga", f"{TRAINING}providers/", "published"),),
    "training-supply": (("olga", f"{TRAINING}supply/", "published"),),
    "training-runs": (("olga", f"{TRAINING}runs/", "several"),),
    "training-run-new": (("olga", f"{TRAINING}modules/A/run/", "form"),),
    "training-run": tuple(("olga", TRAINING + "runs/{" + run + "}/", run) for run in ("planned", "asked", "over")),
    "training-run-delegates": (("olga", TRAINING + "runs/{asked}/delegates/", "list"),),
    "training-run-remove": (("olga", TRAINING + "runs/{asked}/delegates/{delegate}/remove/", "question"),),
    "training-run-result": (("olga", TRAINING + "runs/{over}/result/", "before and after"),),
    "run-own": (("alpha", PLAN + "runs/{over}/", "one's own people"),),
    "learn-start": (("nobody", "{link}", "start"), ("nobody", "/learn/wrong/", "a wrong link")),
    "learn-home": (("delegate", "/learning/", "who sees what"),),
    "learn-questions": (("agreed", "/learning/1/", "levels"),),
    "learn-done": (("sent", "/learning/done/", "sent"),),
    "sector-report": (("nobody", f"{REPORT}2026/1/", "public"), ("nobody", f"{REPORT}2025/1/", "taken back")),
    "sector-report-figures": (("nobody", f"{REPORT}2026/1/figures/sector/biologics/", "a group"),),
    "sector-report-embed": (("nobody", f"{REPORT}2026/1/embed/twins/", "a chart"),),
    "sector-report-settings": (
        ("olga", f"{ORGANISER}2026/report/", "public"),
        ("olga", f"{ORGANISER}2027/report/", "before results"),
    ),
    "sector-report-preview": (("olga", f"{ORGANISER}2026/report/preview/", "preview"),),
}
STATUS = {
    ("view-results", "no such survey"): 404,
    ("choose-courses", "wrong"): 422,
    ("learn-start", "a wrong link"): 404,
    ("sector-report", "taken back"): 410,
}
# Answer a POST and lead on to a page above, or lead there at once.
ACTIONS = {
    "home", "choose-organisation", "release-publish", "release-again", "release-ask-for-interim",
    "release-ask-to-publish", "release-decide", "ask-for-report",
    "move-target", "mark-target", "remove-target", "restore-target", "save-courses",
    "answer-introduction", "exchange-propose", "exchange-introduce", "exchange-withdraw",
    "training-shipped", "training-module-restore", "training-import-discard", "training-run-go-on", "training-run-end",
    "sector-report-newest", "sector-report-of-wave", "sector-report-publish", "sector-report-take-back",
}  # fmt: skip
FILES = {
    "download-finding", "download-sites", "download-report", "download-plan", "download-courses", "training-workbook",
    "training-demand-csv", "training-supply-csv", "sector-demand-csv", "training-run-result-csv", "run-own-csv",
    "training-run-others-csv", "training-provider-csv",
    "sector-report-csv", "sector-report-json", "sector-report-pdf", "sector-report-picture", "sector-report-cite",
}  # fmt: skip
