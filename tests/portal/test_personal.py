"""What we keep of people: the register, finding one person's rows, putting them right, letting them go."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import ModelLogEntry

from events.models import Registration
from organizations.forms.registry import OnBehalfFields
from organizations.models import Attachment, ContactPoint, Delivery, Organization, Picture, User, purpose_of
from organizations.services.deliveries import tell
from portal.services import disposal, endings, personal
from portal.services.personal import Person
from spaces.models import Booking
from tests.factories.events import OccurrenceFactory, RegistrationFactory, in_days
from tests.factories.organizations import EnrolmentFactory, MembershipFactory, OrganizationFactory, UserFactory
from tests.factories.portal import PictureFactory
from tests.factories.spaces import BookingFactory, NoticeFactory

pytestmark = pytest.mark.django_db
HANAKO = Person(name="田中花子", email="hanako@example.jp", phone="090-1111-2222")


def test_purposes_when_declared_then_a_form_says_each():
    templates = (Path(settings.BASE_DIR) / "templates").rglob("*.html")
    shown = {label for path in templates for label in re.findall(r'{% purpose "([\w.]+)" %}', path.read_text())}
    said = {str(purpose_of(apps.get_model(label)).title) for label in shown}
    staff_only = {str(OnBehalfFields.base_fields["on_behalf_of"].help_text)}

    unsaid = [why for _model, why in personal.registered() if str(why.title) not in said]
    assert {str(why.sentence) for why in unsaid} - staff_only == set()


def test_register_when_one_person_stands_in_two_rows_of_a_purpose_then_counted_once():
    RegistrationFactory.create_batch(2, email="hanako@example.jp")
    RegistrationFactory(email="taro@example.jp")

    entry = next(entry for entry in personal.register() if entry.purpose is Registration.PURPOSE)

    assert entry.persons == 2
    assert "メールアドレス" in entry.items


def test_register_when_many_people_stand_in_a_purpose_then_asks_for_the_notice(settings):
    settings.PERSONAL_FILE_PERSONS = 2
    RegistrationFactory(email="a@example.jp")
    before = next(entry for entry in personal.register() if entry.purpose is Registration.PURPOSE)
    RegistrationFactory(email="b@example.jp")

    after = next(entry for entry in personal.register() if entry.purpose is Registration.PURPOSE)

    assert (before.needs_notice, after.needs_notice) == (False, True)


def test_find_when_a_person_stands_on_every_floor_then_all_rows_are_named_and_guesses_last():
    sure = [
        UserFactory(name="田中花子", email="hanako@example.jp"),
        RegistrationFactory(name="田中花子", email="", phone="09011112222"),
        BookingFactory(name="田中", email="Hanako@example.jp", starts_at=in_days(5), ends_at=in_days(5, 11)),
    ]
    guesses = [
        RegistrationFactory(name="田中　花子", email="other@example.jp", phone="03-0000-0000"),
        RegistrationFactory(name="田中太郎", email="", phone="090-1111-2222"),
    ]
    RegistrationFactory(name="佐藤", email="sato@example.jp", phone="03-1111-1111")

    found = personal.find(HANAKO)

    assert {one.row for one in found if one.is_sure} == set(sure)
    assert [one.row for one in found if not one.is_sure] == guesses


def test_find_when_nothing_is_asked_then_nothing_is_found():
    UserFactory(name="田中花子", phone="")

    assert personal.find(Person()) == []


def test_correct_when_the_address_was_wrong_then_it_is_right_everywhere_it_stood():
    person = UserFactory(name="田中花子", email="hanako@example.jp", kana="")
    registration = RegistrationFactory(name="田中花子", email="hanako@example.jp", phone="03-9999-9999")
    contact = ContactPoint.objects.create(
        organization=OrganizationFactory(), kind="mail", value="hanako@example.jp", visibility="staff"
    )

    count = endings.correct(personal.find(HANAKO), who=HANAKO, said={"email": "new@example.jp", "kana": "たなかはなこ"})

    for row in (person, registration, contact):
        row.refresh_from_db()
    assert (person.email, registration.email, contact.value) == ("new@example.jp",) * 3
    assert (person.kana, registration.kana, registration.phone) == ("たなかはなこ", "たなかはなこ", "03-9999-9999")
    assert count == 3


def test_end_when_rows_stand_on_every_floor_then_none_names_the_person(django_capture_on_commit_callbacks):
    person = MembershipFactory(user__name="田中花子", user__email="hanako@example.jp").user
    occurrence = OccurrenceFactory(capacity=10, taken=2)
    registration = RegistrationFactory(occurrence=occurrence, email="hanako@example.jp", seats=2)
    booking = BookingFactory(
        email="hanako@example.jp", status="confirmed", starts_at=in_days(5), ends_at=in_days(5, 11)
    )
    tell(purpose="x", about=booking, subject="s", body="b", email="hanako@example.jp")

    endings.end(personal.find(HANAKO), by=None)

    occurrence.refresh_from_db()
    booking.refresh_from_db()
    assert personal.find(HANAKO) == []
    assert occurrence.taken == 0
    assert (booking.name, booking.email, booking.status) == ("—", "", "cancelled")
    assert not Registration.objects.filter(pk=registration.pk).exists()
    assert not User.objects.get(pk=person.pk).is_active
    assert not Delivery.objects.filter(recipient="hanako@example.jp").exists()


def test_end_when_the_log_named_the_person_then_its_line_stays_without_the_name():
    person = UserFactory(name="田中花子", email="hanako@example.jp")
    ModelLogEntry.objects.log_action(person, "wagtail.edit")

    endings.end(personal.find(HANAKO), by=None)

    assert [entry.label for entry in ModelLogEntry.objects.for_instance(person)] == ["—"]


def test_end_when_a_record_has_a_paper_then_row_and_file_go(django_capture_on_commit_callbacks, tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)
    paper = Attachment(title="規約", is_private=True)
    paper.file.save("kiyaku.pdf", ContentFile(b"%PDF-1.4"))
    enrolment = EnrolmentFactory(representative="田中花子", rules=paper)

    with django_capture_on_commit_callbacks(execute=True):
        endings.end(personal.chosen([f"organizations.enrolment:{enrolment.pk}"]), by=None)

    enrolment.refresh_from_db()
    assert (enrolment.representative, enrolment.rules) == ("", None)
    assert not Attachment.objects.exists()
    assert list(tmp_path.rglob("*.pdf")) == []


def test_end_when_one_person_lends_a_hand_then_nobody_finds_her_any_more():
    helper = OrganizationFactory(kind="person", name="田中花子", visibility="public")

    endings.end(personal.find(Person(name="田中花子")), by=None)

    helper.refresh_from_db()
    assert (helper.name, helper.visibility, helper.status) == ("—", "staff", "dissolved")
    assert not Organization.objects.listed().exists()


def test_booking_when_long_over_then_its_name_goes_and_its_hour_stays():
    over = timezone.localdate() - timedelta(days=1)
    booking = BookingFactory(
        name="田中花子",
        delete_after=over,
        starts_at=timezone.now() - timedelta(days=400),
        ends_at=timezone.now() - timedelta(days=399),
    )

    disposal.forget_due(day=timezone.localdate())

    assert (Booking.objects.get(pk=booking.pk).name, Booking.objects.count()) == ("—", 1)


def test_notice_when_its_time_is_over_then_its_picture_goes_too_unless_it_stands_elsewhere():
    over = timezone.localdate() - timedelta(days=1)
    own, shared = PictureFactory(), PictureFactory()
    OrganizationFactory(picture=shared)
    for picture in (own, shared):
        NoticeFactory(picture=picture, delete_after=over)

    disposal.forget_due(day=timezone.localdate())

    assert list(Picture.objects.all()) == [shared]
