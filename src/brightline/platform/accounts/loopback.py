"""Whether a request came from this very computer."""

from ipaddress import ip_address

from django.http import HttpRequest
from django.http.request import split_domain_port

# What proxies, content networks and tunnels add to what they pass on; of some, whatever begins so.
_FORWARDED = (
    "HTTP_CDN_LOOP",
    "HTTP_CF_",
    "HTTP_CLIENT_IP",
    "HTTP_FASTLY_",
    "HTTP_FLY_",
    "HTTP_FORWARDED",
    "HTTP_PROXY_",
    "HTTP_TAILSCALE_",
    "HTTP_TRUE_CLIENT_IP",
    "HTTP_VIA",
    "HTTP_X_AMZN_",
    "HTTP_X_APPENGINE_",
    "HTTP_X_AZURE_",
    "HTTP_X_CLIENT_IP",
    "HTTP_X_CLUSTER_CLIENT_IP",
    "HTTP_X_ENVOY_",
    "HTTP_X_FORWARDED",
    "HTTP_X_ORIGINAL_",
    "HTTP_X_PROXY",
    "HTTP_X_REAL_IP",
)


def is_loopback(request: HttpRequest) -> bool:
    """True when the peer and the host asked for are both loopback and nothing shows a proxy in front.

    A proxy on this computer connects from loopback too, for anyone: what it forwards does not count.
    """
    if any(name.startswith(_FORWARDED) for name in request.META):
        return False
    host = split_domain_port(request.get_host())[0].strip("[]")
    return _is_local(request.META.get("REMOTE_ADDR", "")) and (host == "localhost" or _is_local(host))


def _is_local(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
