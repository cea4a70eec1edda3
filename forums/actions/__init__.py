"""Writes: topics and posts, moderation, rooms. Each opens one transaction of its own."""

from .appeals import answer_appeal, appeal
from .cases import claim_case, hide_post, keep_post, release_case
from .drafts import discard_draft, purge_drafts, save_draft
from .flags import flag
from .held import publish_held, purge_held, refuse_held
from .moderation import lock_topic, pin_topic
from .moving import merge_topic, move_posts, move_topic, split_topic
from .reactions import react
from .reading import mark_read, mark_room_read
from .removing import remove_post
from .rewording import edit_post
from .rooms import change_room, create_room, write_texts
from .slowing import slow_topic
from .suspensions import lift_suspension, suspend
from .watching import mute_topic, set_rhythm, watch_room, watch_topic
from .writing import open_topic, post

__all__ = [
    "answer_appeal",
    "appeal",
    "change_room",
    "claim_case",
    "create_room",
    "discard_draft",
    "edit_post",
    "flag",
    "hide_post",
    "keep_post",
    "lift_suspension",
    "lock_topic",
    "mark_read",
    "mark_room_read",
    "merge_topic",
    "move_posts",
    "move_topic",
    "mute_topic",
    "open_topic",
    "pin_topic",
    "post",
    "publish_held",
    "purge_drafts",
    "purge_held",
    "react",
    "refuse_held",
    "release_case",
    "remove_post",
    "save_draft",
    "set_rhythm",
    "slow_topic",
    "split_topic",
    "suspend",
    "watch_room",
    "watch_topic",
    "write_texts",
]
