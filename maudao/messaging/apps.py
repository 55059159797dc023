from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "maudao.messaging"
    label = "messaging"
    verbose_name = "Tin nhắn"
    default_auto_field = "django.db.models.BigAutoField"
