"""What is refused, in words for the person who asked."""


class ActorsError(Exception):
    """An act about people or organisations that is refused; the message is for the person."""


class NotAllowed(ActorsError):
    """The person may not do this."""


class AlreadyDecided(ActorsError):
    """Someone else has decided otherwise in the meantime."""


class NotPublished(ActorsError):
    """The organisation is not in the directory yet."""


class ReasonMissing(ActorsError):
    """A refusal needs a reason."""


class TooManyRequests(ActorsError):
    """The person already has as many requests under way as one may have."""


class LastAdministrator(ActorsError):
    """The platform would be left without an administrator."""
