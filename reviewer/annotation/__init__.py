"""Annotated copies: each local .docx of a review with its evidence highlighted and a comment at each place."""

from __future__ import annotations

from reviewer.annotation.annotate import Outcome, annotate, outcome_line
from reviewer.annotation.notes import Note, notes_by_document

__all__ = ["Note", "Outcome", "annotate", "notes_by_document", "outcome_line"]
