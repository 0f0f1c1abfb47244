"""A call goes to the number that was checked, under the name that was asked for: the certificate must be the name's."""

import ssl
import subprocess
import threading
from http.server import HTTPServer

import pytest

from surveyapp.actions.webhook_calls import CallFailed, call
from tests.surveyapp.api.test_webhook_messages import Receiver

NAME = "hooks.example.org"
INVALID = "the certificate is not valid for this host"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificate")
    made = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem"), "-days", "2", "-nodes"]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    about = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    subprocess.run(["openssl", "req", "-x509", *curve, *made, *about], check=True, capture_output=True)
    return folder


@pytest.fixture
def port(certificate, settings):
    settings.WEBHOOK_NETWORKS_ALLOWED = ["127.0.0.1/32"]
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    server.got, server.answers = [], []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def here(_host, port, **_options):
    return [(2, 1, 6, "", ("127.0.0.1", port))]


def test_the_certificate_of_the_name_is_accepted(port, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    assert call(f"https://{NAME}:{port}/", "{}", {}, here) == 200


def test_a_certificate_of_another_name_is_refused(port, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    with pytest.raises(CallFailed, match=INVALID):
        call(f"https://other.example.org:{port}/", "{}", {}, here)


def test_a_certificate_that_nobody_vouches_for_is_refused(port):
    with pytest.raises(CallFailed, match=INVALID):
        call(f"https://{NAME}:{port}/", "{}", {}, here)
