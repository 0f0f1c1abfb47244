"""Many simulated respondents over real HTTP while servers and workers are killed; afterwards nothing may be lost or doubled."""
