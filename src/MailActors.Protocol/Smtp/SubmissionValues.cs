using System.Globalization;
using System.Text;
using MailActors.Protocol.Smtp.Commands;

namespace MailActors.Protocol.Smtp;

/// <summary>The values of those parameters of MAIL that say when, how soon and how urgently. Null: it is none.</summary>
internal static class SubmissionValues
{
    private const int MostDigits = 9; // RFC 4865 §4, RFC 2852 §4

    /// <summary>1 to 999999999 seconds, without leading zeros (RFC 4865 §4, future-release-integer).</summary>
    public static HoldParameter? HoldFor(ReadOnlySpan<byte> value) =>
        Digits(value) is { } seconds && value[0] != '0' ? new(IsInterval: true, seconds) : null;

    /// <summary>A date-time of RFC 3339 §5.6. A fraction of a second is cut: to release a moment early does no harm.</summary>
    public static HoldParameter? HoldUntil(ReadOnlySpan<byte> value)
    {
        if (value.Length is < 20 or > 40 || !Ascii.IsValid(value) || value[10] is not ((byte)'T' or (byte)'t')) return null;
        var text = Encoding.ASCII.GetString(value).ToUpperInvariant();
        var seconds = text[..19];
        var rest = text.AsSpan(19);
        if (rest[0] == '.')
        {
            var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
            if (digits < 1) return null;
            rest = rest[(1 + digits)..];
        }

        if (!DateTime.TryParseExact(seconds, "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return null;
        return Offset(rest) is { } offset ? new(IsInterval: false, (long)((local - DateTime.UnixEpoch) - offset).TotalSeconds) : null;
    }

    /// <summary>by-value = by-time ";" by-mode [by-trace]; by-time = ["-" / "+"] 1*9DIGIT (RFC 2852 §4). Mode R needs a time that is still to come.</summary>
    public static DeliverByParameter? DeliverBy(ReadOnlySpan<byte> value)
    {
        var semicolon = value.IndexOf((byte)';');
        if (semicolon < 1) return null;
        var time = value[..semicolon];
        var mode = value[(semicolon + 1)..];
        var isLate = time[0] == '-';
        if (time[0] is (byte)'-' or (byte)'+') time = time[1..];
        if (Digits(time) is not { } seconds || mode.Length is < 1 or > 2) return null;
        if (mode.Length == 2 && mode[1] is not ((byte)'T' or (byte)'t')) return null;
        if (mode[0] is not ((byte)'R' or (byte)'r' or (byte)'N' or (byte)'n')) return null;
        var back = mode[0] is (byte)'R' or (byte)'r';
        return back && (isLate || seconds == 0) ? null : new(isLate ? -seconds : seconds, back, mode.Length == 2);
    }

    /// <summary>−9 to 9 (RFC 6710 §3): one digit, with "-" before it or nothing.</summary>
    public static int? Priority(ReadOnlySpan<byte> value) => value switch
    {
        [>= (byte)'0' and <= (byte)'9' and var digit] => digit - '0',
        [(byte)'-', >= (byte)'0' and <= (byte)'9' and var digit] => '0' - digit,
        _ => null,
    };

    private static long? Digits(ReadOnlySpan<byte> text)
    {
        if (text.Length is < 1 or > MostDigits || text.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return null;
        return long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private static TimeSpan? Offset(ReadOnlySpan<char> text)
    {
        if (text is "Z") return TimeSpan.Zero;
        if (text is not ['+' or '-', _, _, ':', _, _] || !TimeSpan.TryParseExact(text[1..], @"hh\:mm", CultureInfo.InvariantCulture, out var offset)) return null;
        return text[0] == '-' ? -offset : offset;
    }
}
