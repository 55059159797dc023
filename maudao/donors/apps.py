from django.apps import AppConfig


class DonorsConfig(AppConfig):
    name = "maudao.donors"
    label = "donors"
    verbose_name = "Người hiến máu"
    default_auto_field = "django.db.models.BigAutoField"
