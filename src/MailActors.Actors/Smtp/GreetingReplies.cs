using System.Collections.Concurrent;
using MailActors.Protocol.Smtp;

namespace MailActors.Actors.Smtp;

/// <summary>The answers to EHLO, made once for each kind of connection.</summary>
internal sealed class GreetingReplies(string hostName, SmtpSettings settings)
{
    private readonly ConcurrentDictionary<(SmtpEndpointKind, bool, bool, string), SmtpReply> _greetings = new();

    public SmtpReply Helo { get; } = new SmtpExtensions(hostName, SmtpEndpointKind.Relay, 0, 0, false, "").HeloReply();

    private readonly SmtpReply _esmtp = SmtpReplies.Banner(hostName, SmtpEndpointKind.Relay);
    private readonly SmtpReply _lmtp = SmtpReplies.Banner(hostName, SmtpEndpointKind.Lmtp);

    public SmtpReply Banner(SmtpEndpointKind kind) => kind == SmtpEndpointKind.Lmtp ? _lmtp : _esmtp;

    public SmtpReply For(SmtpEndpointKind kind, bool secure, bool startTls, string mechanisms) => _greetings.GetOrAdd(
        (kind, secure, startTls, mechanisms),
        key => new SmtpExtensions(hostName, key.Item1, settings.MaxMessageSize, settings.MaxRecipients, key.Item3, key.Item4) { IsSecure = key.Item2 }.GreetingReply());
}
