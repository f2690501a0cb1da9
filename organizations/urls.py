"""Addresses of the organizations floor, each in every language."""

from django.urls import URLPattern, URLResolver, path

from organizations.views import (
    calls,
    changes,
    consents,
    coordination,
    departments,
    districts,
    enrolments,
    exchange,
    home,
    matching,
    memberships,
    paper_codes,
    people,
    projects,
    registry,
)

groups: list[URLPattern | URLResolver] = [
    path("q/<slug:code>/", paper_codes.follow, name="paper_code"),
    path("organizations/", registry.index, name="organizations"),
    path("organizations/join/", registry.join, name="organization_join"),
    path("organizations/<slug:slug>/", registry.show, name="organization"),
    path("organizations/<slug:slug>/edit/", registry.edit, name="organization_edit"),
    path("organizations/<slug:slug>/name/", changes.ask, name="organization_change"),
    path("organizations/<slug:slug>/home/", home.show, name="organization_home"),
    path("organizations/<slug:slug>/enrol/", enrolments.start, name="organization_enrol"),
    path("organizations/<slug:slug>/members/", memberships.index, name="organization_members"),
    path("organizations/<slug:slug>/members/children/", memberships.add_child, name="child_add"),
    path("organizations/<slug:slug>/members/<int:pk>/pin/", memberships.renew_pin, name="child_pin"),
    path("organizations/<slug:slug>/members/<int:pk>/role/", memberships.change_role, name="membership_role"),
    path("organizations/<slug:slug>/members/<int:pk>/end/", memberships.end, name="membership_end"),
    path(
        "organizations/<slug:slug>/invitations/<int:pk>/withdraw/",
        memberships.withdraw_invitation,
        name="invitation_withdraw",
    ),
    path("invitations/<str:token>/", memberships.accept, name="invitation"),
    path("enrolments/<str:token>/", enrolments.show, name="enrolment"),
    path("enrolments/<str:token>/<int:step>/", enrolments.step, name="enrolment_step"),
    path("districts/", districts.index, name="districts"),
    path("districts/<slug:code>/", districts.show, name="district"),
    path("desk/groups/<slug:slug>/", coordination.look, name="organization_look"),
    path("desk/enrolments/<int:pk>/", coordination.enrolment, name="enrolment_desk"),
    path("desk/changes/<int:pk>/", coordination.change, name="organization_change_desk"),
    path("desk/people/", people.index, name="people"),
    path("desk/people/<int:pk>/second-factor/", people.forget_second_factor, name="person_second_factor"),
    path("desk/departments/", departments.index, name="departments"),
    path("desk/departments/<slug:slug>/", departments.succeed, name="department_succeed"),
    path("desk/calls/", calls.index, name="calls"),
]
board: list[URLPattern | URLResolver] = [
    path("needs/", exchange.board, {"side": "needs"}, name="needs"),
    path("needs/new/", exchange.new, {"side": "needs"}, name="need_new"),
    path("needs/<int:pk>/", exchange.show, {"side": "needs"}, name="need"),
    path("needs/<int:pk>/edit/", exchange.edit, {"side": "needs"}, name="need_edit"),
    path("needs/<int:pk>/move/", exchange.move, {"side": "needs"}, name="need_move"),
    path("needs/<int:pk>/close/", exchange.close, {"side": "needs"}, name="need_close"),
    path("offers/", exchange.board, {"side": "offers"}, name="offers"),
    path("offers/new/", exchange.new, {"side": "offers"}, name="offer_new"),
    path("offers/<int:pk>/", exchange.show, {"side": "offers"}, name="offer"),
    path("offers/<int:pk>/edit/", exchange.edit, {"side": "offers"}, name="offer_edit"),
    path("offers/<int:pk>/move/", exchange.move, {"side": "offers"}, name="offer_move"),
    path("offers/<int:pk>/close/", exchange.close, {"side": "offers"}, name="offer_close"),
    path("desk/needs/", exchange.mine, name="desk_exchange"),
]
introductions: list[URLPattern | URLResolver] = [
    path("desk/matching/", matching.desk, name="desk_matching"),
    path("desk/matching/pair/", matching.pair, name="desk_pair"),
    path("desk/matching/<int:pk>/", matching.need, name="desk_need"),
    path("desk/matching/<int:pk>/introduce/", matching.introduce, name="desk_introduce"),
    path("consents/<str:token>/", consents.show, name="consent"),
    path("desk/introductions/", matching.mine, name="introductions"),
    path("desk/introductions/<int:pk>/", matching.show, name="introduction"),
    path("desk/introductions/<int:pk>/answer/", matching.answer, name="introduction_answer"),
    path("desk/introductions/<int:pk>/heard/", matching.heard, name="introduction_heard"),
    path("desk/introductions/<int:pk>/move/", matching.move, name="introduction_move"),
    path("desk/introductions/<int:pk>/settle/", matching.settle, name="introduction_settle"),
    path("desk/introductions/<int:introduction>/project/", projects.start, name="introduction_project"),
]
together: list[URLPattern | URLResolver] = [
    path("projects/", projects.index, name="projects"),
    path("projects/<int:pk>/", projects.show, name="project"),
    path("desk/projects/", projects.desk, name="desk_projects"),
    path("desk/projects/new/", projects.start, name="project_start"),
    path("desk/projects/<int:pk>/", projects.edit, name="project_edit"),
    path("desk/projects/<int:pk>/partners/", projects.add_partner, name="project_add_partner"),
    path(
        "desk/projects/<int:pk>/partners/<int:partner>/remove/", projects.remove_partner, name="project_remove_partner"
    ),
    path("desk/projects/<int:pk>/roles/", projects.roles, name="project_roles"),
    path("desk/projects/<int:pk>/move/", projects.move, name="project_move"),
]
urlpatterns = [*groups, *board, *introductions, *together]
