"""Pages with answers, served as they are for a browser, by the policy of the published site."""

from __future__ import annotations

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import unquote

from visitkg.publish.page.markup import Markup
from visitkg.publish.server.header import HEADERS
from visitkg.serve.ask import ask
from visitkg.serve.explore.asking import Asking
from visitkg.serve.explore.page import Page, show_page
from visitkg.serve.explore.route import answer as answer_page
from visitkg.serve.explore.view.show import ASSETS, show_answer
from visitkg.serve.message import Request, Response

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.serve.explore.explorer import Explorer

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@contextmanager
def serve_answers(explorer: Explorer) -> Iterator[str]:
    """Serve the questions, and any query below /ask; give the address of the root."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            response = answer(explorer, Request("GET", unquote(path), query))
            self.send_response(response.status)
            names = {name for name, _ in response.headers}
            for name, value in {**HEADERS, "Content-Security-Policy": _POLICY}.items():
                if name not in names:
                    self.send_header(name, value)
            for name, value in response.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(response.body)))
            self.end_headers()
            self.wfile.write(response.body)

        def log_message(self, *_: object) -> None:
            """Say nothing: what matters is what the browser says."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def answer(explorer: Explorer, request: Request) -> Response:
    """Return the page at a path, or a file that pages need; below /ask, any answer."""
    if request.path != "/ask":
        return answer_page(explorer, request)
    asked = ask(explorer.holding, request.first("query") or "", explorer.limits)
    shown = show_answer(explorer, asked, Asking("/ask", request.parameters), request.first("view"))
    body = Markup(f"<h1>An answer</h1>\n{shown}")
    return show_page(explorer, Page("An answer", body, assets=ASSETS, is_wide=True))
