"""A mail server that keeps what it is given, and can be asked to wait before it says yes."""

import re
import socketserver
from collections import Counter
from collections.abc import Callable
from threading import Thread


class Conversation(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self):
        self.say("220 ready")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"DATA":
                self.say("354 go on")
                self.server.keep(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
            self.say("221 bye" if word == b"QUIT" else "250 yes")


class MailServer(socketserver.ThreadingTCPServer):
    """Listens on a port of its own; ``before_yes`` is called with each mail's id before it is accepted."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, before_yes: Callable[[str], None] = lambda mail: None):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.before_yes = before_yes
        self.mails: Counter[str] = Counter()
        Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def keep(self, text):
        mail = re.search(r"^Message-ID: (.+?)\r?$", text, re.M)[1]
        self.mails[mail] += 1
        self.before_yes(mail)
