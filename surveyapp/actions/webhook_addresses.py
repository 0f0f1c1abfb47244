"""Where a webhook may lead: to public addresses alone, looked up once, so that no name changes its mind between check and call.

What is refused is what IANA's registries do not call globally reachable, and every wrapping of an IPv4 address.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from surveyapp.actions.refusals import Refused

Address = IPv4Address | IPv6Address
Resolve = Callable[..., Sequence[tuple[Any, ...]]]
LONGEST = 500
NAT64 = ip_network("64:ff9b::/96")
# Reachable from inside alone, though its number is a public one: the host agent of Azure.
OF_HOSTS = {ip_address("168.63.129.16")}


class AddressRefused(Refused):
    """The address cannot be one of a webhook. The message says why."""


def parsed(url: str) -> SplitResult:
    """The parts of an address that may be called. Raises AddressRefused."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        raise AddressRefused(_("This is no web address. Write it like https://example.org/waymark.")) from None
    if len(url) > LONGEST or not all(32 < ord(each) < 127 for each in url):
        raise AddressRefused(_("This is no web address. Write it like https://example.org/waymark."))
    if parts.scheme not in settings.WEBHOOK_SCHEMES:
        raise AddressRefused(_("The address must begin with https://."))
    if not host or port == 0 or parts.username or parts.password or parts.fragment:
        raise AddressRefused(_("The address needs a host, and neither a name, a password nor a # part."))
    return parts


def reachable(url: str, resolve: Resolve = socket.getaddrinfo) -> tuple[SplitResult, Address]:
    """The parts of the address, and where to connect: every address of its name must be public. Raises AddressRefused."""
    parts = parsed(url)
    try:
        found = resolve(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise AddressRefused(_("The name of the host is not known.")) from None
    addresses = [ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    if not addresses or not all(may_be_called(each) for each in addresses):
        raise AddressRefused(_("The host is not on the public internet, and only public hosts are called."))
    return parts, addresses[0]


def may_be_called(address: Address) -> bool:
    """Whether it is public, and no wrapping of another address; or the installation's tests allow it."""
    if any(address in network for network in _allowed() if network.version == address.version):
        return True
    return address.is_global and address not in OF_HOSTS and not _is_special(address)


def _allowed() -> list[IPv4Network | IPv6Network]:
    return [ip_network(each) for each in settings.WEBHOOK_NETWORKS_ALLOWED]


def _is_special(address: Address) -> bool:
    special = address.is_multicast or address.is_reserved or address.is_link_local or address.is_loopback
    if isinstance(address, IPv4Address):
        return special
    # Each of these leads to an IPv4 address; no name of a public host needs one.
    wrapping = address.ipv4_mapped or address.sixtofour or address.teredo or address in NAT64
    return special or address.is_site_local or bool(wrapping)
