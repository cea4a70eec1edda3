"""Who answers for an authority, and the days it works."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser, Permission
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from actors.choices import LEVELS, MembershipRole, MembershipState
from actors.models import Membership, Organisation, Person

from ..choices import ConsultationState, RecommendationState
from ..models import Mandate, Recommendation, WorkingCalendar
from ..working_days import WorkingDays, weekend_of


def calendar_of(organisation: Organisation) -> WorkingDays:
    """The days an authority works: its own calendar, else the weekend of its country without holidays."""
    weekend = weekend_of(organisation.country_id or "")
    kept = WorkingCalendar.objects.filter(organisation=organisation).prefetch_related("holidays").first()
    if kept is None:
        return WorkingDays(weekend)
    return WorkingDays.of(kept.weekend or weekend, (holiday.day for holiday in kept.holidays.all()))


def authorities() -> QuerySet[Organisation]:
    """The bodies a recommendation may be addressed to: in the directory, and of a level of public authority."""
    listed: QuerySet[Organisation] = Organisation.objects.published()
    return listed.filter(constituency__in=LEVELS).order_by("folded", "pk")


def answering(recommendation: Recommendation, at: datetime) -> QuerySet[Membership]:
    """The verified memberships that let somebody answer it for its authority.

    Focal points need no mandate; other members need one that holds, for this consultation or for all of them.
    """
    return _answering(Q(organisation=recommendation.addressee_id), recommendation.consultation_id, at)


def _answering(whose: Q, consultation: Any, at: datetime) -> QuerySet[Membership]:
    mandates = Mandate.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=at),
        Q(consultation__isnull=True) | Q(consultation=consultation),
        organisation=OuterRef("organisation"),
        person=OuterRef("person"),
        ended_at__isnull=True,
        starts_at__lte=at,
    )
    held = Membership.objects.filter(whose, state=MembershipState.VERIFIED, person__is_active=True)
    return held.filter(Q(role=MembershipRole.FOCAL_POINT) | Exists(mandates)).select_related("person")


def answers_for(
    person: Person | AnonymousUser | None, recommendation: Recommendation, at: datetime
) -> Membership | None:
    """The membership under which a person may answer a recommendation for its authority, if they may."""
    if not person or not person.is_authenticated or not person.is_active:
        return None
    return answering(recommendation, at).filter(person=person.pk).first()


def addressed_to(person: Person, at: datetime) -> QuerySet[Recommendation]:
    """The recommendations a person may answer for an authority, those that wait first, the first due first."""
    mine = _answering(Q(organisation=OuterRef("addressee"), person=person.pk), OuterRef(OuterRef("consultation")), at)
    sent = Recommendation.objects.exclude(state=RecommendationState.DRAFT)
    shown = sent.filter(consultation__state=ConsultationState.PUBLISHED)
    return shown.filter(Exists(mine)).order_by(F("answered_at").desc(nulls_first=True), "due_on", "pk")


def managers() -> list[Person]:
    """Those of the team who run consultations; administrators where nobody was given the task. In order of id."""
    permission = Permission.objects.filter(codename="manage", content_type__app_label="consultations")
    active = Person.objects.filter(is_active=True)
    given = Q(groups__permissions__in=permission) | Q(user_permissions__in=permission)
    return list(active.filter(given).order_by("pk").distinct()) or list(active.filter(is_superuser=True).order_by("pk"))
