import hygie.accounts.models
import hygie.documents.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.CharField(default=hygie.accounts.models.new_id, editable=False, max_length=32, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=300, verbose_name='titre')),
                ('media_type', models.CharField(max_length=120, verbose_name='nature')),
                ('size_bytes', models.BigIntegerField(verbose_name='taille en octets')),
                ('sha256', models.CharField(max_length=64)),
                ('identity', models.CharField(max_length=80)),
                ('stored_name', models.CharField(max_length=80, unique=True)),
                ('created_at', models.DateTimeField(verbose_name='gardé le')),
                ('destroyed_at', models.DateTimeField(null=True, verbose_name='détruit le')),
            ],
        ),
        migrations.CreateModel(
            name='NamingKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=hygie.documents.models.new_naming_key, max_length=64)),
            ],
        ),
    ]
