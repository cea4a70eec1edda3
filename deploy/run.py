"""The door behind `make`: finds a Python that Rives can use, then hands over to deploy/installation.py.

Written in a syntax that any Python 3 reads, so that an old one can say in words what is missing.
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
NAMES = ["python3.13", "python3.12", "python3.11", "python3.14", "python3", "python"]
HERE = os.path.dirname(os.path.abspath(__file__))


def is_new_enough(path: str) -> bool:
    """Whether the interpreter at this path starts and is at least the oldest that Rives supports."""
    question = "import sys; sys.exit(0 if sys.version_info >= %r else 1)" % (OLDEST,)
    try:
        with open(os.devnull, "w") as silence:
            return subprocess.call([path, "-c", question], stdout=silence, stderr=silence) == 0
    except OSError:
        return False


def newer_python() -> "str | None":
    """Path of a usable interpreter on the PATH, or None."""
    for name in NAMES:
        path = shutil.which(name)
        if path and is_new_enough(path):
            return path
    return None


if __name__ == "__main__":
    if sys.version_info >= OLDEST:
        sys.path[0] = os.path.dirname(HERE)
        from deploy.installation import main

        sys.exit(main(sys.argv[1:]))
    found = newer_python()
    if found is None:
        sys.exit(
            "Rives needs Python 3.11 or newer; this is Python %d.%d and no newer one is on the PATH."
            % sys.version_info[:2]
        )
    os.execv(found, [found, os.path.join(HERE, "run.py")] + sys.argv[1:])
