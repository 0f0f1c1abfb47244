"""How much of a file of answers is read."""

LARGEST_FILE = 200_000_000
LARGEST_JSON = 30_000_000  # it is read as a whole
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 200_000, 2_000, 32_767
# Rows without content after which a sheet is over: spreadsheet programs keep formats far below the last row.
LONGEST_GAP = 200
MOST_PROBLEMS = 20_000  # written down; whoever has more of them has chosen the wrong columns or another survey's file
