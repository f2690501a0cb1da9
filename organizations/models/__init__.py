"""The ground floor's records, one file per subject."""

from organizations.models.agencies import AgencyDesk, Referral
from organizations.models.casework import Case, CaseAccess, Handover, HandoverItem, Note, ReadLog
from organizations.models.claims import Claim, MergeRecord
from organizations.models.consents import Consent, MessageTemplate
from organizations.models.contacts import Attestation, ContactPoint, FormerSlug
from organizations.models.enrolments import ChangeRequest, Enrolment
from organizations.models.evidence import Evidence
from organizations.models.exchange import ExchangeStatus, Need, NeedText, Offer, OfferText, Resource, UnmetReason
from organizations.models.guardians import Guardian
from organizations.models.matching import Introduction
from organizations.models.memberships import Appointment, Invitation, Membership, hashed_pin
from organizations.models.memos import Memo
from organizations.models.operations import Beat, ContentVersion, Delivery, Limit, PaperCode, Receipt, Slot
from organizations.models.people import User, new_token
from organizations.models.pictures import Attachment, Picture, Rendition
from organizations.models.projects import Partner, Project, ProjectText, RoleLine
from organizations.models.records import Channel, OnBehalf, Personal, Purpose, Text, purpose_of
from organizations.models.registry import Organization, OrganizationText, Visibility
from organizations.models.renewals import Renewal, RenewalWindow
from organizations.models.roles import COORDINATION, INTAKE, Anyone, StaffRole, has_role, roles_of
from organizations.models.search import SearchDocument, ThesaurusTerm
from organizations.models.talks import Talk, Workload
from organizations.models.vocabulary import AddressRange, District, DistrictText, Topic, TopicText

__all__ = [
    "COORDINATION",
    "INTAKE",
    "AddressRange",
    "AgencyDesk",
    "Anyone",
    "Appointment",
    "Attachment",
    "Attestation",
    "Beat",
    "Case",
    "CaseAccess",
    "ChangeRequest",
    "Channel",
    "Claim",
    "Consent",
    "ContactPoint",
    "ContentVersion",
    "Delivery",
    "District",
    "DistrictText",
    "Enrolment",
    "Evidence",
    "ExchangeStatus",
    "FormerSlug",
    "Guardian",
    "Handover",
    "HandoverItem",
    "Introduction",
    "Invitation",
    "Limit",
    "Membership",
    "Memo",
    "MergeRecord",
    "MessageTemplate",
    "Need",
    "NeedText",
    "Note",
    "Offer",
    "OfferText",
    "OnBehalf",
    "Organization",
    "OrganizationText",
    "PaperCode",
    "Partner",
    "Personal",
    "Picture",
    "Project",
    "ProjectText",
    "Purpose",
    "ReadLog",
    "Receipt",
    "Referral",
    "Rendition",
    "Renewal",
    "RenewalWindow",
    "Resource",
    "RoleLine",
    "SearchDocument",
    "Slot",
    "StaffRole",
    "Talk",
    "Text",
    "ThesaurusTerm",
    "Topic",
    "TopicText",
    "UnmetReason",
    "User",
    "Visibility",
    "Workload",
    "has_role",
    "hashed_pin",
    "new_token",
    "purpose_of",
    "roles_of",
]
