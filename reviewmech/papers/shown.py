"""What of a text can be read on a page: its words without the marks they were set by."""

from __future__ import annotations

from html.parser import HTMLParser

from reviewmech.papers import dialect, markdown
from reviewmech.rules.anchors import plain


class _Words(HTMLParser):
    """Gather the words between the tags, in their order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        """Take the words as a browser keeps them, white space and all."""
        self.found.append(data)


def readings(text: str) -> tuple[str, str]:
    """Return a text as pages show it, in one line: set by its marks, and as it was typed.

    A page sets a text as Markdown, unless it is heavy or no prose at all; either way a browser
    sees exactly one of these two, white space folded (`rules.anchors.plain`). So what is quoted
    from a page can be found here, sign by sign.
    """
    words = _Words()
    words.feed(str(markdown.render(text)))
    words.close()
    return plain("".join(words.found)), plain(dialect.clean(text))
