
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organization', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='OptOut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('email', 'thư điện tử'), ('sms', 'tin nhắn SMS'), ('zalo', 'Zalo'), ('facebook', 'trang Facebook')], max_length=10)),
                ('address_hash', models.CharField(max_length=64)),
                ('purpose', models.CharField(blank=True, max_length=40)),
                ('since', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('channel', 'address_hash', 'purpose'), name='opt_out_once')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('email', 'thư điện tử'), ('sms', 'tin nhắn SMS'), ('zalo', 'Zalo'), ('facebook', 'trang Facebook')], max_length=10)),
                ('address_sealed', models.BinaryField()),
                ('address_hash', models.CharField(db_index=True, max_length=64)),
                ('template', models.CharField(max_length=60)),
                ('context', models.JSONField(default=dict)),
                ('purpose', models.CharField(max_length=40)),
                ('state', models.CharField(choices=[('queued', 'chờ gửi'), ('sending', 'đang gửi'), ('sent', 'đã gửi'), ('failed', 'gửi lỗi'), ('cancelled', 'đã huỷ')], default='queued', max_length=10)),
                ('is_urgent', models.BooleanField(default=False)),
                ('not_before', models.DateTimeField()),
                ('not_after', models.DateTimeField(null=True)),
                ('taken_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('idempotency_key', models.CharField(max_length=80, unique=True)),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('failure', models.CharField(blank=True, max_length=200)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='organization.unit')),
            ],
            options={
                'verbose_name': 'tin gửi',
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['not_before'], name='message_queued_by_time'), models.Index(condition=models.Q(('state', 'sending')), fields=['taken_at'], name='message_sending_by_time')],
            },
        ),
    ]
