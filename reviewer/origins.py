"""Each quote with the place where its document can be opened, and the state of it that was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reviewer.model import Evidence, Finding, MissingDocument, SourceFile


def findings_with_origins(findings: Sequence[Finding], files: Mapping[str, SourceFile]) -> tuple[Finding, ...]:
    """The findings, with what Drive says of each quoted document. ``files`` by document id; local ones add nothing."""
    return tuple(
        finding.model_copy(
            update={
                "elements": tuple(
                    element.model_copy(
                        update={
                            "evidence": tuple(_with_origin(evidence, files) for evidence in element.evidence),
                            "conflicts": tuple(_with_origin(evidence, files) for evidence in element.conflicts),
                        }
                    )
                    for element in finding.elements
                )
            }
        )
        for finding in findings
    )


def missing_with_origins(missing: Sequence[MissingDocument], files: Mapping[str, SourceFile]) -> tuple[MissingDocument, ...]:
    """The same for the examples of what is probably missing."""
    return tuple(entry.model_copy(update={"example": _with_origin(entry.example, files)}) for entry in missing)


def _with_origin(evidence: Evidence, files: Mapping[str, SourceFile]) -> Evidence:
    file = files[evidence.document]
    if file.drive is None:
        return evidence
    update = {"name": file.name, "link": file.drive.link, "revision": file.drive.revision, "paths": file.drive.paths}
    return evidence.model_copy(update=update)
