using System.Collections.Concurrent;
using MailActors.Protocol.Smtp;

namespace MailActors.Actors.Smtp;

/// <summary>The answers to EHLO, made once a day for each kind of connection: they tell a day until which mail may be held.</summary>
internal sealed class GreetingReplies(string hostName, SmtpSettings settings, TimeProvider time)
{
    private volatile Day _day = new(default);

    public SmtpReply Helo { get; } = new SmtpExtensions(hostName, SmtpEndpointKind.Relay, 0, 0, false, "").HeloReply();

    private readonly SmtpReply _esmtp = SmtpReplies.Banner(hostName, SmtpEndpointKind.Relay);
    private readonly SmtpReply _lmtp = SmtpReplies.Banner(hostName, SmtpEndpointKind.Lmtp);

    public SmtpReply Banner(SmtpEndpointKind kind) => kind == SmtpEndpointKind.Lmtp ? _lmtp : _esmtp;

    public SmtpReply For(SmtpEndpointKind kind, bool secure, bool startTls, string mechanisms)
    {
        var limit = DateOnly.FromDateTime((time.GetUtcNow() + settings.MaxHold).UtcDateTime);
        var day = _day;
        if (day.Limit != limit) _day = day = new(limit);
        return day.Replies.GetOrAdd(
            (kind, secure, startTls, mechanisms),
            key => new SmtpExtensions(hostName, key.Item1, settings.MaxMessageSize, settings.MaxRecipients, key.Item3, key.Item4)
            {
                IsSecure = key.Item2, MaxHold = settings.MaxHold, HoldLimit = limit, MinDeliverBy = settings.MinDeliverBy,
            }.GreetingReply());
    }

    private sealed class Day(DateOnly limit)
    {
        public DateOnly Limit { get; } = limit;

        public ConcurrentDictionary<(SmtpEndpointKind, bool, bool, string), SmtpReply> Replies { get; } = new();
    }
}
