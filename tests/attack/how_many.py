"""How many sectors a property looks at, and how large: few and small ones with every commit, more in `make attack-study`."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

EXAMPLES = int(os.environ.get("ATTACK_SECTORS", "5"))
LARGEST = int(os.environ.get("ATTACK_ORGANISATIONS", "60"))
IS_STUDY = "ATTACK_ORGANISATIONS" in os.environ
ATTACKERS = None if IS_STUDY else 3
"""Attackers of linked metrics; None for all."""

# A busy machine is no finding: properties fail for what they find, not for how long it took.
few = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
fewest = settings(few, max_examples=max(2, EXAMPLES // 5))
many = settings(few, max_examples=20 * EXAMPLES)
