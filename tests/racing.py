"""Acts that start together, each in a thread and on a connection of its own."""

import threading

from django.db import connection, connections


def at_once(*acts):
    """Run the acts in as many threads, released together; what each returned or raised, in order."""
    assert connection.vendor == "postgresql", "without row locks a race proves nothing"
    gate, told = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index, act):
        try:
            gate.wait()
            told[index] = act()
        except Exception as error:
            told[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def raised_at_once(*acts):
    """What acts that start together raised."""
    return [each for each in at_once(*acts) if isinstance(each, Exception)]
