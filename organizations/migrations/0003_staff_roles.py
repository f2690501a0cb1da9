"""The city's staff roles as named groups."""

from django.db import migrations

ROLES = (
    "place_staff",
    "coordinator",
    "lead_coordinator",
    "department",
    "approver",
    "plan_office",
    "hearing",
    "press",
    "council",
    "editor",
    "administrator",
)


def make_groups(apps, schema_editor):
    group = apps.get_model("auth", "Group")
    for role in ROLES:
        group.objects.get_or_create(name=role)


class Migration(migrations.Migration):
    dependencies = [("organizations", "0002_registry_and_network"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
