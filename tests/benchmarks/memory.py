"""Peak memory of one server process after every kind of page, again and again."""

import http.client
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import django

from tests.benchmarks.lines import say
from tests.benchmarks.pages import addresses
from tests.processes import free_port

TURNS = 30
HEADERS = {"Host": "bench.example.jp", "X-Forwarded-Proto": "https"}


def children(pid: int) -> list[int]:
    """List a process and all that descend from it."""
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(found for child in below for found in children(int(child)))]


def peak(pid: int) -> int:
    """Return the most memory a process ever held, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


def get(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers=HEADERS)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def wait_for(port: int) -> None:
    for _turn in range(300):
        try:
            get(port, "/healthz")
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("The server does not answer.")


def main() -> None:
    django.setup()
    port = free_port()
    command = [sys.executable, "manage.py", "run_portal", "--bare", "--workers", "1", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        paths = [quote(path, safe="/?&=") for path in addresses().values()]
        wrong = {path for turn in range(TURNS) for path in paths if get(port, f"{path}{mark(path, turn)}") != 200}
        say("memory of a server process", peak_mb=max(map(peak, children(server.pid))), requests=TURNS * len(paths))
        assert not wrong, wrong
    finally:
        os.kill(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def mark(path: str, turn: int) -> str:
    """Make each turn's address a new one, so that nothing is answered from memory; the API takes no unknown words."""
    if path.startswith("/api/"):
        return ""
    return f"{'&' if '?' in path else '?'}turn={turn}"


if __name__ == "__main__":
    main()
