from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "maudao.config"
    label = "config"
    verbose_name = "Máu Đào"
    default_auto_field = "django.db.models.BigAutoField"
