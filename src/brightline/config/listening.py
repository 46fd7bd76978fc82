"""Where the web server listens: tried before it starts, so that a wrong host or port is one sentence."""

import errno
import socket

from brightline.platform.kernel.errors import Invalid


def check_free(host: str, port: int) -> None:
    """Raises Invalid, naming --host or --port, unless this computer can listen there now."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, UnicodeError) as error:
            raise Invalid(_why(host, port, getattr(error, "errno", None))) from error


def _why(host: str, port: int, number: int | None) -> str:
    if number == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken: stop what listens there, or choose another with --port."
    if number in (errno.EACCES, errno.EPERM):
        return f"Port {port} is not ours to use: choose one from 1024 on with --port."
    return f"--host {host} is no address of this computer: leave it out, or give one of its own."
