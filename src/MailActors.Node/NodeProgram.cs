using System.Net;
using MailActors.Actors.Transport.Certificates;
using MailActors.Domain.Blobs;
using MailActors.Node.Composition;
using MailActors.Node.Settings;
using Microsoft.Extensions.Logging;

namespace MailActors.Node;

/// <summary>Starts a node, tells where to connect, and stops it when the process is told to end. Exit codes: 0 stopped as asked,
/// 1 could not start or was put out by its cluster, 2 settings can't be used or typed wrong.</summary>
internal static class NodeProgram
{
    public static async Task<int> Run(NodeSettings settings, CancellationToken stop)
    {
        var time = TimeProvider.System;
        var hostName = settings.Hostname.Length > 0 ? settings.Hostname : Dns.GetHostName().ToLowerInvariant();
        using var logs = LoggerFactory.Create(Logging);
        NodeStores stores;
        try
        {
            stores = await NodeStores.Open(settings, time, logs).ConfigureAwait(false);
        }
        catch (Exception e) when (e is StorageException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return Refuse($"The data folder {settings.Data} can't be opened: {e.Message}");
        }

        await using var opened = stores;
        await using var node = await MailNode.Start(settings, hostName, stores, time, Logging).ConfigureAwait(false);
        var password = await FirstStart.Run(stores.Admin, node.Mailboxes, stop).ConfigureAwait(false);
        if (await node.Listen(settings, hostName, Certificate(settings, hostName, time), time).ConfigureAwait(false) is { Count: > 0 } faults)
            return Refuse(string.Join(Environment.NewLine, password is null ? faults : [.. faults, FirstStart.Account(password)]));
        Console.WriteLine(Words(settings, hostName));
        if (password is not null) Console.WriteLine(FirstStart.Words(settings, password));
        if (!await node.RunsUntil(stop).ConfigureAwait(false))
            return Refuse("The cluster has put this node out, and it has stopped: another may have its mailboxes by now. Start it again to join anew.");
        Console.WriteLine("Stopping: sessions are ended, what is under way is written.");
        return 0;
    }

    private static CertificateFiles Certificate(NodeSettings settings, string hostName, TimeProvider time) => settings.Certificate.File.Length > 0
        ? new(settings.Certificate.File, settings.Certificate.KeyFile)
        : SelfSignedCertificate.Ensure(settings.Data, hostName, time.GetUtcNow());

    private static string Words(NodeSettings settings, string hostName)
    {
        var o = settings.PortOffset;
        return $"""
            MailActors is {hostName} on {settings.Bind}, data in {Path.GetFullPath(settings.Data)}
              SMTP        {Ports.Smtp + o}
              LMTP        {Ports.Lmtp + o}
              submission  {Ports.Submission + o} (STARTTLS), {Ports.Submissions + o} (TLS)
              IMAP        {Ports.Imap + o} (STARTTLS), {Ports.Imaps + o} (TLS)
              POP3        {Ports.Pop3 + o} (STARTTLS), {Ports.Pop3s + o} (TLS)
              operators   {Ports.Operators + o} on loopback: mailctl
            """;
    }

    private static int Refuse(string why)
    {
        Console.Error.WriteLine(why);
        return 1;
    }

    private static void Logging(ILoggingBuilder logging) => logging
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Akka", LogLevel.Warning)
        .AddFilter("Microsoft.Hosting", LogLevel.Warning)
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        });
}
