from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("events", "0007_carry_rules_over")]

    operations = [
        migrations.RemoveField(model_name="event", name="rule"),
        migrations.RemoveField(model_name="event", name="rule_options"),
    ]
