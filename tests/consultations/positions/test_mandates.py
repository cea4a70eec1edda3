"""Mandates: who gives them, who holds them, when they stop."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from consultations import actions
from consultations.mandates import may_read_mandate, may_sign
from consultations.models import Mandate
from kernel.mail.models import Mail
from kernel.notifications.models import Notification
from tests.factories.actors import MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.consultations import NOON, ConsultationFactory
from tests.factories.positions import MandateFactory, focal_point

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
DAY = timedelta(days=1)


def act_of_council(content=PDF, name="délibération.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def give(focal, member, **extra):
    return actions.give_mandate(
        organisation=focal.organisation, person=member.person, by=focal.person, **{"at": NOON, **extra}
    )


def a_focal_point_and_a_member():
    focal = focal_point()
    return focal, MembershipFactory(organisation=focal.organisation, decided_at=NOON - 30 * DAY)


def team_member():
    person = PersonFactory(is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="manage", content_type__app_label="consultations"))
    return person


def test_a_mandate_lets_a_member_sign_and_they_are_told():
    (focal, member), consultation = a_focal_point_and_a_member(), ConsultationFactory()
    assert not may_sign(member.person, focal.organisation, consultation, NOON)
    give(focal, member)
    assert may_sign(member.person, focal.organisation, consultation, NOON)
    assert Notification.objects.get(person=member.person).kind == "consultations.mandate_given"
    assert Mail.objects.get(person=member.person).letter == "consultations.mandate_given"


def test_a_mandate_for_one_consultation_is_none_for_another():
    (focal, member), one, other = a_focal_point_and_a_member(), ConsultationFactory(), ConsultationFactory()
    give(focal, member, consultation=one)
    assert may_sign(member.person, focal.organisation, one, NOON)
    assert not may_sign(member.person, focal.organisation, other, NOON)


@pytest.mark.parametrize(("moment", "holds"), [(-DAY, False), (0 * DAY, True), (DAY, True), (2 * DAY, False)])
def test_a_mandate_holds_from_its_start_until_its_end(moment, holds):
    (focal, member), consultation = a_focal_point_and_a_member(), ConsultationFactory()
    give(focal, member, starts_at=NOON, ends_at=NOON + 2 * DAY)
    assert may_sign(member.person, focal.organisation, consultation, NOON + moment) is holds


def test_a_focal_point_signs_without_a_mandate_and_only_for_their_organisation():
    focal, consultation = focal_point(), ConsultationFactory()
    assert may_sign(focal.person, focal.organisation, consultation, NOON)
    assert not may_sign(focal.person, OrganisationFactory(), consultation, NOON)


@pytest.mark.parametrize("state", ["requested", "refused", "withdrawn"])
def test_a_mandate_is_worth_nothing_without_a_verified_membership(state):
    mandate, consultation = MandateFactory(), ConsultationFactory()
    assert may_sign(mandate.person, mandate.organisation, consultation, NOON)
    mandate.person.memberships.update(state=state, reason="x")
    assert not may_sign(mandate.person, mandate.organisation, consultation, NOON)


def test_a_mandate_does_not_come_back_with_a_membership_asked_for_anew():
    mandate, consultation = MandateFactory(), ConsultationFactory()
    mandate.person.memberships.update(decided_at=mandate.starts_at + DAY)
    assert not may_sign(mandate.person, mandate.organisation, consultation, NOON)


def test_nobody_signs_with_an_unconfirmed_address_or_for_an_organisation_taken_out_of_the_directory():
    consultation = ConsultationFactory()
    unconfirmed = focal_point(person__confirmed=False)
    hidden = focal_point(organisation__is_published=False)
    assert not may_sign(unconfirmed.person, unconfirmed.organisation, consultation, NOON)
    assert not may_sign(hidden.person, hidden.organisation, consultation, NOON)


def test_only_a_focal_point_of_the_organisation_gives_and_ends_mandates():
    focal, member = a_focal_point_and_a_member()
    stranger = focal_point()
    for by in (member.person, stranger.person, team_member(), PersonFactory()):
        with pytest.raises(actions.NotAllowed):
            actions.give_mandate(organisation=focal.organisation, person=member.person, by=by, at=NOON)
    mandate = give(focal, member)
    for by in (member.person, stranger.person, team_member()):
        with pytest.raises(actions.NotAllowed):
            actions.end_mandate(mandate=mandate, by=by, at=NOON)
    actions.end_mandate(mandate=mandate, by=focal.person, at=NOON)
    again = actions.end_mandate(mandate=mandate, by=focal.person, at=NOON + DAY)
    assert again.ended_at == NOON
    assert not may_sign(member.person, focal.organisation, ConsultationFactory(), NOON)


def test_a_mandate_for_a_stranger_a_focal_point_or_twice_is_refused():
    focal, member = a_focal_point_and_a_member()
    for other in (MembershipFactory(), focal, MembershipFactory(organisation=focal.organisation, requested=True)):
        with pytest.raises(actions.MandateRefused):
            give(focal, other)
    give(focal, member)
    with pytest.raises(actions.MandateRefused):
        give(focal, member)
    give(focal, member, consultation=ConsultationFactory())
    assert Mandate.objects.count() == 2


def test_a_mandate_that_ends_before_it_starts_is_refused():
    focal, member = a_focal_point_and_a_member()
    with pytest.raises(actions.MandateRefused):
        give(focal, member, ends_at=NOON - DAY)


def test_a_document_that_is_not_what_it_says_is_refused_and_leaves_nothing():
    focal, member = a_focal_point_and_a_member()
    for document in (act_of_council(b"MZ not a PDF"), act_of_council(b"", "vide.pdf"), act_of_council(PDF, "a.exe")):
        with pytest.raises(ValidationError):
            give(focal, member, document=document)
    assert not Mandate.objects.exists()


def test_the_document_is_for_its_holder_the_focal_points_and_the_team_alone(client):
    focal, member = a_focal_point_and_a_member()
    mandate = give(focal, member, document=act_of_council())
    url = reverse("consultations:mandate-document", args=[focal.organisation.slug, mandate.pk])
    colleague = MembershipFactory(organisation=focal.organisation).person
    for person, status in (
        (None, 404),
        (PersonFactory(), 404),
        (colleague, 404),
        (focal_point().person, 404),
        (member.person, 200),
        (focal.person, 200),
        (team_member(), 200),
    ):
        client.logout()
        if person:
            client.force_login(person)
        response = client.get(url)
        assert response.status_code == status, person
    assert response.content == PDF
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert "attachment" in response["Content-Disposition"]
    assert not may_read_mandate(None, mandate)


def test_the_page_of_mandates_does_not_exist_for_others(client):
    focal, member = a_focal_point_and_a_member()
    url = reverse("consultations:mandates", args=[focal.organisation.slug])
    assert client.get(url).status_code == 302
    for person, status in (
        (member.person, 404),
        (focal_point().person, 404),
        (team_member(), 200),
        (focal.person, 200),
    ):
        client.force_login(person)
        assert client.get(url).status_code == status


def test_a_focal_point_gives_and_ends_a_mandate_on_the_page(client):
    focal, member = a_focal_point_and_a_member()
    url = reverse("consultations:mandates", args=[focal.organisation.slug])
    client.force_login(focal.person)
    response = client.post(url, {"member": member.person.pk, "ends_on": "2020-01-01", "document": act_of_council()})
    assert response.status_code == 422
    assert "ends_on" in response.context["form"].errors
    client.post(url, {"member": member.person.pk, "ends_on": "2127-01-01", "document": act_of_council()})
    mandate = Mandate.objects.get()
    assert (mandate.person, mandate.document_name) == (member.person, "délibération.pdf")
    assert mandate.last_day.astimezone(focal.person.zone).date().isoformat() == "2127-01-01"
    assert member.person.name in client.get(url).content.decode()
    client.post(reverse("consultations:end-mandate", args=[focal.organisation.slug, mandate.pk]))
    mandate.refresh_from_db()
    assert mandate.ended_at


def test_the_team_sees_mandates_and_gives_none(client):
    focal, member = a_focal_point_and_a_member()
    url = reverse("consultations:mandates", args=[focal.organisation.slug])
    client.force_login(team_member())
    assert client.get(url).context["form"] is None
    assert client.post(url, {"member": member.person.pk}).status_code == 404
    assert not Mandate.objects.exists()


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_of_mandates_costs_the_same_with_one_and_thirty(client, count, django_assert_num_queries):
    focal = focal_point()
    for _number in range(count):
        give(focal, MembershipFactory(organisation=focal.organisation, decided_at=NOON - DAY))
    client.force_login(focal.person)
    url = reverse("consultations:mandates", args=[focal.organisation.slug])
    client.get(url)
    with django_assert_num_queries(12):
        assert len(client.get(url).context["held"]) == count
