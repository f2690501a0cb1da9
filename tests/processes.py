"""The portal's real processes, for tests that kill them, race them or look at them in a browser."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

from django.conf import settings


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Portal:
    """A server and a worker over one database; each can be started, killed and started again."""

    def __init__(self, *, database_url: str, var: Path) -> None:
        self.port = free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.var = var
        self.environment = os.environ | {
            "DATABASE_URL": database_url,
            "VAR_DIR": str(var),
            "BASE_URL": self.base_url,
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        }
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start_server(self, workers: int = 2) -> None:
        self.start("server", "run_portal", "--bare", "--workers", str(workers), "--port", str(self.port))
        deadline = time.monotonic() + 60
        while not self.answers():
            assert self.running["server"].poll() is None, self.log("server")
            assert time.monotonic() < deadline, self.log("server")
            time.sleep(0.1)

    def start_worker(self) -> None:
        self.start("worker", "run_worker")

    def start(self, name: str, *command: str) -> None:
        with (self.var / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "manage.py", *command],
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.base_url}/healthz", timeout=5)
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def log(self, name: str) -> str:
        return (self.var / f"{name}.log").read_text(errors="replace")

    def kill(self, name: str) -> None:
        """End a process and its children as a power cut would."""
        process = self.running.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)

    def stop(self) -> None:
        for name in list(self.running):
            self.kill(name)
