"""A network that goes away: requests fail, and what is said on an open line is lost without a word. Or is slow."""

from playwright.sync_api import Page, WebSocketRoute

NOWHERE = "nowhere:0"  # a stream that does not exist: whoever asks for it is told that it is gone
FENCE = f'{{"type":"sub","s":"{NOWHERE}","since":0,"epoch":""}}'
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
    of it, as where a phone was out of reach for long.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._away = False
        self._lines: list[_Line] = []
        page.route_web_socket("**/live/**", self._open)

    def cut(self) -> None:
        """The network goes away."""
        self._away = True
        for line in self._lines:
            line.cut()
        self._page.context.set_offline(True)

    def mend(self) -> None:
        """It is back; the browser says so to the page."""
        self._away = False
        for line in self._lines:
            line.mend()
        self._page.context.set_offline(False)

    def _open(self, page: WebSocketRoute) -> None:
        if self._away:
            page.close(code=4408)
        else:
            self._lines.append(_Line(page))


class _Line:
    """One socket of the page. What is answered to a question asked when it is mended comes after all that was held."""

    def __init__(self, page: WebSocketRoute) -> None:
        self._page, self._server = page, page.connect_to_server()
        self._is_cut = self._is_lossy = False
        page.on_message(self._to_server)
        self._server.on_message(self._to_page)

    def cut(self) -> None:
        self._is_cut = self._is_lossy = True

    def mend(self) -> None:
        self._is_cut = False
        self._server.send(FENCE)

    def _to_server(self, text: str | bytes) -> None:
        if not self._is_cut:
            self._server.send(text)

    def _to_page(self, text: str | bytes) -> None:
        if NOWHERE in str(text):
            self._is_lossy = False
        elif not self._is_lossy:
            self._page.send(text)
