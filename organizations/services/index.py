"""What can be found about groups and projects."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.db.models import Model
from django.utils import translation

from organizations.models import Organization, Project, SearchDocument, Text
from organizations.services.search import Described, index_document, index_documents, remove_document

KINDS = (SearchDocument.Kind.ORGANIZATION, SearchDocument.Kind.PROJECT)
RELATED = ("tags", "topics", "districts", "texts")


def path_of(thing: Model) -> str:
    """Give a thing's address without a language before it."""
    with translation.override("ja"):
        return str(thing.get_absolute_url())  # type: ignore[attr-defined]  # every thing that can be found has a page


def said(*values: object) -> str:
    """Join texts and translated words, in Japanese."""
    with translation.override("ja"):
        return " ".join(str(value) for value in values if value)


def in_other_words(described: Described, texts: Iterable[Text]) -> Iterator[Described]:
    """Give a thing in Japanese, then in the languages it was translated into."""
    yield described
    for text in texts:
        yield replace(
            described, language=text.language, title=text.title, kana="", summary=text.summary, body=text.body
        )


def write(documents: Iterable[Described]) -> None:
    """Index a thing in all its languages; where it must not be found, forget it."""
    for document in documents:
        if document.is_public:
            index_document(document)
        else:
            remove_document(kind=document.kind, object_id=document.object_id)


def describe_organization(organization: Organization) -> Iterator[Described]:
    japanese = Described(
        kind=SearchDocument.Kind.ORGANIZATION,
        object_id=organization.pk,
        title=organization.name,
        kana=organization.kana,
        summary=organization.summary,
        body=said(organization.aliases, organization.purpose, organization.meeting, organization.joining),
        tags=[
            *(tag.name for tag in organization.tags.all()),
            *(topic.name for topic in organization.topics.all()),
            said(organization.get_kind_display()),
        ],
        districts=[district.name for district in organization.districts.all()],
        ages=(organization.age_from_months, organization.age_to_months),
        path=path_of(organization),
        is_public=organization.is_listed,
    )
    return in_other_words(japanese, organization.texts.all())


def describe_project(project: Project) -> Iterator[Described]:
    japanese = Described(
        kind=SearchDocument.Kind.PROJECT,
        object_id=project.pk,
        title=project.title,
        summary=project.summary,
        body=said(project.purpose, *(partner.organization.name for partner in project.partners.all())),
        tags=[
            *(tag.name for tag in project.tags.all()),
            *(topic.name for topic in project.topics.all()),
            said(project.get_form_display()),
        ],
        districts=[district.name for district in project.districts.all()],
        path=path_of(project),
        is_public=project.is_public,
    )
    return in_other_words(japanese, project.texts.all())


def index_organization(organization: Organization) -> None:
    """Let a group be found as it is now; call it where a group changes, in the same transaction."""
    write(describe_organization(organization))


def index_project(project: Project) -> None:
    """Let a project be found as it is now; call it where a project changes, in the same transaction."""
    write(describe_project(project))


def reindex() -> int:
    """Write every group and project anew; return the number of rows."""
    groups = Organization.objects.listed().prefetch_related(*RELATED)
    projects = Project.objects.public().prefetch_related(*RELATED, "partners__organization")
    documents = [document for group in groups for document in describe_organization(group)]
    documents += [document for project in projects for document in describe_project(project)]
    return index_documents(documents, kinds=KINDS)
