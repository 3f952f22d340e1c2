"""The door to APScheduler: `intake run` polls by a cron expression until it is told to end.

Each poll is a process of its own: it can be ended at any moment without losing anything, and whatever
one poll did to memory or libraries is gone before the next.
"""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import threading

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from desk.desk import Desk
from desk.errors import Exit, SettingsError
from desk.logs import fields

log = logging.getLogger(__name__)

MISSED = 3600
"""Seconds after which a missed start is given up: a machine that slept polls once when it wakes."""

PATIENCE = 1.5
"""Seconds a poll is given to end after SIGTERM before it is killed."""


class Worker:
    """Starts polls by the schedule, one at a time, and ends the one under way when told to."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._ended = threading.Event()
        self._starting = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def poll(self) -> None:
        """Run one poll to its end."""
        with self._starting:  # so that `work` sees each child that was started before the end
            if self._ended.is_set():
                return
            self._child = subprocess.Popen(self._command)  # noqa: S603 -- our own command
        log.info("poll ended", extra=fields(status=self._child.wait()))

    def end(self) -> None:
        """Ask to end; safe in a signal handler."""
        self._ended.set()

    def work(self, trigger: CronTrigger) -> None:
        """Poll by the trigger until `end` is called."""
        scheduler = BackgroundScheduler(timezone=trigger.timezone)
        scheduler.add_job(self.poll, trigger, coalesce=True, max_instances=1, misfire_grace_time=MISSED)
        scheduler.start()
        self._ended.wait()
        with self._starting:
            child = self._child
        if child is not None:
            child.terminate()  # does nothing to one that has ended
            try:
                child.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()
        scheduler.shutdown(wait=True)


def work(desk: Desk) -> int:
    """Poll by the schedule until SIGTERM or SIGINT."""
    module = ["-m", "desk.glance", "--config", desk.settings.path, "poll"]
    worker = Worker([sys.executable, *module])
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.end())
    schedule = desk.settings.schedule
    when = trigger(desk)
    log.warning("worker started", extra=fields(cron=schedule.cron, timezone=schedule.timezone))
    worker.work(when)
    log.warning("worker ended")
    return Exit.DONE


def trigger(desk: Desk) -> CronTrigger:
    """Return the schedule, or raise `SettingsError` for an expression that means nothing."""
    cron = desk.settings.schedule.cron
    try:
        return CronTrigger.from_crontab(cron, timezone=desk.settings.zone)
    except ValueError as error:
        raise SettingsError(
            f"设置 schedule.cron 的值“{cron}”有误：{error}。例如 30 2 * * mon-sun。"
        ) from error
