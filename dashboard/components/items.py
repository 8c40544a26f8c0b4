"""Lists in a form, such as the rules of a policy: things are added, moved and taken out, each box keeping its words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.forms import Body, Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """The things of one list in a form; each has a number of its own, which its boxes carry wherever it moves."""

    form: Form
    path: str

    def numbers(self) -> list[int]:
        """The number of each thing, in order."""
        held: list[int] = st.session_state.get(self._key, [])
        length = len(self.form.body.get(self.path, []))
        if len(held) != length:
            # the list was changed elsewhere, such as in its text
            first = max(held, default=-1) + 1
            held = list(range(first, first + length))
            st.session_state[self._key] = held
        return list(held)

    def box(self, number: int) -> str:
        """What the names of a thing's boxes begin with."""
        return f"{self.form.key}_{self.path}_{number}"

    def add(self, thing: Any, *, at: int | None = None) -> None:  # noqa: ANN401 -- whatever the list holds
        """Put a thing in, at the end unless said otherwise."""

        def put(body: Body, numbers: list[int]) -> None:
            place = len(numbers) if at is None else at
            body.setdefault(self.path, []).insert(place, thing)
            numbers.insert(place, self._fresh(numbers))

        self._change(put)

    def remove(self, place: int) -> None:
        """Take a thing out."""

        def take(body: Body, numbers: list[int]) -> None:
            del body[self.path][place], numbers[place]

        self._change(take)

    def move(self, place: int, by: int) -> None:
        """Move a thing up or down."""

        def swap(body: Body, numbers: list[int]) -> None:
            things, to = body[self.path], place + by
            things[place], things[to] = things[to], things[place]
            numbers[place], numbers[to] = numbers[to], numbers[place]

        self._change(swap)

    @property
    def _key(self) -> str:
        return f"numbers_{self.form.key}_{self.path}"

    def _fresh(self, numbers: list[int]) -> int:
        """A number that no thing of this form ever had: boxes that are gone must not speak for new ones."""
        most = max([*numbers, int(st.session_state.get(f"most_{self._key}", -1))])
        st.session_state[f"most_{self._key}"] = most + 1
        return most + 1

    def _change(self, how: Callable[[Body, list[int]], None]) -> None:
        body, numbers = self.form.body, self.numbers()
        how(body, numbers)
        st.session_state[self._key] = numbers
        self.form.keep(body)
