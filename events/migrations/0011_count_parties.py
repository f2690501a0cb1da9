"""Dates that had registrations before parties were counted."""

from django.db import migrations
from django.db.models import Count, Q


def count_parties(apps, schema_editor):
    coming = Count("registrations", filter=Q(registrations__status="confirmed"))
    rows = apps.get_model("events.Occurrence").objects.filter(taken__gt=0).annotate(coming=coming)
    for row in rows.iterator():
        row.parties_taken = row.coming
        row.save(update_fields=["parties_taken"])


class Migration(migrations.Migration):
    dependencies = [("events", "0010_read_calendars_in")]

    operations = [migrations.RunPython(count_parties, migrations.RunPython.noop)]
