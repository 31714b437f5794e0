using System.Collections.Immutable;

namespace MailActors.Protocol.Smtp.Client;

/// <summary>What became of each recipient of a transaction: the first reply that decides about one is the one that counts.</summary>
internal sealed class RecipientAnswers(int count)
{
    private readonly RemoteAnswer?[] _answers = new RemoteAnswer?[count];
    private readonly bool[] _taken = new bool[count];

    /// <summary>Recipients that the host has taken.</summary>
    public int Taken { get; private set; }

    public ImmutableArray<RemoteAnswer> All => [.. _answers.Select(a => a ?? new RemoteAnswer(RemoteVerdict.Later, null))];

    public bool IsTaken(int recipient) => _taken[recipient];

    public void ToRcpt(int recipient, RemoteReply reply)
    {
        if (!reply.IsNegative)
        {
            _taken[recipient] = true;
            Taken++;
            return;
        }

        _answers[recipient] ??= new(IsTooMany(reply) ? RemoteVerdict.NotTried : Verdict(reply), reply);
    }

    /// <param name="recipient">−1: the reply is for all that were taken.</param>
    public void ToDot(int recipient, RemoteReply reply)
    {
        var answer = new RemoteAnswer(Verdict(reply), reply);
        if (recipient >= 0) _answers[recipient] ??= answer;
        else ToEach(answer, takenOnly: true);
    }

    /// <summary>The whole transaction is refused.</summary>
    public void ToAll(RemoteReply reply) => ToEach(new(Verdict(reply), reply), takenOnly: false);

    public void Broken(RemoteReply? reply) => ToEach(new(RemoteVerdict.Later, reply), takenOnly: false);

    private void ToEach(RemoteAnswer answer, bool takenOnly)
    {
        for (var i = 0; i < _answers.Length; i++)
            if (!takenOnly || _taken[i]) _answers[i] ??= answer;
    }

    // RFC 5321 §4.5.3.1.10: 452, and 552 of older hosts: what is left goes in another transaction. Others say the same of a full mailbox or disk, with a
    // status of its own.
    private bool IsTooMany(RemoteReply reply) =>
        Taken > 0 && reply.Code is 452 or 552 && reply.Status is "4.5.3" or "5.5.3" or "4.0.0" or "5.0.0";

    private static RemoteVerdict Verdict(RemoteReply reply) =>
        !reply.IsNegative ? RemoteVerdict.Accepted : reply.IsPermanent ? RemoteVerdict.Never : RemoteVerdict.Later;
}
