using System.Buffers;
using System.Text;
using MailActors.Protocol.Smtp.Message;

namespace MailActors.Protocol.Dkim;

/// <summary>Which fields a signature covers. Each that means something to a reader is named once more than it is there, so that nobody can add
/// another (RFC 6376 §5.4.2, §8.15).</summary>
public sealed class SignedFields
{
    private static readonly string[] OverSigned =
    [
        "From", "Sender", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding", "Content-Disposition",
    ];

    /// <summary>Signed when they are there (RFC 8058 §4); a list may add them later.</summary>
    private static readonly string[] WhenThere = ["List-Unsubscribe", "List-Unsubscribe-Post"];

    private SignedFields(string names, byte[] canonical)
    {
        Names = names;
        Canonical = canonical;
    }

    /// <summary>For <c>h=</c>.</summary>
    public string Names { get; }

    /// <summary>The fields in the order of <see cref="Names"/>, each with its CRLF.</summary>
    public ReadOnlyMemory<byte> Canonical { get; }

    public static SignedFields Of(ReadOnlySpan<byte> head)
    {
        var canonical = new ArrayBufferWriter<byte>(4096);
        var names = new StringBuilder(256);
        foreach (var name in OverSigned) Add(head, name, once: 1, names, canonical);
        foreach (var name in WhenThere) Add(head, name, once: 0, names, canonical);
        return new(names.ToString(), canonical.WrittenSpan.ToArray());
    }

    private static void Add(ReadOnlySpan<byte> head, string name, int once, StringBuilder names, ArrayBufferWriter<byte> canonical)
    {
        Span<byte> wanted = stackalloc byte[32];
        wanted = wanted[..Encoding.ASCII.GetBytes(name, wanted)];
        var found = new List<Range>();
        var at = 0;
        foreach (var field in new HeaderFields(head))
        {
            if (field.Is(wanted)) found.Add(at..(at + field.Length));
            at += field.Length;
        }

        // RFC 6376 §5.4.2: of fields with one name the last is signed first.
        for (var i = found.Count - 1; i >= 0; i--)
        {
            foreach (var field in new HeaderFields(head[found[i]])) RelaxedField.Write(field.Name, field.Value, canonical);
            canonical.Write("\r\n"u8);
        }

        for (var i = 0; i < found.Count + once; i++) names.Append(names.Length == 0 ? "" : ":").Append(name);
    }
}
