from django.apps import AppConfig


class DrivesConfig(AppConfig):
    name = "maudao.drives"
    label = "drives"
    verbose_name = "Đợt hiến máu"
    default_auto_field = "django.db.models.BigAutoField"
