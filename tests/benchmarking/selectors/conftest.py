from tests.benchmarking.dashboards.conftest import alpha, compared, released, store

__all__ = ["alpha", "compared", "released", "store"]
