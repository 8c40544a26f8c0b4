"""Which thread a post belongs to, whatever order its parts arrive in."""

from collections.abc import Iterable, Mapping

from triage.mention import Item

Place = tuple[str, str]
"""Platform and native id."""


def resolve(items: Iterable[Item], known: Mapping[Place, str]) -> dict[Place, str]:
    """The thread of each item: the native id of the topmost post known so far.

    `known` maps stored posts to their threads. A parent that nobody has seen stands for its thread until it comes.
    """
    listed = {(item.platform, item.native_id): item for item in items}
    threads: dict[Place, str] = {}
    for place in listed:
        path: list[Place] = []
        here, thread = place, ""
        while not thread:
            item = listed.get(here)
            if here in threads:
                thread = threads[here]
            elif here in path:
                thread = min(
                    native_id for _, native_id in path
                )  # a loop of parents: any name will do, if it is always the same
            elif item is None:
                thread = known.get(here, here[1])
            elif item.root_id is not None:
                path.append(here)
                thread = known.get((item.platform, item.root_id), item.root_id)
            elif item.parent_id is None:
                path.append(here)
                # a stored post may be listed again by a source that does not tell its parent
                thread = known.get(here, item.native_id)
            else:
                path.append(here)
                here = (item.platform, item.parent_id)
        threads.update(dict.fromkeys(path, thread))
    return threads
