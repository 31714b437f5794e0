using System.Net;
using System.Net.Sockets;
using MailActors.Actors.Delivery.Remote.Certificates;
using MailActors.Actors.Delivery.Remote.Content;
using MailActors.Domain.Queue;
using MailActors.Domain.Routing;

namespace MailActors.Actors.Delivery.Remote.Outbound;

/// <summary>Connections by TCP that speak SMTP or LMTP.</summary>
/// <param name="hostName">What we call ourselves in EHLO.</param>
public sealed class SmtpOutbound(
    ClientSettings settings, string hostName, IOutgoingContents contents, CertificateCheck certificates, ITlsTally tally, TimeProvider time) : IOutbound
{
    public async ValueTask<OutboundResult> Connect(NextHop hop, RoutePlan.Stops plan, IPAddress? source, CancellationToken cancel)
    {
        Reason? later = null, never = null;
        var (addresses, sessions) = (0, 0);
        foreach (var stop in plan.Hosts)
        {
            foreach (var address in stop.Addresses)
            {
                if (source is not null && source.AddressFamily != address.AddressFamily) continue;
                if (addresses++ == settings.MaxAddresses || sessions == settings.MaxSessions) return Result();
                var attempt = new SessionAttempt(hop, stop, new(address, stop.Port), source, plan.TlsPolicy, plan.RequireTls);
                var (connection, refusal, reached) = await Open(attempt, plain: false, cancel).ConfigureAwait(false);
                if (connection is not null) return new OutboundResult.Connected(connection);
                // RFC 8689 §4.2.1: every host is asked before such a message is given back.
                if (reached && !plan.RequireTls) sessions++;
                if (refusal!.IsPermanent) never = refusal.Reason;
                else later = refusal.Reason;
            }
        }

        return Result();

        // One host that is in trouble may be the one that would have taken the mail.
        OutboundResult Result() => never is not null && later is null ? new OutboundResult.Refused(never) : new OutboundResult.Later(later ?? OutboundReasons.NoAddress);
    }

    private async ValueTask<(SmtpConnection? Connection, Opening.Refusal? Refusal, bool Reached)> Open(SessionAttempt attempt, bool plain, CancellationToken cancel)
    {
        var (hop, stop, address, source, policy, requireTls) = attempt;
        var (socket, error) = await Dial(address, source, cancel).ConfigureAwait(false);
        if (socket is null) return (null, new(OutboundReasons.NotConnected(stop.Host, error), IsPermanent: false), false);
        var stream = new HostStream(new NetworkStream(socket, ownsSocket: true), time);
        var kept = false;
        var opening = new Opening(settings, hostName, certificates, hop, stop, plain, requireTls);
        try
        {
            var (refusal, offers) = await opening.Run(stream, cancel).ConfigureAwait(false);
            if (!plain && stop.Tls is not TlsDemand.Never) Count(opening, refusal, policy, stop.Host);
            if (refusal is null)
            {
                kept = true;
                var isLmtp = hop is NextHop.Relay { Protocol: RelayProtocol.Lmtp };
                var connection = new SmtpConnection(stream, stop.Host, offers, requireTls, isLmtp, settings, contents, time);
                if (!requireTls || (offers.RequireTls && opening.IsSecure)) return (connection, null, true);
                await connection.DisposeAsync().ConfigureAwait(false); // RFC 8689 §4.2.1: QUIT, then the next host
                return (null, new(OutboundReasons.NotOfferedRequireTls, IsPermanent: true), true);
            }

            // RFC 7435: encryption that nobody demands is better than none, and none is better than no mail.
            if (!opening.MayTryPlain) return (null, refusal, true);
        }
        finally
        {
            if (!kept) await stream.DisposeAsync().ConfigureAwait(false);
        }

        return await Open(attempt, plain: true, cancel).ConfigureAwait(false);
    }

    private void Count(Opening opening, Opening.Refusal? refusal, TlsPolicyUsed policy, string host)
    {
        // A session that ended before TLS came up says nothing about it.
        if (refusal is null || opening.TlsFailure is not null) tally.Count(policy, host, opening.TlsFailure);
    }

    private async ValueTask<(Socket? Socket, SocketError Error)> Dial(IPEndPoint address, IPAddress? source, CancellationToken cancel)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var deadline = new CancellationTokenSource(settings.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        try
        {
            if (source is not null) socket.Bind(new IPEndPoint(source, 0));
            await socket.ConnectAsync(address, either.Token).ConfigureAwait(false);
            return (socket, SocketError.Success);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            return (null, e.SocketErrorCode);
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            cancel.ThrowIfCancellationRequested();
            return (null, SocketError.TimedOut);
        }
    }

    private sealed record SessionAttempt(NextHop Hop, Stop Stop, IPEndPoint Address, IPAddress? Source, TlsPolicyUsed Policy, bool RequireTls);
}
