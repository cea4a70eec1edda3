"""Any sequence of acts on one meeting: quotas hold, nobody is overtaken, written to twice, or forgotten."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from actors.choices import Constituency
from actors.queries import voices_of
from events import actions, queries, windows
from events.capacity import Waiter, next_in_line
from events.choices import FOLLOWING, AfterExpiry, MeetingState, OfferAnswer, Opening, Promotion, RegistrationState
from events.errors import MeetingError
from events.models import Meeting, Offer, Quota, Registration
from kernel.mail.models import Mail
from tests.factories.events import NOW, MeetingFactory, manager, member

pytestmark = pytest.mark.django_db

State = RegistrationState
HOUR = timedelta(hours=1)
SEATED = (State.CONFIRMED, State.OFFERED)
QUOTAS = [{"constituency": "local"}, {"constituency": "national"}, {"shore": "south"}, {"mode": "in_person"}]
CROWD = [(Constituency.LOCAL, False, 4), (Constituency.LOCAL, True, 2), (Constituency.NATIONAL, False, 2)]
picks = st.integers(0, 50)
seldom = st.sampled_from([False] * 5 + [True])
modes = st.sampled_from(["online", "online", "in_person"])


def someone(*states):
    """Whether anybody stands there."""
    return lambda machine: not set(states).isdisjoint(machine.was.states.values())


class Meetings(RuleBasedStateMachine):
    """One meeting, eight people, a clock that only moves forward."""

    people = ()
    team = None
    promotion = Promotion.OFFER

    @initialize(
        sizes=st.lists(st.sampled_from([2, None, 1, 3, None]), min_size=len(QUOTAS), max_size=len(QUOTAS)),
        capacity=st.sampled_from([None, 3, 4, 2]),
        settings=st.fixed_dictionaries(
            {
                "approval": st.sampled_from([False, False, True]),
                "after_expiry": st.sampled_from(AfterExpiry.values),
            }
        ),
        first=st.lists(modes, min_size=3, max_size=6),
    )
    def announce(self, sizes, capacity, settings, first):
        self.now = NOW
        self.meeting = MeetingFactory(hybrid=True, capacity=capacity, promotion=self.promotion, **settings)
        for conditions, size in zip(QUOTAS, sizes, strict=True):
            if size is not None:
                Quota.objects.create(meeting=self.meeting, size=size, **conditions)
        self.by_hand = False
        self.remember()
        for person, mode in zip(self.people, first, strict=False):
            self.register(person, mode)
            self.everything_holds()

    # what happens

    @rule(who=picks, mode=modes)
    def arrive(self, who, mode):
        here = set(self.rows().live().values_list("person", flat=True))
        absent = [person for person in self.people if person.pk not in here]
        self.register(absent[who % len(absent)] if absent else self.people[0], mode)

    @rule(arrivals=st.lists(modes, min_size=1, max_size=4))
    def several_arrive(self, arrivals):
        for who, mode in enumerate(arrivals):
            self.arrive(who, mode)
            self.everything_holds()

    @precondition(someone(State.CONFIRMED))
    @rule(who=picks, mode=modes, promptly=st.booleans())
    def one_leaves_and_another_arrives(self, who, mode, promptly):
        self.on(who, [State.CONFIRMED], actions.withdraw)
        if promptly:
            self.everything_holds()
            self.arrive(who, mode)

    @rule(who=picks, mode=modes)
    def arrive_again(self, who, mode):
        self.register(self.people[who % len(self.people)], mode)

    def register(self, person, mode):
        self.attempt(
            actions.register,
            meeting=self.meeting,
            person=person,
            voice=voices_of(person)[0],
            mode=mode,
            listening_language="fr",
            needs="",
            by=person,
        )

    @precondition(someone(State.REQUESTED))
    @rule(who=picks)
    def approve(self, who):
        self.on(who, [State.REQUESTED], actions.approve, by=self.team)

    @precondition(someone(State.REQUESTED))
    @rule(who=picks)
    def refuse(self, who):
        self.on(who, [State.REQUESTED], actions.refuse, by=self.team, reason="Non")

    @precondition(someone(State.WAITING))
    @rule(who=picks)
    def offer(self, who):
        self.by_hand = True
        self.on(who, [State.WAITING], actions.offer, by=self.team)

    @precondition(someone(State.WAITING))
    @rule(who=picks)
    def confirm(self, who):
        self.by_hand = True
        self.on(who, [State.WAITING, State.OFFERED], actions.confirm_from_waiting_list, by=self.team)

    @precondition(someone(State.OFFERED))
    @rule(who=picks)
    def accept(self, who):
        self.on(who, [State.OFFERED], actions.accept_offer)

    @precondition(someone(State.OFFERED))
    @rule(who=picks)
    def decline(self, who):
        self.on(who, [State.OFFERED], actions.decline_offer)

    @precondition(someone(State.WAITING, State.OFFERED, State.REQUESTED))
    @rule(who=picks)
    def withdraw(self, who):
        self.on(who, [State.REQUESTED, State.WAITING, State.OFFERED, State.CONFIRMED], actions.withdraw)

    @precondition(someone(State.CONFIRMED))
    @rule(who=picks, mode=modes)
    def come_in_another_way(self, who, mode):
        self.on(who, [State.WAITING, State.CONFIRMED], actions.edit_registration, wishes={"mode": mode})

    @rule(hours=st.integers(1, 50))
    def time_passes(self, hours):
        self.now += hours * HOUR
        self.attempt(actions.expire_offers)

    @rule()
    def promote(self):
        self.attempt(actions.promote, meeting=self.meeting)

    @precondition(someone(State.WAITING))
    @rule(who=picks, priority=st.integers(-1, 2))
    def the_team_gives_priority(self, who, priority):
        waiting = list(self.rows().filter(state=State.WAITING).order_by("pk"))
        for registration in waiting[who % len(waiting) :][:1] if waiting else ():
            self.rows().filter(pk=registration.pk).update(priority=priority)

    @rule(which=picks, size=st.sampled_from([2, 3, 1, 4, 0]))
    def resize(self, which, size):
        changed = Meeting.objects.get(pk=self.meeting.pk)
        quotas = list(changed.quotas.all())
        if not quotas:
            changed.capacity = size or None
        for quota in quotas[which % len(quotas) :][:1] if quotas else ():
            quota.size = size
        changed.quotas = quotas
        self.attempt(actions.change_meeting, meeting=changed, by=self.team)

    @rule(which=picks, opens=st.sampled_from([True, True, False]))
    def close_or_reopen_a_quota(self, which, opens):
        quotas = self.quotas()
        if quotas:
            act = actions.reopen_quota if opens else actions.close_quota
            self.attempt(act, quota=quotas[which % len(quotas)], by=self.team)

    @rule(really=seldom)
    def close(self, really):
        if really:
            self.attempt(actions.close_registrations, meeting=self.meeting, by=self.team)

    @precondition(lambda machine: machine.meeting.opening == Opening.CLOSED)
    @rule()
    def reopen(self):
        self.attempt(actions.reopen_registrations, meeting=self.meeting, by=self.team)

    @precondition(lambda self: self.now > NOW + 150 * HOUR)
    @rule()
    def cancel(self):
        self.attempt(actions.cancel_meeting, meeting=self.meeting, by=self.team, reason="Grève")

    # how

    def on(self, who, states, act, **more):
        """Do something to one of those who stand there; by themselves unless `by` says otherwise."""
        there = list(self.rows().filter(state__in=states).order_by("pk"))
        if there:
            registration = there[who % len(there)]
            self.attempt(act, registration=registration, **{"by": registration.person, **more})

    def attempt(self, act, **more):
        """What the meeting refuses changes nothing; anything else that goes wrong fails."""
        try:
            act(at=self.now, **more)
        except MeetingError:
            assert self.states() == self.was.states

    def rows(self):
        return Registration.objects.filter(meeting=self.meeting)

    def states(self):
        return dict(self.rows().values_list("pk", "state"))

    def line(self):
        return list(self.rows().in_line().values_list("pk", flat=True))

    def seated(self):
        """How many hold a seat in the whole and in each quota, counted without the engine."""
        rows = list(self.rows().filter(state__in=SEATED))
        taken = {quota.pk: sum(counts(quota, row) for row in rows) for quota in self.quotas()}
        return {None: len(rows), **taken}

    def quotas(self):
        return list(Quota.objects.filter(meeting=self.meeting))

    def remember(self):
        self.was = Snapshot(self)

    # what always holds

    @invariant()
    def everything_holds(self):
        self.meeting.refresh_from_db()
        self.no_quota_rises_above_its_size()
        self.steps_are_those_of_the_machine()
        self.nobody_is_overtaken()
        self.no_seat_is_lost()
        self.offers_and_states_agree()
        self.nobody_is_written_to_twice()
        self.by_hand = False
        self.remember()

    def no_quota_rises_above_its_size(self):
        sizes = {quota.pk: quota.size for quota in self.quotas()}
        sizes[None] = self.meeting.capacity
        for pk, taken in self.seated().items():
            if sizes[pk] is not None:
                assert taken <= max(sizes[pk], self.was.seated.get(pk, 0))

    def steps_are_those_of_the_machine(self):
        for pk, state in self.states().items():
            before = self.was.states.get(pk)
            if before not in (None, state):
                reachable = FOLLOWING[before] | {after for step in FOLLOWING[before] for after in FOLLOWING[step]}
                assert state in reachable
        if self.meeting.state == MeetingState.CANCELLED:
            assert not self.rows().live().exists()

    def nobody_is_overtaken(self):
        """Nobody who stood behind is served while someone of the same seat before them still stands in line."""
        if self.by_hand:
            return
        seats = {row.pk: row.seat for row in self.rows()}
        states = self.states()
        unmoved = self.line_unmoved()
        still = [pk for pk in self.was.line if pk in unmoved]
        for pk in self.was.line:
            if states[pk] in SEATED:
                ahead = self.was.line[: self.was.line.index(pk)]
                assert not [other for other in ahead if other in still and seats[other] == seats[pk]]
        if any(pk not in self.was.states and state in SEATED for pk, state in states.items()):
            assert self.was.servable <= self.servable()  # a newcomer's seat is taken from nobody who waits

    def servable(self):
        """Those in line who could be served now, one after the other."""
        line = [Waiter(row.pk, row.seat, row.waitlisted_at, row.priority) for row in self.rows().in_line()]
        if not line:
            return set()
        pools = queries.pools_of(self.meeting, self.quotas())
        return {waiter.ident for waiter in next_in_line(line, pools, queries.tally_of(self.meeting, self.now))}

    def line_unmoved(self):
        """Those who stand where they stood: neither sent to the end nor waiting for another kind of seat now."""
        rows = self.rows().filter(state=State.WAITING)
        return {row.pk for row in rows if self.was.places.get(row.pk) == (row.waitlisted_at, row.seat)}

    def no_seat_is_lost(self):
        """While the meeting serves its line, whoever waits finds some pool that counts them full or closed."""
        if not windows.promotes_by_itself(self.meeting, self.now):
            return
        taken, quotas = self.seated(), self.quotas()
        is_full = self.meeting.capacity is not None and taken[None] >= self.meeting.capacity
        for waiting in self.rows().filter(state=State.WAITING):
            counted_in = [quota for quota in quotas if counts(quota, waiting)]
            assert is_full or any(quota.closed or taken[quota.pk] >= quota.size for quota in counted_in)

    def offers_and_states_agree(self):
        open_offers = Offer.objects.filter(registration__meeting=self.meeting, answer="")
        assert set(open_offers.values_list("registration", flat=True)) == set(
            self.rows().filter(state=State.OFFERED).values_list("pk", flat=True)
        )

    def nobody_is_written_to_twice(self):
        """One letter a fact: as many of each kind as there are facts."""
        sent = Counter(
            Mail.objects.filter(stream__startswith=f"meeting:{self.meeting.pk}:").values_list("letter", flat=True)
        )
        answers = Counter(Offer.objects.filter(registration__meeting=self.meeting).values_list("answer", flat=True))
        states = Counter(self.states().values())
        assert sent["events.place_offered"] == sum(answers.values())
        assert sent["events.offer_declined"] == answers[OfferAnswer.DECLINED]
        assert sent["events.offer_expired"] == answers[OfferAnswer.EXPIRED]
        assert sent["events.registration_withdrawn"] == states[State.WITHDRAWN]
        assert sent["events.registration_refused"] == states[State.REFUSED]
        assert sent["events.meeting_cancelled"] == states[State.CANCELLED]
        confirmed = Mail.objects.filter(
            stream__startswith=f"meeting:{self.meeting.pk}:", letter="events.registration_confirmed"
        )
        ids = [key.split(":")[1] for key in confirmed.values_list("key", flat=True)]
        assert len(ids) == len(set(ids))
        assert set(map(str, self.rows().confirmed().values_list("pk", flat=True))) <= set(ids)


def counts(quota, registration):
    """Whether a quota counts a registration."""
    return all(getattr(quota, name) in ("", getattr(registration, name)) for name in ("constituency", "shore", "mode"))


class Snapshot:
    """What stood before a step."""

    def __init__(self, machine):
        self.states, self.line, self.seated = machine.states(), machine.line(), machine.seated()
        self.servable = machine.servable()
        self.places = {row.pk: (row.waitlisted_at, row.seat) for row in machine.rows().filter(state=State.WAITING)}


@pytest.mark.parametrize(
    ("promotion", "examples"), [(Promotion.OFFER, 12), (Promotion.DIRECT, 4), (Promotion.BY_HAND, 6)]
)
def test_whatever_happens_to_a_meeting_its_rules_hold(promotion, examples):
    Meetings.promotion = promotion
    Meetings.team = manager()
    Meetings.people = [
        member(constituency, south=south) for constituency, south, number in CROWD for _ in range(number)
    ]
    run_state_machine_as_test(
        Meetings,
        settings=settings(
            max_examples=examples,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.reuse, Phase.generate],  # a step is thirty queries: shrinking takes many minutes
        ),
    )
