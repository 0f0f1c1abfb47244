"""What collecting announces. Receivers run inside the announcing transaction and may only write rows and nudge."""

from django.dispatch import Signal

participation_confirmed = Signal()
"""A coordinator confirmed an organisation's response as complete. `participation_id`"""

wave_closed = Signal()
"""A wave was closed: its answers will not change again. `wave_id`"""

answers_withdrawn = Signal()
"""In an open wave a person withdrew answers that an organisation's confirmed response had counted. `participation_id`"""

coordinator_sight_changed = Signal()
"""In an open wave somebody decided anew whether the coordinator may see what they sent. `participation_id`"""

withdrawn_from_wave = Signal()
"""Submitted answers were withdrawn from a wave, open or closed. `wave_id`"""

outlook_asked = Signal()
"""An organiser looks at a survey under way. Nothing is written; whoever knows the rules of publication returns a
`selectors.outlook.Outlook`. `question`: a `selectors.outlook.Question`"""

signatures_asked = Signal()
"""An organiser looks at surveys. Nothing is written; whoever publishes returns wave → address of results that this account
may sign now. `wave_ids`, `account_id`"""
