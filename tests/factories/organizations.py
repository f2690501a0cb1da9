"""People, groups and the city's lists, as small as they can be and still true."""

from datetime import date, timedelta

import factory
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group
from django.utils import timezone
from factory.django import DjangoModelFactory

from organizations.models import (
    AgencyDesk,
    Appointment,
    Consent,
    ContactPoint,
    District,
    Enrolment,
    ExchangeStatus,
    Introduction,
    Membership,
    Need,
    Offer,
    Organization,
    Partner,
    Project,
    Renewal,
    Resource,
    Topic,
    User,
    Visibility,
)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence("person{}@example.jp".format)
    name = factory.Sequence("市民{}".format)

    @factory.post_generation
    def roles(user, create, names, **kwargs):
        """Give the staff roles named, and the second factor that goes with them."""
        for name in names or ():
            user.groups.add(Group.objects.get_or_create(name=name)[0])
        if names or user.is_superuser:
            TOTP.activate(user, "JBSWY3DPEHPK3PXP")


class DistrictFactory(DjangoModelFactory):
    class Meta:
        model = District

    code = factory.Sequence("d{}".format)
    name = factory.Sequence("第{}小学校区".format)
    kana = factory.Sequence("だい{}しょうがっこうく".format)


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    slug = factory.Sequence("topic{}".format)
    name = factory.Sequence("分野{}".format)


class OrganizationFactory(DjangoModelFactory):
    class Meta:
        model = Organization
        skip_postgeneration_save = True

    slug = factory.Sequence("circle{}".format)
    name = factory.Sequence("子育てサークル{}".format)
    kana = factory.Sequence("こそだてさーくる{:03d}".format)
    summary = "親子で集まる会です"
    status = Organization.Status.ACTIVE

    @factory.post_generation
    def topics(organization, create, topics, **kwargs):
        organization.topics.add(*(topics or ()))

    @factory.post_generation
    def districts(organization, create, districts, **kwargs):
        organization.districts.add(*(districts or ()))


class DepartmentFactory(OrganizationFactory):
    slug = factory.Sequence("ka{}".format)
    name = factory.Sequence("子育て支援{}課".format)
    kind = Organization.Kind.DEPARTMENT


class ContactPointFactory(DjangoModelFactory):
    class Meta:
        model = ContactPoint

    organization = factory.SubFactory(OrganizationFactory)
    kind = ContactPoint.Kind.PHONE
    value = "000-000-0000"
    visibility = Visibility.STAFF


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organization = factory.SubFactory(OrganizationFactory)
    role = Membership.Role.REPRESENTATIVE
    valid_from = date(2020, 4, 1)


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = Appointment

    user = factory.SubFactory(UserFactory)
    organization = factory.SubFactory(DepartmentFactory)
    role = factory.LazyFunction(lambda: Group.objects.get_or_create(name="department")[0])
    valid_from = date(2020, 4, 1)


class EnrolmentFactory(DjangoModelFactory):
    class Meta:
        model = Enrolment

    organization = factory.SubFactory(OrganizationFactory)
    fiscal_year = 2026


class RenewalFactory(DjangoModelFactory):
    class Meta:
        model = Renewal

    organization = factory.SubFactory(OrganizationFactory, status=Organization.Status.RENEWAL_DUE)
    fiscal_year = 2026
    asked_on = date(2026, 2, 1)
    due_on = date(2026, 4, 1)
    rests_on = date(2026, 6, 30)


class NeedFactory(DjangoModelFactory):
    class Meta:
        model = Need
        skip_postgeneration_save = True

    organization = factory.SubFactory(OrganizationFactory)
    title = "絵本を読んでくださる方"
    text = "月に一度、集会所に来てください。"
    resource = Resource.PEOPLE
    status = ExchangeStatus.OPEN
    opened_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def districts(row, create, districts, **kwargs):
        row.districts.add(*(districts or ()))


class OfferFactory(NeedFactory):
    class Meta:
        model = Offer

    title = "読み聞かせにうかがいます"


class IntroductionFactory(DjangoModelFactory):
    class Meta:
        model = Introduction

    need = factory.SubFactory(NeedFactory, status=ExchangeStatus.IN_INTRODUCTION)
    offer = factory.SubFactory(OfferFactory)
    asking = factory.SelfAttribute("need.organization")
    answering = factory.SelfAttribute("offer.organization")
    coordinator = factory.SubFactory(UserFactory)
    status = Introduction.Status.ASKED
    asked_at = factory.LazyFunction(timezone.now)


class ConsentFactory(DjangoModelFactory):
    class Meta:
        model = Consent

    introduction = factory.SubFactory(IntroductionFactory)
    organization = factory.SelfAttribute("introduction.answering")
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=21))


class ProjectFactory(DjangoModelFactory):
    class Meta:
        model = Project

    title = factory.Sequence("みんなの夏まつり{}".format)
    form = Project.Form.SUPPORT
    fiscal_year = 2026


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = Partner

    project = factory.SubFactory(ProjectFactory)
    organization = factory.SubFactory(OrganizationFactory)
    role = Partner.Role.LEAD


class AgencyDeskFactory(DjangoModelFactory):
    class Meta:
        model = AgencyDesk

    agency = factory.SubFactory(OrganizationFactory, kind=Organization.Kind.AGENCY)
    name = "相談係"
    phone = "03-1111-2222"
    takes = "育児の相談"
