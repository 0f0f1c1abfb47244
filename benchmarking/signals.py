"""What publishing announces. Receivers run inside the announcing transaction and may only write rows and nudge.

Actions on releases are reached from pages, which may not reach collecting's actions; so they announce, and receivers.py tells.
"""

from django.dispatch import Signal

release_built = Signal()
"""A release is complete. `release_id`"""

release_published = Signal()
"""A release is shown to coordinators from now on. `release_id`"""

release_corrected = Signal()
"""Answers behind a complete release were withdrawn; its figures stand. `release_id`"""

signature_asked = Signal()
"""An organiser asked others to sign a release. `sign_off_id`"""
