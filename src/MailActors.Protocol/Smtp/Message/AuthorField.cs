using MailActors.Protocol.Addresses;

namespace MailActors.Protocol.Smtp.Message;

/// <summary>Reads the addresses of From, Sender and their Resent forms (RFC 5322 §3.4) for judging them, so strictly: what two readers could understand
/// differently is a fault. Comments may nest, which is counted and not recursed into.</summary>
internal static class AuthorField
{
    private const int MaxAddresses = 1000;

    /// <summary>False: not readable without doubt, or no address in it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> value, List<MailAddress> into)
    {
        var before = into.Count;
        var text = new byte[value.Length + 2]; // an item without comments and folds
        var length = 0;
        var state = Place.Phrase;
        var inGroup = false;
        for (var i = 0; i < value.Length; i++)
        {
            var octet = value[i];
            switch (octet)
            {
                case (byte)'(':
                    if (state == Place.Angle || !SkipComment(value, ref i)) return false;
                    if (state == Place.Phrase && length > 0) text[length++] = (byte)' ';
                    continue;
                case (byte)'"' when state != Place.Behind:
                    if (!CopyQuoted(value, ref i, text, ref length)) return false;
                    continue;
                case (byte)'\r' or (byte)'\n':
                    continue;
                case (byte)' ' or (byte)'\t':
                    if (state == Place.Angle) return false;
                    if (state == Place.Phrase && length > 0) text[length++] = (byte)' ';
                    continue;
                case (byte)'<' when state == Place.Phrase:
                    text[0] = octet;
                    length = 1;
                    state = Place.Angle;
                    continue;
                case (byte)'>' when state == Place.Angle:
                    text[length++] = octet;
                    if (!AddPath(text.AsSpan(0, length), into)) return false;
                    state = Place.Behind;
                    continue;
                case (byte)':' when state == Place.Phrase:
                    // A group (RFC 6854 §2.1): its name is dropped, its members count. Groups do not nest.
                    if (inGroup || length == 0) return false;
                    (inGroup, length) = (true, 0);
                    continue;
                case (byte)';' when inGroup && state != Place.Angle:
                    if (state == Place.Phrase && !AddBare(text.AsSpan(0, length), into, mayBeEmpty: true)) return false;
                    (inGroup, length, state) = (false, 0, Place.BehindGroup);
                    continue;
                case (byte)',' when state != Place.Angle:
                    if (state == Place.Phrase && !AddBare(text.AsSpan(0, length), into, mayBeEmpty: false)) return false;
                    (length, state) = (0, Place.Phrase);
                    if (into.Count > MaxAddresses) return false;
                    continue;
            }

            if (state is Place.Behind or Place.BehindGroup || octet is < 0x20 or 0x7F) return false;
            if (state == Place.Phrase && octet is (byte)'<' or (byte)'>' or (byte)';' or (byte)')' or (byte)'[' && !IsLiteral(text.AsSpan(0, length), octet)) return false;
            text[length++] = octet;
        }

        if (state == Place.Angle || inGroup) return false;
        if (state == Place.Phrase && !AddBare(text.AsSpan(0, length), into, mayBeEmpty: false)) return false;
        return into.Count > before;
    }

    /// <summary>A bracket outside of angles is the start of an address literal only.</summary>
    private static bool IsLiteral(ReadOnlySpan<byte> text, byte octet) => octet == '[' && text.EndsWith("@"u8);

    private static bool AddPath(ReadOnlySpan<byte> path, List<MailAddress> into)
    {
        if (AddressParser.ReadPath(path, out var address, out var length) != AddressFault.None || address is null || length != path.Length) return false;
        into.Add(address);
        return true;
    }

    private static bool AddBare(ReadOnlySpan<byte> text, List<MailAddress> into, bool mayBeEmpty)
    {
        text = text.Trim((byte)' ');
        if (text.IsEmpty) return mayBeEmpty;
        if (!AddressParser.TryParse(text, out var address)) return false;
        into.Add(address);
        return true;
    }

    private static bool SkipComment(ReadOnlySpan<byte> value, ref int at)
    {
        var depth = 0;
        for (; at < value.Length; at++)
        {
            if (value[at] == '\\') at++;
            else if (value[at] == '(') depth++;
            else if (value[at] == ')' && --depth == 0) return true;
        }

        return false;
    }

    private static bool CopyQuoted(ReadOnlySpan<byte> value, ref int at, byte[] text, ref int length)
    {
        text[length++] = value[at++];
        for (; at < value.Length; at++)
        {
            if (value[at] is (byte)'\r' or (byte)'\n') continue;
            text[length++] = value[at];
            if (value[at] == '"') return true;
            if (value[at] != '\\') continue;
            if (++at == value.Length) return false;
            text[length++] = value[at];
        }

        return false;
    }

    private enum Place
    {
        Phrase,
        Angle,

        /// <summary>Behind the closing bracket: a comma or the end must follow.</summary>
        Behind,
        BehindGroup,
    }
}
