"""The bench of the console drives real sessions and gives figures for one, for several, and for each kind of act."""

from pathlib import Path

import pytest

from repwatch.bench_dashboard import BenchError, Wanted, bench


@pytest.mark.long
@pytest.mark.loopback
def test_sessions_go_round_every_page_and_the_store_serves_the_next_run(tmp_path: Path) -> None:
    wanted = Wanted(posts=1_000, waiting=100, people=2, think_seconds=0, idle=3)

    told = bench(wanted, store=tmp_path, on_step=lambda _done, _all: None)

    assert told["several_acts"] == 2 * told["one_acts"] > 60
    assert told["one_slowest_ms"] >= told["one_p95_ms"] >= told["one_p50_ms"] > 0
    assert told["idle_sessions"] == 3
    assert told["megabytes_per_session"] < 100
    for page in ("queue", "coverage", "trends", "topics", "incidents", "people", "sources"):
        assert told[f"one_p95_ms {page}.open"] > 0
    with pytest.raises(BenchError, match="holds 1000 posts, not 2000"):
        bench(Wanted(posts=2_000, waiting=100, people=2, think_seconds=0), store=tmp_path, on_step=print)
