"""Real posts and recorded responses that lie beside the checkout on some machines; tests over them skip elsewhere."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
DATA = SHARED / "data"
RECORDINGS = SHARED / "recordings"

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="no folder shared/data beside the checkout")
needs_recordings = pytest.mark.skipif(not RECORDINGS.is_dir(), reason="no folder shared/recordings beside the checkout")
