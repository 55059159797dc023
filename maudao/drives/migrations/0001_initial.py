
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('campaigns', '0001_initial'),
        ('donors', '0001_initial'),
        ('organization', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReceivingCentre',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=32, unique=True)),
                ('name', models.CharField(max_length=200)),
            ],
            options={
                'verbose_name': 'cơ sở tiếp nhận máu',
            },
        ),
        migrations.CreateModel(
            name='Drive',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True)),
                ('title', models.CharField(max_length=200, verbose_name='tên đợt hiến máu')),
                ('state', models.CharField(choices=[('planned', 'đang chuẩn bị'), ('open', 'đang nhận đăng ký'), ('cancelled', 'đã huỷ'), ('done', 'đã xong')], default='planned', max_length=10)),
                ('held_on', models.DateField(verbose_name='ngày')),
                ('place', models.CharField(max_length=200, verbose_name='địa điểm')),
                ('latitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                ('longitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                ('expected_units', models.PositiveIntegerField(blank=True, null=True, verbose_name='số đơn vị máu dự kiến')),
                ('notice', models.TextField(blank=True, verbose_name='dặn người đến hiến')),
                ('is_listed', models.BooleanField(default=True, verbose_name='hiện trong danh sách công khai')),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('deferred_count', models.PositiveIntegerField(blank=True, null=True)),
                ('created_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drives', to='campaigns.campaign')),
                ('co_hosts', models.ManyToManyField(blank=True, related_name='co_hosted_drives', to='organization.unit')),
                ('host', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drives', to='organization.unit')),
                ('programmes', models.ManyToManyField(blank=True, related_name='drives', to='campaigns.programme')),
                ('centre', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drives', to='drives.receivingcentre')),
            ],
            options={
                'verbose_name': 'đợt hiến máu',
                'ordering': ['held_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('moved', 'đã dời'), ('cancelled', 'đã huỷ')], max_length=10)),
                ('was_on', models.DateField()),
                ('others', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField()),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('drive', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='drives.drive')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit')),
            ],
            options={
                'verbose_name': 'việc phải báo',
            },
        ),
        migrations.CreateModel(
            name='NoticePerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_unit', models.BooleanField()),
                ('donor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='donors.donor')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people', to='drives.notice')),
            ],
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('registered', 'đã đăng ký'), ('arrived', 'đã đến'), ('donated', 'đã hiến'), ('deferred', 'được hẹn lại'), ('left', 'đã về'), ('no_show', 'không đến'), ('cancelled', 'đã huỷ')], default='registered', max_length=10)),
                ('ticket', models.CharField(max_length=16, unique=True)),
                ('is_walk_in', models.BooleanField(default=False)),
                ('by_chair', models.BooleanField(default=False)),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('idempotency_key', models.CharField(max_length=80, unique=True)),
                ('registered_at', models.DateTimeField()),
                ('arrived_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('credited_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='organization.unit')),
                ('donation', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='registration', to='donors.donation')),
                ('donor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='donors.donor')),
                ('drive', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='drives.drive')),
            ],
            options={
                'verbose_name': 'đăng ký hiến máu',
            },
        ),
        migrations.CreateModel(
            name='CheckInRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, unique=True)),
                ('device', models.CharField(max_length=40)),
                ('outcome', models.CharField(choices=[('arrived', 'đã đến'), ('donated', 'đã hiến'), ('deferred', 'được hẹn lại'), ('left', 'đã về'), ('reopened', 'sửa lại')], max_length=10)),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(blank=True, choices=[('whole_blood', 'máu toàn phần'), ('red_cells', 'hồng cầu'), ('platelets', 'tiểu cầu'), ('plasma', 'huyết tương')], max_length=12)),
                ('volume_ml', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('certificate_serial', models.CharField(blank=True, max_length=40)),
                ('received_at', models.DateTimeField()),
                ('drive', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='check_in_records', to='drives.drive')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='check_in_records', to='drives.registration')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('capacity', models.PositiveIntegerField()),
                ('overbooking', models.PositiveIntegerField(default=0)),
                ('taken', models.PositiveIntegerField(default=0)),
                ('drive', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='drives.drive')),
            ],
            options={
                'ordering': ['starts_at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='registration',
            name='slot',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='drives.slot'),
        ),
        migrations.CreateModel(
            name='WaitingPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ticket', models.CharField(max_length=16, unique=True)),
                ('joined_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'đang chờ'), ('offered', 'đã mời'), ('taken', 'đã nhận chỗ'), ('lapsed', 'hết hạn mời'), ('gone', 'đã thôi chờ')], default='waiting', max_length=8)),
                ('offer_ends_at', models.DateTimeField(blank=True, null=True)),
                ('credited_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit')),
                ('donor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waiting_places', to='donors.donor')),
                ('drive', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waiting_places', to='drives.drive')),
                ('offered_slot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='drives.slot')),
                ('wanted_slot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='waiting', to='drives.slot')),
            ],
            options={
                'verbose_name': 'chỗ chờ',
                'ordering': ['joined_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Ask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('open', 'đã hỏi, chưa trả lời'), ('yes', 'sẽ tham gia'), ('no', 'lần này không')], default='open', max_length=8)),
                ('asked_at', models.DateTimeField()),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asks', to='campaigns.campaign')),
                ('donor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asks', to='donors.donor')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asks', to='organization.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('donor', 'campaign'), name='ask_once_a_campaign')],
            },
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('told_at', None)), fields=('drive', 'unit'), name='notice_waits_once'),
        ),
        migrations.AddConstraint(
            model_name='noticeperson',
            constraint=models.UniqueConstraint(fields=('notice', 'donor'), name='notice_person_once'),
        ),
        migrations.AddIndex(
            model_name='drive',
            index=models.Index(fields=['state', 'held_on'], name='drive_open_by_day'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.UniqueConstraint(fields=('drive', 'starts_at'), name='slot_one_start'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='slot_not_empty'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.CheckConstraint(condition=models.Q(('taken__lte', django.db.models.expressions.CombinedExpression(models.F('capacity'), '+', models.F('overbooking')))), name='slot_never_over_filled'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('drive', 'donor'), name='registration_live_once'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('is_walk_in', True), ('slot__isnull', False), _connector='OR'), name='registration_has_slot'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('donation', None), ('state', 'donated'), _connector='OR'), name='registration_donation_when_donated'),
        ),
        migrations.AddConstraint(
            model_name='waitingplace',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'offered'])), fields=('drive', 'donor'), name='waiting_place_once'),
        ),
        migrations.AddConstraint(
            model_name='waitingplace',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'offered'), _negated=True), models.Q(('offer_ends_at__isnull', False), ('offered_slot__isnull', False)), _connector='OR'), name='waiting_offer_is_timed'),
        ),
    ]
