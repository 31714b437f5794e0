using System.Security.Cryptography;
using Akka.Actor;
using Akka.Event;
using MailActors.Actors.Cluster;

namespace MailActors.Actors.Transport.Certificates;

/// <summary>Looks every minute whether the certificate was replaced. A broken replacement is an alarm in the log and nothing else:
/// the server goes on with the certificate it has.</summary>
public sealed class CertificateWatchActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly NodeCertificate _certificate;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public CertificateWatchActor(NodeCertificate certificate)
    {
        _certificate = certificate;
        Receive<Look>(_ => Reload());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(NodeCertificate certificate) => Produced.By(() => new CertificateWatchActor(certificate));

    protected override void PreStart() => Timers.StartPeriodicTimer(Look.Instance, Look.Instance, Every);

    private void Reload()
    {
        try
        {
            if (_certificate.Reload()) _log.Info("New TLS certificate in use: {Path}", _certificate.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            _log.Error("The new TLS certificate {Path} can't be used, the old one stays in use: {Fault}", _certificate.Path, e.Message);
        }
    }

    /// <summary>Look now.</summary>
    public sealed record Look : INoSerializationVerificationNeeded
    {
        public static readonly Look Instance = new();
    }
}
