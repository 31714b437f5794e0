using System.Buffers;
using System.Globalization;
using System.Text;

namespace MailActors.Protocol.Dsn;

/// <summary>Writes lines and fields. Nothing gets through it that could end a line or begin a field.</summary>
/// <param name="utf8">Whether values may hold UTF-8.</param>
internal sealed class ReportWriter(bool utf8)
{
    private const int Width = 76;

    /// <summary>Octets of a token; with its name it stays under the 998 of a line (RFC 5322 §2.1.1).</summary>
    private const int MaxToken = 900;

    private readonly ArrayBufferWriter<byte> _bytes = new(1024);

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public int Length => _bytes.WrittenCount;

    /// <summary>A field, folded where it has spaces.</summary>
    public void Field(string name, string value)
    {
        Raw(name);
        Raw(":");
        var column = name.Length + 1;
        foreach (var word in OneLine.Of(value, 1000, utf8).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var token = Encoding.UTF8.GetByteCount(word) > MaxToken ? word[..(MaxToken / 4)] : word;
            if (column + 1 + token.Length > Width && column > name.Length + 1)
            {
                Raw("\r\n");
                column = 0;
            }

            Raw(" ");
            Raw(token);
            column += 1 + token.Length;
        }

        Line();
    }

    /// <summary>A field with an address, in which no space may be lost.</summary>
    public void AddressField(string name, string value) => Line($"{name}: {OneLine.Of(value, MaxToken / 2, utf8)}");

    /// <summary>RFC 5322 §3.3.</summary>
    public void Field(string name, DateTimeOffset? time)
    {
        if (time is { } known) Field(name, Date(known));
    }

    public void Line(string text = "")
    {
        Raw(text);
        Raw("\r\n");
    }

    public void Bytes(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    public static string Date(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);

    private void Raw(string text) => Encoding.UTF8.GetBytes(text, _bytes);
}
