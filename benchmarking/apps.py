from django.apps import AppConfig


class BenchmarkingConfig(AppConfig):
    name = "benchmarking"
    verbose_name = "Publish"

    def ready(self) -> None:
        from benchmarking import receivers  # noqa: F401  (receivers connect on import, after the models)
