"""The fields of a form on paper: boxes to tick, boxes to write in, tables to fill in.

It is HTML of our own; `designs/questionnaire.lua` says what each style means to Word and typst.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

LINE = Markup("&nbsp;")
TICK = Markup('<span custom-style="Tick">☐</span>')


def styled(style: str, words: str | Markup) -> Markup:
    """Set a paragraph in a style."""
    return Markup('<div custom-style="{}"><p>{}</p></div>').format(style, words)


def within(style: str, blocks: Iterable[Markup]) -> Markup:
    """Set several blocks in a style."""
    return Markup('<div custom-style="{}">{}</div>').format(style, Markup("\n").join(blocks))


def box(lines: int) -> Markup:
    """Give a box to write in, so many lines high; in Word it grows with what is written."""
    return styled("Answer", _blank(lines))


def labelled(label: str, lines: int) -> Markup:
    """Give a box under its label."""
    return styled("Label", label) + box(lines)


def ticks(choices: Iterable[str], across: bool = False) -> Markup:
    """Give boxes to tick: one under the other, or on one line."""
    made = [TICK + Markup("<span>{}</span>").format(choice) for choice in choices]
    if across:
        made = [Markup("&emsp;").join(made)]
    return within("Choices", (Markup("<p>{}</p>").format(each) for each in made))


def table(
    widths: Sequence[int], head: Sequence[str], rows: Iterable[Sequence[str]], lines: int = 1
) -> Markup:
    """Give a table: an empty text is a cell to fill in, so many lines high.

    ``widths`` are the columns' shares in a hundred.
    """
    columns = Markup().join(Markup('<col style="width: {}%">').format(each) for each in widths)
    top = Markup("<thead>{}</thead>").format(_row("th", head, 1)) if head else ""
    body = Markup().join(_row("td", row, lines) for row in rows)
    return Markup("<table><colgroup>{}</colgroup>{}<tbody>{}</tbody></table>").format(
        columns, top, body
    )


def _row(kind: str, texts: Iterable[str], lines: int) -> Markup:
    cell = Markup(f"<{kind}>{{}}</{kind}>")
    made = (cell.format(text or _blank(lines)) for text in texts)
    return Markup("<tr>{}</tr>").format(Markup().join(made))


def _blank(lines: int) -> Markup:
    return Markup("<br>").join([LINE] * lines)
