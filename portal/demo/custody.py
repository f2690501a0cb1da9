"""Partner agencies of the demo city, and two cases of its coordinator."""

from datetime import timedelta

from django.utils import timezone

from organizations.models import AgencyDesk, Case, Channel, Organization, User
from organizations.services import agencies, casework
from portal.demo.people import MAIL, coordinator

# name; reading; slug
AGENCIES = [
    ("汐見市こども家庭センター", "しおみしこどもかていせんたー", "kodomo-katei"),
    ("県中央子ども家庭センター", "けんちゅうおうこどもかていせんたー", "ken-kodomo-katei"),
    ("汐見保健所", "しおみほけんじょ", "hokenjo"),
]
DESKS = {
    "kodomo-katei": {
        "name": "総合相談",
        "phone": "000-200-0110",
        "hours": "平日 8:30–17:15",
        "takes": "妊娠中から18歳までの家庭の心配ごと。ご本人が伝えてよいと言ったことだけを引き継ぎます。",
        "basis": "児童福祉法10条の2",
    },
    "ken-kodomo-katei": {
        "name": "相談係",
        "phone": "000-200-0189",
        "hours": "いつでも（夜は189へ）",
        "takes": "子どもの安全が心配なとき。ご本人の了解がなくても伝えます。",
        "basis": "児童虐待の防止等に関する法律6条",
    },
    "hokenjo": {
        "name": "母子保健",
        "phone": "000-200-0300",
        "hours": "平日 9:00–17:00",
        "takes": "発育、予防接種、産後のこころとからだの相談。",
        "basis": "母子保健法10条",
    },
}


def make_custody() -> None:
    for name, kana, slug in AGENCIES:
        values = {"name": name, "kana": kana, "kind": Organization.Kind.AGENCY, "status": Organization.Status.ACTIVE}
        agency, is_new = Organization.objects.get_or_create(slug=slug, defaults=values)
        if is_new:
            agencies.keep_desk(desk=AgencyDesk(agency=agency, **DESKS[slug]), by=coordinator())
    if not Case.objects.exists():
        _cases(coordinator())


def _cases(keeper: User) -> None:
    now = timezone.now()
    twins = casework.open_case(
        kind=Case.Kind.CONSULTATION,
        title="双子の外出を手伝ってくれる人がほしい",
        who="北浜の双子の母",
        text="ひろばで。ベビーカー2台と階段がつらい。ふたごの会を紹介してよいと言ってもらった。",
        due_on=timezone.localdate() + timedelta(days=5),
        now=now - timedelta(days=9),
        by=keeper,
    )
    told = "ふたごの会に電話。来週の集まりで会ってもらう。"
    casework.write_note(case=twins, text=told, channel=Channel.PHONE, now=now - timedelta(days=2), by=keeper)
    nights = casework.open_case(
        kind=Case.Kind.INTRODUCTION,
        title="産後の相談先",
        who="緑が丘の方",
        text="電話で。夜眠れないとのこと。保健所の母子保健へおつなぎした。",
        now=now - timedelta(days=4),
        by=keeper,
    )
    _hand_over(nights, keeper)


def _hand_over(case: Case, keeper: User) -> None:
    """The health centre took it, and a colleague may read on while the keeper is away."""
    agencies.note_referral(
        desk=AgencyDesk.objects.get(agency__slug="hokenjo"),
        case=case,
        channel=Channel.PHONE,
        received_by="保健師 田辺",
        handed_at=timezone.now() - timedelta(days=4),
        by=keeper,
    )
    day, colleague = timezone.localdate(), User.objects.get(email=MAIL.format("lead"))
    reason, until = "不在の日に電話があるため", day + timedelta(days=30)
    casework.let_in(case=case, user=colleague, until=until, reason=reason, day=day, by=keeper)
