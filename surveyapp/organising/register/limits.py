"""How much of a list of organisations is read, and why a file is refused."""

LARGEST_FILE = 30_000_000
LARGEST_UNPACKED = 150_000_000
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 200_000, 60, 2_000
# Rows without content after which a sheet is over: spreadsheet programs keep formats far below the last row.
LONGEST_GAP = 200


class FileRefused(Exception):  # noqa: N818 - the file is at fault, not the program
    """The file cannot be read at all; the message says what to do."""
