from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Exclusion constraints compare a foreign key and a time range in one index: that needs btree_gist."""

    dependencies = []
    operations = [BtreeGistExtension()]
