"""What decisions bring on a labelled file that taught nothing: `python -m tests.scoring.learnt FILE`.

Posts are shuffled by a fixed number; 1,500 are held out, and as in a queue only flagged ones of the others are decided.
"""

import csv
import random
import sys
from pathlib import Path

from scoring.holdout import figures
from scoring.pipeline import Post, Scorer
from scoring.refit import Told, refit

HELD_OUT, UNJUDGED = 1_500, 1_000
DECISIONS = (50, 200, 800)


def main() -> None:
    """Print the figures of what ships, and of it fitted on with so many decisions."""
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["label_complaint"] in {"0", "1"}]
    random.Random(1).shuffle(rows)
    told = [
        Told(post=Post(text=row["text"], lang=row["lang"]), needs_answer=row["label_complaint"] == "1") for row in rows
    ]
    out, pool = told[:HELD_OUT], told[HELD_OUT:]
    labels, posts = [bool(one.needs_answer) for one in out], [one.post for one in out]
    flags = Scorer().score([one.post for one in pool])
    flagged = [one for one, score in zip(pool, flags, strict=True) if score.needs_answer]
    unjudged = [Told(post=one.post, needs_answer=None) for one in pool[-UNJUDGED:]]
    for n in (0, *DECISIONS):
        models = refit([*flagged[:n], *unjudged]).models if n else None
        sys.stdout.write(f"{n:>4} {figures(labels, Scorer(models=models).score(posts)).as_dict()}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
