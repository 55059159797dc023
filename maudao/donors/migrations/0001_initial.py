
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('campaigns', '0001_initial'),
        ('organization', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PhoneCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phone_hash', models.CharField(db_index=True, max_length=64)),
                ('code_hash', models.CharField(max_length=64)),
                ('client_hash', models.CharField(blank=True, db_index=True, max_length=64)),
                ('sent_at', models.DateTimeField(db_index=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Donor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('full_name', models.CharField(max_length=120, verbose_name='họ và tên')),
                ('name_folded', models.CharField(max_length=120)),
                ('sort_key', models.CharField(db_collation='C', max_length=240)),
                ('sex', models.CharField(blank=True, choices=[('F', 'nữ'), ('M', 'nam')], max_length=1)),
                ('birth_date', models.DateField(blank=True, null=True)),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('phone_sealed', models.BinaryField(null=True)),
                ('phone_hash', models.CharField(blank=True, max_length=64)),
                ('identity_sealed', models.BinaryField(null=True)),
                ('identity_hash', models.CharField(blank=True, max_length=64)),
                ('identity_last4', models.CharField(blank=True, max_length=4)),
                ('blood_group', models.CharField(blank=True, choices=[('O-', 'O Rh−'), ('O+', 'O Rh+'), ('A-', 'A Rh−'), ('A+', 'A Rh+'), ('B-', 'B Rh−'), ('B+', 'B Rh+'), ('AB-', 'AB Rh−'), ('AB+', 'AB Rh+')], max_length=3)),
                ('blood_group_source', models.CharField(blank=True, choices=[('told', 'tự khai'), ('result', 'từ kết quả xét nghiệm')], max_length=6)),
                ('not_before', models.DateField(blank=True, null=True, verbose_name='chưa hiến trước ngày')),
                ('feed_key', models.CharField(blank=True, max_length=32)),
                ('created_at', models.DateTimeField()),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to='donors.donor')),
            ],
            options={
                'verbose_name': 'người hiến máu',
            },
        ),
        migrations.CreateModel(
            name='Donation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('donated_on', models.DateField()),
                ('kind', models.CharField(choices=[('whole_blood', 'máu toàn phần'), ('red_cells', 'hồng cầu'), ('platelets', 'tiểu cầu'), ('plasma', 'huyết tương')], max_length=12)),
                ('volume_ml', models.PositiveSmallIntegerField()),
                ('certificate_serial', models.CharField(blank=True, max_length=40, verbose_name='số giấy chứng nhận')),
                ('is_self_told', models.BooleanField(default=False)),
                ('idempotency_key', models.CharField(max_length=80, unique=True)),
                ('recorded_at', models.DateTimeField()),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='donations', to='campaigns.campaign')),
                ('credited_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='donations', to='organization.unit')),
                ('donor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='donations', to='donors.donor')),
            ],
            options={
                'verbose_name': 'lượt hiến máu',
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('campaign', 'đăng ký và tham gia hiến máu'), ('history', 'lưu lịch sử hiến máu để nhắc ngày hiến lại'), ('blood_group', 'lưu nhóm máu'), ('call_out', 'được gọi khi cần máu khẩn cấp'), ('recognition', 'xét tôn vinh, khen thưởng'), ('publicity', 'công khai tên khi được tôn vinh'), ('chair_sees', 'cho công đoàn cơ sở biết đã đăng ký, đã đến, đã hiến')], max_length=15)),
                ('text_version', models.CharField(max_length=20)),
                ('method', models.CharField(choices=[('online', 'trên mạng'), ('paper', 'trên giấy')], max_length=6)),
                ('given_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('donor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='donors.donor')),
            ],
        ),
        migrations.CreateModel(
            name='DonorMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moved', models.JSONField(default=dict)),
                ('before', models.JSONField(default=dict)),
                ('merged_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='donors.donor')),
                ('merged', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='donors.donor')),
                ('merged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit')),
            ],
            options={
                'ordering': ['-merged_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='LateCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assignment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='late_count', to='campaigns.assignment')),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('donor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='donors.donor')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='organization.unit')),
            ],
        ),
        migrations.CreateModel(
            name='CertificateReturn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('returned_on', models.DateField(verbose_name='ngày được bồi hoàn')),
                ('volume_ml', models.PositiveSmallIntegerField(verbose_name='thể tích (ml)')),
                ('noted_at', models.DateTimeField()),
                ('idempotency_key', models.CharField(max_length=80, unique=True)),
                ('donation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='returns', to='donors.donation')),
            ],
            options={
                'ordering': ['returned_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('volume_ml__gt', 0)), name='return_has_volume')],
            },
        ),
        migrations.AddIndex(
            model_name='donor',
            index=models.Index(fields=['name_folded', 'birth_date'], name='donor_name_and_birth'),
        ),
        migrations.AddIndex(
            model_name='donor',
            index=models.Index(fields=['phone_hash'], name='donor_phone'),
        ),
        migrations.AddConstraint(
            model_name='donor',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('identity_hash', ''), _negated=True), ('merged_into', None)), fields=('identity_hash',), name='donor_identity_once'),
        ),
        migrations.AddConstraint(
            model_name='donor',
            constraint=models.UniqueConstraint(condition=models.Q(('feed_key', ''), _negated=True), fields=('feed_key',), name='donor_feed_key_once'),
        ),
        migrations.AddConstraint(
            model_name='donor',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('blood_group', ''), ('blood_group_source', '')), models.Q(models.Q(('blood_group', ''), _negated=True), models.Q(('blood_group_source', ''), _negated=True)), _connector='OR'), name='donor_blood_group_has_source'),
        ),
        migrations.AddIndex(
            model_name='donation',
            index=models.Index(fields=['campaign', 'credited_to'], name='donors_dona_campaig_95529f_idx'),
        ),
        migrations.AddIndex(
            model_name='donation',
            index=models.Index(fields=['donor', '-donated_on'], name='donors_dona_donor_i_808b24_idx'),
        ),
        migrations.AddConstraint(
            model_name='donation',
            constraint=models.CheckConstraint(condition=models.Q(('volume_ml__gt', 0)), name='donation_has_volume'),
        ),
        migrations.AddConstraint(
            model_name='donation',
            constraint=models.UniqueConstraint(condition=models.Q(('certificate_serial', ''), _negated=True), fields=('certificate_serial',), name='donation_serial_once'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('donor', 'purpose'), name='consent_live_once'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_on', None)), fields=('donor', 'unit'), name='membership_once_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='membership_not_empty'),
        ),
    ]
