"""The background worker: a tick every five seconds until it is told to stop."""

import argparse
import os
import signal
import socket
from threading import Event
from types import FrameType

import structlog
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from portal.services.address import follow_base_url
from portal.tasks import tick

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = "Send mails, run jobs and keep the clock; several may run at once."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--interval", type=float, default=5.0, help="seconds between two ticks")
        parser.add_argument("--once", action="store_true", help="one tick, then stop")

    def handle(self, *, interval: float, once: bool, **options: object) -> None:
        stopping = Event()

        def stop(signum: int, frame: FrameType | None) -> None:
            stopping.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        worker, parent = f"{socket.gethostname()}-{os.getpid()}", os.getppid()
        log.info("worker_started", worker=worker)
        self.greet()
        while not stopping.is_set():
            self.turn(worker)
            if once or os.getppid() != parent:  # its server was killed: nobody would ever stop this one
                break
            stopping.wait(interval)
        log.info("worker_stopped", worker=worker)

    def greet(self) -> None:
        """Put right what hangs on the settings; a database that is away now is asked again on the next start."""
        try:
            follow_base_url()
        except DatabaseError:
            log.exception("database_unavailable")

    def turn(self, worker: str) -> None:
        close_old_connections()
        try:
            tick(worker)
        except DatabaseError:
            log.exception("database_unavailable")
        close_old_connections()
