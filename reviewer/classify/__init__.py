"""What a document is, where it stands in its life, and whether its text may establish anything."""

from reviewer.classify.documents import Classified, classify
from reviewer.classify.tongue import detect_language, language_name

__all__ = ["Classified", "classify", "detect_language", "language_name"]
