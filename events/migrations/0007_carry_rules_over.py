"""Gives each rule of an event a series of its own, begun by the event's first date."""

from datetime import timedelta

from django.db import migrations


def carry_over(apps, schema_editor):
    series_of_dates = apps.get_model("events.Series")
    for event in apps.get_model("events.Event").objects.exclude(rule=""):
        rows = apps.get_model("events.Occurrence").objects.filter(event=event).order_by("starts_at", "pk")
        first, last = rows.first(), rows.last()
        if first is None:
            continue
        starts_at = first.moved_from or first.starts_at
        series = series_of_dates.objects.create(
            event=event,
            starts_at=starts_at,
            ends_at=starts_at + (first.ends_at - first.starts_at),
            rule=event.rule,
            written_until=max(last.starts_at, last.moved_from or last.starts_at) + timedelta(microseconds=1),
            space=event.space,
            capacity=event.capacity,
            **event.rule_options,
        )
        for row in rows:
            row.series, row.rule_start = series, row.moved_from or row.starts_at
            row.save(update_fields=["series", "rule_start"])


def carry_back(apps, schema_editor):
    for series in apps.get_model("events.Series").objects.select_related("event").order_by("starts_at"):
        series.event.rule = series.rule[:300]
        names = ("skip_holidays", "skip_school_holidays")
        series.event.rule_options = {name: True for name in names if getattr(series, name)}
        series.event.save(update_fields=["rule", "rule_options"])


class Migration(migrations.Migration):
    dependencies = [("events", "0006_series_of_dates")]

    operations = [migrations.RunPython(carry_over, carry_back)]
