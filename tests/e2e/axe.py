"""What axe-core finds against WCAG 2.2 AA on a page, but for what is known and explained."""

from pathlib import Path

import axe_playwright_python  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import Page

_AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
_RUN = "() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
ALLOWED = {
    # an empty group that Vega draws for marks without rows: nothing is to be seen, nothing is to be told
    ("svg-img-alt", 'aria-roledescription="rect mark container"'),
}


def faults(page: Page) -> list[str]:
    """Each violation as its rule and the first element that has it."""
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    found = page.evaluate(_RUN)["violations"]
    return [
        f"{fault['id']}: {node['html'][:200]}"
        for fault in found
        for node in fault["nodes"]
        if not any(fault["id"] == rule and mark in node["html"] for rule, mark in ALLOWED)
    ]
