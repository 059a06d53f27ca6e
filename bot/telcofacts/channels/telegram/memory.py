"""What the channel remembers between updates; all of it bounded. What is to outlive the process is kept elsewhere."""

import collections
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from telcofacts.answering.conversation import Conversation

CAPACITY = 10_000
"""Chats, replies and albums remembered; the least recently used are forgotten first. A full memory takes a few MB."""

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """A mapping of bounded size that forgets what was longest unused.

    >>> recent = Recent[str, int](capacity=2)
    >>> recent["a"], recent["b"] = 1, 2
    >>> recent.get("a")
    1
    >>> recent["c"] = 3
    >>> recent.get("b") is None, len(recent)
    (True, 2)
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._values: collections.OrderedDict[K, V] = collections.OrderedDict()

    def get(self, key: K) -> V | None:
        """Return what is remembered, None where nothing is; it counts as used."""
        if key in self._values:
            self._values.move_to_end(key)
        return self._values.get(key)

    def __setitem__(self, key: K, value: V) -> None:
        self._values[key] = value
        self._values.move_to_end(key)
        if len(self._values) > self._capacity:
            self._values.popitem(last=False)

    def drop(self, is_unwanted: Callable[[K], bool]) -> None:
        """Forget what stands under some keys."""
        for key in [key for key in self._values if is_unwanted(key)]:
            del self._values[key]

    def __len__(self) -> int:
        return len(self._values)


class Conversations:
    """One conversation a private chat, one a person in a group, where nothing keeps them beyond the process.

    Args:
        expiry: seconds after which a conversation's last turn is not referred to any more.
        capacity: how many conversations are remembered.
    """

    def __init__(self, expiry: float, capacity: int = CAPACITY) -> None:
        self._expiry = expiry
        self._conversations: Recent[tuple[int, int | None], Conversation] = Recent(capacity)

    def of(self, chat_id: int, person_id: int | None) -> Conversation:
        """Return the conversation, new where there is none.

        Args:
            chat_id: the chat.
            person_id: who speaks there; None in a private chat.
        """
        conversation = self._conversations.get((chat_id, person_id))
        if conversation is None:
            conversation = Conversation(expiry=self._expiry)
            self._conversations[chat_id, person_id] = conversation
        return conversation

    def forget(self, person_id: int) -> None:
        """Forget what a person said, in the private chat and in all groups."""
        self._conversations.drop(lambda key: key == (person_id, None) or key[1] == person_id)

    def __len__(self) -> int:
        return len(self._conversations)
