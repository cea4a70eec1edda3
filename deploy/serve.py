"""What `make run` becomes inside .venv: prepares the installation and serves it with daphne, in one process."""

import errno
import json
import os
import sys
from pathlib import Path
from threading import Timer
from typing import NoReturn

from deploy.installation import Trouble, disk_full, is_loopback, refuse_early, say
from deploy.preparation import prepare

ROOT = Path(__file__).resolve().parents[1]
MAX_MESSAGE = 16_384  # bytes of one WebSocket message, as in deploy/process; kernel.live takes half of it
ANY_ADDRESS = ("0.0.0.0", "::", "[::]")  # noqa: S104  (recognised here, not bound)


def main() -> int:
    """Serve until Ctrl-C; 130 when it comes before the server stands."""
    sys.path.insert(0, str(ROOT / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
    try:
        host, port = refuse_early(os.environ)
        name_hosts(host, port)
        prepare()
        serve(host, port)
    except KeyboardInterrupt:
        return 130
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except Exception as error:
        sentence = plain(error)
        if not sentence:
            raise
        print(sentence, file=sys.stderr)
        return 1
    return 0


def plain(error: Exception) -> str:
    """One sentence for what the person can mend; blank for a fault of ours, which shows its traceback."""
    from django.core.exceptions import ImproperlyConfigured
    from environs.exceptions import EnvError

    if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT) or "disk is full" in str(error):
        return disk_full()
    if isinstance(error, EnvError):
        return f"A setting is wrong: {error} (docs/settings.md lists them)."
    if isinstance(error, ImproperlyConfigured):
        return f"A setting is wrong: {error}"
    return ""


def name_hosts(host: str, port: int) -> None:
    """Let the site answer under the address that it is started on."""
    names = ["localhost", "127.0.0.1", "[::1]"]
    if host not in (*names, "::1", *ANY_ADDRESS):
        names.append(host)
    os.environ.setdefault("RIVES_ALLOWED_HOSTS", ",".join(names))
    os.environ.setdefault("RIVES_BASE_URL", address(host, port))


def address(host: str, port: int) -> str:
    """Where a browser on this machine finds the site."""
    name = "localhost" if host in ("127.0.0.1", *ANY_ADDRESS) else host
    return f"http://[{name}]:{port}" if ":" in name.strip("[]") and "[" not in name else f"http://{name}:{port}"


def serve(host: str, port: int) -> None:
    """Run daphne in this process; the addresses are printed once the port answers."""
    from daphne.endpoints import build_endpoint_description_strings
    from daphne.server import Server

    from asgi import application

    server = Server(
        application=application,
        endpoints=build_endpoint_description_strings(host=host, port=port),
        ready_callable=lambda: announce(host, port),
        verbosity=0,
        websocket_max_message_size=MAX_MESSAGE,
        websocket_max_frame_size=MAX_MESSAGE,
    )
    server.run()
    if not server.listening_addresses:
        raise Trouble(f"Port {port} was taken in the meantime: choose another with PORT={port + 1}.")


def announce(host: str, port: int) -> None:
    """The addresses and, with the demo, who one can be."""
    from django.conf import settings

    site = address(host, port)
    say("")
    say(f"Rives is running at {site}/   (Ctrl-C stops it)")
    say(f"  français {site}/fr/   English {site}/en/   العربية {site}/ar/")
    say(f"  editors and team: {site}/cms/")
    if settings.DEMO:
        announce_accounts(settings.VAR / "demo_accounts.json")
    elif host in ANY_ADDRESS and all(is_loopback(name) for name in settings.ALLOWED_HOSTS):
        say("  other machines must use a name listed in RIVES_ALLOWED_HOSTS")
    say("")


def announce_accounts(path: Path) -> None:
    """The demo accounts with their passwords, which were drawn for this installation."""
    if not path.exists():
        return
    accounts = json.loads(path.read_text("utf-8"))
    role = max(len(account["role"]) for account in accounts)
    email = max(len(account["email"]) for account in accounts)
    say("")
    say("Demo accounts (this machine only; DEMO=0 switches them off):")
    for account in accounts:
        say(f"  {account['role']:<{role}}  {account['email']:<{email}}  {account['password']}")


def leave(code: int, patience: float = 5) -> NoReturn:
    """End the process, after `patience` seconds whatever still runs: a request that the stop cut off keeps its thread,
    which waits for a loop that is no more, and Python would wait for the thread for ever."""
    last = Timer(patience, os._exit, [code])
    last.daemon = True
    last.start()
    sys.exit(code)


if __name__ == "__main__":
    leave(main())
