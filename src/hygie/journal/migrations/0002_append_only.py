from django.db import migrations

# The base itself refuses to change or remove a line: a fault of ours cannot rewrite the past.
REFUSE = """
CREATE TRIGGER journal_no_{verb} BEFORE {VERB} ON journal_entry
BEGIN SELECT RAISE(ABORT, 'journal lines are never changed'); END
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.RunSQL(
            REFUSE.format(verb=verb, VERB=verb.upper()), f"DROP TRIGGER journal_no_{verb}"
        )
        for verb in ("update", "delete")
    ]
