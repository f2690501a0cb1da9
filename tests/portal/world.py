"""One small world for the matrix: a group with everything it can have, and one person of every role."""

from datetime import date, timedelta

from django.utils import timezone

from events.models import CalendarSource, Event, Host, Occurrence, UnsentForm
from events.services import month_reports
from events.services.draws import close_list
from events.services.evaluations import key_of
from events.services.verdicts import ask
from organizations.models import Claim, Invitation, Membership, Memo, MergeRecord, Organization, StaffRole, Visibility
from organizations.services import agencies, casework, handovers
from organizations.services.changes import propose_change
from organizations.services.paper_codes import code_for
from portal.models import CitySettings, Disposal, ListImport, SavedView
from portal.templatetags.chrome import forget_chrome
from spaces.models import Booking, BookingSeries, CalendarKey, Charge, Closure, DayPart, Reduction, SchoolHoliday, Space
from spaces.services.loans import request_loan
from spaces.services.lots import commit_lot
from spaces.services.rules import Guest
from tests.factories.events import (
    EventFactory,
    HostFactory,
    OccurrenceFactory,
    ReceptionFactory,
    RegistrationFactory,
    SubscriptionFactory,
    in_days,
)
from tests.factories.organizations import (
    AgencyDeskFactory,
    ConsentFactory,
    DepartmentFactory,
    DistrictFactory,
    EnrolmentFactory,
    IntroductionFactory,
    MembershipFactory,
    NeedFactory,
    OfferFactory,
    OrganizationFactory,
    PartnerFactory,
    ProjectFactory,
    RenewalFactory,
    UserFactory,
)
from tests.factories.portal import DataRequestFactory
from tests.factories.spaces import (
    BookingFactory,
    FacilityFactory,
    NoticeFactory,
    SpaceFactory,
    ThingFactory,
    WishFactory,
)

SECRET = "ひみつのしるし"  # said in confidence: whoever has no part in the case meets it nowhere
MEMBER_ROLES = {"head": "representative", "editor_of_group": "editor", "member": "member", "child": "child"}
STAFF = [str(role) for role in StaffRole]
ROLES = ["visitor", "resident", *MEMBER_ROLES, "head_elsewhere", *STAFF]


def people(group):
    """Give one person for each role; the visitor is nobody."""
    found = {"visitor": None, "resident": UserFactory()}
    for name, role in MEMBER_ROLES.items():
        found[name] = MembershipFactory(organization=group, role=role).user
    found["head_elsewhere"] = MembershipFactory().user
    return found | {role: UserFactory(roles=[role]) for role in STAFF}


def make_world():
    """Make the group's records and return the people, and the words that stand for the records in addresses."""
    group = OrganizationFactory(slug="hidamari", name="ひだまり", kana="ひだまり", door="enrolled")
    persons = people(group)
    head = persons["head"]
    words = {"group": group.slug} | records(group, head) | calendar(group) | season(group) | custody(persons)
    pending = OrganizationFactory(slug="pending", status=Organization.Status.PENDING)
    secret = OrganizationFactory(slug="secret", visibility=Visibility.STAFF)
    DepartmentFactory(slug="kosodate")
    DistrictFactory(code="kita")
    unsent = UnsentForm.objects.create(person=head, organization=group, token="unsent", answers={"title": ["書きかけ"]})
    more = {"pending": pending.slug, "secret": secret.slug, "staff": persons["press"].pk, "unsent": unsent.token}
    return persons, words | more | data(enrolment=words["enrolment"])


def data(enrolment):
    disposal = Disposal.objects.create(model="organizations.enrolment", object_id=enrolment, due_on=date(2026, 3, 31))
    merged = MergeRecord.objects.create(
        merged=OrganizationFactory(status=Organization.Status.MERGED),
        kept=OrganizationFactory(),
        status_before="active",
    )
    return {
        "list": ListImport.objects.create(file_name="a.csv", report={"rejected": []}).pk,
        "merge": merged.pk,
        "data_request": DataRequestFactory().pk,
        "granted_request": DataRequestFactory(status="granted").pk,
        "disposal": disposal.pk,
    }


def custody(persons):
    """A case that one coordinator keeps, being handed over to somebody who has no other part in this world."""
    CitySettings.objects.create(keeps_cases=True)
    forget_chrome()
    keeper, now = persons["coordinator"], timezone.now()
    case = casework.open_case(
        kind="consultation", title=SECRET, who=SECRET, contact=SECRET, text=SECRET, now=now, by=keeper
    )
    colleague = UserFactory(roles=[StaffRole.COORDINATOR])
    access = casework.let_in(case=case, user=colleague, until=now.date(), reason=SECRET, day=now.date(), by=keeper)
    pack = handovers.prepare_handover(
        giver=keeper, taker=colleague, until=None, promises=[SECRET], day=now.date(), by=keeper
    )
    desk = AgencyDeskFactory()
    referral = {"channel": "phone", "received_by": "相談係", "handed_at": now}
    agencies.note_referral(desk=desk, case=case, **referral, by=keeper)
    item = pack.items.get(case=None, introduction=None)
    return {"case": case.pk, "access": access.pk, "handover": pack.pk, "item": item.pk, "desk": desk.pk}


def season(group):
    """A round that takes wishes; and one that is being settled: two groups want the same, and the lot is to decide."""
    wish = WishFactory(organization=group, round__status="wishing", round__closes_at=in_days(1))
    first = WishFactory(organization=group)
    WishFactory(round=first.round)
    keeper = UserFactory(roles=[StaffRole.PLACE_STAFF])
    lot = commit_lot(round=first.round, key=first.pk, now=timezone.now(), by=keeper)
    return {"round": wish.round_id, "wish": wish.pk, "settling": first.round_id, "lot": lot.pk}


def records(group, head):
    enrolment = EnrolmentFactory(organization=group, status="submitted", step=5, submitted_at=timezone.now())
    draft = EnrolmentFactory(organization=group, fiscal_year=2025, step=5)
    change = propose_change(organization=group, name="こもれび", kana="こもれび", by=head)
    claim = Claim.objects.create(organization=group, user=UserFactory(), words="会計です")
    memo = Memo.objects.create(text="時間がちがいます", organization=group)
    renewal = RenewalFactory(organization=group)
    invitation = Invitation.objects.create(
        organization=group, email="new@example.jp", expires_at=timezone.now() + timedelta(days=1)
    )
    introduction = IntroductionFactory(need=NeedFactory(organization=group))
    project = ProjectFactory(is_public=False)
    lead = PartnerFactory(project=project, organization=group)
    other = PartnerFactory(project=project, role="partner")
    return {
        "children": OrganizationFactory(kind=Organization.Kind.CHILDREN).slug,
        "enrolment": enrolment.pk,
        "enrolment_token": enrolment.token,
        "draft_token": draft.token,
        "change": change.pk,
        "claim": claim.pk,
        "memo": memo.pk,
        "renewal": renewal.pk,
        "renewal_token": renewal.token,
        "desk_view": SavedView.objects.create(user=head, name="遅れ", query="late=1").pk,
        "invitation": invitation.pk,
        "invitation_token": invitation.token,
        "member": Membership.objects.get(organization=group, role="member").pk,
        "child": Membership.objects.get(organization=group, role="child").pk,
        "need": NeedFactory(organization=group).pk,
        "offer": OfferFactory(organization=group).pk,
        "hidden_need": NeedFactory(organization=group, confidentiality="coordinator_only").pk,
        "introduction": introduction.pk,
        "consent_token": ConsentFactory(introduction=introduction).token,
        "settled": IntroductionFactory(need=NeedFactory(organization=group), status="contact_opened").pk,
        "project": project.pk,
        "public_project": ProjectFactory(is_public=True).pk,
        "partner": other.pk,
        "lead": lead.pk,
    }


def calendar(group):
    event = EventFactory(lead=group)
    draft = EventFactory(lead=group, status=Event.Status.DRAFT)
    review = EventFactory(lead=group, status=Event.Status.REVIEW)
    occurrence = OccurrenceFactory(event=event, capacity=10)
    draft_date = OccurrenceFactory(event=draft)
    registration = RegistrationFactory(occurrence=occurrence, seats=1)
    Occurrence.objects.filter(pk=occurrence.pk).update(taken=1, parties_taken=1)
    close_list(occurrence=occurrence, now=timezone.now())
    asked = HostFactory(event=EventFactory(), organization=group, role=Host.Role.CO_HOST, accepted_at=None)
    guest = HostFactory(event=event, role=Host.Role.CO_HOST)
    space = SpaceFactory(slug="heya", facility=FacilityFactory(slug="kan"))
    drop_in = SpaceFactory(slug="hiroba", facility=space.facility, kind=Space.Kind.DROP_IN)
    closure = Closure.objects.create(
        facility=space.facility, starts_on=timezone.localdate(), ends_on=timezone.localdate(), reason="工事"
    )
    booking = BookingFactory(
        space=space, organization=group, starts_at=in_days(5), ends_at=in_days(5, 11), status=Booking.Status.REQUESTED
    )
    permit = BookingFactory(space=space, starts_at=in_days(6), ends_at=in_days(6, 11), status=Booking.Status.CONFIRMED)
    thing = ThingFactory(facility=space.facility, is_lent_with_rooms=True, needs_approval=True)
    day = timezone.localdate() + timedelta(days=3)
    loan = request_loan(thing=thing, first=day, last=day, count=1, guest=Guest(name="借りる人"), by=None)
    Charge.objects.create(booking=booking, full_yen=300, due_yen=300)
    notice = NoticeFactory(facility=space.facility)
    return {
        "notice": notice.pk,
        "notice_token": notice.token,
        "calendar": CalendarSource.objects.create(organization=group, file_name="a.ics", status="paused").pk,
        "event": event.pk,
        "draft": draft.pk,
        "review": review.pk,
        "occurrence": occurrence.pk,
        "draft_date": draft_date.pk,
        "evaluation_key": key_of(occurrence),
        "registration": registration.pk,
        "registration_token": registration.token,
        "asked": asked.pk,
        "guest": guest.pk,
        "report": (report := month_reports.ask(event=event, month=date(2026, 10, 1))).pk,
        "report_token": report.token,
        "opening": EventFactory(apply="phone", apply_opens_at=in_days(3)).pk,
        "reception": ReceptionFactory().pk,
        "reception_to_come": ReceptionFactory(opens_on=in_days(3).date()).pk,
        "hidden_reception": ReceptionFactory(is_published=False).pk,
        "subscription_token": SubscriptionFactory().token,
        "verdict_token": ask(occurrence=occurrence, due=occurrence.starts_at).token,
        "paper_code": code_for(occurrence.get_absolute_url()).code,
        "space": space.slug,
        "drop_in": drop_in.slug,
        "facility": "kan",
        "closure": closure.pk,
        "school_holiday": SchoolHoliday.objects.create(
            name="冬休み", starts_on=date(2099, 12, 25), ends_on=date(2100, 1, 7)
        ).pk,
        "booking_token": booking.token,
        "calendar_token": CalendarKey.objects.create(organization=group).token,
        "permit_token": permit.token,
        "thing": thing.slug,
        "loan_token": loan.token,
        "reduction": Reduction.objects.create(name="子どもの活動", percent=50).pk,
        "day_part": DayPart.objects.create(space=space, name="午前", opens_minute=540, closes_minute=720).pk,
        "series_token": BookingSeries.objects.create().token,
        "day": date(2026, 12, 1),
    }
