from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "maudao.campaigns"
    label = "campaigns"
    verbose_name = "Chiến dịch"
    default_auto_field = "django.db.models.BigAutoField"
