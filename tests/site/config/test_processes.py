"""How the web processes are started."""

import re

from django.conf import settings

from deploy.serve import MAX_MESSAGE
from kernel.live.sockets import MAX_FRAME


def test_the_server_buffers_little_more_of_a_message_than_the_consumer_takes():
    """daphne's own limit is 1 MB, for anyone who can open a socket."""
    started = (settings.ROOT / "deploy" / "process").read_text()
    limits = {int(size) for size in re.findall(r"--websocket-max-(?:message|frame)-size (\d+)", started)}
    assert limits == {MAX_MESSAGE}
    assert MAX_FRAME < MAX_MESSAGE <= 4 * MAX_FRAME
