"""The people of the tests: a browser for everybody, and one signed in for each role."""

import pytest
from django.test import Client

from organizations.models import Membership, StaffRole
from tests.factories.organizations import MembershipFactory, UserFactory


def signed_in(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def resident(db):
    return UserFactory(name="住民")


@pytest.fixture
def representative(db):
    """Who represents one group; the group is ``representative.memberships.get().organization``."""
    return MembershipFactory(role=Membership.Role.REPRESENTATIVE).user


@pytest.fixture
def place_staff(db):
    return UserFactory(name="ひろば職員", staff_number="S01", roles=[StaffRole.PLACE_STAFF])


@pytest.fixture
def coordinator(db):
    return UserFactory(name="つなぎ役", staff_number="S02", roles=[StaffRole.COORDINATOR])


@pytest.fixture
def department(db):
    return UserFactory(name="子育て支援課", staff_number="S03", roles=[StaffRole.DEPARTMENT])


@pytest.fixture
def administrator(db):
    return UserFactory(name="管理者", staff_number="S04", roles=[StaffRole.ADMINISTRATOR])


@pytest.fixture
def as_user():
    """Give a browser in which a person is signed in: ``as_user(coordinator).get("/desk/")``."""
    return signed_in
