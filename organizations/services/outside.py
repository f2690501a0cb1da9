"""Reading an address that somebody gave us, without letting it lead us into our own house.

http and https on their own ports; the name is resolved once and the connection goes to that very address; private,
local and other special addresses are refused, again after each redirect; size and time are bounded.
"""

import socket
import ssl
import zlib
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Thread, Timer
from time import monotonic
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from django.conf import settings

PORTS = {"http": 80, "https": 443}
MOST_BYTES = 5_000_000
MOST_SECONDS = 10.0
MOST_REDIRECTS = 3
CHUNK = 65_536
_NAT64 = ip_network("64:ff9b::/96")
SAID = {"Accept": "text/calendar, */*;q=0.5", "Accept-Encoding": "gzip", "User-Agent": "children-network-portal"}
_IN_PATHS = "%/:=&?~#+!$,;'@()*[]"
_CERTIFIED = ssl.create_default_context()
REDIRECTS = (301, 302, 303, 307, 308)


class Refused(Exception):
    """An address that is not read, or gave nothing to read: a code and its value."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.value = value


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave; ``is_new`` is False when it says that nothing has changed."""

    body: bytes = b""
    etag: str = ""
    last_modified: str = ""
    is_new: bool = True


def masked(address: str) -> str:
    """Name an address in logs and on screens: its host alone, for path and credentials may be secret."""
    try:
        return f"{urlsplit(address).hostname or ''}/…"
    except ValueError:
        return "…"


def fetch(address: str, *, etag: str = "", last_modified: str = "", seconds: float = MOST_SECONDS) -> Answer:
    """Read an address, within ``seconds`` and MOST_BYTES after unpacking. Raises Refused."""
    deadline = monotonic() + seconds
    known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {name: value for name, value in known.items() if value}
    first = _parts(address)
    parts = first
    for _turn in range(MOST_REDIRECTS + 1):
        own = _credentials(parts) or (_credentials(first) if parts.netloc == first.netloc else {})
        with _asked(parts, headers | own, deadline) as response:
            if response.status in REDIRECTS and response.headers.get("Location"):
                parts = _parts(urljoin(parts.geturl(), response.headers["Location"]))
                continue
            return _answer(response, deadline)
    raise Refused("redirects")


def _parts(address: str) -> SplitResult:
    """Split an address and refuse what is not a plain one of the web."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        raise Refused("address") from None
    if parts.scheme == "webcal":
        parts = parts._replace(scheme="https")
    if parts.scheme not in PORTS or not parts.hostname or any(sign.isspace() for sign in address.strip()):
        raise Refused("address")
    if port not in (None, PORTS[parts.scheme]) and not _is_test_host(parts):
        raise Refused("port")
    return parts


def _is_test_host(parts: SplitResult) -> bool:
    return bool({parts.hostname, f"{parts.hostname}:{parts.port}"} & set(settings.FEED_TEST_HOSTS))


def _credentials(parts: SplitResult) -> dict[str, str]:
    if parts.username is None:
        return {}
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
    return {"Authorization": f"Basic {b64encode(pair).decode()}"}


def _resolved(parts: SplitResult, deadline: float) -> str:
    """Find the one address to connect to. A name that leads to any special address is refused altogether."""
    found: list[str] = []

    def look_up() -> None:
        try:
            rows = socket.getaddrinfo(parts.hostname, None, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(row[4][0]) for row in rows))
        except (OSError, UnicodeError):
            return

    thread = Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(max(0.0, deadline - monotonic()))
    if _is_test_host(parts):
        return next((name for name in found if ip_address(name).is_loopback), "127.0.0.1")
    if not found:
        raise Refused("unknown_host")
    if not all(map(is_public, found)):
        raise Refused("private")
    return found[0]


def is_public(name: str) -> bool:
    """Say whether an IP address belongs to the open internet; one wrapped in another counts as what is inside."""
    address = ip_address(name.partition("%")[0])
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is not None:
            return is_public(str(inner))
        if address in _NAT64 or address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


@contextmanager
def _asked(parts: SplitResult, headers: dict[str, str], deadline: float) -> Iterator[HTTPResponse]:
    """Ask one address; at the deadline the connection is cut, however slowly the other side still talks."""
    place = _resolved(parts, deadline)
    connection = HTTPConnection(parts.hostname or "", parts.port or PORTS[parts.scheme])
    try:
        plain = socket.create_connection((place, connection.port), timeout=_left(deadline))
    except OSError as error:
        raise Refused("slow" if isinstance(error, TimeoutError) else "broken") from None
    connection.sock = plain
    cut = Timer(_left(deadline), _cut, [connection])
    cut.daemon = True
    cut.start()
    try:
        if parts.scheme == "https":
            connection.sock = secured = _CERTIFIED.wrap_socket(
                plain, server_hostname=parts.hostname, do_handshake_on_connect=False
            )
            secured.do_handshake()
        path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        host = {"Host": parts.netloc.rpartition("@")[2].encode("idna").decode()}
        connection.request("GET", quote(path, safe=_IN_PATHS), headers=SAID | host | headers)
        yield connection.getresponse()
    except ssl.SSLError:
        raise Refused("certificate" if monotonic() < deadline else "slow") from None
    except (OSError, HTTPException, ValueError):
        raise Refused("broken" if monotonic() < deadline else "slow") from None
    finally:
        cut.cancel()
        connection.close()
        plain.close()


def _left(deadline: float) -> float:
    left = deadline - monotonic()
    if left <= 0:
        raise Refused("slow")
    return left


def _cut(connection: HTTPConnection) -> None:
    try:
        connection.sock.shutdown(socket.SHUT_RDWR)
    except (OSError, AttributeError):  # it has come to its end by itself
        return


def _answer(response: HTTPResponse, deadline: float) -> Answer:
    etag, last_modified = response.headers.get("ETag", "")[:300], response.headers.get("Last-Modified", "")[:100]
    if response.status == 304:
        return Answer(etag=etag, last_modified=last_modified, is_new=False)
    if response.status != 200:
        raise Refused("status", str(response.status))
    body = _body(response, deadline)
    return Answer(body=body, etag=etag, last_modified=last_modified)


def _body(response: HTTPResponse, deadline: float) -> bytes:
    """Read and unpack the body piece by piece, so that neither its length nor what is packed in it can grow."""
    packed = response.headers.get("Content-Encoding", "").strip().lower() in ("gzip", "x-gzip", "deflate")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32) if packed else None
    body, length = bytearray(), 0
    while piece := response.read1(CHUNK):
        length += len(piece)
        try:
            body += unpacker.decompress(piece, MOST_BYTES + 1 - len(body)) if unpacker else piece
        except zlib.error:
            raise Refused("broken") from None
        if max(length, len(body)) > MOST_BYTES:
            raise Refused("large")
        _left(deadline)
    if monotonic() >= deadline:
        raise Refused("slow")
    if response.length:
        raise Refused("broken")
    return bytes(body)
