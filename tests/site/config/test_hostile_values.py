"""What anyone may put into an address or a form: numbers beyond the database's, digits that are none, NUL bytes.

Every view of ours is asked, found through the resolver: a new one is covered when it is there.
"""

import copy
import re
import uuid

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from tests.factories.actors import MembershipFactory, OrganisationFactory, PersonFactory, TerritoryFactory
from tests.factories.consultations import StatementFactory
from tests.factories.events import RegistrationFactory
from tests.factories.forums import PostFactory
from tests.factories.mail import MailFactory
from tests.factories.notifications import NotificationFactory
from tests.factories.pages import NetworkPageFactory, ThemeFactory, TransferFactory

pytestmark = pytest.mark.django_db

OURS = ("actors", "allauth", "config", "consultations", "events", "forums", "kernel", "pages", "portal")
NOT_OURS = ("/cms/images/", "/cms/documents/", "/cms/snippets/choose/")  # Wagtail's own choosers, for the team
ASKED_ONCE = ("/readyz",)  # it asks the channel layer
ANY = {"int": 1, "slug": "x", "str": "x", "path": "x", "uuid": uuid.UUID(int=7)}
HOSTILE = {"int": [2**63, "9" * 4400], "slug": ["x" * 300], "str": ["%00", "9" * 30], "path": ["%00"]}
TYPED = ["9" * 5000, str(2**63), "²", "٣" * 30, "-1"]
NAMES = (
    "q", "page", "kind", "meeting", "person", "state", "dialogue", "theme", "to", "since", "lang", "territory", "r",
    "position", "text", "next", "constituency", "shore", "name", "format", "ordering", "p",
)  # fmt: skip
FIELDS = re.compile(r'<(?:input|select|textarea|button)[^>]* name="([^"]+)"')


def module_of(callback):
    """The module of a view, of its class, or of the model that a generic view of the admin shows."""
    view = getattr(callback, "view_class", callback)
    model = getattr(callback, "view_initkwargs", {}).get("model")
    return model.__module__ if isinstance(model, type) else view.__module__


def ours(resolver, above=()):
    """The patterns of every view of ours, each with those above it."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from ours(entry, (*above, entry.pattern))
        elif isinstance(entry, URLPattern) and module_of(entry.callback).split(".")[0] in OURS:
            yield (*above, entry.pattern)


def route_of(patterns):
    """An address with {name} for what varies, and the kind of each; None for an address made of expressions."""
    route, kinds = "/", {}
    for pattern in patterns:
        if not isinstance(pattern, RoutePattern) and str(pattern) != "fr/":
            return None
        route += re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern))
        for name, converter in pattern.converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower()
            kinds[name] = "str" if kind == "string" else kind
    return route, kinds


ROUTES = sorted(
    (
        (route, kinds)
        for route, kinds in filter(None, map(route_of, ours(get_resolver())))
        if not route.startswith((*NOT_OURS, *ASKED_ONCE))
    ),
    key=lambda pair: pair[0],
)


def _under(route, records):
    """The record that the addresses below a prefix are about."""
    return next((found for prefix, found in records.items() if route.startswith(prefix)), None)


@pytest.fixture
def real():
    """One of everything; gives an address with what is there, but for the parts that are given."""
    person = PersonFactory(is_staff=True, is_superuser=True)
    post, statement, registration = PostFactory(author=person), StatementFactory(), RegistrationFactory(person=person)
    membership = MembershipFactory(person=person, organisation=OrganisationFactory(territory=TerritoryFactory()))
    organisation, room, meeting = membership.organisation, post.topic.room, registration.meeting
    theme, transfer, note = ThemeFactory(), TransferFactory(), NotificationFactory(person=person)
    NetworkPageFactory()
    records = {
        "/cms/meetings/": meeting, "/cms/questions/": meeting, "/cms/registrations/": registration,
        "/cms/forums/": room, "/cms/consultations/": statement.consultation, "/cms/memberships/": membership,
        "/cms/organisations/": organisation, "/cms/territories/": organisation.territory,
        "/cms/countries/": organisation.country, "/cms/users/": PersonFactory(), "/cms/snippets/base/": theme,
        "/cms/snippets/projects/": transfer, "/fr/my/organisations/": membership, "/fr/my/notifications/": note,
    }  # fmt: skip
    slugs = {
        "/fr/forums/": room, "/fr/meetings/": meeting, "/fr/consultations/": statement.consultation,
        "/fr/my/organisations/": organisation, "/fr/network/": organisation,
    }  # fmt: skip
    common = {
        "topic": post.topic_id, "number": post.number, "uid": MailFactory().uid, "year": 2026, "language": "fr",
        "stream": f"t:{post.topic_id}", "path": "images/x.jpg", "helper": person.pk, "act": "publish",
    }  # fmt: skip

    def address(route, kinds, **given):
        values = {name: ANY[kind] for name, kind in kinds.items()} | common
        for name, found in (("slug", _under(route, slugs)), ("pk", _under(route, records))):
            if found:
                values[name] = getattr(found, name)
        return route.format(**(values | given))

    address.person = person
    return address


def fault(ask, address, data):
    """What a request broke, blank where nothing; what it wrote is undone, and who is signed in stays so."""
    client = ask.__self__
    cookies, before = copy.copy(client.cookies), transaction.savepoint()
    try:
        status = ask(address, data).status_code
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:200]
    finally:
        transaction.savepoint_rollback(before)
        client.cookies = cookies
    return "" if status < 500 else str(status)


def faults(requests):
    """Of requests (method, address, data), those that broke something, and how."""
    found = ((request, fault(*request)) for request in requests)
    return [f"{address[:90]} {str(data)[:60]}: {how}" for (_ask, address, data), how in found if how]


def test_the_resolver_was_read():
    routes = dict(ROUTES)
    assert routes["/fr/forums/{slug}/{topic}/{number}/"] == {"slug": "slug", "topic": "int", "number": "int"}
    assert routes["/live/{stream}"] == {"stream": "str"}
    assert len(routes) > 100


@pytest.mark.parametrize("signed_in", [False, True])
def test_no_part_of_an_address_breaks_a_view(client, real, signed_in):
    if signed_in:
        client.force_login(real.person)
    requests = [
        (client.get, real(route, kinds, **{name: value}), {})
        for route, kinds in ROUTES
        for name, kind in kinds.items()
        for value in HOSTILE.get(kind, ())
    ]
    assert faults(requests) == []


@pytest.mark.parametrize("signed_in", [False, True])
def test_no_parameter_breaks_a_view(client, real, signed_in):
    if signed_in:
        client.force_login(real.person)
    pages = [real(route, kinds) for route, kinds in ROUTES] + ["/fr/reseau/", "/fr/projets/", "/fr/meetings/"]
    requests = [
        (client.get, page, dict.fromkeys(NAMES, value))
        for page in pages
        for value in (TYPED[:1] if page.startswith("/cms/") else TYPED[::2])  # the team's pages take long to draw
    ]
    assert faults(requests) == []


def test_no_field_breaks_a_form(client, real):
    """Each form of the site is asked for, then sent back with the same hostile value in every field."""
    client.force_login(real.person)
    forms = {}
    for page in (real(route, kinds) for route, kinds in ROUTES if not route.startswith("/cms/")):
        shown = client.get(page)
        if "html" in shown.get("Content-Type", "") and (fields := FIELDS.findall(shown.content.decode())):
            forms[page] = fields
    assert any("reply_to" in fields for fields in forms.values())
    requests = [(client.post, page, dict.fromkeys(forms[page], value)) for page in forms for value in ["\0", *TYPED]]
    assert faults(requests) == []


@pytest.mark.parametrize("address", ["/fr/search/?q=%00", "/fr/%00/", "/cms/countries/edit/%00/", "/live/t:%00"])
def test_a_nul_byte_in_an_address_is_a_bad_request(client, real, address):
    client.force_login(real.person)
    response = client.get(address)
    assert response.status_code == 400
    assert "<html lang=" in response.content.decode()


def test_a_nul_byte_in_a_form_is_refused_beside_its_field(client, real):
    client.force_login(real.person)
    response = client.post("/fr/my/organisations/propose/", {"name": "Ville\0", "kind": "x"})
    assert response.status_code in {200, 422}
    assert response.context["form"].errors["name"]
