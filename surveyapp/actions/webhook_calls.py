"""One call of a webhook: to the address that was checked, under the name that was asked for, and no further."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from threading import Timer
from urllib.parse import SplitResult

from surveyapp.actions.webhook_addresses import Address, Resolve, reachable

PATIENCE = 10  # seconds, for connecting and for each read
ALTOGETHER = 20  # seconds, after which an answer that drips in is cut off


class CallFailed(Exception):  # noqa: N818 - what happened to a call, told to the organiser
    """No answer came. The message names the kind of failure, never what the other side sent."""


def call(url: str, body: str, headers: Mapping[str, str], resolve: Resolve = socket.getaddrinfo) -> int:
    """The status that a POST is answered. Of the answer nothing else is read, and no redirect is followed.

    Raises AddressRefused, and CallFailed where no answer came.
    """
    parts, address = reachable(url, resolve)
    connection = _connection(parts, address)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    cut = Timer(ALTOGETHER, lambda: _cut(connection))
    cut.start()
    try:
        connection.request("POST", target, body.encode(), dict(headers))
        return connection.getresponse().status
    except ssl.SSLError:
        raise CallFailed("No safe connection: the certificate is not valid for this host.") from None
    except TimeoutError:
        raise CallFailed(f"No answer within {PATIENCE} seconds.") from None
    except (OSError, http.client.HTTPException):
        raise CallFailed("The connection was refused, or broke.") from None
    finally:
        cut.cancel()
        connection.close()


def _cut(connection: http.client.HTTPConnection) -> None:
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _connection(parts: SplitResult, address: Address) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    if parts.scheme == "https":
        return _Checked(host, parts.port or 443, str(address))
    return _Plain(host, parts.port or 80, str(address))


class _Plain(http.client.HTTPConnection):
    """Connects to the address that was checked instead of asking for the name again. Tests only: settings allow https."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=PATIENCE)
        self.address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), PATIENCE)


class _Checked(_Plain):
    """The certificate must be the name's, though the connection goes to a number."""

    default_port = 443

    def connect(self) -> None:
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
