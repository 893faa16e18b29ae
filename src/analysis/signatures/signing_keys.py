"""The signing key: made on first use, kept outside the project, readable by its owner alone (签名密钥).

`~/.config/city-credit-workbench/signing-key.pem` (Windows: under `%APPDATA%`), or where `CITY_CREDIT_KEY` says; beside
it `signing-key.pub`, the public key, to be handed to those who check.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.paths import LockHeldError, file_lock, put_folder, replace_file, root
from analysis.problems import InputError, Problem
from analysis.text_normalisation import masked_numbers

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

VARIABLE = "CITY_CREDIT_KEY"
FOLDER, NAME = "city-credit-workbench", "signing-key.pem"
LARGEST_KEY = 10_000
PATIENCE = 20.0
FINGERPRINT = re.compile(r"[0-9a-f]{64}")
PRIVATE = b"PRIVATE KEY"


def key_path() -> Path:
    """Where the private key lies, or will lie."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    base = os.environ.get("APPDATA" if os.name == "nt" else "XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / FOLDER / NAME


def public_path() -> Path:
    """Where the public key lies, for handing on."""
    return key_path().with_suffix(".pub")


def sign_bytes(content: bytes) -> tuple[bytes, bytes]:
    """The detached signature of some bytes by this machine's own key, and the public key as PEM."""
    key = _own_key()
    return key.sign(content), _public_pem(key.public_key())


def own_fingerprint(make: bool = False) -> str:
    """The fingerprint of this machine's own key; empty where there is none yet, unless it is to be made."""
    if make:
        return fingerprint(_public_pem(_own_key().public_key()))
    try:
        return fingerprint(public_path().read_bytes()[:LARGEST_KEY])
    except (OSError, ValueError):
        return ""


def is_signature(key: bytes, signature: bytes, content: bytes) -> bool:
    """Whether a signature is that of some bytes by the key of a PEM file."""
    from cryptography.exceptions import InvalidSignature

    try:
        _public_key(key).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(key: bytes) -> str:
    """The SHA-256 of the raw public key of a PEM file, in hexadecimal. Raises `ValueError` where it is none."""
    return hashlib.sha256(_public_key(key).public_bytes_raw()).hexdigest()


def parse_pin(text: str) -> str:
    """The fingerprint that `--key` means: written out, or of a public key's file. Raises `InputError`."""
    written = re.sub(r"[\s:]", "", text).lower()
    if FINGERPRINT.fullmatch(written):
        return written
    path = Path(text).expanduser()
    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST_KEY else b""
        if PRIVATE in content:
            raise _fault(path, *_PRIVATE)
        return fingerprint(content)
    except (OSError, ValueError) as error:
        raise error if isinstance(error, InputError) else _fault(path, *_NO_PUBLIC) from None


_PRIVATE = (
    "这是私钥，不是公钥：私钥不要交给别人。请改用同一文件夹中的 .pub 文件，或公钥指纹。",
    "This is a private key, which must not be handed on: give the .pub file beside it, or the fingerprint.",
)
_NO_PUBLIC = (
    "这里没有 Ed25519 公钥文件，也不是 64 位十六进制的公钥指纹；请核对。",
    "This is neither a file with an Ed25519 public key nor a fingerprint of 64 hexadecimal digits.",
)
_OPEN = (
    "私钥文件除本人外还有别人可以读或改，不能用来签署。请运行 chmod 600 收紧权限；"
    "如可能已被别人读取，请移走它，另生成一把。",
    "Others than its owner may read or change the private key, so it signs nothing. Close it with chmod 600; if it may "
    "have been read, move it away and have a new one made.",
)
_NO_KEY = (
    "私钥文件已损坏，或不是 Ed25519 私钥。请从备份恢复；没有备份的，移走它，下次签署时另生成一把"
    "（以前的签名照样可以核验）。",
    "This is no sound Ed25519 private key. Restore a backup, or move it away and have a new one made at the next "
    "signing; earlier signatures can still be checked.",
)
_IN_REPORTS = (
    "私钥不能放在 reports/ 里：报告会交给别人。请另选位置。",
    "A private key must not lie in reports/, which is handed to others: choose another place.",
)


def _own_key() -> Ed25519PrivateKey:
    path = key_path()
    if path.resolve().is_relative_to(root() / "reports"):
        raise _fault(path, *_IN_REPORTS)
    try:
        put_folder(path.parent, private=True)
        with file_lock(path.with_name(f".{path.name}.lock"), PATIENCE):
            return _locked_key(path)
    except OSError as error:
        said = error.strerror or type(error).__name__
        raise _fault(path, f"无法读写私钥：{said}。", f"The private key can't be read or written: {said}.") from None
    except LockHeldError:
        zh, en = "另一个进程正在使用私钥，请稍后再试。", "Another process is using the private key: try again later."
        raise _fault(path, zh, en) from None


def _locked_key(path: Path) -> Ed25519PrivateKey:
    """The key in its place, made there where there is none; its public half is laid beside it."""
    if not os.path.lexists(path):
        replace_file(path, _new_key(), private=True)
    _refuse_open(path)
    key = _private_key(path)
    public = _public_pem(key.public_key())
    if not public_path().is_file() or public_path().read_bytes() != public:
        replace_file(public_path(), public)
    return key


def _refuse_open(path: Path) -> None:
    state = path.stat()
    if not stat.S_ISREG(state.st_mode) or state.st_size > LARGEST_KEY:
        raise _fault(path, *_NO_KEY)
    if os.name != "nt" and state.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise _fault(path, *_OPEN)


def _new_key() -> bytes:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key, plain = Ed25519PrivateKey.generate(), serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)


def _private_key(path: Path) -> Ed25519PrivateKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        key = serialization.load_pem_private_key(path.read_bytes(), None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise _fault(path, *_NO_KEY) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise _fault(path, *_NO_KEY)
    return key


def _public_key(content: bytes) -> Ed25519PublicKey:
    """The key of a PEM file. Raises `ValueError` where it is none, or written in any other than its one form."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = serialization.load_pem_public_key(content)
    except UnsupportedAlgorithm as error:
        raise ValueError(str(error)) from None
    if not isinstance(key, Ed25519PublicKey) or _public_pem(key) != content:
        raise ValueError("no Ed25519 key")
    return key


def _public_pem(key: Ed25519PublicKey) -> bytes:
    from cryptography.hazmat.primitives import serialization

    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def _fault(path: Path, zh: str, en: str) -> InputError:
    return InputError([Problem(masked_numbers(str(path)), zh, en)])
