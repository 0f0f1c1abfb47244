from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured


class BenchmarkingConfig(AppConfig):
    name = "benchmarking"
    verbose_name = "Publish"

    def ready(self) -> None:
        from benchmarking import receivers  # noqa: F401  (receivers connect on import, after the models)
        from benchmarking.selectors import limits

        try:
            limits.least_owners()
            limits.least_owners_sensitive()
        except ValueError as wrong:
            raise ImproperlyConfigured(str(wrong)) from wrong
