from django.apps import AppConfig


class ClubsConfig(AppConfig):
    name = "maudao.clubs"
    label = "clubs"
    verbose_name = "Câu lạc bộ"
    default_auto_field = "django.db.models.BigAutoField"
