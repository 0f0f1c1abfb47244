"""What is published, and each organisation's own results."""

from benchmarking.models.figure import Figure
from benchmarking.models.own_result import OwnResult, OwnResultRequest
from benchmarking.models.release import Release, ReleaseInputs
from benchmarking.models.training import TrainingModule

__all__ = ["Figure", "OwnResult", "OwnResultRequest", "Release", "ReleaseInputs", "TrainingModule"]
