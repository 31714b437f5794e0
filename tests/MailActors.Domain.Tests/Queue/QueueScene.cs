using MailActors.Domain.Blobs;
using MailActors.Domain.Queue;
using MailActors.Protocol.Addresses;

namespace MailActors.Domain.Tests.Queue;

internal static class QueueScene
{
    public static QueueId Id(int number) => new(new Guid(number, 0, 0, new byte[8]));

    public static Envelope Mail(int number, int recipients = 1) => new(
        Id(number), new MailAddress("from", "example.org"), Blob, 100, 10, BodyKind.SevenBit, false, DsnReturn.Unspecified, null, null, 1_000 + number,
        [.. Enumerable.Range(0, recipients).Select(r => To(r, new AccountId(r + 1)))]);

    public static Recipient To(int number, AccountId? account)
    {
        var address = new MailAddress($"user{number}", "example.org");
        return new(number, address, address, account, null, Blob, 100, DsnNotify.Unspecified, null);
    }

    public static QueueState Accept(this QueueState state, params Envelope[] mail) => state.Apply(new([.. mail], []));

    public static QueueState Settle(this QueueState state, int number, params Outcome[] outcomes) =>
        state.Apply(new([], [.. outcomes.Select(o => new Settlement(Id(number), o))]));

    /// <summary>All there is to a state, comparable.</summary>
    public static string Shown(this QueueState state) => string.Join('\n', [
        .. state.Entries.OrderBy(e => e.Envelope.Id.Value).Select(e => $"{e.Envelope.Id}: {string.Join(", ", e.Recipients)}"),
        .. state.Settled.InOrder.Select(id => $"settled {id}")]);

    private static BlobId Blob => BlobId.From(new byte[BlobId.Length]);
}
