"""Signatures: who signed which report of a month, and whether a folder still is what was signed (审核与归档)."""

from analysis.signatures.roles import Role, role_named, signing_roles
from analysis.signatures.signature_store import (
    KeptSignature,
    adopt_signature,
    kept_signatures,
    signatures_folder,
    trusted_keys,
)
from analysis.signatures.signing_keys import key_path, own_fingerprint, parse_pin
from analysis.signatures.standings import Standing, folder_standing, is_filed_without_folder, month_standing
from analysis.signatures.statements import (
    DRAFT,
    FILED,
    FOLDER,
    PARTS,
    REVIEWED,
    STATES,
    SignedFile,
    Statement,
    signature_files,
    state_named,
)
from analysis.signatures.verification import (
    ALTERED,
    BROKEN,
    FOREIGN,
    GENUINE,
    UNSIGNED,
    Verification,
    verify_copy,
    verify_month,
)

__all__ = [
    "ALTERED",
    "BROKEN",
    "DRAFT",
    "FILED",
    "FOLDER",
    "FOREIGN",
    "GENUINE",
    "PARTS",
    "REVIEWED",
    "STATES",
    "UNSIGNED",
    "KeptSignature",
    "Role",
    "SignedFile",
    "Standing",
    "Statement",
    "Verification",
    "adopt_signature",
    "folder_standing",
    "is_filed_without_folder",
    "kept_signatures",
    "key_path",
    "month_standing",
    "own_fingerprint",
    "parse_pin",
    "role_named",
    "signature_files",
    "signatures_folder",
    "signing_roles",
    "state_named",
    "trusted_keys",
    "verify_copy",
    "verify_month",
]
