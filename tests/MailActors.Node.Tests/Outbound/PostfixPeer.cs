using MailActors.Node.Tests.Running;

namespace MailActors.Node.Tests.Outbound;

/// <summary>Debian's Postfix with a folder and a port of its own. It has the users bob and carol of peer.test; ghost leads to a user of ours who
/// does not exist, round to one who leads back. Mail for bench.test goes to the node.</summary>
internal sealed class PostfixPeer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("postfix-").FullName;

    public int Port { get; } = NodeProcess.FreeOffset() + 25;

    public string Log => File.Exists(Path.Combine(_folder, "log")) ? File.ReadAllText(Path.Combine(_folder, "log")) : "";

    public async Task Start(int node)
    {
        // Every service as Debian ships it, but none in a chroot, and one port instead of 25.
        await Bash($$"""
            cd {{_folder}}; chmod 755 .; mkdir -p etc queue data mail; chown postfix data; chown mail:mail mail
            openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 30 -subj /CN=peer.test 2>/dev/null
            cat > etc/main.cf <<END
            compatibility_level = 3.6
            queue_directory = {{_folder}}/queue
            data_directory = {{_folder}}/data
            mail_owner = postfix
            myhostname = peer.test
            mydestination =
            mynetworks = 127.0.0.0/8
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            virtual_mailbox_domains = peer.test
            virtual_mailbox_base = {{_folder}}/mail
            virtual_mailbox_maps = inline:{ bob@peer.test=bob/, carol@peer.test=carol/ }
            virtual_alias_maps = inline:{ ghost@peer.test=gone@bench.test, round@peer.test=round@bench.test }
            virtual_uid_maps = static:8
            virtual_gid_maps = static:8
            virtual_minimum_uid = 8
            transport_maps = inline:{ bench.test=smtp:[127.0.0.1]:{{node}} }
            smtp_tls_security_level = may
            smtpd_tls_security_level = may
            smtpd_tls_received_header = yes
            smtpd_tls_cert_file = {{_folder}}/cert.pem
            smtpd_tls_key_file = {{_folder}}/key.pem
            maillog_file = {{_folder}}/log
            maillog_file_prefixes = {{_folder}}
            END
            sed -e 's/^smtp \+inet.*/127.0.0.1:{{Port}} inet n - n - 20 smtpd/' -e 's/^\(.*unix.*\) y \(.*\)$/\1 n \2/' /usr/share/postfix/master.cf.dist > etc/master.cf
            grep -q '^postlog' etc/master.cf || echo 'postlog unix-dgram n - n - 1 postlogd' >> etc/master.cf
            postfix -c {{_folder}}/etc start >start.log 2>&1 </dev/null
            """);
    }

    /// <summary>The messages of a user, once there are so many.</summary>
    public Task<List<string>> MailOf(string user, int count) => Maildir.Wait(Path.Combine(_folder, "mail", user), count, () => Log);

    public async ValueTask DisposeAsync()
    {
        await Bash($"postfix -c {_folder}/etc stop >/dev/null 2>&1 </dev/null || true");
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task Bash(string script)
    {
        var run = await ProcessRun.Run("bash", ["-euc", script]);
        if (run.ExitCode != 0) throw new InvalidOperationException(run.Everything);
    }
}
