"""Writes: topics and posts, moderation, rooms. Each opens one transaction of its own."""

from .appeals import answer_appeal, appeal
from .cases import claim_case, hide_post, keep_post, release_case
from .flags import flag
from .held import publish_held, refuse_held
from .moderation import lock_topic, pin_topic
from .moving import merge_topic, move_posts, move_topic, split_topic
from .reactions import react
from .removing import remove_post
from .rooms import change_room, create_room, write_texts
from .slowing import slow_topic
from .suspensions import lift_suspension, suspend
from .writing import edit_post, open_topic, post

__all__ = [
    "answer_appeal",
    "appeal",
    "change_room",
    "claim_case",
    "create_room",
    "edit_post",
    "flag",
    "hide_post",
    "keep_post",
    "lift_suspension",
    "lock_topic",
    "merge_topic",
    "move_posts",
    "move_topic",
    "open_topic",
    "pin_topic",
    "post",
    "publish_held",
    "react",
    "refuse_held",
    "release_case",
    "remove_post",
    "slow_topic",
    "split_topic",
    "suspend",
    "write_texts",
]
