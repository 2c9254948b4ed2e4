"""Certificates for a test's brokers and clients, made with openssl and keytool in a folder."""
import subprocess

PASSWORD = "changeit"


def _run(folder, *words, text=None):
    subprocess.run(list(map(str, words)), cwd=folder, check=True, input=text, text=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def authority(folder, name, signer=None):
    """A CA certificate NAME.pem with NAME.key, its own signer or signed by another."""
    extensions = folder / f"{name}.ext"
    extensions.write_text("basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign,cRLSign\n")
    _sign(folder, name, signer or name, extensions)


def leaf(folder, name, signer, names="DNS:localhost,IP:127.0.0.1"):
    """A certificate NAME.pem for these names, with NAME.key (PKCS#8)."""
    extensions = folder / f"{name}.ext"
    extensions.write_text(f"subjectAltName={names}\n")
    _sign(folder, name, signer, extensions)


def _sign(folder, name, signer, extensions):
    _run(folder, "openssl", "req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}",
         "-keyout", f"{name}.key", "-out", f"{name}.csr")
    how = (["-signkey", f"{name}.key"] if signer == name
           else ["-CA", f"{signer}.pem", "-CAkey", f"{signer}.key", "-CAcreateserial"])
    _run(folder, "openssl", "x509", "-req", "-in", f"{name}.csr", "-days", "30", "-sha256", *how,
         "-extfile", extensions.name, "-out", f"{name}.pem")


def pem(folder, *names):
    """The texts of these files, one after the other."""
    return "".join((folder / name).read_text() for name in names)


def pkcs12_keystore(folder, out, name, chain):
    """NAME's key and certificate with its chain as a PKCS#12 file."""
    (folder / "chain.tmp").write_text(pem(folder, *chain))
    _run(folder, "openssl", "pkcs12", "-export", "-in", f"{name}.pem", "-inkey", f"{name}.key",
         "-certfile", "chain.tmp", "-out", out, "-passout", f"pass:{PASSWORD}")


def java_truststore(folder, out, certificate, kind):
    """What keytool makes of a CA certificate: PKCS12 or JKS."""
    _run(folder, "keytool", "-importcert", "-noprompt", "-alias", "ca", "-file", certificate,
         "-keystore", out, "-storetype", kind, "-storepass", PASSWORD)
