from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    name = "maudao.recognition"
    label = "recognition"
    verbose_name = "Tôn vinh"
    default_auto_field = "django.db.models.BigAutoField"
