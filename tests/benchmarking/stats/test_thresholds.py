import pytest

from benchmarking.stats.thresholds import configured


@pytest.mark.parametrize(("text", "owners"), [("6", 6), (" 8 ", 8), ("11", 11), ("006", 6)])
def test_a_limit_may_be_kept_or_raised(text, owners):
    assert configured("LEAST_OWNERS", text, 6) == owners


@pytest.mark.parametrize("text", [None, "", "  ", "0", "5", "-6", "6.0", "six", "6,", "1e3", "٦", "None", "99999999"])
def test_a_limit_that_is_missing_lower_or_unreadable_is_refused(text):
    with pytest.raises(ValueError, match=r"LEAST_OWNERS is .* a whole number of 6 or more"):
        configured("LEAST_OWNERS", text, 6)
