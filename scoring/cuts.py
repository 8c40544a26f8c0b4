"""How strong a post must be to be flagged, by source: set by what a queue can hold, 1 where nobody set it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

ANY = "*"
LEAST, MOST = 0.2, 6.0
"""Below the one everything is flagged; above the other only what is flagged whatever is set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cuts:
    """Cuts by `brand/platform`, where either may be `*` for any."""

    by_source: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for source, cut in self.by_source.items():
            if source.count("/") != 1 or not LEAST <= cut <= MOST:
                raise ValueError(
                    f"a threshold is of brand/platform and from {LEAST} to {MOST}, got {source!r}: {cut!r}"
                )

    def of(self, *, platform: str, brands: Collection[str]) -> float:
        """The cut of a post: for each brand that it concerns the most particular one, and of these the lowest."""
        return min((self._of(brand, platform) for brand in brands), default=self._of(ANY, platform))

    def _of(self, brand: str, platform: str) -> float:
        names = (f"{brand}/{platform}", f"{brand}/{ANY}", f"{ANY}/{platform}", f"{ANY}/{ANY}")
        return next((self.by_source[name] for name in names if name in self.by_source), 1.0)
