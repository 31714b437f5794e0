using System.Text;
using MailActors.Domain.Blobs;
using MailActors.Protocol.Mime;
using MailActors.Protocol.Mime.Headers;

namespace MailActors.Actors.Imap.Search;

/// <summary>A message as SEARCH reads it: headers decoded, text parts out of their transfer encoding and charset. Memory is one header or one piece of text,
/// whatever the message is; other parts than text and messages are not looked into.</summary>
internal sealed class MessageText(MessageSummary summary, IBlobReader blob, CancellationToken cancel)
{
    /// <summary>Octets of one header that are looked at.</summary>
    private const int MaxHeader = 1024 * 1024;

    private byte[]? _header;

    /// <summary>HEADER: with an empty <paramref name="value"/> the field only has to be there.</summary>
    public async ValueTask<bool> HeaderContains(string name, SearchString value)
    {
        _header ??= await ReadHeader(summary.Root);
        foreach (var field in new HeaderSection(_header))
            if (name.Equals(Encoding.Latin1.GetString(field.Name), StringComparison.OrdinalIgnoreCase) && (value.IsEmpty || value.IsIn(Decoded(field)))) return true;
        return false;
    }

    /// <summary>BODY, and with <paramref name="header"/> TEXT.</summary>
    public async ValueTask<bool> Contains(SearchString value, bool header)
    {
        if (value.IsEmpty) return true;
        if (header && await HeaderHas(summary.Root, value)) return true;
        var parts = new Stack<MimePart>([summary.Root]);
        while (parts.TryPop(out var part))
        {
            for (var i = part.Children.Count - 1; i >= 0; i--) parts.Push(part.Children[i]);
            if (part.IsMessage && part.Children.Count > 0)
            {
                // The header of a message inside is text of the message around it.
                if (await HeaderHas(part.Children[0], value)) return true;
            }
            else if (IsText(part) && await TextSearch.Contains(blob, part, value, cancel))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsText(MimePart part) =>
        part.Type.StartsWith("text/", StringComparison.Ordinal) || part.Type.StartsWith("message/", StringComparison.Ordinal);

    private static string Decoded(HeaderField field) => EncodedWords.Decode(Encoding.UTF8.GetBytes(field.Unfold()));

    private async ValueTask<bool> HeaderHas(MimePart part, SearchString value)
    {
        var header = await ReadHeader(part);
        foreach (var field in new HeaderSection(header))
            if (value.IsIn($"{Encoding.Latin1.GetString(field.Name)}: {Decoded(field)}")) return true;
        return false;
    }

    private async ValueTask<byte[]> ReadHeader(MimePart part)
    {
        var octets = new byte[Math.Min(part.Headers.Length, MaxHeader)];
        for (var done = 0; done < octets.Length;)
        {
            var read = await blob.Read(part.Headers.Offset + done, octets.AsMemory(done), cancel);
            if (read == 0) throw new StorageException(StorageFault.Damaged, "A message ends before its summary says.");
            done += read;
        }

        return octets;
    }
}
