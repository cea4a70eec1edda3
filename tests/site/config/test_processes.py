"""How the web processes are started."""

import re
import subprocess
import sys

from django.conf import settings

from deploy.serve import MAX_MESSAGE
from kernel.live.sockets import MAX_FRAME


def test_the_server_buffers_little_more_of_a_message_than_the_consumer_takes():
    """daphne's own limit is 1 MB, for anyone who can open a socket."""
    started = (settings.ROOT / "deploy" / "process").read_text()
    limits = {int(size) for size in re.findall(r"--websocket-max-(?:message|frame)-size (\d+)", started)}
    assert limits == {MAX_MESSAGE}
    assert MAX_FRAME < MAX_MESSAGE <= 4 * MAX_FRAME


def test_a_request_that_was_cut_off_does_not_keep_the_server_from_ending():
    program = (
        "from concurrent.futures import ThreadPoolExecutor; from threading import Event; from deploy.serve import leave"
        "; ThreadPoolExecutor().submit(Event().wait); leave(3, patience=0.2)"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=settings.ROOT, timeout=60, check=False)
    assert ended.returncode == 3
