import os
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]


def test_a_command_without_a_database_says_how_to_start_one():
    nowhere = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "DATABASE_ROLE": "worker"}
    command = [sys.executable, "manage.py", "make_organiser", "olga@example.org", "--programme", "sector"]
    tried = subprocess.run(
        command, cwd=CHECKOUT, env={**os.environ, **nowhere}, capture_output=True, text=True, check=False
    )
    assert tried.returncode == 1
    assert "Traceback" not in tried.stderr
    assert "manage.py embedded_postgres start" in tried.stderr
