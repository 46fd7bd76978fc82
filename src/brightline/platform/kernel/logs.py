"""Logs: one JSON object a line on stderr, or plain colored lines when a person is watching."""

import logging
import sys

import structlog


def _name_the_route(record: logging.LogRecord) -> bool:
    """In what Django says of a request, its route ("address/<slug:key>/") in place of its path."""
    request = getattr(record, "request", None)
    path = getattr(request, "path", None)
    if isinstance(path, str) and isinstance(record.args, tuple):
        # Django writes what it puts into a line with escapes.
        written = {path, path.encode("unicode_escape").decode("ascii")}
        route = route_of(request)
        record.args = tuple(route if argument in written else argument for argument in record.args)
    return True


def route_of(request: object) -> str:
    """The route a request took, as in urls.py; "no route" where none fits."""
    return str(getattr(getattr(request, "resolver_match", None), "route", None) or "no route")


def configure() -> None:
    """Send the standard library's logging and structlog's through one formatter. Safe to repeat.

    A line names the route that was asked for and never the address itself: that may hold where someone lives.
    """
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderer: structlog.types.Processor = (
        structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    handler.addFilter(_name_the_route)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("brightline").setLevel(logging.INFO)
