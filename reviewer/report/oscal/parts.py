"""What the OSCAL files have in common: names, identities, properties of ours, text as OSCAL's markup shows it as it is.

Identities are UUIDs of version 5, made of what they name, so that the same review has the same ones. A file's own is made of its
content: OSCAL asks for another one whenever the content is another.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid5

from reviewer.model import DocumentEntry, Review
from reviewer.report import words
from reviewer.report.html_report import web_address
from reviewer.report.paper.text import clean

Json = dict[str, Any]

VERSION = "1.2.1"
NAMESPACE = "https://qms-reviewer.invalid/ns/oscal"
"""Of our properties and parts. Nothing stands at the address: the domain is one that never will."""
_IDENTITIES = UUID("0d9c1f4e-6a3b-5d27-9c58-2f7be1a4c630")
_NEVER = "1970-01-01T00:00:00+00:00"
_SPECIAL = re.compile(r"""([\\`*_\[\]<>|#~^"{}&$])""")
_LINE_START = re.compile(r"^(\d+)([.)])|^([-+=])")
_NOT_TOKEN = re.compile(r"[^A-Za-z0-9._-]")


def identity(*parts: str) -> str:
    """The UUID of something that these words name."""
    return str(uuid5(_IDENTITIES, "\x1f".join(parts).encode("utf-8", "replace").decode("utf-8")))


def token(text: str) -> str:
    """An id as OSCAL allows it: it begins with a letter."""
    told = _NOT_TOKEN.sub("-", text)
    return told if told[:1].isalpha() else f"c-{told}"


def string(text: str) -> str:
    """A text in one line, never empty."""
    return clean(text).strip() or "–"


def markup(text: str) -> str:
    """Text that OSCAL's Markdown shows as it is; lines become paragraphs."""
    lines = [_SPECIAL.sub(r"\\\1", clean(line).strip()) for line in text.splitlines()]
    started = (_LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", line) for line in lines if line)
    return "\n\n".join(started) or "–"


def line(text: str) -> str:
    """The same in one line."""
    return _SPECIAL.sub(r"\\\1", string(text))


def prop(name: str, value: object, **more: str) -> Json:
    """A property of ours."""
    return {"name": token(name), "ns": NAMESPACE, "value": string(str(value)), **more}


def props(**values: object) -> list[Json]:
    """Properties of ours, those without a value left out; ``by_standard`` becomes "by-standard"."""
    return [prop(name.replace("_", "-"), value) for name, value in values.items() if value not in (None, "", ())]


def filled(**values: Any) -> Json:
    """An object without its empty parts, which OSCAL does not allow; ``back_matter`` becomes "back-matter"."""
    return {name.replace("_", "-"): value for name, value in values.items() if value not in (None, "", [], {}, ())}


def started(review: Review) -> str:
    """When the review began: the only clock there is."""
    return str(review.run.get("started_at") or _NEVER)


def finished(review: Review) -> str:
    """When the review was done."""
    return str(review.run.get("finished_at") or started(review))


def document(review: Review, title: str, version: str, remarks: str, content: Json, **metadata: Any) -> Json:
    """A file: its metadata and content, with an identity made of both."""
    head = filled(
        title=line(title),
        last_modified=started(review),
        version=string(version),
        oscal_version=VERSION,
        props=props(
            tool=f"{review.tool.name} {review.tool.version}",
            rubric=f"{review.rubric.id} {review.rubric.version}",
            rubric_sha256=review.rubric.sha256,
        ),
        **metadata,
        remarks=markup(remarks),
    )
    whole = {"metadata": head, **content}
    digest = hashlib.sha256(json.dumps(whole, sort_keys=True).encode("utf-8")).hexdigest()
    return {"uuid": identity("document", digest), **whole}


def control_id(criterion: str) -> str:
    """Id of a criterion in the catalog."""
    return token(criterion)


def objective_id(criterion: str, element: str = "") -> str:
    """Id of what is to be found for a criterion, or for one of its elements, in the catalog."""
    return f"{token(criterion)}_obj" + (f".{token(element)}" if element else "")


def reviewed_controls(review: Review) -> Json:
    """The criteria that were in scope."""
    inside = [finding.criterion for finding in review.findings if finding.standard in review.standards]
    chosen: Json = {"include-controls": [{"control-id": control_id(name)} for name in inside]} if inside else {"include-all": {}}
    return {
        "control-selections": [{"description": "The criteria of the standards in scope; oscal/catalog.json has them.", **chosen}],
        "control-objective-selections": [{"include-all": {}}],
    }


def document_uuid(id: str) -> str:
    """Identity of a document under review."""
    return identity("reviewed-document", id)


def document_resource(review: Review, entry: DocumentEntry) -> Json:
    """A document under review, with its checksum and where it was found."""
    hashes = [{"algorithm": "SHA-256", "value": entry.sha256}] if entry.sha256 else []
    address = web_address(entry.link) or quote(clean(entry.id), safe="/")
    rlink = filled(href=address, hashes=hashes)
    return filled(
        uuid=document_uuid(entry.id),
        title=line(entry.name),
        description=markup(entry.title) if entry.title else None,
        props=props(
            document=entry.id,
            kind=entry.kind,
            lifecycle=entry.lifecycle,
            revision=entry.stated_revision or entry.revision,
            read=entry.status,
            establishes=str(entry.establishes).lower(),
            text_sha256=entry.text_sha256,
        ),
        rlinks=[] if review.redaction else [rlink],
        remarks=markup("\n".join([words.document_state(entry), entry.reason or "", *(remark.text for remark in entry.remarks)])),
    )


TOOL = "tool"


def tool_component(review: Review) -> Json:
    """The program, as the asset that did the work."""
    return filled(
        uuid=identity(TOOL, review.tool.name, review.tool.version, review.rubric.sha256),
        type="software",
        title=line(f"{review.tool.name} {review.tool.version}"),
        description="Reads procedures and judges them by rules and fitted models that travel with it. It can err in both directions.",
        props=[
            *props(version=review.tool.version, rubric_sha256=review.rubric.sha256),
            *(
                prop("data", f"{item.get('name', '')} {item.get('version', '')} {item.get('sha256', '')}")
                for item in review.tool.data
            ),
        ],
        status={"state": "operational"},
    )


def no_ssp() -> Json:
    """What stands in place of the system security plan that an OSCAL assessment plan imports."""
    return {
        "uuid": identity("no-system-security-plan"),
        "title": "No system security plan",
        "description": "The review is of procedures of a quality management system, and not of a system; there is no system security plan.",
    }
