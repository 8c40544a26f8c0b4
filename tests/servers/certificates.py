"""Certificates made for one test: an authority that the test trusts, and servers' names that it vouches for."""

import ipaddress
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_FROM = datetime(2020, 1, 1, tzinfo=UTC)
_LONG = timedelta(days=36_500)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """Signs certificates, which whoever trusts `file` believes."""

    folder: Path
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def made(cls, folder: Path) -> "Authority":
        """A new one in a folder of its own."""
        folder.mkdir()
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority of the test")])
        signed = (
            _draft(name, key, issuer=name, until=_FROM + _LONG)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .sign(key, hashes.SHA256())
        )
        made = cls(folder=folder, key=key, certificate=signed)
        made.file.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
        return made

    @property
    def file(self) -> Path:
        """What to trust."""
        return self.folder / "authority.pem"

    def context(self, *, address: str, until: datetime = _FROM + _LONG) -> ssl.SSLContext:
        """What a server at an IP address shows."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "server of the test")])
        signed = (
            _draft(name, key, issuer=self.certificate.subject, until=until)
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        chain = self.folder / "server.pem"
        chain.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + signed.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain)
        return context


def _draft(
    name: x509.Name, key: ec.EllipticCurvePrivateKey, *, issuer: x509.Name, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509
        .CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_FROM)
        .not_valid_after(until)
    )
