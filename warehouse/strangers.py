"""Posts of others under the ids that a target is about to bring."""

from collections.abc import Collection

import pyarrow as pa

from triage.mention import MentionKey
from warehouse import sql
from warehouse.batch import KEY
from warehouse.lake import Cursor, Lake, rows_of, staged


def under(lake: Lake, keys: Collection[MentionKey], *, target_id: str) -> dict[MentionKey, str]:
    """The fingerprint of what is stored under these keys, where this target never brought it."""
    wanted = [{"platform": key.platform, "native_id": key.native_id} for key in sorted(keys)]

    def work(cursor: Cursor) -> dict[MentionKey, str]:
        with staged(cursor, "wanted", pa.Table.from_pylist(wanted, schema=KEY)):
            rows = rows_of(cursor.execute(sql.load("queries", "same_ids"), {"target_id": target_id}))
        return {MentionKey(platform=row["platform"], native_id=row["native_id"]): row["content_hash"] for row in rows}

    return lake.read(work) if wanted else {}
