"""How often published intervals hold the truth, by simulation with fixed seeds: `make coverage-study`."""
