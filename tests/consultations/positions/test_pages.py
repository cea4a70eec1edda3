"""Pages of positions: what everyone reads, and how an organisation signs."""

import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from consultations.models import Position, PositionRevision
from tests.factories.actors import MembershipFactory, PersonFactory
from tests.factories.consultations import ConsultationFactory, ParticipantFactory, StatementFactory
from tests.factories.positions import PositionFactory, focal_point

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def form(rev=0, **fields):
    return {
        "rev": rev,
        "text": "L’eau se partage.",
        "language": "fr",
        "signer_name": "Amina Ben Salah",
        "signer_function": "Adjointe à l’eau",
        "commits": "on",
        **fields,
    }


def of(name, position, *more):
    return reverse(f"consultations:{name}", args=[position.consultation.slug, position.organisation.slug, *more])


def sign_url(focal, consultation):
    return reverse("consultations:sign-for", args=[consultation.slug, focal.organisation.slug])


@pytest.mark.parametrize("count", [1, 30])
def test_the_public_page_costs_the_same_with_one_and_thirty(client, count, django_assert_num_queries):
    statement = StatementFactory()
    for _number in range(count):
        PositionFactory(consultation=statement.consultation, stances={statement: 1})
    url = reverse("consultations:positions", args=[statement.consultation.slug])
    client.get(url)
    cache.clear()
    with django_assert_num_queries(10):
        response = client.get(url)
    assert len(response.context["signed"]) == count
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert not response.cookies


def test_people_and_organisations_are_told_apart(client):
    statement = StatementFactory()
    PositionFactory(consultation=statement.consultation, stances={statement: 1})
    for _number in range(7):
        ParticipantFactory(consultation=statement.consultation)
    response = client.get(reverse("consultations:positions", args=[statement.consultation.slug]))
    assert (len(response.context["signed"]), response.context["people"]) == (1, 7)
    [(shown, said)] = response.context["statements"]
    assert (shown, said.total.agree, said.total.seen) == (statement, 1, 1)


def test_positions_of_a_draft_are_not_found(client):
    position = PositionFactory(consultation__draft=True)
    client.force_login(PersonFactory())
    assert client.get(reverse("consultations:positions", args=[position.consultation.slug])).status_code == 404
    for name in ("position", "position-history", "sign-for", "withdraw-position"):
        assert client.get(of(name, position)).status_code == 404
    assert client.get(of("position-document", position, 1)).status_code == 404


def test_a_position_carries_its_language_and_escapes_what_was_written(client):
    position = PositionFactory()
    position.revisions.update(text="الماء <script>alert(1)</script>", language="ar")
    body = client.get(of("position", position)).content.decode()
    assert 'lang="ar" dir="rtl"' in body
    assert "<script>alert" not in body


def test_an_erased_signer_leaves_the_function(client):
    position = PositionFactory()
    position.revisions.update(signer=None, signer_name="")
    body = client.get(of("position", position)).content.decode()
    assert "Nom retiré" in body
    assert "Adjointe à l’eau" in body


def test_signing_needs_an_account_and_a_standing(client):
    consultation, focal = ConsultationFactory(), focal_point()
    url = sign_url(focal, consultation)
    assert reverse("account_login") in client.get(url)["Location"]
    for person in (PersonFactory(), MembershipFactory(organisation=focal.organisation).person, focal_point().person):
        client.force_login(person)
        assert client.get(url).status_code == 404
        assert client.post(url, form()).status_code == 404
    assert not Position.objects.exists()


def test_whoever_may_sign_for_one_organisation_is_led_to_its_form(client):
    consultation, focal = ConsultationFactory(), focal_point()
    url = reverse("consultations:sign", args=[consultation.slug])
    client.force_login(focal.person)
    assert client.get(url)["Location"] == sign_url(focal, consultation)
    focal_point(person=focal.person)
    assert len(client.get(url).context["organisations"]) == 2


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (PersonFactory, "Vous parlez en votre nom"),
        (lambda: MembershipFactory().person, "Il vous faut un mandat"),
    ],
)
def test_whoever_may_not_sign_learns_what_to_do(client, make, words):
    client.force_login(make())
    assert words in client.get(reverse("consultations:sign", args=[ConsultationFactory().slug])).content.decode()


def test_an_organisation_signs_revises_and_withdraws(client):
    statement, focal = StatementFactory(), focal_point()
    consultation = statement.consultation
    client.force_login(focal.person)
    url, stance = sign_url(focal, consultation), f"stance_{statement.number}"
    response = client.post(url, form(**{stance: "1", "document": SimpleUploadedFile("avis.pdf", PDF)}), follow=True)
    position = Position.objects.get()
    assert "L’eau se partage." in response.content.decode()
    assert client.get(of("position-document", position, 1)).content == PDF
    shown = client.get(url).context["form"]
    assert (shown["rev"].value(), shown["text"].value(), shown[stance].value()) == (1, "L’eau se partage.", "1")
    client.post(url, form(1, text="L’eau se compte.", **{stance: "-1", "keeps_document": "on"}))
    history = client.get(of("position-history", position)).content.decode()
    assert "<del>" in history
    assert "<ins>" in history
    client.post(of("withdraw-position", position), {"reason": "Nouveau conseil"})
    page = client.get(of("position", position)).content.decode()
    assert "Nouveau conseil" in page
    assert client.get(of("position-document", position, 2)).content == PDF
    assert client.get(of("withdraw-position", position)).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", ""),
        ("signer_name", ""),
        ("signer_function", ""),
        ("commits", ""),
        ("language", "de"),
        ("stance_1", "7"),
        ("text", "x" * 10_001),
    ],
)
def test_what_is_missing_is_said_next_to_the_field_and_what_was_typed_is_kept(client, field, value):
    statement, focal = StatementFactory(), focal_point()
    client.force_login(focal.person)
    sent = form(**{"signer_function": "Maire", field: value})
    response = client.post(sign_url(focal, statement.consultation), sent)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"]["signer_function"].value() == sent["signer_function"]
    assert not Position.objects.exists()


def test_a_document_that_lies_is_refused_next_to_its_field(client):
    consultation, focal = ConsultationFactory(), focal_point()
    client.force_login(focal.person)
    lie = SimpleUploadedFile("avis.pdf", b"MZ program")
    response = client.post(sign_url(focal, consultation), form(document=lie))
    assert list(response.context["form"].errors) == ["document"]


def test_the_same_click_twice_signs_once(client):
    consultation, focal = ConsultationFactory(), focal_point()
    client.force_login(focal.person)
    sent = form(request_key=str(uuid.uuid4()))
    for _click in range(2):
        assert client.post(sign_url(focal, consultation), sent).status_code == 302
    assert PositionRevision.objects.count() == 1


def test_a_colleague_who_signed_in_between_is_shown_and_nothing_is_lost(client):
    consultation, focal = ConsultationFactory(), focal_point()
    client.force_login(focal.person)
    client.post(sign_url(focal, consultation), form(text="Le texte de ma collègue."))
    response = client.post(sign_url(focal, consultation), form(0, text="Le mien."))
    assert response.status_code == 409
    body = response.content.decode()
    assert "Le texte de ma collègue." in body
    assert "Le mien." in body
    assert PositionRevision.objects.count() == 1


def test_after_the_close_signing_stops_and_withdrawing_does_not(client):
    focal = focal_point()
    position = PositionFactory(organisation=focal.organisation)
    position.consultation.phases.update(closes_at=timezone.now() - timedelta(hours=1))
    client.force_login(focal.person)
    assert client.post(of("sign-for", position), form(1)).status_code == 404
    chooser = client.get(reverse("consultations:sign", args=[position.consultation.slug])).content.decode()
    assert of("withdraw-position", position) in chooser
    assert client.post(of("withdraw-position", position), {"reason": ""}).status_code == 422
    assert client.post(of("withdraw-position", position), {"reason": "Nouveau conseil"}).status_code == 302


def test_the_table_names_each_organisation_and_its_answers(client):
    statement = StatementFactory()
    position = PositionFactory(consultation=statement.consultation, stances={statement: -1})
    gone = PositionFactory(consultation=statement.consultation)
    Position.objects.filter(pk=gone.pk).update(state="withdrawn", withdrawn_at=timezone.now())
    url = reverse("consultations:positions-table", args=[statement.consultation.slug])
    table = client.get(url).content.decode("utf-8-sig")
    assert position.organisation.name_fr in table
    assert "Pas d’accord" in table
    assert gone.organisation.name_fr not in table


def test_the_profile_of_an_organisation_lists_what_it_signed(client):
    position, hidden = PositionFactory(), PositionFactory(consultation__draft=True)
    for one, is_shown in ((position, True), (hidden, False)):
        page = client.get(reverse("actors:organisation", args=[one.organisation.slug])).content.decode()
        assert (of("position", one) in page) is is_shown


def test_the_vote_says_in_whose_name_one_answers(client):
    membership, statement = MembershipFactory(), StatementFactory()
    client.force_login(membership.person)
    page = client.get(reverse("consultations:vote", args=[statement.consultation.slug])).content.decode()
    assert "Comme membre de" in page
    assert "au nom de" not in page
