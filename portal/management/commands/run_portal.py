"""The whole portal on one machine: database, demo city, server and worker, started and stopped together."""

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from threading import Event, Thread

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation.reloader import translation_file_changed
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from organizations.models import Membership, StaffRole, User
from organizations.services import clock
from portal.management.commands.messages import compile_all
from portal.services import fresh
from portal.services.address import follow_base_url

HOST = "127.0.0.1"
PR_SET_PDEATHSIG = 1
DEMO = datetime(9000, 1, 1, tzinfo=UTC)  # a turn of the clock that never grows old: the demo city is made once


def refuse_taken(port: int) -> None:
    """Say so in a sentence when another program already listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OverflowError as error:
            raise CommandError(
                f"{port} is not a port: choose one from 1024 to 65535, for example make run PORT=8001"
            ) from error
        except OSError as error:
            raise CommandError(
                f"Port {port} on {HOST} cannot be used ({error.strerror}); perhaps the portal already runs there."
                f" Choose another: make run PORT={port + 1}"
            ) from error


def pending_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def die_with_parent() -> None:
    """Ask Linux to end this process when the one that started it is killed, so that its port is free again."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def demo_people() -> list[tuple[str, str]]:
    """Name one person for each role, with what she signs in by."""
    people = [(role.label, User.objects.filter(groups__name=role).order_by("pk").first()) for role in StaffRole]
    groups = Membership.objects.filter(role=Membership.Role.REPRESENTATIVE, user__email__isnull=False)
    first = groups.select_related("user").order_by("pk").first()
    people.append((Membership.Role.REPRESENTATIVE.label, first.user if first else None))
    return [(str(role), user.email or user.staff_number or "") for role, user in people if user]


class Worker:
    """The background worker as a child process, started again should it die."""

    def __init__(self) -> None:
        self.stopping = Event()
        self.process = self.start()
        Thread(target=self.watch, daemon=True).start()

    def start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "manage.py", "run_worker"], cwd=settings.BASE_DIR)

    def watch(self) -> None:
        while not self.stopping.is_set():
            self.process.wait()
            if not self.stopping.wait(2):
                self.process = self.start()

    def stop(self) -> None:
        self.stopping.set()
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()


class Command(BaseCommand):
    help = "Prepare the database and the demo city where needed, then run server and worker until Ctrl-C."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1, help="server processes")
        parser.add_argument(
            "--bare", action="store_true", help="the server alone: no migration, no demo city, no worker"
        )

    def handle(self, *, port: int, bare: bool, workers: int, **options: object) -> None:
        refuse_taken(port)
        if "BASE_URL" not in os.environ:  # server and worker are children of this process and read the same
            os.environ["BASE_URL"] = settings.BASE_URL = settings.WAGTAILADMIN_BASE_URL = f"http://{HOST}:{port}"
        if not bare:
            self.prepare()
        connections.close_all()
        worker = None if bare else Worker()
        try:
            if not bare:
                self.say_welcome(port)
            self.serve(port, workers)
        finally:
            if worker:
                worker.stop()
        self.stderr.write("The portal has stopped.")

    def prepare(self) -> None:
        start = time.monotonic()
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        if compile_all(settings.BASE_DIR):
            translation_file_changed(None, settings.BASE_DIR / "django.mo")  # forget what was read before
        try:
            fresh.load()
            if pending_migrations():
                self.stderr.write("Preparing the database …")
                call_command("migrate", interactive=False, verbosity=0)
        except DatabaseError as error:
            raise CommandError(f"The database cannot be used: {error}") from error
        self.seed()
        follow_base_url()
        self.stderr.write(f"Ready after {time.monotonic() - start:.1f} s.")

    def seed(self) -> None:
        """Make the demo city once; a city half made when the machine stopped is finished."""
        now = timezone.now()
        slot = clock.take_slot(name="demo city", at=DEMO, now=now + clock.LEASE)
        if slot is None or "seed_demo" not in get_commands():
            return
        self.stderr.write("Making the demo city …")
        call_command("seed_demo", stdout=self.stderr)
        clock.finish_slot(slot=slot, now=now)

    def say_welcome(self, port: int) -> None:
        lines = [
            f"The portal: http://{HOST}:{port}/   its editors' door: /cms/   mails it sent: /dev/mails/",
            "Sign in at /accounts/login/; the code appears among the mails.",
            *(f"  {role:24} {sign_in}" for role, sign_in in demo_people()),
            "Stop it with Ctrl-C.",
        ]
        self.stderr.write("\n" + "\n".join(lines) + "\n")

    def serve(self, port: int, workers: int) -> None:
        os.register_at_fork(after_in_child=die_with_parent)
        Granian(
            "portal.wsgi:application",
            address=HOST,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=4,
            respawn_failed_workers=True,
            log_level=LogLevels.warning,
            websockets=False,
        ).serve()
