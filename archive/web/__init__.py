"""The reading room: a Datasette plugin that shows an archive as pages to read."""

from archive.web.plugin import (
    forbidden,
    handle_exception,
    permission_allowed,
    prepare_connection,
    register_routes,
    startup,
)

__all__ = ["forbidden", "handle_exception", "permission_allowed", "prepare_connection", "register_routes", "startup"]
