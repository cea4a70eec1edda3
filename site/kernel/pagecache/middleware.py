"""The page cache in front of Django."""


class PageCache:
    """Answers signed-out GETs without Django."""

    def __init__(self, application):
        self.application = application

    async def __call__(self, scope, receive, send):
        await self.application(scope, receive, send)
