"""A cache that may be away: what it held is made anew, and no page fails for it."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

import environ
import structlog
from django.core.cache.backends.redis import RedisCache

log = structlog.get_logger(__name__)
Said = TypeVar("Said")
PATIENCE = 1  # seconds to wait for its server
REST = 5  # seconds in which nobody asks a server that did not answer


class Forgiving:
    """Goes before a kind of cache. What goes wrong there is a line in the log, and for the caller an empty cache."""

    resting_until = 0.0

    def _ask(self, deed: Callable[[], Said], otherwise: Said) -> Said:
        if time.monotonic() < type(self).resting_until:
            return otherwise
        try:
            return deed()
        except ValueError:  # what a cache says of a key that is not there
            raise
        except Exception as error:  # each kind of cache has errors of its own
            type(self).resting_until = time.monotonic() + REST
            log.warning("cache_away", error=type(error).__name__)
            return otherwise

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._ask(lambda: self._kept.get(key, default, version), default)

    def set(self, key: str, value: Any, *how: Any, **more: Any) -> None:
        self._ask(lambda: self._kept.set(key, value, *how, **more), None)

    def add(self, key: str, value: Any, *how: Any, **more: Any) -> bool:
        return self._ask(lambda: bool(self._kept.add(key, value, *how, **more)), True)

    def touch(self, key: str, *how: Any, **more: Any) -> bool:
        return self._ask(lambda: bool(self._kept.touch(key, *how, **more)), False)

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._ask(lambda: bool(self._kept.delete(key, version)), False)

    def has_key(self, key: str, version: int | None = None) -> bool:
        return self._ask(lambda: bool(self._kept.has_key(key, version)), False)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        return self._ask(lambda: int(self._kept.incr(key, delta, version)), delta)

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        return self._ask(lambda: dict(self._kept.get_many(keys, version)), {})

    def set_many(self, data: dict[str, Any], *how: Any, **more: Any) -> list[str]:
        return self._ask(lambda: list(self._kept.set_many(data, *how, **more)), [])

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        self._ask(lambda: self._kept.delete_many(keys, version), None)

    def clear(self) -> None:
        self._ask(self._kept.clear, None)

    @property
    def _kept(self) -> Any:
        """The cache behind this one, reached past our own methods."""
        return super()


class ForgivingRedis(Forgiving, RedisCache):
    """Redis, which may be restarted at any time."""


def cache(url: str) -> dict[str, Any]:
    """Turn a cache's address into Django's settings."""
    settings: dict[str, Any] = dict(environ.Env.cache_url_config(url))
    if str(settings["BACKEND"]).endswith(".RedisCache"):
        patience = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE}
        settings |= {"BACKEND": f"{__name__}.{ForgivingRedis.__name__}", "OPTIONS": patience}
    return settings
