"""Whether a release is what its frozen inputs give: everything computed anew and compared bit for bit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from typing import Any

from benchmarking import pipeline
from benchmarking.models.figure import Figure as FigureRow
from benchmarking.models.release import Release, ReleaseInputs
from benchmarking.selectors import belonging, methods, release_inputs, release_seal, wave_before
from benchmarking.stats.records import Figure
from benchmarking.stats.thresholds import STANDARD
from surveyapp.instruments import loader

Key = tuple[str, str, str]


class NotVerifiable(Exception):  # noqa: N818 - neither right nor wrong: there is nothing to compare
    """The release is not built, was made by another method, or its inputs are gone."""


@dataclass(frozen=True)
class Verification:
    """How many figures were compared, and a sentence for everything that differs; none means bit for bit the same.

    `software`: library → (the release's version, today's), where they differ: where to look first.
    """

    n_figures: int
    differences: tuple[str, ...]
    software: Mapping[str, tuple[str, str]]


def verify(release: Release) -> Verification:
    """Rebuild a complete release from its frozen inputs and compare figures, groups, limits and seal.

    Numbers are compared as the same 64 bits, with no tolerance. Figures come from the inputs; the questionnaire, the
    names of groups, and how far raters are off (from answers of persons, who are in no inputs) are held by the seal.
    Raises NotVerifiable.
    """
    inputs = _inputs(release)
    differences = [*_seal(release, inputs)]
    try:
        differences += _parameters(release, inputs)
        differences += _belonging(release, inputs)
        differences += _since(release, inputs)
        figures, groups, withheld = pipeline.rebuild_whole(release)
    except (KeyError, TypeError, ValueError) as broken:  # only inputs that were changed can fail now
        return Verification(0, (*differences, f"Nothing can be built from the inputs: {broken!r}."), _software(release))
    differences += _figures(_stored(release), figures)
    differences += _differ("groups that are shown", release.groups, groups)
    differences += _differ("groups that are withheld", release.withheld, withheld)
    return Verification(len(figures), tuple(differences), _software(release))


def _inputs(release: Release) -> Mapping[str, Any]:
    if release.state != Release.State.DONE:
        raise NotVerifiable(
            f"{release} is {release.state}, so there is nothing to verify. Let a worker build it first."
        )
    if release.method_version != methods.METHOD_VERSION:
        raise NotVerifiable(
            f"{release} was made by method {release.method_version}, with Waymark {release.software.get('waymark')}; "
            f"this is method {methods.METHOD_VERSION}. Verify it with that version of Waymark."
        )
    try:
        document: Mapping[str, Any] = release.inputs.document
    except ReleaseInputs.DoesNotExist:
        raise NotVerifiable(
            f"The inputs of {release}, built at {release.finished_at:%Y-%m-%d %H:%M}, were removed when their time was "
            f"over. What remains of them is their seal, {release.input_hmac}."
        ) from None
    return document


def _seal(release: Release, inputs: Mapping[str, Any]) -> Iterable[str]:
    if not release_seal.is_sealed(inputs, release, release.input_hmac):
        yield (
            "The seal does not fit: the inputs or what the release says of itself were changed, or SECRET_KEY is not the "
            "one it was made with (SECRET_KEY_FALLBACKS may name earlier ones)."
        )


def _parameters(release: Release, inputs: Mapping[str, Any]) -> Iterable[str]:
    today = methods.limits_used(release_inputs.read(inputs), STANDARD)
    for name, value in today.items():
        if release.parameters.get(name) != value:
            yield f"Limit {name}: the release says {release.parameters.get(name)!r}, its inputs give {value!r}."


def _belonging(release: Release, inputs: Mapping[str, Any]) -> Iterable[str]:
    found = belonging.of_release(release, release_inputs.read(inputs), loader.read(release.instrument))
    if release.parameters.get("belong_together") != found:
        yield "How well the questions of a dimension belong together is other than the inputs give."


def _since(release: Release, inputs: Mapping[str, Any]) -> Iterable[str]:
    """What the release and the one before have in common, from the inputs of both; without those of the one before it is
    held by the seal alone."""
    found = wave_before.again(release_inputs.read(inputs), loader.read(release.instrument))
    if found is not None and found != inputs["since"]:
        yield "What it has in common with the release before is other than the inputs of both give."


def _stored(release: Release) -> list[Figure]:
    names = [field.name for field in fields(Figure)]
    return [Figure(**row) for row in FigureRow.objects.filter(release=release).values(*names)]


def _figures(stored: Sequence[Figure], rebuilt: Sequence[Figure]) -> Iterable[str]:
    was, now = _by_key(stored), _by_key(rebuilt)
    for key in sorted(was.keys() | now.keys()):
        if key not in now:
            yield f"Figure {' '.join(key)} is in the release, and its inputs do not give it."
        elif key not in was:
            yield f"Figure {' '.join(key)} follows from the inputs, and is not in the release."
        elif _bits(was[key]) != _bits(now[key]):
            yield f"Figure {' '.join(key)}: the release has {_bits(was[key])}, its inputs give {_bits(now[key])}."


def _by_key(figures: Iterable[Figure]) -> dict[Key, Figure]:
    return {(f.cohort, f.metric, f.statistic): f for f in figures}


def _bits(figure: Figure) -> str:
    """Every number of a figure; `repr` of a float is different for different bits."""
    numbers = astuple(figure)[3:]
    return ", ".join(repr(float(n)) if isinstance(n, int | float) else repr(n) for n in numbers)


def _differ(what: str, stored: Collection[Mapping[str, Any]], rebuilt: Collection[Mapping[str, Any]]) -> Iterable[str]:
    """Names come from the catalogues of the version that built it; the seal holds them."""
    if [_nameless(group) for group in stored] != [_nameless(group) for group in rebuilt]:
        yield f"The {what} are others than the inputs give."


def _nameless(group: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in group.items() if key != "label"}


def _software(release: Release) -> dict[str, tuple[str, str]]:
    today = methods.software()
    return {n: (was, today.get(n, "")) for n, was in sorted(release.software.items()) if was != today.get(n)}
