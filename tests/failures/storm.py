"""A million moves of the machine, once: `python -m tests.failures.storm [moves] [processes] [seed]`.

Each process tells stories of 200 moves that chance chooses from its own seed; what goes wrong prints the seed of its
story, and the same command with that seed tells it again.
"""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOVES_EACH = 200
READERS = 5


def main(moves: int = 1_000_000, processes: int = 0, seed: int = 1) -> int:
    """Share the moves among processes; 0 when every story ended as it should."""
    processes = processes or os.cpu_count() or 1
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test", "DATABASE_URL": "", "REDIS_URL": ""}
    env["PYTHONPATH"] = f"{ROOT}{os.pathsep}{ROOT / 'site'}"
    share = -(-moves // processes)
    command = [sys.executable, "-m", "tests.failures.storm", "inside", str(share)]
    started = time.monotonic()
    running = [subprocess.Popen([*command, f"{seed + n * 1_000_000}"], cwd=ROOT, env=env) for n in range(processes)]
    failed = sum(process.wait() != 0 for process in running)
    print(f"{share * processes} moves in {time.monotonic() - started:.0f} s, {failed} of {processes} failed")
    return 1 if failed else 0


def inside(moves: int, seed: int) -> None:
    """So many moves in this process, from this seed on."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, run_syncdb=True)
    from django.db import transaction

    from kernel.live import threads
    from tests.factories.actors import PersonFactory
    from tests.site.kernel.live import machine
    from tests.site.kernel.live.conftest import InlineExecutor
    from tests.site.kernel.live.world import session_of

    threads.executor, threads.close_old_connections = InlineExecutor(), lambda: None
    machine.narrow(setattr)
    one, *others = [PersonFactory(display_name=f"Voix {number}") for number in range(READERS - 1)]
    people = [one, one, *others]
    sessions, done, started = [session_of(person) for person in people], 0, time.monotonic()
    while done < moves:
        with transaction.atomic():  # as in a test: acts are committed by hand
            story(machine, people, sessions, seed)
            transaction.set_rollback(True)
        done, seed = done + MOVES_EACH, seed + 1
        if done % 10_000 == 0:
            print(f"{done} moves, {done / (time.monotonic() - started):.0f} a second", flush=True)


def story(machine, people, sessions, seed: int) -> None:
    """One story from its seed."""
    chance, storm = random.Random(seed), machine.Storm(people, sessions)
    try:
        storm.begin()
        for _number in range(MOVES_EACH):
            machine.random_move(storm, chance)
        storm.settle()
    except BaseException:
        print(f"the story of seed {seed} went wrong", flush=True)
        raise
    finally:
        storm.end()


if __name__ == "__main__":
    if sys.argv[1:2] == ["inside"]:
        inside(*map(int, sys.argv[2:4]))
    else:
        sys.exit(main(*map(int, sys.argv[1:4])))
