"""A quote as OSCAL's relevant evidence: its words, its place, and a hash by which it is known again."""

from __future__ import annotations

import hashlib

from reviewer.model import Evidence, Place
from reviewer.report import words
from reviewer.report.oscal.parts import Json, document_uuid, filled, markup, props


def evidence(quote: Evidence, opposes: bool) -> Json:
    """One quote. ``opposes``: it speaks against the status. Offsets are those of the text that the reviewer reads; absent where redacted."""
    placed = quote.end > 0
    return filled(
        href=f"#{document_uuid(quote.document)}",
        description=markup(quote.quote) if quote.quote else words.LEFT_OUT,
        props=props(
            role="opposes" if opposes else quote.role,
            document=quote.document,
            page=quote.page,
            section=" › ".join(quote.heading_path),
            start=quote.start if placed else None,
            end=quote.end if placed else None,
            revision=quote.revision,
            quote_sha256=hashlib.sha256(quote.quote.encode("utf-8", "replace")).hexdigest() if placed and quote.quote else None,
        ),
        remarks=markup("\n".join(filter(None, (words.ROLES[quote.role], f"Context: {quote.context}" if quote.context else "")))),
    )


def place_evidence(place: Place) -> Json:
    """A place that a remark on a document rests on."""
    placed = place.end > 0
    return filled(
        href=f"#{document_uuid(place.document)}",
        description=markup(place.quote) if place.quote else words.LEFT_OUT,
        props=props(
            document=place.document,
            page=place.page,
            section=" › ".join(place.heading_path),
            start=place.start if placed else None,
            end=place.end if placed else None,
        ),
    )
