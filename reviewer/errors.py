"""Errors that are the user's to mend. Anything else that is raised is a bug of the reviewer."""

from __future__ import annotations

OK, FOUND, UNUSABLE, BUG = 0, 1, 2, 70
"""Exit statuses; ``reviewer/cli.py`` says when."""


class ReviewerError(Exception):
    """A fault in the call or its input, said in one line: ``where: what; what to do``.

    The command line prints it without a traceback and exits with status 2.
    """

    def __init__(self, where: str, what: str, advice: str = "") -> None:
        self.where = where
        self.what = what
        self.advice = advice
        super().__init__(f"{where}: {what}; {advice}" if advice else f"{where}: {what}")

    def __reduce__(self) -> tuple[type[ReviewerError], tuple[str, str, str]]:
        return (ReviewerError, (self.where, self.what, self.advice))


class UnreadableDocument(Exception):
    """One document could not be read. It never ends the review of the others: it is listed with this reason.

    ``code`` is a short stable word for machines: ``encrypted``, ``truncated``, ``empty``, ``no_text``, ``not_utf8``,
    ``wrong_extension``, ``unsupported``, ``too_large``, ``too_complex``, ``needs_libreoffice``, ``needs_disk``, ``damaged``, ``io``,
    ``timeout``, ``language``, ``crashed`` (the parser died with its process), ``out_of_memory``, ``unsafe_xml``.
    """

    def __init__(self, code: str, reason: str) -> None:
        self.code = code
        self.reason = reason
        super().__init__(f"{code}: {reason}")

    def __reduce__(self) -> tuple[type[UnreadableDocument], tuple[str, str]]:
        return (UnreadableDocument, (self.code, self.reason))
