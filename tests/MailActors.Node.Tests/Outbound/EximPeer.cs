using System.Diagnostics;
using MailActors.Node.Tests.Running;

namespace MailActors.Node.Tests.Outbound;

/// <summary>Debian's Exim with a folder and a port of its own, as the user the package would make. It has the users bob, carol, dave and jörg of
/// peer.test; ghost leads to a user of ours who does not exist, and all others are refused. Mail for bench.test goes to the node, under TLS or not at all.</summary>
internal sealed class EximPeer : IAsyncDisposable
{
    private const string User = "Debian-exim";

    private readonly string _folder = Directory.CreateTempSubdirectory("exim-").FullName;
    private Process? _process;

    public int Port { get; } = NodeProcess.FreeOffset() + 25;

    public string Log => File.Exists(Path.Combine(_folder, "log", "main")) ? File.ReadAllText(Path.Combine(_folder, "log", "main")) : "";

    /// <param name="node">The port of ours.</param>
    public async Task Start(int node)
    {
        var made = await ProcessRun.Run("bash", ["-euc", $$"""
            cd {{_folder}}; chmod 755 .; mkdir spool log mail
            openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 30 -subj /CN=peer.test 2>/dev/null
            # It calls itself for what it returns.
            echo "exim_path = $(command -v exim4)" > exim.conf
            cat >> exim.conf <<'END'
            keep_environment =
            primary_hostname = peer.test
            spool_directory = {{_folder}}/spool
            log_file_path = {{_folder}}/log/%s
            pid_file_path = {{_folder}}/exim.pid
            local_interfaces = 127.0.0.1
            daemon_smtp_ports = {{Port}}
            deliver_drop_privilege = true
            tls_certificate = {{_folder}}/cert.pem
            tls_privatekey = {{_folder}}/key.pem
            log_selector = +received_recipients +smtp_confirmation
            smtp_accept_max_per_connection = 0
            acl_smtp_rcpt = recipient
            acl_smtp_data = accept
            begin acl
            recipient:
              accept domains = bench.test
              require message = 5.1.1 No such user here
                      verify = recipient
              accept
            begin routers
            ghost:
              driver = redirect
              domains = peer.test
              local_parts = ghost
              data = gone@bench.test
            users:
              driver = accept
              domains = peer.test
              local_parts = bob : carol : dave : jörg
              transport = mailbox
            node:
              driver = manualroute
              route_list = bench.test 127.0.0.1::{{node}}
              self = send
              transport = out
            begin transports
            mailbox:
              driver = appendfile
              user = {{User}}
              directory = {{_folder}}/mail/$local_part_data
              maildir_format
              return_path_add
            out:
              driver = smtp
              hosts_require_tls = *
              message_linelength_limit = 1000000
            begin retry
            * * F,1h,1s
            END
            chown -R {{User}}: .
            """]);
        if (made.ExitCode != 0) throw new InvalidOperationException(made.Everything);
        // Whoever isn't root may name any configuration file: the program is not setuid here, and needs no more than its own folder.
        _process = Process.Start(new ProcessStartInfo("setpriv")
        {
            ArgumentList = { $"--reuid={User}", $"--regid={User}", "--clear-groups", "exim4", "-C", Path.Combine(_folder, "exim.conf"), "-bdf", "-q10s" },
            WorkingDirectory = _folder,
        });
        var patience = Stopwatch.StartNew();
        while (!Log.Contains("listening for SMTP", StringComparison.Ordinal))
        {
            if (_process!.HasExited || patience.Elapsed.TotalSeconds > 30) throw new InvalidOperationException($"Exim does not start; tests/run installs it.\n{Log}");
            await Task.Delay(50);
        }
    }

    /// <summary>The messages of a user, octet for octet as Latin-1, once there are so many.</summary>
    public Task<List<string>> MailOf(string user, int count) =>
        Maildir.Wait(Path.Combine(_folder, "mail", user), count, () => Log);

    /// <summary>Waits until its log has so many lines with all the words.</summary>
    public async Task<List<string>> Logged(int count, params string[] words)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            var lines = Log.Split('\n').Where(line => words.All(word => line.Contains(word, StringComparison.Ordinal))).ToList();
            if (lines.Count >= count) return lines;
            if (patience.Elapsed.TotalSeconds > 60) throw new TimeoutException($"Exim does not say {string.Join(" … ", words)}.\n{Log}");
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
