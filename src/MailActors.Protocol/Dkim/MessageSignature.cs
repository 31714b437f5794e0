using System.Buffers;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Smtp.Message;

namespace MailActors.Protocol.Dkim;

/// <summary>What of a message goes into its signatures: read once, however many keys sign.</summary>
/// <param name="AuthorDomains">Of the From field, in its order; empty when it can't be read without doubt.</param>
public sealed record MessageSignature(SignedFields Fields, byte[] BodyHash, IReadOnlyList<string> AuthorDomains)
{
    /// <summary>Null: no header section within the limit.</summary>
    /// <param name="maxHead">Octets of the header section.</param>
    public static async ValueTask<MessageSignature?> Read(Stream content, int maxHead, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            var head = new ArrayBufferWriter<byte>(8 * 1024);
            var end = -1;
            while (end < 0)
            {
                if (head.WrittenCount > maxHead) return null;
                var read = await content.ReadAsync(buffer, cancel).ConfigureAwait(false);
                if (read == 0) break;
                var searched = head.WrittenCount;
                head.Write(buffer.AsSpan(0, read));
                end = HeaderFields.FindEnd(head.WrittenSpan, searched);
            }

            using var body = new RelaxedBody();
            if (end < 0) end = head.WrittenCount; // a message may have no body and no empty line
            body.Append(head.WrittenSpan[end..]);
            for (int read; (read = await content.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0;) body.Append(buffer.AsSpan(0, read));
            return new(SignedFields.Of(head.WrittenSpan[..end]), body.Finish(), Authors(head.WrittenSpan[..end]));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static IReadOnlyList<string> Authors(ReadOnlySpan<byte> head)
    {
        var authors = new List<MailAddress>();
        var fields = 0;
        foreach (var field in new HeaderFields(head))
        {
            if (!field.Is("From"u8)) continue;
            if (++fields > 1 || !AuthorField.TryRead(field.Value, authors)) return [];
        }

        return [.. authors.Select(author => author.Domain).Distinct()];
    }
}
