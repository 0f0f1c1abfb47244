"""What is stored, a noun a file. Import each model from its own file: import contracts look at submodules."""

from surveyapp.models.answers import DraftAnswer, OrganisationAnswers, ResponseAnswers, UnlinkedAnswers
from surveyapp.models.assignment import Assignment
from surveyapp.models.audit import AuditEntry
from surveyapp.models.consent import Consent, ConsentChoice, ConsentText
from surveyapp.models.delivery import Delivery
from surveyapp.models.earlier_wave import EarlierJob, EarlierProblem, EarlierWave
from surveyapp.models.instrument import Instrument, InstrumentDraft, InstrumentVersion
from surveyapp.models.interface import AnsweredCall, ApiToken, CallCount, Webhook, WebhookDelivery
from surveyapp.models.invitation import FreshLink, Invitation
from surveyapp.models.job import Heartbeat
from surveyapp.models.joining import JoinLetter, JoinRequest
from surveyapp.models.letters import LetterText, Mailing, Recipient
from surveyapp.models.link_request import LinkRequest
from surveyapp.models.mail_stop import MailStop
from surveyapp.models.organisation import Organisation, Owner
from surveyapp.models.people import Account, Membership, Staff
from surveyapp.models.programme import Programme, ProgrammeLogo, SettingsChange
from surveyapp.models.raw_export import RawExport
from surveyapp.models.register import Register, RegisterEvent
from surveyapp.models.register_import import RegisterImport, RegisterJob, RegisterProblem, RegisterRow
from surveyapp.models.response import Response
from surveyapp.models.wave import Participation, ReminderDate, Wave

__all__ = [
    "Account",
    "AnsweredCall",
    "ApiToken",
    "Assignment",
    "AuditEntry",
    "CallCount",
    "Consent",
    "ConsentChoice",
    "ConsentText",
    "Delivery",
    "DraftAnswer",
    "EarlierJob",
    "EarlierProblem",
    "EarlierWave",
    "FreshLink",
    "Heartbeat",
    "Instrument",
    "InstrumentDraft",
    "InstrumentVersion",
    "Invitation",
    "JoinLetter",
    "JoinRequest",
    "LetterText",
    "LinkRequest",
    "MailStop",
    "Mailing",
    "Membership",
    "Organisation",
    "OrganisationAnswers",
    "Owner",
    "Participation",
    "Programme",
    "ProgrammeLogo",
    "RawExport",
    "Recipient",
    "Register",
    "RegisterEvent",
    "RegisterImport",
    "RegisterJob",
    "RegisterProblem",
    "RegisterRow",
    "ReminderDate",
    "Response",
    "ResponseAnswers",
    "SettingsChange",
    "Staff",
    "UnlinkedAnswers",
    "Wave",
    "Webhook",
    "WebhookDelivery",
]
