using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using MailActors.Domain.Dns;
using MailActors.Storage.Dns;

namespace MailActors.Storage.Tests.Dns;

/// <summary>Unbound from Debian, which validates DNSSEC, before Knot DNS with a zone that is signed here, one that is not, and one whose signatures are by
/// another key than its parent vouches for.</summary>
public sealed class ValidatingResolver : Xunit.IAsyncLifetime
{
    private const int AuthorityPort = 5300;
    private const int ResolverPort = 5301;

    private static readonly Dictionary<string, string> Zones = new()
    {
        ["."] = "",
        ["plain.test."] = """
            @ MX 10 mx
            mx A 192.0.2.1
            _25._tcp.mx TLSA 3 1 1 1111111111111111111111111111111111111111111111111111111111111111
            """,
        ["secure.test."] = """
            @ MX 10 mx
            mx A 192.0.2.2
            _25._tcp.mx TLSA 3 1 1 2222222222222222222222222222222222222222222222222222222222222222
            alias MX 10 www
            www CNAME mx
            outside MX 10 leaving
            leaving CNAME mx.plain.test.
            held MX 10 mx.held
            mx.held A 192.0.2.3
            _25._tcp.mx.held CNAME _25._tcp.mx.bogus.test.
            authority MX 10 mx.authority
            mx.authority A 192.0.2.4
            _25._tcp.mx.authority TLSA 1 1 1 3333333333333333333333333333333333333333333333333333333333333333
            bare MX 10 mx.bare
            mx.bare A 192.0.2.5
            stranger MX 10 mx.plain.test.
            """,
        ["bogus.test."] = """
            @ MX 10 mx
            mx A 192.0.2.6
            _25._tcp.mx TLSA 3 1 1 4444444444444444444444444444444444444444444444444444444444444444
            """,
    };

    /// <summary>More records of the signed zone, secure.test.</summary>
    public string Signed { get; init; } = "";

    /// <summary>Of the resolver that validates, as settings have it.</summary>
    public string Address => $"{_address}:{ResolverPort}";

    private readonly string _folder = Directory.CreateTempSubdirectory("mailactors-dnssec-").FullName;
    private readonly List<Process> _processes = [];

    // An address of loopback that no other test has, so that the ports can be any.
    private readonly string _address = $"127.{RandomNumberGenerator.GetInt32(64, 250)}.{RandomNumberGenerator.GetInt32(1, 250)}.{RandomNumberGenerator.GetInt32(2, 250)}";

    public async Task InitializeAsync()
    {
        foreach (var (name, records) in Zones) await File.WriteAllTextAsync(ZoneFile(name), Zone(name, name == "secure.test." ? records + "\n" + Signed : records));
        var anchor = await Sign("secure.test.");
        await Sign("bogus.test.");
        var wrong = await Key("bogus.test."); // not the one it is signed with
        Directory.CreateDirectory(Path.Combine(_folder, "run"));
        Directory.CreateDirectory(Path.Combine(_folder, "db"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "knot.conf"), $"""
            server:
                rundir: "{_folder}/run"
                listen: {_address}@{AuthorityPort}
                tcp-workers: 1
                udp-workers: 1
                background-workers: 1
            database:
                storage: "{_folder}/db"
            log:
              - target: stderr
                any: error
            zone:
            {string.Join('\n', Zones.Keys.Select(name => $"  - domain: {name}\n    file: \"{ZoneFile(name)}\""))}
            """);
        await File.WriteAllTextAsync(Path.Combine(_folder, "unbound.conf"), $"""
            server:
                interface: {_address}
                port: {ResolverPort}
                access-control: 127.0.0.0/8 allow
                do-not-query-localhost: no
                do-ip6: no
                chroot: ""
                username: ""
                directory: "{_folder}"
                pidfile: ""
                use-syslog: no
                do-daemonize: no
                num-threads: 1
                module-config: "validator iterator"
                trust-anchor-file: "{anchor}.ds"
                trust-anchor-file: "{wrong}.ds"
                local-zone: "test." nodefault
            stub-zone:
                name: "."
                stub-addr: {_address}@{AuthorityPort}
            remote-control:
                control-enable: no
            """);
        Start("/usr/sbin/knotd", "-c", Path.Combine(_folder, "knot.conf"));
        await Answers(AuthorityPort);
        Start("/usr/sbin/unbound", "-d", "-c", Path.Combine(_folder, "unbound.conf"));
        await Answers(ResolverPort);
    }

    public async Task DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Asks the resolver that validates.</summary>
    internal DnsLookups Lookups() => Lookups(ResolverPort);

    /// <summary>Asks the name server itself, which validates nothing.</summary>
    internal DnsLookups Unvalidated() => Lookups(AuthorityPort);

    private DnsLookups Lookups(int port) =>
        new(new DnsSettings { Resolvers = [new IPEndPoint(IPAddress.Parse(_address), port).ToString()], Timeout = TimeSpan.FromSeconds(10) }, TimeProvider.System);

    private async Task Answers(int port)
    {
        for (var patience = Stopwatch.StartNew(); patience.Elapsed.TotalSeconds < 60; await Task.Delay(50))
        {
            using var dns = Lookups(port);
            if (await dns.Exchangers("plain.test", default) is DnsAnswer<MailExchanger>.Found) return;
        }

        throw new TimeoutException($"Nothing answers on port {port}.");
    }

    private static string Zone(string name, string records) =>
        $"$ORIGIN {name}\n$TTL 300\n@ SOA ns.invalid. admin.invalid. 1 3600 600 86400 60\n@ NS ns.invalid.\n"
        + string.Join('\n', records.Split('\n').Select(line => line.Trim())) + "\n";

    private string ZoneFile(string name) => Path.Combine(_folder, $"zone{name}");

    private async Task<string> Sign(string name)
    {
        var key = await Key(name);
        await Run("ldns-signzone", "-n", "-f", ZoneFile(name) + "signed", ZoneFile(name), key);
        File.Move(ZoneFile(name) + "signed", ZoneFile(name), overwrite: true);
        return key;
    }

    /// <returns>The path of the key without its ending; a DS record is beside it.</returns>
    private async Task<string> Key(string name) => Path.Combine(_folder, (await Run("ldns-keygen", "-a", "ECDSAP256SHA256", "-k", name)).Trim());

    private async Task<string> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, WorkingDirectory = _folder })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {output}");
    }

    private void Start(string program, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        _processes.Add(process);
    }
}
