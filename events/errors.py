"""What an action may refuse, said to the person."""

from django.utils.translation import gettext as _


class MeetingError(Exception):
    """An act that a meeting does not allow; the message is for the person."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(MeetingError):
    """The person may not do this."""


class RegistrationRefused(MeetingError):
    """No registration just now: the window, the address, the voice or a choice is not right."""


class InvalidCode(RegistrationRefused):
    """The invitation code is unknown, used up, out of date or not for this person."""


class QuestionRefused(MeetingError):
    """An answer cannot stand; `field` is the form's field that the message belongs to."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class NoRoom(MeetingError):
    """Every seat that would fit is taken."""


class RoomUnavailable(MeetingError):
    """The server that keeps the online rooms does not answer; the same request may be sent again."""

    def __init__(self) -> None:
        super().__init__(_("La salle en ligne ne répond pas pour l’instant. Réessayez dans une minute."))


class RetryLater(MeetingError):
    """Many people register at once and the wait was too long: nothing was done, the same request may be sent again."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Beaucoup de personnes s’inscrivent en ce moment. Rien n’a été enregistré : "
                "renvoyez votre demande dans un instant."
            )
        )
