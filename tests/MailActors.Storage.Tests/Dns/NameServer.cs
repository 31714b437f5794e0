using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MailActors.Domain.Dns;
using MailActors.Storage.Dns;

namespace MailActors.Storage.Tests.Dns;

/// <summary>Knot DNS from Debian with the zone test., and broken.test., which it can't load and answers SERVFAIL for.</summary>
public sealed class NameServer : Xunit.IAsyncLifetime
{
    private const string Zone = """
        two MX 20 mx2.two
        two MX 10 mx1.two
        mx1.two A 192.0.2.1
        mx1.two AAAA 2001:db8::1
        mx2.two A 192.0.2.2
        alone A 192.0.2.3
        empty TXT "no address"
        null MX 0 .
        dead MX 10 nobody.dead
        dead TXT "its exchanger does not exist"
        half MX 10 nobody.half
        half MX 20 mx1.two
        unknown MX 10 mx.broken
        partly MX 10 mx.broken
        partly MX 20 mx1.two
        alias CNAME two
        aliased MX 10 www.aliased
        www.aliased CNAME mx1.two
        loop CNAME loop2
        loop2 CNAME loop
        loops MX 10 loop
        ours MX 10 mx1.two
        ours MX 20 mail.here
        ours MX 30 mx2.two
        onlyours MX 10 mail.here
        mail.here A 192.0.2.99
        byaddress MX 10 other.here
        other.here A 192.0.2.99
        inside MX 10 local.inside
        local.inside A 127.0.0.5
        cloud MX 10 metadata.cloud
        metadata.cloud A 169.254.169.254
        text TXT "one " "and two"
        _25._tcp.mx1.two TLSA 3 1 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
        _imaps._tcp.two SRV 0 1 993 mail.two
        _pop3._tcp.two SRV 0 0 0 .
        """;

    private readonly string _origin;
    private readonly string _zone;
    private readonly string _folder = Directory.CreateTempSubdirectory("mailactors-dns-").FullName;
    private Process? _process;

    public NameServer() : this("test", string.Join('\n', Zone.Split('\n').Select(line => line.Trim())) + Many)
    {
    }

    private NameServer(string origin, string zone) => (_origin, _zone) = (origin, zone);

    public int Port { get; } = FreePort();

    private static string Many => string.Concat(Enumerable.Range(0, 1000).Select(i => $"\nmany MX {i} h{i}.many\nh{i}.many A 192.0.2.{i % 200 + 10}\nbig TXT \"{i} {new string('x', 40)}\""));

    /// <param name="zone">Lines of a zone file behind its SOA and NS records.</param>
    public static async Task<NameServer> Serve(string origin, string zone)
    {
        var server = new NameServer(origin, zone);
        await server.InitializeAsync();
        return server;
    }

    public async Task InitializeAsync()
    {
        var head = $"$ORIGIN {_origin}.\n$TTL 300\n@ SOA ns admin 1 3600 600 86400 60\n@ NS ns\nns A 127.0.0.1\n";
        await File.WriteAllTextAsync(Path.Combine(_folder, "test.zone"), head + _zone + "\n");
        await File.WriteAllTextAsync(Path.Combine(_folder, "knot.conf"), $"""
            server:
                rundir: "{_folder}/run"
                listen: 127.0.0.1@{Port}
                tcp-workers: 1
                udp-workers: 1
                background-workers: 1
            database:
                storage: "{_folder}/db"
            log:
              - target: stderr
                any: warning
            zone:
              - domain: {_origin}.
                file: "{_folder}/test.zone"
              - domain: broken.{_origin}.
                file: "{_folder}/no-such.zone"
            """);
        Directory.CreateDirectory(Path.Combine(_folder, "run"));
        Directory.CreateDirectory(Path.Combine(_folder, "db"));
        _process = Process.Start(new ProcessStartInfo("knotd", ["-c", Path.Combine(_folder, "knot.conf")]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await Answers();
    }

    public async Task DisposeAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    internal DnsLookups Lookups(params string[] before) =>
        new(new DnsSettings { Resolvers = [.. before, $"127.0.0.1:{Port}"], Timeout = TimeSpan.FromSeconds(before.Length > 0 ? 3 : 10) }, TimeProvider.System);

    private async Task Answers()
    {
        for (var patience = Stopwatch.StartNew(); patience.Elapsed.TotalSeconds < 60; await Task.Delay(50))
        {
            using var dns = Lookups();
            if (await dns.Addresses($"ns.{_origin}", AddressType.IPv4, default) is DnsAnswer<IPAddress>.Found) return;
        }

        throw new TimeoutException("Knot DNS does not answer.");
    }

    private static int FreePort()
    {
        using var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)udp.Client.LocalEndPoint!).Port;
    }
}
