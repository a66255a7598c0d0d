"""Pages with answers, served as they are for a browser, by the policy of the published site."""

from __future__ import annotations

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import unquote

from visitkg.publish.page.markup import Markup
from visitkg.publish.server.header import HEADERS, MEDIA_TYPES
from visitkg.serve.ask import ask
from visitkg.serve.explore.asking import Asking
from visitkg.serve.explore.page import Page, show_page
from visitkg.serve.explore.question.index import show_questions
from visitkg.serve.explore.question.page import show_question
from visitkg.serve.explore.view.show import ASSETS, show_answer
from visitkg.serve.message import Request, Response, tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.serve.explore.explorer import Explorer

_QUESTIONS = "/explore/questions"
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
    """Return the page at a path, or a file that pages need."""
    folder, _, name = request.path.rpartition("/")
    if folder in ("/assets", "/explore/assets"):
        return _asset(folder, name)
    if request.path == _QUESTIONS:
        return show_questions(explorer, request)
    if folder == _QUESTIONS:
        question, _, suffix = name.partition(".")
        return show_question(explorer, request, question, suffix)
    if request.path == "/ask":
        asked = ask(explorer.holding, request.first("query") or "", explorer.limits)
        asking = Asking("/ask", request.parameters)
        shown = show_answer(explorer, asked, asking, request.first("view"))
        body = Markup(f"<h1>An answer</h1>\n{shown}")
        return show_page(explorer, Page("An answer", body, assets=ASSETS, is_wide=True))
    return tell(404, "nothing here")


def _asset(folder: str, name: str) -> Response:
    own = files("visitkg") / "serve" / "explore" / "view" / "assets" / name
    shared = files("visitkg") / "publish" / "assets" / name
    found = own if folder == "/explore/assets" else shared
    # The style of the explorer's other pages is not what is judged here.
    body = found.read_bytes() if found.is_file() else b""
    return Response(200, (("Content-Type", MEDIA_TYPES[name.rpartition(".")[2]]),), body)
