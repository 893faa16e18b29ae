"""The private key: made once, for its owner's eyes alone, never in reports/; whatever is wrong with it is said."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from analysis import signatures
from analysis.problems import InputError
from analysis.signatures import signing_keys

POSIX = pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")


@POSIX
def test_it_is_made_on_first_use_and_its_owner_alone_can_read_it():
    assert not signatures.key_path().exists()
    signing_keys.sign_bytes(b"x")
    assert stat.S_IMODE(signatures.key_path().stat().st_mode) == 0o600
    assert stat.S_IMODE(signatures.key_path().parent.stat().st_mode) == 0o700
    assert b"PRIVATE" not in signatures.public_path().read_bytes()


def test_it_stays_the_same_and_its_public_half_is_laid_beside_it_again():
    first = signatures.own_fingerprint(make=True)
    signatures.public_path().unlink()
    assert signatures.own_fingerprint() == ""
    assert signatures.own_fingerprint(make=True) == first == signatures.own_fingerprint()


def test_two_first_uses_at_once_make_one_key():
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda _: signatures.own_fingerprint(make=True), range(8)))) == 1


def test_two_processes_that_sign_first_at_once_make_one_key():
    code = "from analysis import signatures; print(signatures.own_fingerprint(make=True))"
    running = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert len({process.communicate(timeout=60)[0] for process in running}) == 1


@POSIX
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o660])
def test_a_key_that_others_can_read_signs_nothing(mode):
    signatures.own_fingerprint(make=True)
    signatures.key_path().chmod(mode)
    with pytest.raises(InputError, match="chmod 600"):
        signing_keys.sign_bytes(b"x")


def rsa_key():
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(65537, 2048)
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)


@pytest.mark.parametrize("content", [b"", b"no key", b"x" * 20_000, rsa_key])
def test_what_is_no_key_signs_nothing(content):
    signatures.key_path().parent.mkdir(parents=True)
    signatures.key_path().write_bytes(content() if callable(content) else content)
    signatures.key_path().chmod(0o600)
    with pytest.raises(InputError, match="Ed25519"):
        signing_keys.sign_bytes(b"x")


def test_a_folder_in_its_place_or_a_place_that_takes_none_is_said(tmp_path, monkeypatch):
    signatures.key_path().mkdir(parents=True)
    with pytest.raises(InputError, match="Ed25519"):
        signing_keys.sign_bytes(b"x")
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("CITY_CREDIT_KEY", str(tmp_path / "file" / "key.pem"))
    with pytest.raises(InputError, match="私钥"):
        signing_keys.sign_bytes(b"x")


def test_it_never_lies_among_the_reports(home, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_KEY", str(home / "reports" / "key.pem"))
    with pytest.raises(InputError, match="reports/"):
        signing_keys.sign_bytes(b"x")
    assert not (home / "reports").exists()


def test_its_usual_place_is_the_users_own(tmp_path, monkeypatch):
    monkeypatch.delenv("CITY_CREDIT_KEY")
    monkeypatch.setenv("APPDATA" if os.name == "nt" else "XDG_CONFIG_HOME", str(tmp_path))
    assert signatures.key_path() == tmp_path / "city-credit-workbench" / "signing-key.pem"


def test_a_pin_is_a_fingerprint_or_a_public_key(tmp_path):
    by = signatures.own_fingerprint(make=True)
    grouped = ":".join(by[place : place + 4] for place in range(0, 64, 4)).upper()
    assert {signatures.parse_pin(text) for text in (by, grouped, str(signatures.public_path()))} == {by}


@pytest.mark.parametrize("wrong", ["", "abc", "nowhere.pub", "0" * 63])
def test_what_is_no_pin_is_refused(wrong):
    with pytest.raises(InputError, match="公钥"):
        signatures.parse_pin(wrong)


def test_a_private_key_is_no_pin():
    signatures.own_fingerprint(make=True)
    with pytest.raises(InputError, match="私钥不要交给别人"):
        signatures.parse_pin(str(signatures.key_path()))
