"""Which thread a post belongs to, whatever order its parts arrive in."""

from collections.abc import Collection, Iterable, Mapping

from triage.mention import Item

Place = tuple[str, str]
"""Platform and native id."""


def resolve(items: Iterable[Item], known: Mapping[Place, str]) -> dict[Place, str]:
    """The thread of each item, and of whatever was met on the way: the native id of the topmost post known so far.

    `known` maps stored posts to their threads. A parent that nobody has seen stands for its thread until it comes.
    """
    listed = {(item.platform, item.native_id): item for item in items}
    found: dict[Place, str] = {}
    for place in listed:
        path: list[Place] = []
        here, thread = place, ""
        while not thread:
            above = here[0], _above(here, listed, known)
            if here in found:
                thread = found[here]
            elif here in path:
                # a loop of parents: any name of it will do
                thread = min(native_id for _, native_id in path)
            elif above == here:
                thread = here[1]
            path.append(here)
            here = above
        found.update(dict.fromkeys(path, thread))
    return found


def moves(found: Mapping[Place, str], *, heads: Collection[Place]) -> list[tuple[str, str, str]]:
    """Threads that turned out to be part of another, as (platform, old name, new name); `heads` name stored threads."""
    return [
        (platform, native_id, thread)
        for (platform, native_id), thread in found.items()
        if thread != native_id and (platform, native_id) in heads
    ]


def _above(place: Place, listed: Mapping[Place, Item], known: Mapping[Place, str]) -> str:
    """The name to go on with: what a stored post is under already, else what a listed one says of itself."""
    item, thread = listed.get(place), known.get(place, place[1])
    if item is None or thread != place[1]:
        return thread
    return item.root_id or item.parent_id or place[1]
