"""Names that are to be replaced, as a user gives them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints, ValidationError

from reviewer.errors import ReviewerError
from reviewer.model import Record
from reviewer.yaml_source import Fault, read_yaml

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, pattern=r"\w")]
NameList = Annotated[
    tuple[Name, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else () if value is None else value)
]


class Names(Record):
    """People, companies and whatever else is to be replaced. A single name may stand without a list."""

    people: NameList = Field((), description="first and last name; the last name alone is found as well")
    company: NameList = Field(
        (), description="the manufacturer, its sisters and suppliers; legal forms such as GmbH are found as well"
    )
    other: NameList = Field((), description="products, places, projects, numbers of documents")

    def __len__(self) -> int:
        return len(self.people) + len(self.company) + len(self.other)


def load_names(path: Path) -> Names:
    """The names in a YAML file. Raises ReviewerError for what it may not hold."""
    try:
        source = read_yaml(path)
    except OSError as error:
        raise ReviewerError(
            "--redact-names", f"{path} cannot be read: {(error.strerror or 'fault').lower()}", "check the path"
        ) from None
    if isinstance(source, Fault):
        raise ReviewerError(f"{source.path}:{source.line}:{source.column}", source.text, "mend it; it is no readable YAML")
    try:
        return Names.model_validate(source.data or {})
    except ValidationError as error:
        first = error.errors()[0]
        place = source.fault(tuple(first["loc"]), ".".join(map(str, first["loc"])) or "the file")
        raise ReviewerError(str(place), first["msg"], "see docs/sharing.md") from None
