using MailActors.Node.Tests.Running;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Search;
using MailKit.Security;
using MimeKit;
using Xunit;

namespace MailActors.Node.Tests.Clients;

/// <summary>Clients nobody here wrote read, move and keep mail over TLS.</summary>
[Collection(nameof(RunningNode))]
public class ReadingClientTests(RunningNode running)
{
    private NodeProcess Node => running.Node;

    [Fact]
    public async Task Mbsync_copies_both_ways_and_a_second_sync_changes_nothing()
    {
        var account = await running.NewAccount();
        await Deliver(account, 5);
        var folder = Directory.CreateTempSubdirectory("mbsync-").FullName;
        var config = Path.Combine(folder, "mbsyncrc");
        await File.WriteAllTextAsync(config, $"""
            IMAPAccount node
            Host 127.0.0.1
            Port {Node.Imaps}
            User {account}
            Pass secret
            SSLType IMAPS
            SSLVersions TLSv1.2 TLSv1.3
            CertificateFile {Path.Combine(Node.Data, "tls.crt")}

            IMAPStore far
            Account node

            MaildirStore near
            Path {folder}/mail/
            Inbox {folder}/mail/INBOX
            SubFolders Verbatim

            Channel all
            Far :far:
            Near :near:
            Patterns *
            Create Both
            Expunge Both
            SyncState *
            """);
        Directory.CreateDirectory(Path.Combine(folder, "mail"));

        var first = await Mbsync(config, folder);
        var local = Directory.GetFiles(Path.Combine(folder, "mail", "INBOX"), "*", SearchOption.AllDirectories).Where(f => !Path.GetFileName(f).StartsWith('.')).ToList();
        Assert.True(first.ExitCode == 0, first.Everything + Node.Log);
        Assert.Equal(5, local.Count);

        // A message put into the local folder goes up, one removed here goes there too.
        File.Delete(local[0]);
        await File.WriteAllTextAsync(Path.Combine(folder, "mail", "INBOX", "new", "1.local"), $"From: <{account}>\nTo: <{account}>\nSubject: made here\n\nHello.\n");
        var second = await Mbsync(config, folder);
        Assert.True(second.ExitCode == 0, second.Everything);
        Assert.Equal(5, await Inbox.Count(Node, account));

        var modSeq = await HighestModSeq(account);
        var third = await Mbsync(config, folder);
        Assert.True(third.ExitCode == 0, third.Everything);
        Assert.Equal(modSeq, await HighestModSeq(account));
    }

    [Fact]
    public async Task Fetchmail_empties_a_maildrop_by_pop3()
    {
        var account = await running.NewAccount();
        await Deliver(account, 3);
        var folder = Directory.CreateTempSubdirectory("fetchmail-").FullName;
        var config = Path.Combine(folder, "fetchmailrc");
        await File.WriteAllTextAsync(config, $"""
            poll 127.0.0.1 protocol pop3 service {Node.Pop3s} user "{account}" password "secret" ssl no sslcertck nokeep mda "cat >> {folder}/mbox"
            """ + "\n");
        File.SetUnixFileMode(config, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var run = await ProcessRun.Run("fetchmail", ["-f", config, "--idfile", Path.Combine(folder, "ids"), "--pidfile", Path.Combine(folder, "pid")],
            environment: new Dictionary<string, string> { ["HOME"] = folder, ["FETCHMAILHOME"] = folder });

        Assert.True(run.ExitCode == 0, run.Everything + Node.Log);
        Assert.Equal(3, (await File.ReadAllTextAsync(Path.Combine(folder, "mbox"))).Split("Subject: letter").Length - 1);
        Assert.Equal(0, await Inbox.Count(Node, account));
    }

    [Fact]
    public async Task Python_imaplib_selects_fetches_stores_searches_and_expunges()
    {
        var account = await running.NewAccount();
        await Deliver(account, 3);

        var run = await Python($$"""
            import imaplib, ssl
            context = ssl.create_default_context(); context.check_hostname = False; context.verify_mode = ssl.CERT_NONE
            c = imaplib.IMAP4('127.0.0.1', {{Node.Imap}})
            c.starttls(context)
            c.login('{{account}}', 'secret')
            assert c.select('INBOX') == ('OK', [b'3']), 'select'
            assert b'Subject: letter' in c.fetch('1', '(BODY.PEEK[HEADER])')[1][0][1]
            assert c.store('2', '+FLAGS', r'(\Deleted)')[0] == 'OK'
            assert c.search(None, 'DELETED')[1] == [b'2']
            assert c.expunge() == ('OK', [b'2'])
            assert c.append('Drafts', r'(\Draft)', None, b'Subject: draft\r\n\r\nx')[0] == 'OK'
            assert c.status('Drafts', '(MESSAGES)')[1] == [b'Drafts (MESSAGES 1)'], c.status('Drafts', '(MESSAGES)')
            assert c.logout()[0] == 'BYE'
            """);

        Assert.True(run.ExitCode == 0, run.Everything + Node.Log);
    }

    [Fact]
    public async Task Python_poplib_lists_retrieves_and_deletes()
    {
        var account = await running.NewAccount();
        await Deliver(account, 2);

        var run = await Python($$"""
            import poplib, ssl
            context = ssl.create_default_context(); context.check_hostname = False; context.verify_mode = ssl.CERT_NONE
            c = poplib.POP3('127.0.0.1', {{Node.Pop3}})
            c.stls(context)
            c.user('{{account}}'); c.pass_('secret')
            assert c.stat()[0] == 2
            ids = [x.split()[1] for x in c.uidl()[1]]
            assert len(set(ids)) == 2
            assert any(l.startswith(b'Subject: letter') for l in c.retr(1)[1])
            c.dele(1); c.quit()
            c = poplib.POP3_SSL('127.0.0.1', {{Node.Pop3s}}, context=context)
            c.user('{{account}}'); c.pass_('secret')
            assert [x.split()[1] for x in c.uidl()[1]] == ids[1:]
            c.quit()
            """);

        Assert.True(run.ExitCode == 0, run.Everything + Node.Log);
    }

    [Fact]
    public async Task Mailkit_sends_idles_moves_and_searches()
    {
        var account = await running.NewAccount();
        using var reader = await Inbox.LogIn(Node, account);
        await reader.Inbox.OpenAsync(FolderAccess.ReadWrite);
        using var done = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        reader.Inbox.CountChanged += (_, _) => done.Cancel();
        var idle = reader.IdleAsync(done.Token);

        using var sender = new SmtpClient { ServerCertificateValidationCallback = (_, _, _, _) => true };
        await sender.ConnectAsync("127.0.0.1", Node.Submission, SecureSocketOptions.StartTls);
        await sender.AuthenticateAsync(new SaslMechanismScramSha256(account, "secret"));
        var message = new MimeMessage { Subject = "Grüße", Body = new BodyBuilder { TextBody = "Hallo", HtmlBody = "<p>Hallo</p>" }.ToMessageBody() };
        message.From.Add(MailboxAddress.Parse(account));
        message.To.Add(MailboxAddress.Parse(account));
        await sender.SendAsync(message);
        await idle;

        Assert.Equal(1, reader.Inbox.Count);
        var found = await reader.Inbox.SearchAsync(SearchQuery.SubjectContains("grüße"));
        var read = await reader.Inbox.GetMessageAsync(Assert.Single(found));
        Assert.Equal("Grüße", read.Subject);
        var archive = await reader.GetFolderAsync("Archive");
        var moved = await reader.Inbox.MoveToAsync(found[0], archive);
        Assert.NotNull(moved);
        Assert.Equal(0, reader.Inbox.Count);
    }

    [Fact]
    public async Task Neomutt_in_batch_saves_a_message_to_another_folder()
    {
        var account = await running.NewAccount();
        await Deliver(account, 1);
        var folder = Directory.CreateTempSubdirectory("neomutt-").FullName;
        var user = Uri.EscapeDataString(account);
        var config = Path.Combine(folder, "neomuttrc");
        await File.WriteAllTextAsync(config, $"""
            set imap_pass = "secret"
            set ssl_verify_host = no
            set certificate_file = "{Path.Combine(Node.Data, "tls.crt")}"
            set header_cache = ""
            set confirmappend = no
            set delete = yes
            set move = no
            set folder = "imaps://{user}@127.0.0.1:{Node.Imaps}/"
            push "<save-message>imaps://{user}@127.0.0.1:{Node.Imaps}/Archive<enter><sync-mailbox><quit>"
            """ + "\n");

        var run = await ProcessRun.Run("script",
            ["-qec", $"neomutt -n -F {config} -f imaps://{user}@127.0.0.1:{Node.Imaps}/INBOX", "/dev/null"],
            environment: new Dictionary<string, string> { ["HOME"] = folder, ["TERM"] = "xterm" }, seconds: 40);

        using var client = await Inbox.LogIn(Node, account);
        var archive = await client.GetFolderAsync("Archive");
        await archive.OpenAsync(FolderAccess.ReadOnly);
        Assert.True(archive.Count == 1, run.Everything + Node.Log);
    }

    private async Task Deliver(string account, int count)
    {
        using var sender = new SmtpClient();
        await sender.ConnectAsync("127.0.0.1", Node.Smtp, SecureSocketOptions.None);
        for (var i = 0; i < count; i++)
        {
            var message = new MimeMessage { Subject = $"letter {i}", Body = new TextPart("plain") { Text = $"This is letter {i}.\r\n.\r\n..dots\r\n" } };
            message.From.Add(new MailboxAddress("", "someone@elsewhere.test"));
            message.To.Add(MailboxAddress.Parse(account));
            await sender.SendAsync(message);
        }

        await Inbox.WaitFor(Node, account, count);
    }

    private async Task<ulong> HighestModSeq(string account)
    {
        using var client = await Inbox.LogIn(Node, account);
        await client.Inbox.StatusAsync(StatusItems.HighestModSeq);
        return client.Inbox.HighestModSeq;
    }

    private static Task<ProcessRun> Mbsync(string config, string home) => ProcessRun.Run("mbsync", ["-c", config, "-a"],
        environment: new Dictionary<string, string> { ["HOME"] = home });

    private static Task<ProcessRun> Python(string script) => ProcessRun.Run("python3", ["-"], input: script);
}
