"""The two servers of a benchmark: ours and the peer, each in a folder of its own on ports of its own."""
import concurrent.futures, os, re, shutil, signal, socket, subprocess, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
USERS, DOMAIN, PASSWORD = 200, "bench.test", "secret"
DESTINATIONS, SINK = 200, 12526


def rss_kb(pid):
    return next(int(line.split()[1]) for line in open(f"/proc/{pid}/status") if line.startswith("VmRSS"))


def cpu_seconds(pid, reaped=False):
    """Of one process; with reaped: of the children that it has seen end, too."""
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:15 if reaped else 13])) / os.sysconf("SC_CLK_TCK")


def busy_seconds():
    """Of all processes of the machine, in work."""
    fields = [int(f) for f in open("/proc/stat").readline().split()[1:]]
    return (sum(fields[:3]) + sum(fields[5:8])) / os.sysconf("SC_CLK_TCK")


def way_out(i):
    """The domain of a destination and the address that takes its mail."""
    return f"d{i}.test", f"127.0.1.{i + 1}"


class Sink:
    """Postfix's smtp-sink on every address of loopback: takes all mail and counts it."""

    def __enter__(self):
        self.out = tempfile.NamedTemporaryFile()
        self.process = subprocess.Popen(["smtp-sink", "-u", "postfix", "-c", f":{SINK}", "2000"], stdout=self.out, stderr=self.out, stdin=subprocess.DEVNULL)
        wait_for(SINK)
        return self

    def messages(self):
        with open(self.out.name, "rb") as f:
            f.seek(max(0, os.path.getsize(self.out.name) - 200))
            counts = re.findall(rb"mesg=(\d+)", f.read())
        return int(counts[-1]) if counts else 0

    def cpu(self): return cpu_seconds(self.process.pid)

    def __exit__(self, *_):
        self.process.terminate(); self.process.wait()


class Ours:
    name, smtp, imap, imaps = "MailActors", 13025, 13143, 13993
    offset = 13000

    def __init__(self):
        self.routes = {}
        self.data = tempfile.mkdtemp(prefix="bench-ours-")
        self.log = open(os.path.join(self.data, "node.log"), "a")
        self.start()
        self.mailctl("domain", "add", DOMAIN)
        users = os.path.join(self.data, "users.csv")
        with open(users, "w") as f:
            f.writelines(f"u{i}@{DOMAIN},{PASSWORD}\n" for i in range(USERS))
        self.mailctl("account", "import", users)

    def start(self):
        # The limits against strangers are lifted for both servers: all load comes from one address.
        # Log-in in plaintext is allowed to both, for the rows that measure connections without TLS.
        environment = dict(os.environ, MAILACTORS__IMAP__PLAINTEXTLOGIN="true", MAILACTORS__CONNECTIONS__PERADDRESS="30000", MAILACTORS__CONNECTIONS__PERSUBNET="30000", MAILACTORS__CONNECTIONS__TOTAL="30000",
                           MAILACTORS__CONNECTIONS__PERMINUTE="0", MAILACTORS__MAILBOXES__MAXSESSIONSPERADDRESS="30000", MAILACTORS__MAILBOXES__MAXSESSIONS="30000",
                           MAILACTORS__SMTP__MAXMESSAGESIZE="150000000",
                           MAILACTORS__SUBMISSION__MESSAGESPERDAY="0", MAILACTORS__SUBMISSION__RECIPIENTSPERDAY="0", MAILACTORS__SUBMISSION__NEWRECIPIENTSPERDAY="0", **self.routes)
        self.process = subprocess.Popen(
            ["dotnet", f"{ROOT}/src/MailActors.Node/bin/Release/net10.0/MailActors.Node.dll", "--data", self.data, "--port-offset", str(self.offset)],
            stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL, env=environment)
        wait_for(self.smtp); wait_for(self.imaps); wait_for(9110 + self.offset)

    def mailctl(self, *arguments):
        done = subprocess.run(["dotnet", f"{ROOT}/src/MailActors.Console/bin/Release/net10.0/mailctl.dll", *arguments,
                               "--data", self.data, "--port-offset", str(self.offset)], capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"mailctl {arguments}: {done.stdout}{done.stderr}")
        return done.stdout

    def lead_out(self):
        """Aliases o0, o1… to an address at each destination, and a route for each."""
        with concurrent.futures.ThreadPoolExecutor(4) as many:
            list(many.map(lambda i: self.mailctl("alias", "add", f"o{i}@{DOMAIN}", f"x@{way_out(i)[0]}"), range(DESTINATIONS)))
        for i in range(DESTINATIONS):
            for name, value in (("DOMAIN", way_out(i)[0]), ("VIA", "Smtp"), ("HOST", way_out(i)[1]), ("PORT", str(SINK))):
                self.routes[f"MAILACTORS__OUTBOUND__ROUTES__{i}__{name}"] = value
        self.restart()

    def restart(self):
        self.process.send_signal(signal.SIGTERM); self.process.wait(60); self.start()

    def memory_kb(self): return rss_kb(self.process.pid)

    def cpu(self): return cpu_seconds(self.process.pid)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try: self.process.wait(40)
        except subprocess.TimeoutExpired: self.process.kill()
        shutil.rmtree(self.data, ignore_errors=True)


class Peer:
    name, smtp, imap, imaps = "Postfix + Dovecot", 12525, 12143, 12993

    def __init__(self):
        self.data = tempfile.mkdtemp(prefix="bench-peer-")
        os.chmod(self.data, 0o755)
        subprocess.run(["bash", f"{HERE}/peer-up", self.data, str(USERS)], check=True, stdin=subprocess.DEVNULL)
        wait_for(self.smtp); wait_for(self.imaps)

    def lead_out(self):
        etc = f"{self.data}/pf/etc"
        for name, line in (("aliases", lambda i: f"o{i}@{DOMAIN} x@{way_out(i)[0]}"), ("transport", lambda i: f"{way_out(i)[0]} smtp:[{way_out(i)[1]}]:{SINK}")):
            with open(f"{etc}/{name}", "w") as f: f.writelines(line(i) + "\n" for i in range(DESTINATIONS))
            subprocess.run(["postmap", f"hash:{etc}/{name}"], check=True)
        subprocess.run(["postconf", "-c", etc, "-e", f"virtual_alias_maps=hash:{etc}/aliases", f"transport_maps=hash:{etc}/transport"], check=True)
        subprocess.run(["postfix", "-c", etc, "reload"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def cpu(self):
        """Of Postfix: its master, what that has started, and what of it has ended."""
        master = int(open(f"{self.data}/pf/queue/pid/master.pid").read())
        total = cpu_seconds(master, reaped=True)
        for child in open(f"/proc/{master}/task/{master}/children").read().split():
            try: total += cpu_seconds(child)
            except FileNotFoundError: pass  # it has just ended
        return total

    def memory_kb(self):
        line = subprocess.run(["python3", f"{HERE}/pss", "dovecot|imap|postfix|smtpd"], capture_output=True, text=True).stdout
        return int(float(line.split()[0]) * 1024)

    def stop(self):
        subprocess.run(["bash", f"{HERE}/peer-down", self.data], stdin=subprocess.DEVNULL)
        shutil.rmtree(self.data, ignore_errors=True)


def wait_for(port, seconds=90):
    end = time.time() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 2).close()
            return
        except OSError:
            if time.time() > end: raise SystemExit(f"nothing answers on port {port}")
            time.sleep(0.1)
