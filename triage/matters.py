"""What customers complain of, finer than a topic."""

from collections.abc import Mapping
from enum import StrEnum


class Matter(StrEnum):
    """What a customer complains of, finer than a topic: each has sentences of its own."""

    SAFETY = "unsafe"
    HACKED = "hacked"
    PRIVACY = "data_misused"
    REFUND_WAIT = "refund_wait"
    CHARGED = "charged_wrong"
    MARKED_DELIVERED = "marked_delivered"
    DAMAGED = "came_damaged"
    WRONG_ITEM = "wrong_item"
    MISSING = "part_missing"
    LUGGAGE = "luggage"
    JOURNEY = "journey"
    FOOD = "food"
    DIRTY = "dirty"
    LATE = "late"
    LOST_WAY_IN = "lost_way_in"
    LOCKED_OUT = "locked_out"
    WRONG_DETAILS = "details_wrong"
    VOUCHER = "voucher"
    DOWN = "down"
    CRASH = "crash"
    DEFECT = "defect"
    RUDE = "rude"
    PRICE = "price"
    UNHEARD = "unheard"


TOPICS: Mapping[Matter, str] = {
    Matter.SAFETY: "safety",
    Matter.HACKED: "account",
    Matter.PRIVACY: "privacy",
    Matter.REFUND_WAIT: "refund",
    Matter.CHARGED: "billing",
    Matter.MARKED_DELIVERED: "delivery",
    Matter.DAMAGED: "quality",
    Matter.WRONG_ITEM: "quality",
    Matter.MISSING: "quality",
    Matter.LUGGAGE: "delivery",
    Matter.JOURNEY: "other",
    Matter.FOOD: "quality",
    Matter.DIRTY: "quality",
    Matter.LATE: "delivery",
    Matter.LOST_WAY_IN: "account",
    Matter.LOCKED_OUT: "account",
    Matter.WRONG_DETAILS: "account",
    Matter.VOUCHER: "billing",
    Matter.DOWN: "outage",
    Matter.CRASH: "bug",
    Matter.DEFECT: "quality",
    Matter.RUDE: "staff",
    Matter.PRICE: "billing",
    Matter.UNHEARD: "staff",
}
"""The topic that each belongs to."""
