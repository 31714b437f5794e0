using System.Buffers;

namespace MailActors.Protocol.Imap;

/// <summary>The character classes of RFC 9051 §9.</summary>
internal static class ImapOctets
{
    private const string Atoms = "!#$&'+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[^_`abcdefghijklmnopqrstuvwxyz|}~";

    /// <summary>ATOM-CHAR: printable US-ASCII without ( ) { SP % * " \ ].</summary>
    internal static readonly SearchValues<byte> Atom = Of(Atoms);

    /// <summary>ASTRING-CHAR: an atom's, and <c>]</c>.</summary>
    internal static readonly SearchValues<byte> Astring = Of(Atoms + "]");

    /// <summary>list-char: an astring's, and the wildcards.</summary>
    internal static readonly SearchValues<byte> List = Of(Atoms + "]%*");

    /// <summary>tag: an astring's without <c>+</c>.</summary>
    internal static readonly SearchValues<byte> Tag = Of((Atoms + "]").Replace("+", "", StringComparison.Ordinal));

    /// <summary>What can stand in a quoted string as it is, in US-ASCII.</summary>
    internal static readonly SearchValues<byte> Quoted =
        SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Where(o => o is not ('"' or '\\')).Select(o => (byte)o)]);

    private static SearchValues<byte> Of(string letters) => SearchValues.Create([.. letters.Select(l => (byte)l)]);
}
