"""From a document to sections and passages."""

from reviewer.segment.passages import Segments, segment

__all__ = ["Segments", "segment"]
