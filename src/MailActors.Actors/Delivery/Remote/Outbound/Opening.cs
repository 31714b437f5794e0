using System.Security.Cryptography;
using MailActors.Actors.Delivery.Remote.Certificates;
using MailActors.Actors.Transport;
using MailActors.Domain.Queue;
using MailActors.Domain.Routing;
using MailActors.Protocol.Sasl;
using MailActors.Protocol.Smtp.Client;

namespace MailActors.Actors.Delivery.Remote.Outbound;

/// <summary>Opens one session on a connected socket: greeting, TLS as it is demanded, AUTH.</summary>
internal sealed class Opening(ClientSettings settings, string hostName, CertificateCheck certificates, NextHop hop, Stop stop, bool plain, bool requireTls)
{
    private const int NonceOctets = 18;

    private CertificateVerdict _verdict = CertificateVerdict.Good.Instance;

    private NextHop.Relay? Relay => hop as NextHop.Relay;

    /// <summary>Whether TLS began.</summary>
    public bool IsSecure { get; private set; }

    /// <summary>Under TLS that was no must something went wrong: the same host may be tried without.</summary>
    public bool MayTryPlain { get; private set; }

    /// <summary>For counting; null when TLS is as it should be.</summary>
    public TlsFailure? TlsFailure { get; private set; }

    /// <summary>Null: the session is ready, with what the host offers.</summary>
    public async ValueTask<(Refusal? Refusal, RemoteExtensions Offers)> Run(HostStream stream, CancellationToken cancel)
    {
        var isImplicit = stop.Tls is TlsDemand.Trusted { Implicit: true };
        var dialogue = new OpeningDialogue(
            new(hostName, Relay?.Protocol == RelayProtocol.Lmtp, Use(), isImplicit)
            {
                Credentials = Relay?.Credentials is { } own
                    ? new(own.User, own.Password, Relay.Tls == RelayTls.None, Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceOctets)))
                    : null,
                // An operator may well relay to another server on his own machine.
                RefuseOwnName = Relay is null,
            },
            stream.Output);
        if (isImplicit)
        {
            if (await Secure(stream, cancel).ConfigureAwait(false) is not { } bindings) return (Handshake(stream), RemoteExtensions.None);
            dialogue.Bind(bindings);
        }

        while (true)
        {
            switch (dialogue.Next())
            {
                case OpeningStep.Read:
                    var within = dialogue.Stage == DialogueStage.StartTls ? settings.TlsTimeout : settings.GreetingTimeout;
                    if (await stream.Flush(settings.BlockTimeout, cancel).ConfigureAwait(false) && await stream.Read(within, cancel).ConfigureAwait(false) is { } reply) dialogue.Heard(reply);
                    else dialogue.Cut();
                    break;
                case OpeningStep.StartTls:
                    // RFC 3207 §4.2, RFC 8314: what was sent in the clear must never be read as if it had come under TLS.
                    if (stream.HasMore) return (new(OutboundReasons.Injected(stop.Host), IsPermanent: false), RemoteExtensions.None);
                    if (await Secure(stream, cancel).ConfigureAwait(false) is not { } bindings) return (Handshake(stream), RemoteExtensions.None);
                    dialogue.Secured(bindings);
                    break;
                case OpeningStep.Ready:
                    if (!IsSecure && stop.Tls is not TlsDemand.Never) TlsFailure ??= Domain.Routing.TlsFailure.StartTlsNotSupported;
                    return (null, dialogue.Extensions);
                default:
                    return (Refused(dialogue, stream), RemoteExtensions.None);
            }
        }
    }

    private StartTlsUse Use() => stop.Tls switch
    {
        _ when plain => StartTlsUse.Never,
        TlsDemand.Never => StartTlsUse.Never,
        TlsDemand.Opportunistic or TlsDemand.Trusted { Enforced: false } => StartTlsUse.WhenOffered,
        _ => StartTlsUse.Required,
    };

    private async ValueTask<ChannelBindings?> Secure(HostStream stream, CancellationToken cancel)
    {
        var certificate = await stream.StartTls(certificates.Options(stop.Tls, stop.Host, verdict => _verdict = verdict), settings.TlsTimeout, cancel).ConfigureAwait(false);
        TlsFailure = (_verdict as CertificateVerdict.Bad)?.Failure;
        if (certificate is null)
        {
            TlsFailure ??= Domain.Routing.TlsFailure.ValidationFailure;
            MayTryPlain = Use() == StartTlsUse.WhenOffered;
            return null;
        }

        IsSecure = true;
        return new(TlsFacts.EndPointHash(certificate), default);
    }

    private Refusal Handshake(HostStream stream) => _verdict is CertificateVerdict.Bad { Enforced: true } bad
        ? NotSecure(OutboundReasons.Untrusted(stop.Host, bad.Text))
        : new(OutboundReasons.Untrusted(stop.Host, $"it {stream.Fault}."), IsPermanent: false);

    /// <summary>A policy may be mended, so mail waits; RFC 8689 §4.2.1: one that is to go by TLS or not at all is given back.</summary>
    private Refusal NotSecure(Reason reason) => requireTls ? new(OutboundReasons.NotSecure(reason.Text), IsPermanent: true) : new(reason, IsPermanent: false);

    private Refusal Refused(OpeningDialogue dialogue, HostStream stream)
    {
        var (fault, reply) = dialogue.Failure!;
        var host = stop.Host;
        switch (fault)
        {
            case OpeningFault.Refused: return new(OutboundReasons.Said(host, reply!), reply!.IsPermanent);
            case OpeningFault.NoTls:
                TlsFailure = Domain.Routing.TlsFailure.StartTlsNotSupported;
                return NotSecure(OutboundReasons.NoTls(host, reply));
            case OpeningFault.NoMechanism: return new(OutboundReasons.NoMechanism(host), IsPermanent: false);
            case OpeningFault.NotAuthenticated: return new(OutboundReasons.NotAuthenticated(host, reply), IsPermanent: false);
            case OpeningFault.OwnName: return new(OutboundReasons.OwnName(host), IsPermanent: true);
            default: return new(OutboundReasons.Broken(host, reply, stream.Fault, dialogue.Stage), IsPermanent: false);
        }
    }

    public sealed record Refusal(Reason Reason, bool IsPermanent);
}
