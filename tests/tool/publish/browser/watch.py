"""Pages opened in Chromium, with all that goes wrong while they are open."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from playwright.sync_api import (
        Browser,
        BrowserContext,
        Dialog,
        Page,
        Playwright,
        Request,
        Response,
    )


@dataclass(frozen=True, slots=True)
class Look:
    """How a reader looks at a page."""

    width: int
    height: int
    scheme: Literal["light", "dark"]
    motion: Literal["no-preference", "reduce"] = "no-preference"
    scripts: bool = True


DESK: Final = Look(1280, 800, "light")
PHONE: Final = Look(390, 844, "light")

LOOKS: Final = {
    "desk, light": DESK,
    "desk, dark": Look(1280, 800, "dark"),
    "phone, light": PHONE,
    "phone, dark, less motion": Look(390, 844, "dark", "reduce"),
}


# Without slots: Playwright keeps an attribute in the owner of each method that listens.
@dataclass
class Watched:
    """A page of the browser, what it shows, and the troubles it has had so far."""

    page: Page
    home: str
    path: str = ""
    troubles: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open a page of the site, until all that it names has come."""
        self.path = path
        self.page.goto(self.home + path, wait_until="load")

    def hear(self) -> None:
        """Write down whatever the browser complains of, and whatever leaves this site."""
        page = self.page
        page.on("console", lambda said: self._note(f"console {said.type}: {said.text}"))
        page.on("pageerror", lambda error: self._note(f"script: {error}"))
        page.on("request", self._hear_request)
        page.on("requestfailed", self._hear_failure)
        page.on("response", self._hear_response)
        page.on("dialog", self._hear_dialog)

    def _note(self, trouble: str) -> None:
        self.troubles.append(f"{self.path}: {trouble}")

    def _hear_request(self, request: Request) -> None:
        if not request.url.startswith(self.home):
            self._note(f"asks another host: {request.url}")

    def _hear_failure(self, request: Request) -> None:
        # A page that is left while its icon still comes has no trouble.
        if request.failure != "net::ERR_ABORTED":
            self._note(f"not loaded: {request.url}")

    def _hear_response(self, response: Response) -> None:
        if response.status >= 400:
            self._note(f"{response.status} for {response.url}")

    def _hear_dialog(self, dialog: Dialog) -> None:
        self._note(f"opens a dialog: {dialog.message}")
        dialog.dismiss()


def launch(playwright: Playwright, chromium: str) -> Browser:
    """Start the Chromium of this machine, which finds no host but this one."""
    return playwright.chromium.launch(
        executable_path=chromium,
        args=["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
    )


def open_context(browser: Browser, look: Look) -> BrowserContext:
    """Open a context whose pages look as wanted."""
    context = browser.new_context(
        viewport={"width": look.width, "height": look.height},
        color_scheme=look.scheme,
        reduced_motion=look.motion,
        java_script_enabled=look.scripts,
        locale="en-GB",
    )
    context.set_default_timeout(10_000)
    return context


def open_page(context: BrowserContext, home: str) -> Watched:
    """Open an empty page and watch it."""
    watched = Watched(context.new_page(), home)
    watched.hear()
    return watched
