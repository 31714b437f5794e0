using System.Net;
using MailActors.Protocol.Sasl;

namespace MailActors.Domain.Security;

/// <summary>One log-in by SASL, the same for SMTP, IMAP and POP3: the session only carries lines. Used by one session, one step at a time.</summary>
public sealed class SaslExchange
{
    private readonly ISaslMechanism _mechanism;
    private readonly IAuthenticator _authenticator;
    private readonly IPAddress _remote;
    private ScramLookup? _keys;
    private SaslOutcome? _afterFinalMessage;

    private SaslExchange(ISaslMechanism mechanism, IAuthenticator authenticator, IPAddress remote)
    {
        _mechanism = mechanism;
        _authenticator = authenticator;
        _remote = remote;
    }

    public string Mechanism => _mechanism.Name;

    /// <summary>Null: there is no such mechanism on this connection. Only for connections under TLS.</summary>
    public static SaslExchange? Begin(string mechanism, ChannelBindings bindings, IAuthenticator authenticator, IPAddress remote) =>
        SaslMechanisms.Create(mechanism, bindings) is { } created ? new SaslExchange(created, authenticator, remote) : null;

    /// <param name="initialResponse">What stood behind the mechanism's name, still in base64 (<c>=</c> for empty); null when there was nothing.</param>
    public ValueTask<SaslOutcome> Start(ReadOnlyMemory<byte>? initialResponse, CancellationToken cancel)
    {
        if (initialResponse is not { } line) return Carry(_mechanism.Start(), cancel);
        return SaslLine.DecodeInitial(line.Span, out var response) is { } failure
            ? Refuse(failure)
            : Carry(_mechanism.Respond(response), cancel);
    }

    /// <param name="line">The client's line without CRLF, still in base64.</param>
    public ValueTask<SaslOutcome> Respond(ReadOnlyMemory<byte> line, CancellationToken cancel)
    {
        if (SaslLine.Decode(line.Span, out var response) is { } failure) return Refuse(failure);
        if (_afterFinalMessage is not { } outcome) return Carry(_mechanism.Respond(response), cancel);

        // RFC 4422 §4: the protocols carry no data with success, so the last message went as a challenge; its answer is empty.
        return response.Length == 0 ? new(outcome) : Refuse(SaslFailure.Malformed);
    }

    private async ValueTask<SaslOutcome> Carry(SaslStep step, CancellationToken cancel)
    {
        switch (step)
        {
            case SaslStep.Challenge challenge:
                return new SaslOutcome.Continue(SaslLine.Encode(challenge.Octets));

            case SaslStep.NeedsPassword credentials:
                return Tell(await _authenticator.Verify(credentials.Login, credentials.Password, _remote, cancel));

            case SaslStep.NeedsScramKeys wanted:
                _keys = await _authenticator.ScramKeys(wanted.Login, _remote, cancel);
                return _keys is { Refusal: null, Keys: { } keys }
                    ? await Carry(((ScramSha256)_mechanism).ContinueWith(keys), cancel)
                    : Tell(_keys.Refusal ?? AuthResult.Failed.Instance);

            case SaslStep.Proven proven:
                var outcome = Tell(await _authenticator.ScramFinished(_keys! with { Proven = proven.Keys }, proven: true, _remote, cancel));
                if (outcome is not SaslOutcome.Success) return outcome;
                _afterFinalMessage = outcome;
                return new SaslOutcome.Continue(SaslLine.Encode(proven.FinalMessage));

            case SaslStep.Failed failed when _keys is not null:
                // After the keys were given every failure counts as a try at the password.
                var refused = Tell(await _authenticator.ScramFinished(_keys, proven: false, _remote, cancel));
                return failed.Reason == SaslFailure.Malformed ? new SaslOutcome.Refused(SaslRefusal.Malformed) : refused;

            case SaslStep.Failed failed:
                return await Refuse(failed.Reason);

            default:
                throw new InvalidOperationException($"Unknown step {step.GetType().Name}.");
        }
    }

    private static SaslOutcome Tell(AuthResult result) => result switch
    {
        AuthResult.Success success => new SaslOutcome.Success(success.Account),
        AuthResult.Throttled throttled => new SaslOutcome.Refused(SaslRefusal.Credentials, throttled.Wait),
        AuthResult.Unavailable => new SaslOutcome.Refused(SaslRefusal.Unavailable),
        _ => new SaslOutcome.Refused(SaslRefusal.Credentials),
    };

    private static ValueTask<SaslOutcome> Refuse(SaslFailure reason) => new(new SaslOutcome.Refused(reason switch
    {
        SaslFailure.Malformed => SaslRefusal.Malformed,
        SaslFailure.TooLong => SaslRefusal.TooLong,
        SaslFailure.Aborted => SaslRefusal.Aborted,
        _ => SaslRefusal.Credentials,
    }));
}
