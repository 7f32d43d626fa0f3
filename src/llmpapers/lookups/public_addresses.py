"""Which addresses of the network are public; a link from outside may lead to no other."""

import ipaddress
import socket
from collections.abc import Callable
from typing import Any, TypeAlias

from llmpapers.lookups.faults import Fault, NoAnswerError

Resolver: TypeAlias = Callable[..., list[Any]]
"""What `socket.getaddrinfo` is."""

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public network: not loopback, private, link-local or reserved."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        # An address of version 4 in the dress of version 6 leads where that leads.
        teredo = ip.teredo[1] if ip.teredo else None
        nat64 = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None
        if inner := ip.ipv4_mapped or ip.sixtofour or teredo or nat64:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def is_private_name(host: str) -> bool:
    """Tell whether a host is private by its look, without asking for its address."""
    if host.replace(".", "").isdigit() or ":" in host:
        return not is_public(host)
    return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))


def resolve_public(host: str, port: int, resolver: Resolver = socket.getaddrinfo) -> str:
    """Find the IP address to connect to, so that what was checked is what is asked.

    Raises:
        NoAnswerError: if the name leads nowhere, or to a private address.
    """
    try:
        found = resolver(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoAnswerError(Fault.DNS, f"there is no host {host!r}, or no connection to the network") from error
    public = [str(place[4][0]) for place in found if is_public(str(place[4][0]))]
    if not public:
        raise NoAnswerError(Fault.PRIVATE, f"{host!r} is in a private network; nothing is asked there")
    return public[0]
