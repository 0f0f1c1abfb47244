"""Courses that people took count in files as they do on the page of results."""

from benchmarking.actions.plans import keep_courses_taken
from benchmarking.models.training import TrainingModule
from tests.benchmarking.exports.reading import everything, packed


def test_files_with_sentences_count_who_took_a_course(make, published, people, programme, as_worker):
    with as_worker():
        TrainingModule.objects.create(
            programme=programme, code="A", name={"en": "Snakes"}, audience="practitioner", raises={"python": 3}
        )
    keep_courses_taken(organisation=people.alpha.organisation, wave=published.pk, people={"A": 4}, by=None)
    for form in ("pdf", "pptx", "xlsx"):  # a CSV holds tables alone
        said = packed(everything(make(form).content))
        assert packed("for 2 to 6 people, closing 67") in said, form
        assert packed("Counted as taken since the 2026 survey: “Snakes” (four people).") in said, form
