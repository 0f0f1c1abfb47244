"""What is published, and each organisation's own results."""

from benchmarking.models.exchange import ExchangeWish, Introduction, IntroductionLetter, IntroductionSide
from benchmarking.models.figure import Figure
from benchmarking.models.kept_page import KeptPage
from benchmarking.models.learners import (
    Delegate,
    DelegateLetter,
    DelegateRating,
    ModuleRun,
    OwnRunResult,
    RunResult,
)
from benchmarking.models.own_result import OwnResult, OwnResultRequest
from benchmarking.models.plan import CourseTaken, Plan, PlanItem
from benchmarking.models.release import Release, ReleaseInputs
from benchmarking.models.report import Report
from benchmarking.models.sector_report import SectorReport, SectorReportFile
from benchmarking.models.sign_off import SignOff
from benchmarking.models.training import CatalogueImport, ModuleSupply, TrainingModule

__all__ = [
    "CatalogueImport",
    "CourseTaken",
    "Delegate",
    "DelegateLetter",
    "DelegateRating",
    "ExchangeWish",
    "Figure",
    "Introduction",
    "IntroductionLetter",
    "IntroductionSide",
    "KeptPage",
    "ModuleRun",
    "ModuleSupply",
    "OwnResult",
    "OwnResultRequest",
    "OwnRunResult",
    "Plan",
    "PlanItem",
    "Release",
    "ReleaseInputs",
    "Report",
    "RunResult",
    "SectorReport",
    "SectorReportFile",
    "SignOff",
    "TrainingModule",
]
