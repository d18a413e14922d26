"""The dialect: what a person may write in an answer, an observation or a summary.

- **Paragraphs** are parted by an empty line. A line break typed is a line break shown.
- **Emphasis**: `*so*` or `_so_`; **strong**: `**so**` or `__so__`.
- **Headings**: a line that begins with one to six `#` and a space.
- **Lists**: lines that begin with `-`, `*` or `+`, or with a number and `.` or `)`. An item
  indented by two spaces or more belongs to the item above it, six deep at most. An item holds
  words, further paragraphs (indented, after an empty line) and lists.
- **Quotations**: every line begins with `>`; four deep at most.
- **Links**: `[words](https://...)`, a bare `https://...`, or `<someone@example.org>`; http, https
  and mailto only.
- **Tables**: a row of cells parted by `|`, under it a row of dashes, and rows until the first line
  without `|`.
- A backslash before a sign shows the sign itself.

Nothing else has a meaning. Raw HTML, code, rules, footnotes, links by reference and mathematics
are shown as they were typed; an image becomes the words that describe it.

`tidy` writes a text in the narrow form that Python-Markdown (the pages) and pandoc's
`commonmark+pipe_tables+hard_line_breaks` read alike. Its work grows with the length of the text
and with nothing else: every expression below is bounded or scans forward once.
"""

import re
from collections.abc import Iterable

PANDOC = "commonmark+pipe_tables+hard_line_breaks"
DEEPEST_LIST = 6
DEEPEST_QUOTE = 4

# Control signs, the overrides that make a text read as something else, and what no file can hold.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ufeff\ufffe\uffff\ud800-\udfff]"
)
_NEWLINES = re.compile("\r\n?|[\u2028\u2029]")

_ITEM = re.compile(r"(?:([-*+])|(\d{1,9})[.)]) +(?=\S)(.*)")
_HEADING = re.compile(r"(#{1,6}) +(?=[^\s#])(.*)")
_DASHES = re.compile(r"\|?(?: *:?-+:? *\|)* *:?-+:? *\|?$")
_BLOCK_SIGN = re.compile(r"(\d+)(?=[.)](?:\s|$))|()(?:[-+*](?=\s|$)|[#>~]|[-=_* ]+$)")

_ADDRESS = r"(?:https?://|mailto:)[^\s()<>\[\]\\`]{1,2000}(?:\([^\s()<>\[\]\\`]{0,200}\)[^\s()<>\[\]\\`]{0,2000})?"
_WORDS = r"(?:\\.|[^\[\]\\\n]){1,500}"
_INLINE = re.compile(
    r"(?P<escaped>\\[!-/:-@\[-`{-~])"
    rf"|!\[(?P<image>{_WORDS})\]\([^()\n]{{0,2000}}\)"
    rf"|\[(?P<words>{_WORDS})\]\((?P<address>{_ADDRESS})\)"
    r"|<(?P<auto>https?://[^\s<>\\]{1,2000}|[\w.+-]{1,64}@[\w.-]{1,255})>"
    r"|(?P<bare>https?://[^\s<>\[\]\\|*`\"]{1,2000}[^\s<>\[\]\\|*`\".,;:!?)'_])"
    r"|(?P<sign>[\[\]<`|]|[\\#]$)",
    re.MULTILINE,
)


def clean(text: str) -> str:
    """Give the text without unseen signs, its line ends all alike."""
    return _UNSEEN.sub("", _NEWLINES.sub("\n", text)).expandtabs(4)


def tidy(text: str) -> str:
    """Write a text in the one form that both readers read alike."""
    return "\n".join(_blocks(clean(text).split("\n"), quotes=0)) + "\n"


def _blocks(lines: list[str], quotes: int) -> list[str]:
    """Go through the lines block by block; every block ends with an empty line."""
    tidied: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        if not line:
            at += 1
            continue
        if line.startswith(">") and quotes < DEEPEST_QUOTE:
            end = _end_of_quotation(lines, at)
            inner = [_unquoted(line) for line in lines[at:end]]
            block = [f"> {line}".rstrip() for line in _blocks(inner, quotes + 1)[:-1]]
        elif heading := _HEADING.match(line):
            end, block = at + 1, [f"{heading[1]} {_title(heading[2])}"]
        elif _is_table(lines, at):
            end = _end_of_table(lines, at)
            block = _table(lines[at:end])
        elif _ITEM.match(line):
            end = _end_of_list(lines, at)
            block = _list(lines[at:end])
        else:
            end = _end_of_paragraph(lines, at, quotes)
            block = [_line(line) for line in lines[at:end]]
        tidied += [*block, ""]
        at = end
    return tidied


def _end_of_paragraph(lines: list[str], at: int, quotes: int) -> int:
    """Find where the paragraph ends: an empty line, or a line that begins something else."""
    for end in range(at + 1, len(lines)):
        line = lines[end].strip()
        item = _ITEM.match(line)
        if (
            not line
            or (line.startswith(">") and quotes < DEEPEST_QUOTE)
            or _HEADING.match(line)
            # "2019. The law was amended" goes on a sentence; only "1." begins a list within one.
            or (item and item[2] in (None, "1"))
            or _is_table(lines, end)
        ):
            return end
    return len(lines)


def _title(words: str) -> str:
    """Leave away the signs that may close a heading as they opened it."""
    bare = words.rstrip("#")
    return _inline(bare.rstrip() if bare.endswith(" ") else words)


def _end_of_quotation(lines: list[str], at: int) -> int:
    """Find the end of a quotation; two of them with nothing but an empty line between are one."""
    end = at
    for place in range(at, len(lines)):
        line = lines[place].strip()
        if line.startswith(">"):
            end = place + 1
        elif line:
            break
    return end


def _unquoted(line: str) -> str:
    return line.strip().removeprefix(">").removeprefix(" ")


def _is_table(lines: list[str], at: int) -> bool:
    head, under = lines[at], lines[at + 1].strip() if at + 1 < len(lines) else ""
    return "|" in head and "|" in under and bool(_DASHES.match(under))


def _end_of_table(lines: list[str], at: int) -> int:
    return next((end for end in range(at, len(lines)) if "|" not in lines[end]), len(lines))


def _table(rows: list[str]) -> list[str]:
    """Write every row with as many cells as the first; what is over goes into the last cell."""
    head = _cells(rows[0])
    width = len(head)
    table = [_row(_inline(cell) for cell in head), _row("---" for _ in head)]
    for row in rows[2:] or [""]:
        cells = _cells(row) + [""] * width
        last = " | ".join(cell for cell in cells[width - 1 :] if cell)
        table.append(_row(_inline(cell) for cell in [*cells[: width - 1], last]))
    return table


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cells(row: str) -> list[str]:
    inner = row.strip().removeprefix("|")
    cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", inner)]
    return cells[:-1] if len(cells) > 1 and not cells[-1] else cells


def _end_of_list(lines: list[str], at: int) -> int:
    """Find the end of a list: a line at the margin that begins something else."""
    margin = _indent(lines[at])
    for end in range(at + 1, len(lines)):
        line = lines[end].strip()
        at_margin = line and _indent(lines[end]) < margin + 2 and not _ITEM.match(line)
        if at_margin and (not lines[end - 1].strip() or line[0] == ">" or _HEADING.match(line)):
            return end
    return len(lines)


def _list(lines: list[str]) -> list[str]:
    """Write the list with four spaces for each level, which suits both readers.

    An empty line, or items of two kinds side by side, set the whole list apart: half apart, the
    readers disagree.
    """
    written: list[tuple[bool, str]] = []
    open_items: list[tuple[int, bool]] = []
    is_loose = after_empty = False
    for line in lines:
        words, indent = line.strip(), _indent(line)
        is_loose |= after_empty and bool(words)
        if item := _ITEM.match(words):
            numbered, before = item[2] is not None, _close(open_items, indent)
            begins_late = bool(open_items) and before is None and item[2] not in (None, "1")
            is_loose |= begins_late or before not in (None, numbered)
            mark = f"{item[2]}." if numbered else "-"
            written.append((True, f"{'    ' * len(open_items)}{mark} {_line(item[3])}"))
            open_items.append((indent, numbered))
        elif words:
            while after_empty and len(open_items) > 1 and indent < open_items[-1][0] + 2:
                open_items.pop()
            written.append((after_empty, "    " * len(open_items) + _line(line)))
        after_empty = not words
    return [
        part
        for place, (is_apart, line) in enumerate(written)
        for part in (["", line] if place and is_loose and is_apart else [line])
    ]


def _close(open_items: list[tuple[int, bool]], indent: int) -> bool | None:
    """Close the items this one is not within; say whether the last at its level was numbered."""
    after = None
    while open_items and (indent < open_items[-1][0] + 2 or len(open_items) == DEEPEST_LIST):
        after = open_items.pop()[1]
    return after


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _line(line: str) -> str:
    """Write one line of words, so that its first sign begins no block of any kind."""
    words = _inline(line.strip())
    sign = _BLOCK_SIGN.match(words)
    if not sign:
        return words
    number = sign[1] or ""
    return f"{number}\\{words[len(number) :]}"


def _inline(words: str) -> str:
    return _INLINE.sub(_sign, words)


def _sign(found: re.Match[str]) -> str:
    """Keep what the dialect knows; put a backslash before what it does not."""
    if found["image"]:
        return _inline(found["image"])
    if found["words"]:
        return f"[{_inline(found['words'])}]({found['address']})"
    if found["bare"]:
        return f"<{found['bare']}>"
    if found["sign"]:
        return "\\" + found["sign"]
    return found[0]
