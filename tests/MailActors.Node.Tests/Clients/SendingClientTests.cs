using MailActors.Node.Tests.Running;
using Xunit;

namespace MailActors.Node.Tests.Clients;

/// <summary>Clients nobody here wrote send mail over TLS, and it arrives.</summary>
[Collection(nameof(RunningNode))]
public class SendingClientTests(RunningNode running)
{
    private NodeProcess Node => running.Node;

    [Fact]
    public async Task Swaks_submits_with_starttls_and_auth()
    {
        var (from, to) = (await running.NewAccount(), await running.NewAccount());

        var run = await ProcessRun.Run("swaks", ["--server", $"127.0.0.1:{Node.Submission}", "--tls", "--auth", "PLAIN", "--auth-user", from,
            "--auth-password", "secret", "--from", from, "--to", to, "--header", "Subject: from swaks"]);

        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.Contains("Subject: from swaks", await Inbox.OnlyMessage(Node, to));
    }

    [Fact]
    public async Task Swaks_with_a_wrong_password_is_refused()
    {
        var (from, to) = (await running.NewAccount(), await running.NewAccount());

        var run = await ProcessRun.Run("swaks", ["--server", $"127.0.0.1:{Node.Submission}", "--tls", "--auth", "PLAIN", "--auth-user", from,
            "--auth-password", "wrong", "--from", from, "--to", to]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("535 5.7.8", run.Output);
        Assert.Equal(0, await Inbox.Count(Node, to));
    }

    [Fact]
    public async Task Swaks_relays_to_a_local_account_but_not_further()
    {
        var to = await running.NewAccount();

        var local = await ProcessRun.Run("swaks", ["--server", $"127.0.0.1:{Node.Smtp}", "--from", "someone@elsewhere.test", "--to", to]);
        var foreign = await ProcessRun.Run("swaks", ["--server", $"127.0.0.1:{Node.Smtp}", "--from", "someone@elsewhere.test", "--to", "other@elsewhere.test"]);

        Assert.True(local.ExitCode == 0, local.Everything);
        Assert.Contains("550 5.7.1", foreign.Output);
        await Inbox.WaitFor(Node, to, 1);
    }

    [Fact]
    public async Task Swaks_delivers_by_lmtp()
    {
        var to = await running.NewAccount();

        var run = await ProcessRun.Run("swaks", ["--protocol", "LMTP", "--server", $"127.0.0.1:{Node.Lmtp}", "--from", "someone@elsewhere.test", "--to", to]);

        Assert.True(run.ExitCode == 0, run.Everything);
        await Inbox.WaitFor(Node, to, 1);
    }

    [Fact]
    public async Task Msmtp_sends_over_implicit_tls()
    {
        var (from, to) = (await running.NewAccount(), await running.NewAccount());

        var run = await ProcessRun.Run(
            "msmtp",
            ["--host=127.0.0.1", $"--port={Node.Submissions}", "--tls=on", "--tls-starttls=off", "--tls-certcheck=off", "--auth=plain",
                $"--user={from}", "--passwordeval=echo secret", $"--from={from}", to],
            input: $"From: {from}\nTo: {to}\nSubject: from msmtp\n\nHello.\n");

        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.Contains("Subject: from msmtp", await Inbox.OnlyMessage(Node, to));
    }

    [Fact]
    public async Task Msmtp_authenticates_with_scram_sha_256()
    {
        var (from, to) = (await running.NewAccount(), await running.NewAccount());

        var run = await ProcessRun.Run(
            "msmtp",
            ["--host=127.0.0.1", $"--port={Node.Submission}", "--tls=on", "--tls-starttls=on", "--tls-certcheck=off", "--auth=scram-sha-256",
                $"--user={from}", "--passwordeval=echo secret", $"--from={from}", to],
            input: $"From: {from}\nTo: {to}\nSubject: by scram\n\nHello.\n");

        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.Contains("Subject: by scram", await Inbox.OnlyMessage(Node, to));
    }

    [Fact]
    public async Task Curl_sends_and_reads_back_by_imap_and_pop3()
    {
        var account = await running.NewAccount();
        var letter = Path.GetTempFileName();
        await File.WriteAllTextAsync(letter, $"From: <{account}>\r\nTo: <{account}>\r\nSubject: from curl\r\n\r\nHello.\r\n");

        var sent = await Curl($"smtps://127.0.0.1:{Node.Submissions}/client.example.test", account, "--mail-from", account, "--mail-rcpt", account, "-T", letter);
        await Inbox.WaitFor(Node, account, 1);
        var byImap = await Curl($"imaps://127.0.0.1:{Node.Imaps}/INBOX;MAILINDEX=1", account);
        var byPop = await Curl($"pop3s://127.0.0.1:{Node.Pop3s}/1", account);

        Assert.True(sent.ExitCode == 0, sent.Everything);
        Assert.Contains("Subject: from curl", byImap.Output);
        Assert.Equal(byImap.Output, byPop.Output);
    }

    private static Task<ProcessRun> Curl(string url, string user, params string[] more) =>
        ProcessRun.Run("curl", ["-sS", "--insecure", "--user", $"{user}:secret", .. more, url]);
}
