using System.Text.Json;
using MailActors.Actors.Tests.Delivery.Remote.Certificates;
using MailActors.Actors.Tests.Delivery.Remote.Outbound;
using MailActors.Actors.Tests.Delivery.Remote.Policies;
using MailActors.Node.Tests.Running;
using MailActors.Storage.Tests.Dns;

namespace MailActors.Node.Tests.Outbound;

/// <summary>Domains with policies, a host that publishes them, one mail exchanger for all with a certificate for <c>mx.good.test</c>, and a node that asks a
/// real name server.</summary>
internal sealed class StsScene : IAsyncDisposable
{
    private readonly TestAuthority _root = TestAuthority.Root();
    private readonly string _authorities = Path.GetTempFileName();
    private readonly string _data = Directory.CreateTempSubdirectory("mailactors-").FullName;
    private NameServer? _dns;

    /// <param name="domains">Of whom something is published, without <c>.test</c>.</param>
    public StsScene(params string[] domains)
    {
        Domains = domains;
        Sink = new() { Certificate = _root.Host(["mx.good.test"]) };
        Policies = new(_root.Host([.. domains.Select(domain => $"mta-sts.{domain}.test")]));
        File.WriteAllText(_authorities, _root.Certificate.ExportCertificatePem());
        foreach (var domain in domains) Publish(domain, answer => answer);
    }

    public string[] Domains { get; }

    public Sink Sink { get; }

    public PolicyServer Policies { get; }

    public SendingNode Node { get; private set; } = null!;

    /// <summary>A policy for the domain, as it would be if nothing were wrong with it, changed.</summary>
    public void Publish(string domain, Func<PolicyAnswer, PolicyAnswer> change, string mode = "enforce") => Policies.Answers[$"mta-sts.{domain}.test"] =
        change(new() { Policy = $"version: STSv1\r\nmode: {mode}\r\nmax_age: 604800\r\nmx: mx.{domain}.test\r\n" });

    /// <summary>A node on the data folder of the one before, which is killed.</summary>
    /// <param name="record">Of a domain's <c>_mta-sts</c>, as a zone file has it; empty: none.</param>
    public async Task Start(Func<string, string> record)
    {
        if (Node is not null) await Node.Process.Kill();
        if (_dns is not null) await _dns.DisposeAsync();
        _dns = await NameServer.Serve("test", string.Join('\n', Domains.Select(domain =>
            $"{domain} MX 10 mx.{domain}\nmx.{domain} A 127.0.0.1\nmta-sts.{domain} A 127.0.0.1\n" + (record(domain) is { Length: > 0 } own ? $"_mta-sts.{domain} {own}\n" : ""))));
        var process = await NodeProcess.Start(
            new()
            {
                ["MAILACTORS__OUTBOUND__PORT"] = $"{Sink.Port}",
                ["MAILACTORS__OUTBOUND__AUTHORITIES"] = _authorities,
                ["MAILACTORS__OUTBOUND__DNS__RESOLVERS__0"] = $"127.0.0.1:{_dns.Port}",
                ["MAILACTORS__OUTBOUND__DNS__ALLOWLOOPBACK"] = "true",
                ["MAILACTORS__OUTBOUND__MTASTS__PORT"] = $"{Policies.Port}",
                ["MAILACTORS__OUTBOUND__MTASTS__ALLOWPRIVATEHOSTS"] = "true",
                ["MAILACTORS__OUTBOUND__MTASTS__FETCHTIMEOUT"] = "00:00:05",
                ["MAILACTORS__CONNECTIONS__PERMINUTE"] = "0",
            },
            data: _data);
        Node = new(process, Sink, Node?.Account ?? await process.AddAccount("ann"));
    }

    public async Task Send(string domain, string mail = "", string field = "")
    {
        await using var session = await Node.Submit();
        var answer = await Node.Send(session, $"bob@{domain}.test", $"{field}Subject: to {domain}\r\n\r\nbody", mail);
        if (!answer.StartsWith("250", StringComparison.Ordinal)) throw new InvalidOperationException(answer);
    }

    /// <summary>Whether mail for the domain has arrived; false when it waits for a reason of TLS, null when neither comes true.</summary>
    public async Task<bool?> Arrives(string domain)
    {
        for (var i = 0; i < 600; i++)
        {
            if (Sink.Messages.Any(message => System.Text.Encoding.UTF8.GetString(message).Contains($"Subject: to {domain}\r\n", StringComparison.Ordinal))) return true;
            if ((await Node.Process.Mailctl("queue", "list", "--domain", $"{domain}.test", "--reason", "4.7.5", "--json")).Output.Contains($"{domain}.test", StringComparison.Ordinal)) return false;
            await Task.Delay(100);
        }

        return null;
    }

    public async Task<List<JsonElement>> Rows(params string[] command)
    {
        var run = await Node.Process.Mailctl([.. command, "--json"]);
        if (run.ExitCode != 0) throw new InvalidOperationException(run.Everything);
        using var json = JsonDocument.Parse(run.Output);
        return [.. json.RootElement.EnumerateArray().Select(row => row.Clone())];
    }

    public async ValueTask DisposeAsync()
    {
        if (Node is not null) await Node.Process.DisposeAsync();
        if (_dns is not null) await _dns.DisposeAsync();
        await Policies.DisposeAsync();
        await Sink.DisposeAsync();
        File.Delete(_authorities);
        Directory.Delete(_data, recursive: true);
    }
}
