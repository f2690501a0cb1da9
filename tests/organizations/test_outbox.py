"""A worker killed in the middle of sending: nothing lost, nothing sent twice."""

from datetime import UTC, datetime

import pytest

from organizations.models import Delivery
from organizations.services import deliveries, outbox
from organizations.tasks import send_due_mail
from tests.factories.organizations import UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def claimed():
    """A mail that a worker has in its hands."""
    deliveries.tell(purpose="welcome", about=UserFactory(), subject="s", body="b", email="a@example.jp", due_at=NOW)
    return deliveries.claim_due(now=NOW, announce=lambda pk, lease: None)


def die_after(folder, *notes):
    """Leave what a killed worker leaves: its notes, and no lock."""
    folder.mkdir(exist_ok=True)
    (folder / "dead.outbox").write_text("".join(f"{note}\n" for note in notes))


def test_take_up_when_the_mail_had_gone_then_it_is_settled_and_not_sent_again(claimed, tmp_path):
    die_after(tmp_path, f"hand {claimed.pk} {claimed.lease_until.isoformat()}", f"gone {claimed.pk}")

    assert outbox.take_up(folder=tmp_path, now=NOW) == 1

    claimed.refresh_from_db()
    assert claimed.status == Delivery.Status.SENT
    assert list(tmp_path.iterdir()) == []


def test_take_up_when_it_was_only_in_hand_then_it_is_free_at_once(claimed, tmp_path):
    die_after(tmp_path, f"hand {claimed.pk} {claimed.lease_until.isoformat()}")

    assert outbox.take_up(folder=tmp_path, now=NOW) == 0
    assert deliveries.claim_due(now=NOW, announce=lambda pk, lease: None) == claimed


def test_take_up_when_another_worker_has_it_by_now_then_it_stays_there(claimed, tmp_path):
    die_after(tmp_path, f"hand {claimed.pk} {(claimed.lease_until - deliveries.LEASE).isoformat()}")

    outbox.take_up(folder=tmp_path, now=NOW)

    assert deliveries.claim_due(now=NOW, announce=lambda pk, lease: None) is None


def test_take_up_when_the_worker_lives_then_its_notes_are_left_alone(claimed, tmp_path):
    with outbox.Outbox(tmp_path, "alive") as notes:
        notes.note_gone(claimed)

        assert outbox.take_up(folder=tmp_path, now=NOW) == 0
        assert deliveries.claim_due(now=NOW, announce=lambda pk, lease: None) is None


@pytest.mark.parametrize("note", ["", "hand", "hand 1 2026-1", "gone x", "g", "\x00\x00"])
def test_take_up_when_a_note_is_torn_then_it_is_passed_over(claimed, tmp_path, note):
    die_after(tmp_path, note)

    assert outbox.take_up(folder=tmp_path, now=NOW) == 0


def test_send_when_done_then_no_notes_are_left(claimed, settings, tmp_path):
    settings.VAR_DIR = tmp_path

    assert send_due_mail(lambda: NOW + deliveries.LEASE) == 1
    assert list((tmp_path / "outbox").iterdir()) == []
