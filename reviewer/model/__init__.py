"""The records that travel through the pipeline, in the order in which they arise.

Every record is frozen. Every offset is half-open, in code points of ``Document.text``, the one canonical text of a
document: its own words, one block a line, the cells of a table row joined by " | ". List numbers, column headers and
lead-ins are fields beside the text, never part of it. A quote is ``text[start:end]`` with its white space folded.
"""

from __future__ import annotations

from reviewer.model.base import Offset, Record, Share
from reviewer.model.comparison import (
    ElementTurn,
    FindingTurn,
    Progress,
    ReviewIdentity,
    Turn,
    VerdictTurn,
    Wording,
    WordRun,
)
from reviewer.model.documents import (
    Block,
    BlockKind,
    Cell,
    Document,
    DocumentEntry,
    DocumentKind,
    DriveOrigin,
    Lifecycle,
    ReadStatus,
    Remark,
    SourceFile,
    SourceKind,
)
from reviewer.model.health import Health, HealthKind, HealthRemark, Place
from reviewer.model.review import (
    Change,
    ChangeKind,
    Changes,
    Comparison,
    MissingDocument,
    Profile,
    Review,
    RubricInfo,
    Scores,
    StandardScore,
    ToolInfo,
)
from reviewer.model.segments import Passage, PassageKind, Section, SectionKind
from reviewer.model.verdicts import (
    Basis,
    Candidate,
    ElementResult,
    Evidence,
    Finding,
    Referral,
    Role,
    Severity,
    Status,
    TraceStep,
    Verdict,
)

__all__ = [
    "Basis",
    "Block",
    "BlockKind",
    "Candidate",
    "Cell",
    "Change",
    "ChangeKind",
    "Changes",
    "Comparison",
    "Document",
    "DocumentEntry",
    "DocumentKind",
    "DriveOrigin",
    "ElementResult",
    "ElementTurn",
    "Evidence",
    "Finding",
    "FindingTurn",
    "Health",
    "HealthKind",
    "HealthRemark",
    "Lifecycle",
    "MissingDocument",
    "Offset",
    "Passage",
    "PassageKind",
    "Place",
    "Profile",
    "Progress",
    "ReadStatus",
    "Record",
    "Referral",
    "Remark",
    "Review",
    "ReviewIdentity",
    "Role",
    "RubricInfo",
    "Scores",
    "Section",
    "SectionKind",
    "Severity",
    "Share",
    "SourceFile",
    "SourceKind",
    "StandardScore",
    "Status",
    "ToolInfo",
    "TraceStep",
    "Turn",
    "Verdict",
    "VerdictTurn",
    "WordRun",
    "Wording",
]
