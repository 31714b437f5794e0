"""What a large queue costs, and what a dead destination costs the others."""
import base64, os, random, socket, socketserver, ssl, subprocess, threading, time
from report import note, row
from servers import DOMAIN, HERE, PASSWORD, SINK, Sink

TIMED = SINK + 1
MESSAGES = int(os.environ.get("BACKLOG", 1_000_000))


class TimedSink(socketserver.ThreadingTCPServer):
    """Takes mail on every address of loopback and notes how long each message was on its way: it carries the time it was sent at."""
    allow_reuse_address = daemon_threads = True
    request_queue_size = 1000

    def __init__(self):
        super().__init__(("0.0.0.0", TIMED), self.Session); self.seconds = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    class Session(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(b"220 sink\r\n"); data = False
            for line in self.rfile:
                if not data:
                    data = line.upper().startswith(b"DATA")
                    self.wfile.write(b"354 go\r\n" if data else b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 ok\r\n")
                elif line == b".\r\n": data = False; self.wfile.write(b"250 ok\r\n")
                elif line.startswith(b"X-Sent: "): self.server.seconds.append(time.time() - float(line[8:]))

    def __exit__(self, *_): self.shutdown(); self.server_close()


class Submission:
    """A session that submits mail, one transaction after the other, each in two packets."""

    def __init__(self, ours, user):
        context = ssl.create_default_context(); context.check_hostname = False; context.verify_mode = ssl.CERT_NONE
        self.socket = context.wrap_socket(socket.create_connection(("127.0.0.1", 465 + ours.offset)), server_hostname="bench")
        self.replies = self.socket.makefile("rb"); self.sender = f"u{user}@{DOMAIN}"
        self.expect(b"220"); self.say("EHLO bench", b"250")
        self.say("AUTH PLAIN " + base64.b64encode(f"\0{self.sender}\0{PASSWORD}".encode()).decode(), b"235")

    def expect(self, code):
        while (line := self.replies.readline())[3:4] == b"-": pass
        if not line.startswith(code): raise SystemExit(f"submission: {line}")

    def say(self, line, code): self.socket.sendall(line.encode() + b"\r\n"); self.expect(code)

    def send(self, to, size=1000):
        self.socket.sendall(f"MAIL FROM:<{self.sender}>\r\nRCPT TO:<{to}>\r\nDATA\r\n".encode())
        for code in (b"250", b"250", b"354"): self.expect(code)
        self.socket.sendall(f"From: {self.sender}\r\nTo: {to}\r\nX-Sent: {time.time()}\r\nSubject: x\r\n\r\n".encode() + b"text\r\n" * (size // 6) + b".\r\n")
        self.expect(b"250")


def share(seconds, part): return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * part))]


def send_evenly(ours, sink, to, count, each_second):
    """p50 and p99 of the way out in ms, for mail that comes one by one."""
    session = Submission(ours, 0); sink.seconds.clear(); start = time.time()
    for i in range(count):
        time.sleep(max(0, start + i / each_second - time.time())); session.send(to)
    end = time.time() + 120
    while len(sink.seconds) < count and time.time() < end: time.sleep(0.05)
    if len(sink.seconds) < count: raise SystemExit(f"{len(sink.seconds)} of {count} arrived")
    return 1000 * share(sink.seconds, 0.5), 1000 * share(sink.seconds, 0.99)


def idle_cpu(ours, seconds=30):
    """Of the node, in ms a second."""
    before = ours.cpu(); time.sleep(seconds)
    return 1000 * (ours.cpu() - before) / seconds


def ready(ours):
    """Starts the node; seconds until every door is open, and until every partition of the queue answers as well."""
    start = time.time(); ours.start(); doors = time.time() - start
    while True:
        try: ours.mailctl("queue", "held-accounts"); return doors, time.time() - start
        except SystemExit:
            if time.time() - start > 600: raise


def deferred(ours, _):
    ours.route([("good.test", "127.0.3.1", TIMED)]); ours.restart()
    with TimedSink() as sink:
        send_evenly(ours, sink, "x@good.test", 200, 50); time.sleep(5)  # warm
        empty, idle, small = send_evenly(ours, sink, "x@good.test", 1000, 50), idle_cpu(ours), ours.memory_kb()
        note(f"empty queue: p50 {empty[0]:.1f} ms, p99 {empty[1]:.1f} ms, idle {idle:.1f} ms CPU/s, {small // 1024} MB")
        ours.shut(); start = time.time()
        subprocess.run(["dotnet", f"{HERE}/backlog/bin/Release/net10.0/MailActors.Backlog.dll", ours.data, str(MESSAGES), "1000", "4"], check=True, stdout=subprocess.DEVNULL)
        note(f"{MESSAGES:,} deferred made in {time.time() - start:.0f} s, database {os.path.getsize(ours.data + '/mailactors.db') >> 20} MB")
        doors, awake = ready(ours)
        note(f"doors open {doors:.1f} s, queue awake {awake:.1f} s, {ours.memory_kb() // 1024} MB, peak {ours.peak_kb() // 1024} MB, {ours.cpu():.1f} s CPU")
        send_evenly(ours, sink, "x@good.test", 200, 50)
        full = send_evenly(ours, sink, "x@good.test", 1500, 50)
        note(f"p50 {full[0]:.1f} ms, p99 {full[1]:.1f} ms, max {1000 * max(sink.seconds):.0f} ms")
        busy = idle_cpu(ours); memory = ours.memory_kb()
        note(f"idle {busy:.1f} ms CPU/s, {memory // 1024} MB, peak {ours.peak_kb() // 1024} MB")
        start = time.time(); count = ours.mailctl("queue", "count"); counted = time.time() - start
        note(f"counted in {counted:.1f} s: {count.split()}")
        doors, again = (ours.shut(), ready(ours))[1]
        note(f"second start: doors open {doors:.1f} s, queue awake {again:.1f} s, {ours.memory_kb() // 1024} MB, peak {ours.peak_kb() // 1024} MB")
    many = f"{MESSAGES:,} deferred"
    row(f"{many}: restart until every partition answers (s)", f"{awake:.1f}", "–", "< 60 s", awake < 60)
    row(f"{many}: memory of the node, and at its peak (MB)", f"{memory >> 10}, {ours.peak_kb() >> 10}", "–", "< 1,024 MB", memory < 1 << 20)
    row(f"{many}: new mail out, p50 and p99 (ms)", f"{full[0]:.0f}, {full[1]:.0f}", "–", "p99 < 1 s", full[1] < 1000)
    row("the same with an empty queue", f"{empty[0]:.0f}, {empty[1]:.0f}", "–", "stated")
    row(f"{many}: CPU while nothing is due, and with an empty queue (ms/s)", f"{busy:.1f}, {idle:.1f}", "–", "stated")
    row(f"{many}: counted by mailctl (s)", f"{counted:.1f}", "–", "stated")


class Dead:
    """An address that answers no SYN: a listener whose queue is full."""

    def __init__(self, host, port):
        self.listener = socket.socket(); self.listener.bind((host, port)); self.listener.listen(0)
        self.filling = [socket.socket() for _ in range(4)]
        for one in self.filling: one.setblocking(False); one.connect_ex((host, port))

    def close(self):
        for one in [self.listener, *self.filling]: one.close()


def dead(ours, _):
    """1,000 destinations, each an address of its own. Two get as much mail as a hundred others each: of these one drops every SYN and one refuses every
    connection; or, to compare with, both take their mail."""
    good = [(f"g{i}.test", f"127.0.{4 + i // 250}.{1 + i % 250}", SINK) for i in range(997)]
    living = [("living0.test", "127.0.9.4", SINK), ("living1.test", "127.0.9.5", SINK)]
    sampled, dropping, refusing = ("sampled.test", "127.0.9.1", TIMED), ("dropping.test", "127.0.9.2", SINK + 2), ("refusing.test", "127.0.9.3", SINK + 3)
    ours.route([*good, *living, sampled, dropping, refusing]); ours.restart()

    def run(sink, timed, each, bad):
        """Good messages delivered/s, and p99 of the way to one good destination in ms."""
        busy = ("dropping.test", "refusing.test") if bad else ("living0.test", "living1.test")
        mail = [f"x{n}@{domain}" for n in range(each) for domain, _, _ in good] + [f"x{n}@sampled.test" for n in range(each * 30)]
        goods = len(mail); mail += [f"x{n}@{domain}" for n in range(each * 100) for domain in busy]
        awaited = goods if bad else len(mail)
        random.Random(1).shuffle(mail)
        timed.seconds.clear(); before, start = sink.messages(), time.time()
        def submit(part):
            session = Submission(ours, part)
            for to in mail[part::4]: session.send(to)
        senders = [threading.Thread(target=submit, args=(part,)) for part in range(4)]
        for sender in senders: sender.start()
        for sender in senders: sender.join()
        accepted = time.time() - start
        while (arrived := sink.messages() - before + len(timed.seconds)) < awaited:
            if time.time() - start > 300: raise SystemExit(f"{arrived} good messages of {awaited} arrived")
            time.sleep(0.05)
        seconds = time.time() - start
        note(f"two {'dead' if bad else 'alive'}: accepted in {accepted:.1f} s, {awaited} delivered in {seconds:.1f} s")
        return goods / seconds, 1000 * share(timed.seconds, 0.99)

    gone = Dead(dropping[1], dropping[2])
    with Sink() as sink, TimedSink() as timed:
        run(sink, timed, 2, bad=False)  # warm
        alone, beside = run(sink, timed, 10, bad=False), run(sink, timed, 10, bad=True)
        note(ours.mailctl("queue", "count").split())
    gone.close()
    ratio = beside[0] / alone[0]
    row("1,000 destinations, delivered/s to 998 of them: two dead, and all alive", f"{beside[0]:,.0f}, {alone[0]:,.0f}", "–", f"≈ 1 ×: {ratio:.2f} ×", ratio > 0.8)
    row("1,000 destinations, p99 of a good one under this load: two dead, and all alive (ms)", f"{beside[1]:,.0f}, {alone[1]:,.0f}", "–", "stated")
