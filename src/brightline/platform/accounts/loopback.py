"""Whether a request came from this very computer."""

from ipaddress import ip_address

from django.http import HttpRequest

_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")


def is_loopback(request: HttpRequest) -> bool:
    """True when the peer and the host asked for are both loopback and nothing was forwarded.

    A proxy on this computer connects from loopback too, for anyone: what it forwards does not count.
    """
    if any(header in request.META for header in _FORWARDED):
        return False
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    return _is_local(request.META.get("REMOTE_ADDR", "")) and (host == "localhost" or _is_local(host))


def _is_local(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
