"""What is stored, a noun a file. Import each model from its own file: import contracts look at submodules."""

from surveyapp.models.answers import DraftAnswer, OrganisationAnswers, ResponseAnswers
from surveyapp.models.assignment import Assignment
from surveyapp.models.audit import AuditEntry
from surveyapp.models.consent import Consent
from surveyapp.models.delivery import Delivery
from surveyapp.models.instrument import Instrument, InstrumentVersion
from surveyapp.models.invitation import Invitation
from surveyapp.models.job import Heartbeat
from surveyapp.models.organisation import Organisation, Owner
from surveyapp.models.people import Account, Membership, Staff
from surveyapp.models.programme import Programme
from surveyapp.models.response import Response
from surveyapp.models.wave import Participation, Wave

__all__ = [
    "Account",
    "Assignment",
    "AuditEntry",
    "Consent",
    "Delivery",
    "DraftAnswer",
    "Heartbeat",
    "Instrument",
    "InstrumentVersion",
    "Invitation",
    "Membership",
    "Organisation",
    "OrganisationAnswers",
    "Owner",
    "Participation",
    "Programme",
    "Response",
    "ResponseAnswers",
    "Staff",
    "Wave",
]
