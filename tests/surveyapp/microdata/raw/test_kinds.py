"""Every kind of file is read by another program than wrote it, and says what the database says."""

import pytest

KINDS = ["csv_wide", "csv_tidy", "xlsx", "sav", "dta", "ddi", "package"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_made_checked_and_offered(made, kind):
    file = made(kind)
    assert (file.row.n_rows, file.row.size) == (5, file.path.stat().st_size)
