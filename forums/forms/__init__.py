"""What people fill in: messages and topics, and what the team does."""

from .messages import CITIZEN, HOST, Chosen, EditForm, ForumForm, MessageForm, TopicForm, voice_choices
from .moderation import ReasonForm
from .watching import RhythmForm, WatchForm

__all__ = [
    "CITIZEN",
    "HOST",
    "Chosen",
    "EditForm",
    "ForumForm",
    "MessageForm",
    "ReasonForm",
    "RhythmForm",
    "TopicForm",
    "WatchForm",
    "voice_choices",
]
