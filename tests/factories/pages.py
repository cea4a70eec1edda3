"""Page trees, pictures and pieces of bodies for tests."""

import io
import json

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import Site

from pages.base.models import BasePage, RivesDocument, RivesImage, Theme
from pages.dialogues.models import DialogueIndexPage, DialoguePage
from pages.network.models import NetworkPage
from pages.news.models import NewsIndexPage, NewsPage
from pages.projects.choices import ResultKind, TransferState
from pages.projects.models import PilotPage, PilotTerritory, ProjectIndexPage, ProjectPage, ResultPage, Transfer
from pages.standard.models import StandardPage

from .actors import TerritoryFactory


def home() -> BasePage:
    """The page at the root of the site, as Wagtail's migrations make it."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site:
        return site.root_page
    root = BasePage.get_first_root_node()
    page = root.get_children().first() or root.add_child(instance=StandardPage(title_fr="Accueil", slug="home"))
    Site.objects.create(hostname="localhost", root_page=page, is_default_site=True)
    return page


def stream(*blocks) -> str:
    """The JSON of a body: stream(("paragraph", "<p>…</p>"), …)."""
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


class PageFactory(factory.django.DjangoModelFactory):
    """A live page below `parent` (the home page by default)."""

    class Meta:
        abstract = True

    parent = None
    title_fr = factory.Sequence(lambda n: f"Page {n}")
    slug = factory.Sequence(lambda n: f"page-{n}")
    live = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        parent = kwargs.pop("parent", None) or cls.default_parent()
        return parent.add_child(instance=model_class(**kwargs))

    @classmethod
    def default_parent(cls):
        return BasePage.objects.get(pk=home().pk)

    @classmethod
    def _build_section(cls, factory_class):
        model = factory_class._meta.model
        return model.objects.first() or factory_class()


class StandardPageFactory(PageFactory):
    """A page of text."""

    class Meta:
        model = StandardPage

    slug = factory.Sequence(lambda n: f"texte-{n}")


class NetworkPageFactory(PageFactory):
    """The directory."""

    class Meta:
        model = NetworkPage

    title_fr = "Le réseau"
    slug = "reseau"


class NewsIndexPageFactory(PageFactory):
    """The list of news."""

    class Meta:
        model = NewsIndexPage

    title_fr = "Actualités"
    slug = "actualites"


class NewsPageFactory(PageFactory):
    """A piece of news."""

    class Meta:
        model = NewsPage

    slug = factory.Sequence(lambda n: f"actualite-{n}")

    @classmethod
    def default_parent(cls):
        return cls._build_section(NewsIndexPageFactory)


class ProjectIndexPageFactory(PageFactory):
    """The register of projects and results."""

    class Meta:
        model = ProjectIndexPage

    title_fr = "Projets et résultats"
    slug = "projets"


class ProjectPageFactory(PageFactory):
    """A project."""

    class Meta:
        model = ProjectPage

    slug = factory.Sequence(lambda n: f"projet-{n}")

    @classmethod
    def default_parent(cls):
        return cls._build_section(ProjectIndexPageFactory)


class PilotPageFactory(PageFactory):
    """A pilot with a number on the map and one territory that has coordinates (`place=None` for none)."""

    class Meta:
        model = PilotPage
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"pilote-{n}")
    number = factory.Sequence(lambda n: n + 1)

    @classmethod
    def default_parent(cls):
        return cls._build_section(ProjectIndexPageFactory)

    @factory.post_generation
    def place(self, create, extracted, **kwargs):
        if create and extracted is not False:
            territory = extracted or TerritoryFactory(latitude=34.7, longitude=10.8, **kwargs)
            PilotTerritory.objects.create(pilot=self, territory=territory)


class ResultPageFactory(PageFactory):
    """A method."""

    class Meta:
        model = ResultPage

    slug = factory.Sequence(lambda n: f"resultat-{n}")
    kind = ResultKind.METHOD

    @classmethod
    def default_parent(cls):
        return cls._build_section(ProjectIndexPageFactory)


class TransferFactory(factory.django.DjangoModelFactory):
    """Another place that tries a pilot."""

    class Meta:
        model = Transfer

    pilot = factory.SubFactory(PilotPageFactory)
    territory = factory.SubFactory(TerritoryFactory, latitude=43.3, longitude=5.4)
    state = TransferState.TRIAL


class DialogueIndexPageFactory(PageFactory):
    """The list of dialogues."""

    class Meta:
        model = DialogueIndexPage

    title_fr = "Dialogues"
    slug = "dialogues"


class DialoguePageFactory(PageFactory):
    """An open dialogue."""

    class Meta:
        model = DialoguePage

    slug = factory.Sequence(lambda n: f"dialogue-{n}")
    state = "open"

    @classmethod
    def default_parent(cls):
        return cls._build_section(DialogueIndexPageFactory)


class ThemeFactory(factory.django.DjangoModelFactory):
    """A theme."""

    class Meta:
        model = Theme
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"theme-{n}")
    name_fr = factory.Sequence(lambda n: f"Thème {n}")


def image_file(name="photo.jpg", size=(64, 48), kind="JPEG") -> SimpleUploadedFile:
    """A real picture, as a browser sends it."""
    data = io.BytesIO()
    Image.new("RGB", size, "teal").save(data, kind)
    return SimpleUploadedFile(name, data.getvalue(), content_type=f"image/{kind.lower()}")


class ImageFactory(factory.django.DjangoModelFactory):
    """A picture of the library, described in French."""

    class Meta:
        model = RivesImage

    title = factory.Sequence(lambda n: f"image-{n}")
    file = factory.LazyFunction(image_file)
    description_fr = "Un quai au petit matin"
    credit = "Rives"


class DocumentFactory(factory.django.DjangoModelFactory):
    """A PDF of the library."""

    class Meta:
        model = RivesDocument

    title = factory.Sequence(lambda n: f"document-{n}")
    file = factory.LazyFunction(lambda: SimpleUploadedFile("note.pdf", b"%PDF-1.4 note"))
