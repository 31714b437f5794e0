"""The two servers of a benchmark: ours and the peer, each in a folder of its own on ports of its own."""
import os, shutil, signal, socket, subprocess, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
USERS, DOMAIN, PASSWORD = 200, "bench.test", "secret"


def rss_kb(pid):
    return next(int(line.split()[1]) for line in open(f"/proc/{pid}/status") if line.startswith("VmRSS"))


def cpu_seconds(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Ours:
    name, smtp, imap, imaps = "MailActors", 13025, 13143, 13993
    offset = 13000

    def __init__(self):
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
                           MAILACTORS__SMTP__MAXMESSAGESIZE="150000000")
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
