#!/usr/bin/env python3
"""Measures this server beside Postfix -> LMTP -> Dovecot and prints one table; see run."""
import datetime, imaplib, os, platform, re, resource, smtplib, ssl, subprocess, sys, threading, time
from servers import DESTINATIONS, DOMAIN, HERE, PASSWORD, ROOT, Ours, Peer, Sink, busy_seconds

PARTS = ["mail", "outbound", "verbs", "idle", "million", "big"]
rows = []
TLS = ssl.create_default_context(); TLS.check_hostname = False; TLS.verify_mode = ssl.CERT_NONE
imaplib._MAXLINE = 100_000_000


def note(text): print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


def row(what, ours, peer, bar, met=None): rows.append((what, ours, peer, bar, {True: "met", False: "missed", None: ""}[met]))


def imap(server, user=0):
    c = imaplib.IMAP4_SSL("127.0.0.1", server.imaps, ssl_context=TLS); c.login(f"u{user}@{DOMAIN}", PASSWORD)
    return c


def messages(connections): return sum(int(re.search(rb"MESSAGES (\d+)", c.status("INBOX", "(MESSAGES)")[1][0])[1]) for c in connections)


def load(server, count, size):
    """Sends through 20 smtp-source sessions, each to its own mailbox: accepted/s by the sender, delivered/s until the last is in its mailbox."""
    sessions = 20
    watchers = [imap(server, u) for u in range(sessions)]
    before = messages(watchers)
    start = time.time()
    output = subprocess.run(["bash", f"{HERE}/smtp-load", f"127.0.0.1:{server.smtp}", str(sessions), str(count), str(size)], capture_output=True, text=True).stdout
    accepted = float(re.search(r"accepted (\d+)", output)[1])
    if "rc=0" not in output: raise SystemExit(f"{server.name}: {output}")
    while messages(watchers) - before < count // sessions * sessions: time.sleep(0.05)
    delivered = count / (time.time() - start)
    for c in watchers: c.logout()
    return accepted, delivered


def mail(ours, peer):
    for size, label in ((4096, "4 KB"), (51200, "50 KB")):
        load(ours, 2000, size); load(peer, 400, size)  # warm
        cpu = ours.cpu()
        mine = max(load(ours, 20000 if size < 10000 else 10000, size) for _ in range(2))
        note(f"ours {label}: {mine}, {1000 * (ours.cpu() - cpu) / (40000 if size < 10000 else 20000):.2f} ms CPU a message")
        theirs = max(load(peer, 3000, size) for _ in range(2))
        note(f"peer {label}: {theirs}")
        for what, m, t, bar in (("accepted", mine[0], theirs[0], 4), ("delivered", mine[1], theirs[1], 8)):
            row(f"{label} {what}/s", f"{m:,.0f}", f"{t:,.0f}", f"≥ {bar} ×: {m / t:.1f} ×", m / t >= bar)


def outbound(ours, peer):
    """Mail that aliases lead to other hosts, all of them one smtp-sink: from the first packet in until the last message has arrived there. Both servers
    are warm (ours has its code compiled: its CPU a message no longer falls) and take turns; the best pass of each counts."""
    ours.lead_out(); peer.lead_out()
    def run(server, sink, count, destinations):
        before, start = sink.messages(), time.time()
        cpu = [server.cpu(), resource.getrusage(resource.RUSAGE_CHILDREN), sink.cpu(), busy_seconds()]
        output = subprocess.run(["bash", f"{HERE}/outbound-load", f"127.0.0.1:{server.smtp}", str(count), "4096", str(destinations)], capture_output=True, text=True).stdout
        if "rc=0" not in output: raise SystemExit(f"{server.name}: {output}")
        while (arrived := sink.messages() - before) < count:
            if time.time() - start > 600: raise SystemExit(f"{server.name}: {arrived} of {count} arrived")
            time.sleep(0.05)
        seconds = time.time() - start
        sender = resource.getrusage(resource.RUSAGE_CHILDREN)
        own, senders, sinks, machine = (1000 * s / count for s in (
            server.cpu() - cpu[0], sender.ru_utime + sender.ru_stime - cpu[1].ru_utime - cpu[1].ru_stime, sink.cpu() - cpu[2], busy_seconds() - cpu[3]))
        note(f"{server.name}, {destinations} destinations: {output.strip()}, delivered {count / seconds:.0f}/s; CPU a message: server {own:.2f} ms, "
             f"sender {senders:.2f}, sink {sinks:.2f}, machine {machine:.2f}")
        return count / seconds, own, machine
    with Sink() as sink:
        for destinations in (1, DESTINATIONS):
            last, now = 1000, run(ours, sink, 6000, destinations)[1]
            for _ in range(6):
                if now > 0.93 * last: break
                last, now = now, run(ours, sink, 6000, destinations)[1]
            run(peer, sink, 1000, destinations)
            mine, theirs = zip(*((run(ours, sink, 12000, destinations), run(peer, sink, 3000, destinations)) for _ in range(3)))
            what = "1 destination" if destinations == 1 else f"{destinations} destinations"
            m, t = max(p[0] for p in mine), max(p[0] for p in theirs)
            row(f"4 KB out to {what}, delivered/s", f"{m:,.0f}", f"{t:,.0f}", f"≥ 3 ×: {m / t:.1f} ×", m >= 3 * t)
            for column, whose in ((1, "of the server"), (2, "of the machine, sender and sink included")):
                row(f"4 KB out to {what}, CPU {whose}, a message (ms)", *(f"{min(p[column] for p in passes):.2f}" for passes in (mine, theirs)), "stated")


def verbs(ours, peer):
    def run(server):
        output = subprocess.run(["python3", f"{HERE}/imap-verbs", str(server.imaps)], capture_output=True, text=True)
        if output.returncode: raise SystemExit(server.name + output.stdout + output.stderr)
        note(f"{server.name}\n{output.stdout}")
        return dict(re.findall(r"^(.+?)\s+([\d.]+) ?(?:ms|/s)$", output.stdout, re.M))
    mine, theirs = run(ours), run(peer)
    for what in mine:
        faster = float(mine[what]) >= float(theirs[what]) if "append" in what else float(mine[what]) <= float(theirs[what])
        row(f"10,000 messages: {what}" + (" (/s)" if "append" in what else " (ms)"), mine[what], theirs[what], "at or below theirs", faster)


def idle(ours, peer):
    def each(server, count, tls):
        before = server.memory_kb()
        port = server.imaps if tls else server.imap
        clients = subprocess.Popen(["python3", f"{HERE}/imap-idle", "127.0.0.1", str(port), str(count), "--hold", "25"] + (["--tls"] if tls else []),
                                   stdout=subprocess.PIPE, text=True)
        line = clients.stdout.readline(); note(f"{server.name} {line.strip()}")
        standing = int(re.search(r"idle (\d+)/", line)[1])
        time.sleep(15)
        after = server.memory_kb()
        clients.wait()
        return (after - before) / max(standing, 1)
    for tls, bar in ((False, 35), (True, 65)):
        ours.restart(); load(ours, 2000, 4096)
        m = each(ours, 5000, tls)
        t = each(peer, 1000, tls)
        row(f"idle IMAP connection {'over TLS' if tls else 'in plain'} (KB)", f"{m:.0f}", f"{t:.0f}", f"≤ {bar} KB", m <= bar)


def million(ours, _):
    user = 150
    c = imap(ours, user); c.create("Big"); c.select("INBOX")
    body = b"From: a@x.test\r\nSubject: one of many\r\n\r\n" + b"text\r\n" * 40
    for i in range(1000): c.append("INBOX", None, None, b"Message-ID: <%d@x>\r\n" % i + body)
    start = time.time()
    c.select("INBOX"); c.copy("1:1000", "Big"); c.select("Big")
    have = 1000
    while have < 1_000_000:
        take = min(have, 1_000_000 - have); c.copy(f"1:{take}", "Big"); have += take; c.noop()
    note(f"a million by COPY in {time.time() - start:.0f} s, {ours.memory_kb() // 1024} MB")
    c.logout(); ours.restart()
    start = time.time(); c = imap(ours, user); login = time.time() - start  # wakes the mailbox: part of opening it cold
    n = int(c.select("Big")[1][0]); cold = time.time() - start
    note(f"cold: log-in {login:.2f} s, SELECT {cold - login:.2f} s")
    assert n == 1_000_000, n
    warm = []
    for _ in range(5): start = time.time(); c.select("Big"); warm.append(time.time() - start)
    row("1,000,000 messages: opened cold, log-in included (s)", f"{cold:.2f}", "–", "< 3 s", cold < 3)
    row("1,000,000 messages: SELECT warm (ms)", f"{sorted(warm)[2] * 1000:.1f}", "–", "< 200 ms", sorted(warm)[2] < 0.2)
    row("1,000,000 messages: node memory (MB)", f"{ours.memory_kb() / 1024:.0f}", "–", "stated")
    c.logout()


def big(ours, _):
    senders, size = 8, 100 * 1024 * 1024
    ours.restart(); load(ours, 2000, 4096)
    before, peak, done = ours.memory_kb(), 0, False
    def watch():
        nonlocal peak
        while not done: peak = max(peak, ours.memory_kb()); time.sleep(0.02)
    def send(n):
        s = smtplib.SMTP("127.0.0.1", ours.smtp); s.ehlo("bench"); s.mail("a@x.test"); s.rcpt(f"u{n}@{DOMAIN}"); s.docmd("DATA")
        piece = (os.urandom(48).hex()[:76] + "\r\n").encode() * 840
        s.send(b"Subject: big\r\n\r\n")
        for _ in range(size // len(piece)): s.sock.sendall(piece)
        s.send(b".\r\n"); code, text = s.getreply(); assert code == 250, (code, text); s.quit()
    watcher = threading.Thread(target=watch); watcher.start()
    threads = [threading.Thread(target=send, args=(n,)) for n in range(senders)]
    for t in threads: t.start()
    for t in threads: t.join()
    done = True; watcher.join()
    each = (peak - before) / 1024 / senders
    row("a 100 MB message: memory per connection (MB, 8 at once, peak of the process)", f"{each:.1f}", "–", "≤ 1 MB", each <= 1)


def machine():
    model = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), "?")
    memory = int(open("/proc/meminfo").readline().split()[1]) // 1048576
    return f"{os.cpu_count()} cores ({model}), {memory + 1} GiB, Linux {platform.release().split('-')[0]}, .NET {subprocess.run(['dotnet', '--version'], capture_output=True, text=True).stdout.strip()}"


def table():
    head = ("what", "MailActors", "Postfix 3.7 → Dovecot 2.3", "bar", "")
    lines = [f"Measured {datetime.date.today()} on {machine()}.", "", "| " + " | ".join(head) + " |", "|---|---:|---:|---|---|"]
    return "\n".join(lines + ["| " + " | ".join(r) + " |" for r in rows])


def main():
    wanted = [a for a in sys.argv[1:] if not a.startswith("--")] or PARTS
    if unknown := set(wanted) - set(PARTS): raise SystemExit(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    ours = Ours()
    peer = Peer() if {"mail", "outbound", "verbs", "idle"} & set(wanted) else None
    try:
        for part in wanted:
            note(part); globals()[part](ours, peer)
    finally:
        if peer: peer.stop()
        ours.stop()
    print(table())
    if "--write" in sys.argv:
        path = f"{ROOT}/docs/performance.md"; text = open(path).read()
        begin, end = "<!-- table: tests/bench/run --write -->", "<!-- end of table -->"
        open(path, "w").write(text[:text.index(begin) + len(begin)] + "\n" + table() + "\n" + text[text.index(end):])


main()
