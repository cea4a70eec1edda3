"""People, organisations and places for tests."""

import factory
from django.utils import timezone

from actors.choices import Constituency, MembershipRole, MembershipState, Shore, TerritoryKind
from actors.models import Country, Membership, Organisation, Person, Territory


class PersonFactory(factory.django.DjangoModelFactory):
    """A person with a password ("motdepasse-1") and a confirmed address."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne{n}@exemple.org")
    display_name = factory.Sequence(lambda n: f"Personne {n}")
    password = factory.django.Password("motdepasse-1")

    @factory.post_generation
    def confirmed(self, create, extracted, **kwargs):
        """confirmed=False leaves the address unconfirmed."""
        from allauth.account.models import EmailAddress

        if create:
            EmailAddress.objects.create(
                user=self, email=self.email, primary=True, verified=extracted is None or bool(extracted)
            )


class CountryFactory(factory.django.DjangoModelFactory):
    """A country; code and shore decide (FR north by default)."""

    class Meta:
        model = Country
        django_get_or_create = ("code",)

    code = "FR"
    name_fr = "France"
    shore = Shore.NORTH

    class Params:
        south = factory.Trait(code="TN", name_fr="Tunisie", shore=Shore.SOUTH)
        east = factory.Trait(code="LB", name_fr="Liban", shore=Shore.EAST)


class TerritoryFactory(factory.django.DjangoModelFactory):
    """A municipality."""

    class Meta:
        model = Territory

    slug = factory.Sequence(lambda n: f"commune-{n}")
    name_fr = factory.Sequence(lambda n: f"Commune {n}")
    kind = TerritoryKind.MUNICIPALITY
    country = factory.SubFactory(CountryFactory)


class OrganisationFactory(factory.django.DjangoModelFactory):
    """A local authority of the northern shore."""

    class Meta:
        model = Organisation

    slug = factory.Sequence(lambda n: f"organisation-{n}")
    name_fr = factory.Sequence(lambda n: f"Organisation {n}")
    constituency = Constituency.LOCAL
    country = factory.SubFactory(CountryFactory)

    class Params:
        south = factory.Trait(country=factory.SubFactory(CountryFactory, south=True))
        east = factory.Trait(country=factory.SubFactory(CountryFactory, east=True))


class MembershipFactory(factory.django.DjangoModelFactory):
    """A verified membership."""

    class Meta:
        model = Membership

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = MembershipRole.MEMBER
    state = MembershipState.VERIFIED
    decided_at = factory.LazyFunction(timezone.now)

    class Params:
        requested = factory.Trait(state=MembershipState.REQUESTED, decided_at=None)
        focal = factory.Trait(role=MembershipRole.FOCAL_POINT)


def verifier(**fields):
    """Someone of the team who may verify memberships and open the workshop."""
    from django.contrib.auth.models import Permission

    person = PersonFactory(**fields)
    person.user_permissions.add(
        *Permission.objects.filter(
            codename__in=["verify_membership", "view_organisation", "change_organisation", "add_organisation"]
        ),
        *Permission.objects.filter(codename="access_admin"),
    )
    return person
