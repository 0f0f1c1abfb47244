"""The mailbox of returned e-mails, on an IMAP server of this test's own."""

import mailbox
import re
import socketserver
import threading

import pytest

from surveyapp.mail.mailboxes import NoMailbox, in_folder, unseen
from tests.services import free_port


class Imap(socketserver.StreamRequestHandler):
    """As much of RFC 3501 as reading unseen messages takes."""

    def handle(self):
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, command, *rest = line.decode().split()
            said, answer = getattr(self, f"do_{command.lower()}", self.do_noop)(rest)
            self.wfile.write(said + f"{tag} {answer}\r\n".encode())

    def do_noop(self, rest):
        return b"", "OK done"

    def do_capability(self, rest):
        return b"* CAPABILITY IMAP4rev1\r\n", "OK done"

    def do_login(self, rest):
        known = [each.strip('"') for each in rest] == ["bounces@survey.example", "secret"]
        return b"", "OK done" if known else "NO who are you?"

    def do_select(self, rest):
        return b"* 2 EXISTS\r\n", "OK done"

    def do_search(self, rest):
        numbers = [str(n) for n in sorted(self.server.messages) if n not in self.server.seen]
        return f"* SEARCH {' '.join(numbers)}\r\n".encode(), "OK done"

    def do_fetch(self, rest):
        content = self.server.messages[int(rest[0])]
        return b"* %d FETCH (BODY[] {%d}\r\n%b)\r\n" % (int(rest[0]), len(content), content), "OK done"

    def do_store(self, rest):
        assert re.search(r"\\Seen", " ".join(rest))
        self.server.seen.add(int(rest[0]))
        return b"", "OK done"


@pytest.fixture
def imap():
    with socketserver.ThreadingTCPServer(("127.0.0.1", free_port()), Imap) as server:
        server.messages, server.seen, server.daemon_threads = {1: b"one", 2: b"two"}, set(), True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def address(server, password="secret"):  # noqa: S107 - of this test
    return f"imap://bounces%40survey.example:{password}@127.0.0.1:{server.server_address[1]}/INBOX"


def test_each_message_is_read_once(imap):
    assert list(unseen(address(imap))) == [b"one", b"two"]
    assert list(unseen(address(imap))) == []


def test_a_message_whose_reading_was_interrupted_is_read_again(imap):
    messages = unseen(address(imap))
    assert next(messages) == b"one"
    messages.close()
    assert list(unseen(address(imap))) == [b"one", b"two"]


def test_a_mailbox_that_cannot_be_read_says_why(imap):
    for wrong in (address(imap, "guessed"), f"imap://a:b@127.0.0.1:{free_port()}/", "pop://a:b@mail.example/"):
        with pytest.raises(NoMailbox):
            list(unseen(wrong))


def test_a_maildir_is_read_once(tmp_path):
    box = mailbox.Maildir(tmp_path / "box")
    box.add(b"Subject: one\n\nbody\n")
    assert list(in_folder(tmp_path / "box")) == [b"Subject: one\n\nbody\n"]
    assert list(in_folder(tmp_path / "box")) == []
