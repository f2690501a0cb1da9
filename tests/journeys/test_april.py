"""1 April: the personnel list comes in, who left may not sign in, a department's open work moves to the next one."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from organizations.models import Need, Organization, StaffRole, User
from tests.factories.organizations import DepartmentFactory, NeedFactory, UserFactory
from tests.journeys.mailbox import CODE, wait_for_mail

pytestmark = pytest.mark.journey
HEADER = "職員番号,氏名,ふりがな,メール,課,役割,兼務,開始日,終了日\n"


@pytest.fixture
def departments(site):
    return [DepartmentFactory(name="子育て支援課", slug="old"), DepartmentFactory(name="こども未来課", slug="new")]


def import_list(portal, rows):
    """Run the command as the city's administrator would, against the same database."""
    file = portal.var / "shokuin.csv"
    file.write_text(HEADER + rows, encoding="cp932")
    command = [sys.executable, "manage.py", "import_staff", str(file)]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=portal.environment, capture_output=True, check=True)
    return json.loads(done.stdout)


def test_staff_when_the_new_list_comes_in_then_who_left_may_not_sign_in(site, departments, phone, looked_at):
    today = timezone.localdate()
    began, ended = today - timedelta(days=300), today - timedelta(days=1)
    came = f"A1,森 花子,もりはなこ,mori@city.example.jp,子育て支援課,担当課職員,,{began},"
    assert import_list(site, f"{came}\n")["created"] == 1
    assert User.objects.get().is_active

    report = import_list(
        site, f"{came}{ended}\nA2,林 太郎,はやしたろう,hayashi@city.example.jp,old,担当課職員,,{today},\n"
    )

    assert (report["updated"], report["created"]) == (1, 1)
    for number, address, comes_in in (("A1", "mori", False), ("A2", "hayashi", True)):
        phone.context.clear_cookies()
        phone.goto(f"{site.base_url}/accounts/login/")
        phone.get_by_label("職員番号でも").fill(number)
        phone.get_by_role("button", name="コードを送る").click()
        expect(phone.get_by_role("heading", level=1)).to_have_text("コードの入力")
        if comes_in:
            phone.get_by_label("コード").fill(CODE.search(wait_for_mail(site, f"{address}@city.example.jp"))[0])
            phone.get_by_role("button", name="次へ").click()
            expect(phone).to_have_url(f"{site.base_url}/accounts/2fa/totp/activate/")
            looked_at(phone, "second-factor")
    assert {user.staff_number: user.is_active for user in User.objects.all()} == {"A1": False, "A2": True}


def test_department_when_another_follows_then_its_open_work_moves_in_one_step(
    site, departments, desktop, signed_in, looked_at
):
    old, new = departments
    need = NeedFactory(organization=old, title="健診の日の託児")
    UserFactory(name="林 太郎", staff_number="A2", roles=[StaffRole.DEPARTMENT])
    administrator = UserFactory(name="管理 太郎", staff_number="A9", roles=[StaffRole.ADMINISTRATOR])
    desk = signed_in(desktop, site, administrator)

    desk.goto(f"{site.base_url}/desk/departments/")
    looked_at(desk, "departments")
    desk.get_by_role("link", name="子育て支援課").click()
    looked_at(desk, "preview")
    desk.get_by_label("引き継ぐ課").select_option(label="こども未来課")
    desk.get_by_label("新しい課の初日").fill(timezone.localdate().isoformat())
    desk.get_by_role("button", name="すべて移す").click()

    expect(desk.get_by_text("こども未来課に移しました").first).to_be_visible()
    assert Need.objects.get(pk=need.pk).organization == new
    assert Organization.objects.get(pk=old.pk).valid_through == timezone.localdate() - timedelta(days=1)
    desk.goto(f"{site.base_url}/needs/{need.pk}/")
    assert desk.get_by_text("こども未来課").first.is_visible()
