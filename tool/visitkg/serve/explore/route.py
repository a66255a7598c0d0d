"""From the path of a request to the page that answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visitkg.serve.message import Request, Response, tell

if TYPE_CHECKING:
    from visitkg.serve.explore.explorer import Explorer


def answer(explorer: Explorer, request: Request) -> Response:
    """Return what is answered to a request for a page."""
    return tell(404, f"There is nothing at {request.path} in {explorer.holding.name}.")
