"""Who gets what at which address. Every route of the site has its row; a route without one fails the test.

To add a row: the route as ``tests.portal.routes`` prints it, an address made of the words of ``tests.portal.world``,
and who gets which answer: a status, LOGIN (led to the sign-in page) or AWAY (led elsewhere). ``post`` marks a row
that is asked by POST without any content.
"""

from dataclasses import dataclass

from tests.portal.world import ROLES

LOGIN, AWAY = "login", "away"
GROUP = ("head", "editor_of_group")
COORDINATION = ("coordinator", "lead_coordinator")
INTAKE = ("place_staff", *COORDINATION)
PLACES = (*INTAKE, "department")
KEEPERS = (*COORDINATION, "plan_office")
DATA = ("plan_office", "lead_coordinator")
RECEPTION_KEEPERS = (*COORDINATION, "department", "plan_office", "press", "editor")
STAFF = tuple(ROLES[ROLES.index("place_staff") :])
CMS = ("editor", "press", "administrator")


@dataclass(frozen=True)
class Row:
    path: str
    answers: dict
    method: str = "get"


def all_get(path, answer=200, **others):
    """Everybody gets the same, but for those named."""
    return Row(path, dict.fromkeys(ROLES, answer) | others)


def signed_in(path, answer=200, **others):
    """Visitors are asked to sign in."""
    return all_get(path, answer, **{"visitor": LOGIN} | others)


def only(*roles, path, answer=200, others=404):
    """Visitors are asked to sign in; to everybody but these it is not there."""
    return signed_in(path, others, **dict.fromkeys(roles, answer))


def post(row):
    return Row(row.path, row.answers, "post")


def editors(path, answer=200):
    return only(*GROUP, *INTAKE, path=path, answer=answer)


def posts(*roles, path, answer=AWAY):
    return post(only(*roles, path=path, answer=answer))


def edits(path, answer=AWAY):
    return posts(*GROUP, *INTAKE, path=path, answer=answer)


def for_staff(path, answer, others):
    """Those with a second factor are asked for it; others have none to show."""
    return signed_in(path, others, **dict.fromkeys(STAFF, answer))


SITE = {
    "healthz": all_get("/healthz", 503),  # no worker beats in the tests
    "site/accent.css": all_get("/site/accent.css"),
    "api/v1/openapi.json": all_get("/api/v1/openapi.json"),
    "api/v1/<slug:name>": all_get("/api/v1/occurrences"),
    "api/v1/<slug:name>/<int:pk>": all_get("/api/v1/events/{event}"),
    "^api/": all_get("/api/v2/occurrences", 404),
    "robots.txt": all_get("/robots.txt"),
    "sitemap.xml": all_get("/sitemap.xml"),
    "sitemap-<section>.xml": all_get("/sitemap-organizations.xml"),
    "cms/": only(*CMS, path="/cms/", others=LOGIN),
    "documents/": all_get("/documents/99/none.pdf", 404),
    "styleguide/": all_get("/styleguide/"),
    "search/": all_get("/search/"),
    "_util/login/": all_get("/_util/login/", LOGIN),
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": all_get(
        "/_util/authenticate_with_password/99/99/", 404
    ),
    r"^((?:[\w\-]+/)*)$": all_get("/"),
}
ACCOUNTS = {
    "accounts/login/": all_get("/accounts/login/", AWAY, visitor=200),
    "accounts/login/code/": all_get("/accounts/login/code/", LOGIN),
    "accounts/login/code/confirm/": signed_in("/accounts/login/code/confirm/", AWAY),
    "accounts/logout/": all_get("/accounts/logout/", visitor=AWAY),
    "accounts/inactive/": all_get("/accounts/inactive/"),
    "accounts/signup/": all_get("/accounts/signup/", AWAY, visitor=200),
    "accounts/email/": signed_in("/accounts/email/"),
    "accounts/confirm-email/": signed_in("/accounts/confirm-email/", AWAY),
    "accounts/reauthenticate/": all_get("/accounts/reauthenticate/", AWAY),
    "accounts/2fa/": signed_in("/accounts/2fa/"),
    "accounts/2fa/authenticate/": signed_in("/accounts/2fa/authenticate/", AWAY),
    "accounts/2fa/reauthenticate/": for_staff("/accounts/2fa/reauthenticate/", 200, others=403),
    "accounts/2fa/totp/activate/": for_staff("/accounts/2fa/totp/activate/", AWAY, others=200),
    "accounts/2fa/totp/deactivate/": for_staff("/accounts/2fa/totp/deactivate/", AWAY, others=404),
    "accounts/2fa/recovery-codes/": signed_in("/accounts/2fa/recovery-codes/", 404),
    "accounts/2fa/recovery-codes/generate/": for_staff("/accounts/2fa/recovery-codes/generate/", AWAY, others=200),
    "accounts/2fa/recovery-codes/download/": signed_in("/accounts/2fa/recovery-codes/download/", 404),
    "accounts/2fa/webauthn/": signed_in("/accounts/2fa/webauthn/"),
    "accounts/2fa/webauthn/add/": for_staff("/accounts/2fa/webauthn/add/", AWAY, others=200),
    "accounts/2fa/webauthn/reauthenticate/": for_staff("/accounts/2fa/webauthn/reauthenticate/", AWAY, others=403),
    "accounts/2fa/webauthn/keys/<int:pk>/remove/": for_staff("/accounts/2fa/webauthn/keys/9/remove/", AWAY, others=404),
    "accounts/2fa/webauthn/keys/<int:pk>/edit/": for_staff("/accounts/2fa/webauthn/keys/9/edit/", AWAY, others=404),
    "accounts/2fa/webauthn/login/": signed_in("/accounts/2fa/webauthn/login/", AWAY),
    "accounts/child/": all_get("/accounts/child/"),
    "accounts/close/": signed_in("/accounts/close/"),
    "desk/": signed_in("/desk/", child=AWAY),
    "desk/gaps/": only(*KEEPERS, path="/desk/gaps/"),
    "desk/gaps/call/": posts(path="/desk/gaps/call/", answer=404),
    "desk/month/": only(*INTAKE, "plan_office", path="/desk/month/"),
    "desk/ties/": only(*INTAKE, path="/desk/ties/"),
    "desk/aside/": post(signed_in("/desk/aside/", AWAY)),
    "desk/back/": post(signed_in("/desk/back/", AWAY)),
    "desk/views/": post(signed_in("/desk/views/", AWAY)),
    "desk/views/<int:pk>/forget/": posts("head", path="/desk/views/{desk_view}/forget/"),
    "desk/lists/groups/": only(*COORDINATION, path="/desk/lists/groups/"),
    "desk/lists/groups/<int:pk>/": only(*COORDINATION, path="/desk/lists/groups/{list}/"),
    "desk/lists/groups.csv": only(*COORDINATION, path="/desk/lists/groups.csv"),
    "desk/lists/groups.xlsx": only(*COORDINATION, path="/desk/lists/groups.xlsx"),
    "desk/groups/<slug:slug>/merge/": only(*COORDINATION, path="/desk/groups/{group}/merge/"),
    "desk/merges/<int:pk>/undo/": posts(*COORDINATION, path="/desk/merges/{merge}/undo/"),
    "desk/privacy/": only(*DATA, "administrator", path="/desk/privacy/"),
    "desk/privacy/requests/": only(*DATA, path="/desk/privacy/requests/"),
    "desk/privacy/requests/new/": only(*DATA, path="/desk/privacy/requests/new/"),
    "desk/privacy/requests/<int:pk>/": only(*DATA, path="/desk/privacy/requests/{data_request}/"),
    "desk/privacy/requests/<int:pk>/recognise/": posts(*DATA, path="/desk/privacy/requests/{data_request}/recognise/"),
    "desk/privacy/requests/<int:pk>/withdraw/": posts(*DATA, path="/desk/privacy/requests/{data_request}/withdraw/"),
    "desk/privacy/requests/<int:pk>/carry-out/": posts(*DATA, path="/desk/privacy/requests/{data_request}/carry-out/"),
    "desk/privacy/requests/<int:pk>/copy/": only(*DATA, path="/desk/privacy/requests/{granted_request}/copy/"),
    "desk/privacy/requests/<int:pk>/copy.json": only(*DATA, path="/desk/privacy/requests/{granted_request}/copy.json"),
    "desk/privacy/disposals/": only(*DATA, path="/desk/privacy/disposals/"),
    "desk/privacy/disposals/<int:pk>/keep/": posts(*DATA, path="/desk/privacy/disposals/{disposal}/keep/"),
}
EVENTS = {
    "events/": all_get("/events/"),
    "events/feed.ics": all_get("/events/feed.ics"),
    "events/feed.atom": all_get("/events/feed.atom"),
    "embed/": all_get("/embed/"),
    "embed/today/": all_get("/embed/today/"),
    "spaces/<slug:slug>.ics": all_get("/spaces/{space}.ics"),
    "events/<int:pk>.ics": all_get("/events/{event}.ics"),
    "events/<int:pk>/<int:occurrence_pk>.ics": all_get("/events/{event}/{occurrence}.ics"),
    "organizations/<slug:slug>.ics": all_get("/organizations/{group}.ics"),
    "desk/memos/<int:pk>/event/": posts(*INTAKE, path="/desk/memos/{memo}/event/"),
    "events/<int:pk>/": all_get("/events/{event}/"),
    "events/<int:pk>/register/": all_get("/events/{event}/register/", AWAY),
    "events/<int:pk>/<int:occurrence_pk>/": all_get("/events/{event}/{occurrence}/"),
    "events/<int:pk>/<int:occurrence_pk>/register/": all_get("/events/{event}/{occurrence}/register/"),
    "events/<int:pk>/<int:occurrence_pk>/flyer/": all_get("/events/{event}/{occurrence}/flyer/"),
    "events/<int:pk>/<int:occurrence_pk>/sign/": all_get("/events/{event}/{occurrence}/sign/"),
    "events/print/": all_get("/events/print/"),
    "reports/<str:token>/": all_get("/reports/{report_token}/"),
    "desk/reports/": only(*INTAKE, path="/desk/reports/"),
    "desk/reports/<int:pk>/": only(*INTAKE, path="/desk/reports/{report}/"),
    "events/follow/": all_get("/events/follow/"),
    "events/<int:pk>/remind/": all_get("/events/{opening}/remind/"),
    "follow/<str:token>/": all_get("/follow/{subscription_token}/"),
    "follow/<str:token>/end/": all_get("/follow/{subscription_token}/end/"),
    "deadlines/": all_get("/deadlines/"),
    "deadlines/feed.ics": all_get("/deadlines/feed.ics"),
    "deadlines/feed.atom": all_get("/deadlines/feed.atom"),
    "deadlines/<int:pk>/": all_get("/deadlines/{reception}/"),
    "deadlines/<int:pk>/remind/": all_get("/deadlines/{reception_to_come}/remind/"),
    "desk/deadlines/": only(*RECEPTION_KEEPERS, path="/desk/deadlines/"),
    "desk/deadlines/new/": only(*RECEPTION_KEEPERS, path="/desk/deadlines/new/"),
    "desk/deadlines/<int:pk>/edit/": only(*RECEPTION_KEEPERS, path="/desk/deadlines/{reception}/edit/"),
    "verdicts/<str:token>/": all_get("/verdicts/{verdict_token}/"),
    "registrations/<str:token>/": all_get("/registrations/{registration_token}/"),
    "events/<int:pk>/<int:occurrence_pk>/draw/": all_get("/events/{event}/{occurrence}/draw/"),
    "events/<int:pk>/<int:occurrence_pk>/draw.json": all_get("/events/{event}/{occurrence}/draw.json"),
    "registrations/<str:token>/cancel/": all_get("/registrations/{registration_token}/cancel/"),
    "registrations/<str:token>/accept/": post(all_get("/registrations/{registration_token}/accept/", AWAY)),
    "registrations/<str:token>/change/": all_get("/registrations/{registration_token}/change/"),
    "registrations/<str:token>/arrive/": editors("/registrations/{registration_token}/arrive/"),
    "evaluations/<str:key>/": all_get("/evaluations/{evaluation_key}/"),
    "receipts/": all_get("/receipts/"),
    "desk/events/": signed_in("/desk/events/"),
    "desk/calendars/": signed_in("/desk/calendars/"),
    "desk/calendars/<int:pk>/": editors("/desk/calendars/{calendar}/"),
    "desk/calendars/<int:pk>/move/": edits("/desk/calendars/{calendar}/move/"),
    "desk/events/new/": signed_in("/desk/events/new/"),
    "desk/events/dates/": post(signed_in("/desk/events/dates/")),
    "desk/events/unsent/": edits("/desk/events/unsent/?organization={group}"),
    "desk/events/unsent/<str:token>/drop/": posts("head", path="/desk/events/unsent/{unsent}/drop/"),
    "desk/events/review/": only(*COORDINATION, path="/desk/events/review/"),
    "desk/events/<int:pk>/edit/": editors("/desk/events/{event}/edit/"),
    "desk/events/<int:pk>/copy/": editors("/desk/events/{event}/copy/"),
    "desk/events/<int:pk>/publish/": edits("/desk/events/{draft}/publish/"),
    "desk/events/<int:pk>/archive/": edits("/desk/events/{event}/archive/"),
    "desk/events/<int:pk>/not/<int:other_pk>/": edits("/desk/events/{draft}/not/{event}/"),
    "desk/events/<int:pk>/checked/": posts(*COORDINATION, path="/desk/events/{event}/checked/"),
    "desk/events/review/<slug:slug>/trust/": posts(*COORDINATION, path="/desk/events/review/{group}/trust/"),
    "desk/events/<int:pk>/approve/": posts(*COORDINATION, path="/desk/events/{review}/approve/"),
    "desk/events/<int:pk>/return/": posts(*COORDINATION, path="/desk/events/{review}/return/"),
    "desk/events/<int:pk>/hosts/": edits("/desk/events/{event}/hosts/"),
    "desk/events/<int:pk>/hosts/<int:host_pk>/remove/": edits("/desk/events/{event}/hosts/{guest}/remove/"),
    "desk/hosts/<int:host_pk>/": edits("/desk/hosts/{asked}/"),
    "desk/events/<int:pk>/dates/": editors("/desk/events/{event}/dates/"),
    "desk/events/<int:pk>/<int:occurrence_pk>/cancel/": edits("/desk/events/{event}/{occurrence}/cancel/"),
    "desk/events/<int:pk>/<int:occurrence_pk>/change/": editors("/desk/events/{event}/{occurrence}/change/"),
    "desk/events/<int:pk>/<int:occurrence_pk>/off/": editors("/desk/events/{event}/{occurrence}/off/"),
    "desk/events/<int:pk>/<int:occurrence_pk>/restore/": edits("/desk/events/{event}/{occurrence}/restore/"),
    "desk/events/<int:pk>/<int:occurrence_pk>/postpone/": edits("/desk/events/{event}/{occurrence}/postpone/"),
    "desk/events/<int:pk>/<int:occurrence_pk>/move/": editors("/desk/events/{event}/{occurrence}/move/"),
    "desk/events/<int:pk>/<int:occurrence_pk>/verdict/": editors("/desk/events/{event}/{occurrence}/verdict/"),
    "desk/events/<int:pk>/<int:occurrence_pk>/parties/": editors("/desk/events/{event}/{occurrence}/parties/"),
    "desk/events/<int:pk>/taking/": editors("/desk/events/{event}/taking/"),
    "desk/events/<int:pk>/<int:occurrence_pk>/parties.csv": editors("/desk/events/{event}/{occurrence}/parties.csv"),
    "desk/events/<int:pk>/<int:occurrence_pk>/parties/list/": editors(
        "/desk/events/{event}/{occurrence}/parties/list/"
    ),
    "desk/events/<int:pk>/<int:occurrence_pk>/attendance/": editors("/desk/events/{event}/{occurrence}/attendance/"),
    "desk/events/<int:pk>/<int:occurrence_pk>/sheet/": editors("/desk/events/{event}/{occurrence}/sheet/"),
    "desk/events/<int:pk>/<int:occurrence_pk>/evaluation/": editors("/desk/events/{event}/{occurrence}/evaluation/"),
    "desk/events/<int:pk>/<int:occurrence_pk>/parties/<int:registration_pk>/tick/": edits(
        "/desk/events/{event}/{occurrence}/parties/{registration}/tick/"
    ),
    "desk/events/<int:pk>/<int:occurrence_pk>/parties/<int:registration_pk>/apart/": edits(
        "/desk/events/{event}/{occurrence}/parties/{registration}/apart/"
    ),
    "desk/events/<int:pk>/<int:occurrence_pk>/parties/<int:registration_pk>/cancel/": edits(
        "/desk/events/{event}/{occurrence}/parties/{registration}/cancel/"
    ),
}
SPACES = {
    "spaces/": all_get("/spaces/"),
    "spaces/<slug:slug>/": all_get("/spaces/{space}/"),
    "spaces/<slug:slug>/book/": all_get("/spaces/{space}/book/"),
    "spaces/<slug:slug>/door/": all_get("/spaces/{drop_in}/door/"),
    "facilities/<slug:slug>/board/": all_get("/facilities/{facility}/board/"),
    "facilities/<slug:slug>/board/new/": all_get("/facilities/{facility}/board/new/"),
    "facilities/<slug:slug>/board/paper/": all_get("/facilities/{facility}/board/paper/"),
    "facilities/<slug:slug>/board/<int:pk>/wrong/": all_get("/facilities/{facility}/board/{notice}/wrong/"),
    "notices/<str:token>/": all_get("/notices/{notice_token}/"),
    "desk/notices/": only(*PLACES, path="/desk/notices/"),
    "desk/notices/<str:token>/": only(*PLACES, path="/desk/notices/{notice_token}/"),
    "spaces/<slug:slug>/free.json": all_get("/spaces/{space}/free.json?from=2026-12-01&to=2026-12-02"),
    "facilities/<slug:slug>/": all_get("/facilities/{facility}/"),
    "bookings/<str:token>/": all_get("/bookings/{booking_token}/"),
    "bookings/<str:token>/change/": all_get("/bookings/{booking_token}/change/"),
    "bookings/calendar/<str:token>.ics": all_get("/bookings/calendar/{calendar_token}.ics"),
    "spaces/<slug:slug>/use.ics": all_get("/spaces/{space}/use.ics"),
    "desk/bookings/calendars/": signed_in("/desk/bookings/calendars/"),
    "bookings/<str:token>/coming/": post(all_get("/bookings/{booking_token}/coming/", AWAY)),
    "bookings/<str:token>/permit/": all_get("/bookings/{permit_token}/permit/"),
    "bookings/<str:token>/take/": post(all_get("/bookings/{booking_token}/take/", AWAY)),
    "bookings/series/<str:token>/": all_get("/bookings/series/{series_token}/"),
    "bookings/<str:token>/cancel/": post(all_get("/bookings/{booking_token}/cancel/", AWAY)),
    "desk/bookings/<str:token>/reduction/": posts(*INTAKE, path="/desk/bookings/{booking_token}/reduction/"),
    "desk/bookings/<str:token>/paid/": posts(*INTAKE, path="/desk/bookings/{booking_token}/paid/"),
    "desk/places/reductions/": only(*PLACES, path="/desk/places/reductions/"),
    "desk/places/reductions/<int:pk>/remove/": posts(*PLACES, path="/desk/places/reductions/{reduction}/remove/"),
    "desk/spaces/<slug:slug>/day-parts/": only(*PLACES, path="/desk/spaces/{space}/day-parts/"),
    "desk/spaces/day-parts/<int:pk>/remove/": posts(*PLACES, path="/desk/spaces/day-parts/{day_part}/remove/"),
    "rounds/": all_get("/rounds/"),
    "rounds/<int:pk>/": all_get("/rounds/{round}/"),
    "rounds/<int:pk>/lots/<int:lot_pk>/": all_get("/rounds/{settling}/lots/{lot}/"),
    "rounds/<int:pk>/lots/<int:lot_pk>.json": all_get("/rounds/{settling}/lots/{lot}.json"),
    "rounds/<int:pk>/<slug:slug>/": only(*GROUP, *PLACES, path="/rounds/{round}/{group}/"),
    "rounds/wishes/<int:pk>/": only(*GROUP, *PLACES, path="/rounds/wishes/{wish}/"),
    "rounds/wishes/<int:pk>/withdraw/": posts(*GROUP, *PLACES, path="/rounds/wishes/{wish}/withdraw/"),
    "rounds/wishes/<int:pk>/take/": posts(*GROUP, *PLACES, path="/rounds/wishes/{wish}/take/"),
    "desk/rounds/": only(*PLACES, path="/desk/rounds/"),
    "desk/rounds/new/": only(*PLACES, path="/desk/rounds/new/"),
    "desk/rounds/<int:pk>/": only(*PLACES, path="/desk/rounds/{round}/"),
    "desk/rounds/<int:pk>/edit/": only(*PLACES, path="/desk/rounds/{round}/edit/"),
    "desk/rounds/<int:pk>/group/": only(*PLACES, path="/desk/rounds/{round}/group/", answer=AWAY),
    "desk/rounds/<int:pk>/table/": only(*PLACES, path="/desk/rounds/{settling}/table/"),
    "desk/rounds/<int:pk>/lots/": posts(*PLACES, path="/desk/rounds/{settling}/lots/"),
    "desk/rounds/wishes/<int:pk>/": only(*PLACES, path="/desk/rounds/wishes/{wish}/"),
    "things/": all_get("/things/"),
    "things/<slug:slug>/": all_get("/things/{thing}/"),
    "things/<slug:slug>/borrow/": all_get("/things/{thing}/borrow/"),
    "loans/<str:token>/": all_get("/loans/{loan_token}/"),
    "loans/<str:token>/cancel/": post(all_get("/loans/{loan_token}/cancel/", AWAY)),
    "desk/loans/": only(*INTAKE, path="/desk/loans/"),
    "desk/loans/<str:token>/": only(*INTAKE, path="/desk/loans/{loan_token}/"),
    "desk/places/<slug:slug>/things/new/": only(*PLACES, path="/desk/places/{facility}/things/new/"),
    "desk/things/<slug:slug>/edit/": only(*PLACES, path="/desk/things/{thing}/edit/"),
    "desk/places/": only(*PLACES, path="/desk/places/"),
    "desk/places/new/": only(*PLACES, path="/desk/places/new/"),
    "desk/places/close/": only(*PLACES, path="/desk/places/close/"),
    "desk/places/school-holidays/": only(*PLACES, path="/desk/places/school-holidays/"),
    "desk/places/school-holidays/<int:pk>/remove/": posts(
        *PLACES, path="/desk/places/school-holidays/{school_holiday}/remove/"
    ),
    "desk/places/closures/<int:pk>/reopen/": posts(*PLACES, path="/desk/places/closures/{closure}/reopen/"),
    "desk/places/<slug:slug>/": only(*PLACES, path="/desk/places/{facility}/"),
    "desk/places/<slug:slug>/edit/": only(*PLACES, path="/desk/places/{facility}/edit/"),
    "desk/places/<slug:slug>/hours/": only(*PLACES, path="/desk/places/{facility}/hours/"),
    "desk/places/<slug:slug>/hours/period/": only(*PLACES, path="/desk/places/{facility}/hours/period/?new=1"),
    "desk/places/<slug:slug>/hours/remove/": posts(*PLACES, path="/desk/places/{facility}/hours/remove/"),
    "desk/places/<slug:slug>/hours/restore/<int:pk>/": posts(
        *PLACES, path="/desk/places/{facility}/hours/restore/1/", answer=404
    ),
    "desk/places/<slug:slug>/close/": only(*PLACES, path="/desk/places/{facility}/close/"),
    "desk/places/<slug:slug>/spaces/new/": only(*PLACES, path="/desk/places/{facility}/spaces/new/"),
    "desk/spaces/<slug:slug>/edit/": only(*PLACES, path="/desk/spaces/{space}/edit/"),
    "desk/places/use/": only(*PLACES, path="/desk/places/use/"),
    "desk/places/use.csv": only(*PLACES, path="/desk/places/use.csv"),
    "desk/spaces/<slug:slug>/use/": only(*PLACES, path="/desk/spaces/{space}/use/"),
    "desk/spaces/<slug:slug>/door/": only(*PLACES, path="/desk/spaces/{drop_in}/door/"),
    "desk/spaces/<slug:slug>/door/room/": posts(*PLACES, path="/desk/spaces/{drop_in}/door/room/"),
    "desk/spaces/<slug:slug>/door/month/": only(*PLACES, path="/desk/spaces/{drop_in}/door/month/"),
    "desk/bookings/": signed_in("/desk/bookings/"),
    "desk/bookings/<str:token>/": only(*INTAKE, path="/desk/bookings/{booking_token}/"),
}
ORGANIZATIONS = {
    "q/<slug:code>/": all_get("/q/{paper_code}/", AWAY),
    "organizations/": all_get("/organizations/"),
    "organizations/join/": all_get("/organizations/join/"),
    "organizations/<slug:slug>/": all_get("/organizations/{group}/"),
    "organizations/<slug:slug>/edit/": editors("/organizations/{group}/edit/"),
    "organizations/<slug:slug>/name/": editors("/organizations/{group}/name/"),
    "organizations/<slug:slug>/home/": only(*GROUP, "member", "child", path="/organizations/{group}/home/"),
    "organizations/<slug:slug>/enrol/": editors("/organizations/{group}/enrol/"),
    "organizations/<slug:slug>/members/": editors("/organizations/{group}/members/"),
    "organizations/<slug:slug>/members/children/": edits("/organizations/{group}/members/children/", 200),
    "organizations/<slug:slug>/members/<int:pk>/pin/": edits("/organizations/{group}/members/{child}/pin/"),
    "organizations/<slug:slug>/members/<int:pk>/role/": edits("/organizations/{group}/members/{member}/role/"),
    "organizations/<slug:slug>/members/<int:pk>/end/": edits("/organizations/{group}/members/{member}/end/"),
    "organizations/<slug:slug>/invitations/<int:pk>/withdraw/": edits(
        "/organizations/{group}/invitations/{invitation}/withdraw/"
    ),
    "invitations/<str:token>/": signed_in("/invitations/{invitation_token}/"),
    "enrolments/<str:token>/": all_get("/enrolments/{enrolment_token}/"),
    "enrolments/<str:token>/<int:step>/": all_get("/enrolments/{draft_token}/1/"),
    "districts/": all_get("/districts/"),
    "districts/<slug:code>/": all_get("/districts/kita/"),
    "desk/groups/<slug:slug>/": only(*COORDINATION, path="/desk/groups/{pending}/"),
    "desk/enrolments/<int:pk>/": only(*COORDINATION, path="/desk/enrolments/{enrolment}/"),
    "desk/changes/<int:pk>/": only(*COORDINATION, path="/desk/changes/{change}/"),
    "desk/people/": only("administrator", path="/desk/people/"),
    "desk/people/<int:pk>/second-factor/": posts("administrator", path="/desk/people/{staff}/second-factor/"),
    "desk/departments/": only("administrator", path="/desk/departments/"),
    "desk/departments/<slug:slug>/": only("administrator", path="/desk/departments/kosodate/"),
    "renew/<str:token>/": all_get("/renew/{renewal_token}/"),
    "desk/renewals/": only(*INTAKE, path="/desk/renewals/"),
    "desk/renewals/sheets/": only(*INTAKE, path="/desk/renewals/sheets/"),
    "desk/renewals/<int:pk>/": only(*INTAKE, path="/desk/renewals/{renewal}/"),
    "report/": all_get("/report/"),
    "desk/memos/": only(*INTAKE, path="/desk/memos/"),
    "desk/memos/<int:pk>/": only(*INTAKE, path="/desk/memos/{memo}/"),
    "desk/talks/": only(*COORDINATION, path="/desk/talks/"),
    "desk/talks/back/": posts(path="/desk/talks/back/", answer=404),
    "desk/groups/<slug:slug>/talk/": posts(*COORDINATION, path="/desk/groups/{group}/talk/"),
    "desk/groups/<slug:slug>/record/": only(*COORDINATION, path="/desk/groups/{group}/record/"),
    "desk/groups/<slug:slug>/guardian/": only(*COORDINATION, path="/desk/groups/{children}/guardian/"),
    "desk/me/": only(*COORDINATION, path="/desk/me/"),
    "organizations/<slug:slug>/claim/": signed_in("/organizations/{group}/claim/"),
    "desk/claims/<int:pk>/": only(*COORDINATION, path="/desk/claims/{claim}/"),
    "desk/calls/": only(*INTAKE, path="/desk/calls/"),
}
WRITERS = dict.fromkeys((*GROUP, "head_elsewhere", *INTAKE), 200)
BOARD = {
    f"{side}/{tail}": row
    for side, one in (("needs", "{need}"), ("offers", "{offer}"))
    for tail, row in {
        "": all_get(f"/{side}/"),
        "new/": signed_in(f"/{side}/new/", AWAY, **WRITERS),
        "<int:pk>/": all_get(f"/{side}/{one}/"),
        "<int:pk>/edit/": editors(f"/{side}/{one}/edit/"),
        "<int:pk>/move/": edits(f"/{side}/{one}/move/", 404),
        "<int:pk>/close/": edits(f"/{side}/{one}/close/", 200),
    }.items()
}
MATCHING = {
    "desk/needs/": signed_in("/desk/needs/"),
    "desk/matching/": only(*COORDINATION, path="/desk/matching/"),
    "desk/matching/pair/": only(*COORDINATION, path="/desk/matching/pair/"),
    "desk/matching/<int:pk>/": only(*COORDINATION, path="/desk/matching/{need}/"),
    "desk/matching/<int:pk>/introduce/": posts(*COORDINATION, path="/desk/matching/{need}/introduce/", answer=404),
    "consents/<str:token>/": all_get("/consents/{consent_token}/"),
    "desk/groups/<slug:slug>/peers/": only(*COORDINATION, path="/desk/groups/{group}/peers/"),
    "desk/projects/<int:pk>/helpers/": only(*COORDINATION, path="/desk/projects/{project}/helpers/"),
    "desk/introductions/": signed_in("/desk/introductions/"),
    "desk/introductions/<int:pk>/": only(*GROUP, *COORDINATION, path="/desk/introductions/{introduction}/"),
    "desk/introductions/<int:pk>/answer/": posts(*GROUP, path="/desk/introductions/{introduction}/answer/", answer=200),
    "desk/introductions/<int:pk>/move/": posts(path="/desk/introductions/{introduction}/move/"),
    "desk/introductions/<int:pk>/heard/": posts(
        *COORDINATION, path="/desk/introductions/{introduction}/heard/", answer=200
    ),
    "desk/introductions/<int:pk>/settle/": posts(
        *COORDINATION, path="/desk/introductions/{introduction}/settle/", answer=200
    ),
    "desk/introductions/<int:introduction>/project/": only(*KEEPERS, path="/desk/introductions/{settled}/project/"),
}
PROJECTS = {
    "projects/": all_get("/projects/"),
    "projects/<int:pk>/": all_get("/projects/{project}/", 404, **dict.fromkeys((*GROUP, *KEEPERS), 200)),
    "desk/projects/": signed_in("/desk/projects/"),
    "desk/projects/new/": only(*KEEPERS, path="/desk/projects/new/"),
    "desk/projects/<int:pk>/": only(*GROUP, *KEEPERS, path="/desk/projects/{project}/"),
    "desk/projects/<int:pk>/partners/": posts(*GROUP, *KEEPERS, path="/desk/projects/{project}/partners/", answer=200),
    "desk/projects/<int:pk>/partners/<int:partner>/remove/": posts(
        *GROUP, *KEEPERS, path="/desk/projects/{project}/partners/{partner}/remove/"
    ),
    "desk/projects/<int:pk>/roles/": posts(*GROUP, *KEEPERS, path="/desk/projects/{project}/roles/", answer=200),
    "desk/projects/<int:pk>/move/": posts(path="/desk/projects/{project}/move/"),
}
CUSTODY = {
    "desk/cases/": only(*COORDINATION, path="/desk/cases/"),
    "desk/cases/new/": only(*COORDINATION, path="/desk/cases/new/"),
    "desk/cases/open/": only(*COORDINATION, path="/desk/cases/open/"),
    "desk/cases/<int:pk>/": only("coordinator", path="/desk/cases/{case}/"),
    "desk/cases/<int:pk>/note/": posts("coordinator", path="/desk/cases/{case}/note/", answer=200),
    "desk/cases/<int:pk>/edit/": posts("coordinator", path="/desk/cases/{case}/edit/", answer=200),
    "desk/cases/<int:pk>/move/": posts(path="/desk/cases/{case}/move/"),
    "desk/cases/<int:pk>/let-in/": posts("coordinator", path="/desk/cases/{case}/let-in/", answer=200),
    "desk/cases/<int:pk>/let-in/<int:access>/end/": posts(
        "coordinator", path="/desk/cases/{case}/let-in/{access}/end/"
    ),
    "desk/cases/<int:pk>/entrust/": only(*COORDINATION, path="/desk/cases/{case}/entrust/"),
    "desk/handovers/": only(*COORDINATION, path="/desk/handovers/"),
    "desk/handovers/<int:pk>/": only("coordinator", path="/desk/handovers/{handover}/"),
    "desk/handovers/<int:pk>/withdraw/": posts("coordinator", path="/desk/handovers/{handover}/withdraw/"),
    "desk/handovers/<int:pk>/items/<int:item>/": posts(path="/desk/handovers/{handover}/items/{item}/"),
    "desk/agencies/": only(*STAFF, path="/desk/agencies/"),
    "desk/agencies/new/": only(*COORDINATION, path="/desk/agencies/new/"),
    "desk/agencies/<int:pk>/": only(*COORDINATION, path="/desk/agencies/{desk}/"),
    "desk/agencies/<int:pk>/referrals/": only(*COORDINATION, path="/desk/agencies/{desk}/referrals/"),
}
# What is there for some and not for others, at addresses whose usual record is public.
HIDDEN = {
    "a group that waits": all_get("/organizations/{pending}/", 404, **dict.fromkeys(INTAKE, 200)),
    "a person seen by staff only": all_get("/organizations/{secret}/", 404, **dict.fromkeys(INTAKE, 200)),
    "a need for coordinators": all_get("/needs/{hidden_need}/", 404, **dict.fromkeys((*GROUP, *INTAKE), 200)),
    "an event not yet public": all_get("/events/{draft}/", 404, **dict.fromkeys((*GROUP, *INTAKE), 200)),
    "a date not yet public": all_get("/events/{draft}/{draft_date}/", 404, **dict.fromkeys((*GROUP, *INTAKE), 200)),
    "a calendar not yet public": all_get("/events/{draft}.ics", 404, **dict.fromkeys((*GROUP, *INTAKE), 200)),
    "an application period not yet shown": all_get(
        "/deadlines/{hidden_reception}/", 404, **dict.fromkeys(RECEPTION_KEEPERS, 200)
    ),
    "a project that is public": all_get("/projects/{public_project}/"),
}
ROWS = SITE | ACCOUNTS | EVENTS | SPACES | ORGANIZATIONS | BOARD | MATCHING | PROJECTS | CUSTODY
