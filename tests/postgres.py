"""A PostgreSQL of our own for as long as the tests run: no service, no password, nothing left behind."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534
PREFIX = "kodomo-pg-"
QUICK = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=80"]


def programs() -> Path | None:
    """Find the folder of PostgreSQL's server programs, newest version first; None where there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name), reverse=True)
    return next(
        (f for f in (*folders, Path("/usr/local/bin")) if (f / "initdb").exists() and (f / "postgres").exists()), None
    )


def as_nobody(*command: str) -> list[str]:
    """Wrap a command: PostgreSQL refuses root, and stops by itself when the process that asked for it is gone."""
    who = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] if os.geteuid() == 0 else []
    return ["setpriv", *who, "--pdeathsig", "INT", *command]


def sweep() -> None:
    """Remove the folders of clusters whose owner was killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        lines = pid_file.read_text().split() if (pid_file := folder / "data" / "postmaster.pid").exists() else []
        old = time.time() - folder.stat().st_mtime > 60
        if old and not (lines and Path(f"/proc/{lines[0]}").exists()):
            shutil.rmtree(folder, ignore_errors=True)


def answers(bin_dir: Path, folder: Path) -> bool:
    return (
        subprocess.run([bin_dir / "pg_isready", "-q", "-h", folder, "-U", "tests"], check=False, cwd=folder).returncode
        == 0
    )


@contextmanager
def throwaway() -> Iterator[str]:
    """Run a cluster and yield its address, to which a database name may be appended."""
    bin_dir = programs()
    if bin_dir is None:
        raise LookupError("PostgreSQL's server programs are not on this machine")
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir="/tmp"))  # short: a socket's path ends at 107 characters
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
    data = folder / "data"
    initdb = [
        bin_dir / "initdb",
        "--no-sync",
        "-A",
        "trust",
        "-U",
        "tests",
        "--locale=C.UTF-8",
        "-E",
        "UTF8",
        "-D",
        data,
    ]
    subprocess.run(as_nobody(*map(str, initdb)), check=True, cwd=folder, stdout=subprocess.DEVNULL)
    options = [part for option in QUICK for part in ("-c", option)]
    log = (folder / "log").open("wb")
    server = subprocess.Popen(
        as_nobody(str(bin_dir / "postgres"), "-D", str(data), "-k", str(folder), *options),
        cwd=folder,
        stdout=log,
        stderr=log,
    )
    try:
        deadline = time.monotonic() + 120
        while not answers(bin_dir, folder):
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((folder / "log").read_text())
            time.sleep(0.05)
        yield f"postgres://tests@/{folder}/"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=120)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    """Run a command with DATABASE_URL at a cluster of its own; 77 says that there is no PostgreSQL here."""
    if programs() is None:
        print(
            "!!! PostgreSQL is not on this machine: its tests are SKIPPED (tests/bring.sh brings it).", file=sys.stderr
        )
        return 77
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with throwaway() as address:
        return subprocess.run(command, check=False, env=os.environ | {"DATABASE_URL": f"{address}portal"}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
