"""The table the bench prints."""

from __future__ import annotations

from tests.bench.client import Measured

HEAD = (
    "what",
    "clients",
    "median",
    "p95",
    "per s",
    "bytes",
    "errors",
    "worker CPU s",
    "own CPU s",
    "floor med",
    "floor p95",
    "floor/s",
    "floor B",
    "ratio",
)
WIDTHS = (24, 7, 8, 8, 8, 8, 6, 13, 9, 9, 9, 8, 8, 6)


def head() -> str:
    """Return the head of the table."""
    return _line(HEAD)


def row(what: str, clients: int, product: Measured, floor: Measured) -> str:
    """Return one line: the product, the floor, and how much of the floor the product reaches."""
    ratio = f"{product.rate / floor.rate:.0%}" if floor.rate else "-"
    return _line(
        (
            what,
            str(clients),
            f"{product.median:.1f}",
            f"{product.p95:.1f}",
            f"{product.rate:.1f}",
            str(product.bytes),
            f"{product.errors}/{floor.errors}",
            "+".join(f"{each:.2f}" for each in product.workers_cpu),
            f"{product.own_cpu:.2f}",
            f"{floor.median:.1f}",
            f"{floor.p95:.1f}",
            f"{floor.rate:.1f}",
            str(floor.bytes),
            ratio,
        )
    )


def wrong(server: str, found: Measured) -> str:
    """Say which answers of a server were not the right ones."""
    said = ", ".join(f"{count} times {status}" for status, count in found.wrong.items())
    return f"  wrong answers of the {server}: {said}"


def _line(cells: tuple[str, ...]) -> str:
    first, *others = zip(cells, WIDTHS, strict=True)
    return " ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)])
