"""Logs as one escaped line each: nothing a visitor sends can begin a line of its own or colour a terminal."""

import json
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

LONGEST = 2000
CONTROLS = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")  # JSON itself escapes those below 0x20


def shortened(logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if isinstance(value, str) and len(value) > LONGEST and key != "exception":
            event[key] = value[:LONGEST] + "…"
    return event


def one_line(event: object, **options: Any) -> str:
    text = json.dumps(event, ensure_ascii=False, default=str)
    return CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=False),
    structlog.processors.format_exc_info,
    shortened,
]


def logging(level: str) -> dict[str, object]:
    """Configure structlog and return Django's LOGGING, so that libraries write the same lines."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(serializer=one_line),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.server": {"handlers": ["stderr"], "propagate": False},
            "django": {"handlers": [], "level": level, "propagate": True},
            "django_tasks_db": {"level": "WARNING"},
            "wagtail": {"level": "WARNING"},  # who edited which page stands in the database's own log
        },
    }
