"""When garbage is looked for: not after every run, and never among what stays for good.

Streamlit looks through every object after every run, and all sessions wait meanwhile: 40 ms of a 100 ms run once the
first answers are remembered, and more with each session. Its own `runner.postScriptGC` is off in config.toml;
Python looks by itself, by how much was made.
"""

import gc

_MADE = 20_000
"""Containers made, less those let go, before Python looks through the youngest: a run makes some thousand."""


def look_seldom() -> None:
    """Call once, when the console begins."""
    gc.set_threshold(_MADE, 10, 10)


def settle() -> None:
    """Take what is here now as what stays: modules, and the answers that most look at first."""
    gc.collect()
    gc.freeze()
