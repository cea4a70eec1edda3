"""What people fill in: messages and topics, and what the team does."""

from .messages import CITIZEN, HOST, Chosen, EditForm, ForumForm, MessageForm, TopicForm, voice_choices
from .moving import MergeForm, MoveForm, SplitForm
from .watching import RhythmForm, WatchForm

__all__ = [
    "CITIZEN",
    "HOST",
    "Chosen",
    "EditForm",
    "ForumForm",
    "MergeForm",
    "MessageForm",
    "MoveForm",
    "RhythmForm",
    "SplitForm",
    "TopicForm",
    "WatchForm",
    "voice_choices",
]
