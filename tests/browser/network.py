"""A network that goes away: requests fail, and what is said on an open line is lost without a word. Or is slow."""

import time

from playwright.sync_api import Page, WebSocketRoute

TOLD = ('"type":"ev"', '"type":"eph"')  # what the server says unasked; all else answers
BEAT = '"type":"head"'  # it says how far the log is: from the first one on, nothing is lost
HELD = 1.0  # seconds: what the browser kept meanwhile comes at once when the network is back, heartbeats too
SLOW_ANSWERS = """(() => {
  const ask = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await ask(...asked);
    if (String(asked[0]).endsWith("/reply/")) await new Promise((done) => setTimeout(done, 1500));
    return answer;
  };
})()"""  # what happened comes by the line before the form's own answer


class Network:
    """Stands between a page and the server; made before the page opens its line.

    The browser's own offline mode only keeps what is said on open sockets for later, so it is lost here: nobody hears
    of it, as where a phone was out of reach for long. What was on its way when the network is back is lost as well.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._away = False
        self._loses = False
        self._mended_at = 0.0
        page.route_web_socket("**/live/**", self._line)

    def cut(self) -> None:
        """The network goes away."""
        self._away = self._loses = True
        self._page.context.set_offline(True)

    def mend(self) -> None:
        """It is back; the browser says so to the page."""
        self._away, self._mended_at = False, time.monotonic()
        self._page.context.set_offline(False)

    def _line(self, line: WebSocketRoute) -> None:
        if self._away:
            line.close(code=4408)
            return
        server = line.connect_to_server()
        line.on_message(lambda text: None if self._away else server.send(text))
        server.on_message(lambda text: None if self._is_lost(text) else line.send(text))

    def _is_lost(self, text: str) -> bool:
        is_held = time.monotonic() - self._mended_at < HELD
        unasked = (*TOLD, BEAT) if is_held else TOLD
        self._loses = self._away or (self._loses and any(kind in text[:40] for kind in unasked))
        return self._loses
