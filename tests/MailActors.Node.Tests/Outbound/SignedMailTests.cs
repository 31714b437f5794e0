using System.Text;
using System.Text.Json;
using MailActors.Node.Tests.Running;
using Xunit;

namespace MailActors.Node.Tests.Outbound;

/// <summary>What leaves is signed with the keys an operator has put to use, and others can verify it.</summary>
public class SignedMailTests
{
    private const string Verify = """
        import dkim, sys
        names = dict(zip(sys.argv[2::2], sys.argv[3::2]))
        message = open(sys.argv[1], 'rb').read()
        count = message.split(b'\r\n\r\n')[0].lower().count(b'dkim-signature:')
        checker = dkim.DKIM(message)
        print(*[checker.verify(idx=i, dnsfunc=lambda name, timeout=5: names[name.decode().rstrip('.')].encode()) for i in range(count)])
        """;

    [Fact]
    [Trait("acceptance", "DK-04")]
    public async Task Mail_is_signed_with_the_active_keys_and_only_with_those()
    {
        await using var node = await SendingNode.Start();
        await using var session = await node.Submit();
        var rsa = await Key(node, "rsa");
        var edwards = await Key(node, "ed25519");
        Assert.DoesNotContain("DKIM-Signature", await Sent(node, session));

        foreach (var key in new[] { rsa, edwards }) Assert.Equal(0, (await node.Process.Mailctl("dkim", "activate", "bench.test", key.Selector)).ExitCode);
        var signed = await Sent(node, session);
        Assert.Equal("True True", await Verified(signed, rsa, edwards));
        // The control: a changed message is not taken for ours.
        Assert.Equal("False False", await Verified(signed.Replace("Subject: hello", "Subject: hallo"), rsa, edwards));

        Assert.Equal(0, (await node.Process.Mailctl("dkim", "remove", "bench.test", edwards.Selector)).ExitCode);
        Assert.Equal("True", await Verified(await Sent(node, session), rsa, edwards));
    }

    private static async Task<(string Selector, string Name, string Value)> Key(SendingNode node, string algorithm)
    {
        var made = await node.Process.Mailctl("dkim", "add", "bench.test", "--algorithm", algorithm, "--json");
        Assert.True(made.ExitCode == 0, made.Everything);
        using var json = JsonDocument.Parse(made.Output);
        string Field(string name) => json.RootElement.GetProperty(name).GetString()!;
        return (Field("selector"), Field("record"), Field("value"));
    }

    private static async Task<string> Sent(SendingNode node, MailSession session)
    {
        Assert.StartsWith("250", await node.Send(session, "bob@elsewhere.test"));
        Assert.True(await node.Process.QueueRunsEmpty());
        return Encoding.UTF8.GetString(node.Sink.Messages.Last());
    }

    private static async Task<string> Verified(string message, params (string Selector, string Name, string Value)[] keys)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, message);
        var run = await ProcessRun.Run("/usr/bin/python3", ["-c", Verify, file, .. keys.SelectMany(k => new[] { k.Name, k.Value })], null, seconds: 60);
        File.Delete(file);
        return run.ExitCode == 0 ? run.Output.Trim() : run.Everything;
    }
}
