"""Only so many requests are inside Django at a time; the others wait in front of it, in order, and cost no thread.

Every request that Django answers has a thread and a database connection. A crowd of two hundred would ask the pool for
two hundred, and whoever got none within its ten seconds an error; SQLite's writers would push each other aside.
"""

from asyncio import Semaphore

from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope


class Turnstile:
    """Let `places` requests through at once; whoever comes next waits for one to leave."""

    def __init__(self, application: ASGI3Application, places: int) -> None:
        self.application = application
        self.free = Semaphore(places)

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Wait for a place, answer, leave it to the next whatever happened."""
        async with self.free:
            await self.application(scope, receive, send)
