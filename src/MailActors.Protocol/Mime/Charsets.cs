using System.Text;
using System.Text.Unicode;

namespace MailActors.Protocol.Mime;

/// <summary>Charset names to decoders. Unknown names give null, never an exception; octets a charset has no character for become
/// replacement characters.</summary>
public static class Charsets
{
    private const int MaxName = 64;

    /// <summary>Names the code page tables lack, as mail programs write them.</summary>
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["latin1"] = "iso-8859-1",
        ["latin-1"] = "iso-8859-1",
        ["iso8859-1"] = "iso-8859-1",
        ["iso8859-15"] = "iso-8859-15",
        ["cp1250"] = "windows-1250",
        ["cp1251"] = "windows-1251",
        ["cp1252"] = "windows-1252",
        ["cp932"] = "shift_jis",
        ["cp936"] = "gb2312",
        ["cp949"] = "ks_c_5601-1987",
        ["gbk"] = "gb2312",
        ["euckr"] = "euc-kr",
        ["eucjp"] = "euc-jp",
        ["iso-8859-8-i"] = "iso-8859-8",
    };

    public static Encoding? Find(string name)
    {
        name = name.Trim();
        if (name.Length is 0 or > MaxName) return null;
        if (Aliases.TryGetValue(name, out var other)) name = other;
        return name.ToLowerInvariant() switch
        {
            // ASCII is a part of UTF-8, and what is wrongly labelled as ASCII mostly is UTF-8.
            "utf-8" or "utf8" or "us-ascii" or "ascii" or "ansi_x3.4-1968" => Encoding.UTF8,
            "iso-8859-1" => Encoding.Latin1,
            "utf-16" or "utf-16le" => Encoding.Unicode,
            "utf-16be" => Encoding.BigEndianUnicode,
            "utf-32" or "utf-32le" => Encoding.UTF32,

            // UTF-7 hides what other readers see (RFC 6657 §3 bans such charsets from text).
            "utf-7" or "unicode-1-1-utf-7" => null,
            var known => CodePagesEncodingProvider.Instance.GetEncoding(known),
        };
    }

    /// <summary>Text without a charset: UTF-8 if it is, else Latin-1, which gives every octet a character.</summary>
    public static string DecodeUnlabelled(ReadOnlySpan<byte> text) =>
        Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(text);
}
