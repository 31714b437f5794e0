namespace MailActors.Protocol.Imap.Reading;

/// <summary>date and date-time (RFC 9051 §9).</summary>
internal static class DateRules
{
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

    /// <summary>date: <c>1-Feb-1994</c>, quoted or not.</summary>
    internal static bool ExpectDate(this ref ImapScanner scanner, out DateOnly date)
    {
        date = default;
        var quoted = scanner.Take('"');
        if (!scanner.ExpectDigits(1, 2, out var day) || !scanner.ExpectRestOfDate(day, out date)) return false;
        return !quoted || scanner.Expect('"');
    }

    /// <summary>date-time: <c>"17-Jul-1996 02:44:25 -0700"</c>, in seconds since 1970 UTC.</summary>
    internal static bool ExpectDateTime(this ref ImapScanner scanner, out long unixSeconds)
    {
        unixSeconds = 0;
        if (!scanner.Expect('"')) return false;

        // date-day-fixed: a space stands for a leading zero.
        var single = scanner.Take(' ');
        if (!scanner.ExpectDigits(1, single ? 1 : 2, out var day) || !scanner.ExpectRestOfDate(day, out var date) || !scanner.ExpectSpace()) return false;
        if (!scanner.ExpectDigits(2, 2, out var hour) || !scanner.Expect(':')
            || !scanner.ExpectDigits(2, 2, out var minute) || !scanner.Expect(':')
            || !scanner.ExpectDigits(2, 2, out var second) || !scanner.ExpectSpace()) return false;
        var west = scanner.Take('-');
        if (!west && !scanner.Expect('+')) return false;
        if (!scanner.ExpectDigits(4, 4, out var zone) || !scanner.Expect('"')) return false;
        if (hour > 23 || minute > 59 || second > 60 || zone % 100 > 59 || zone > 2359) return scanner.Fail("There is no such time");

        // A leap second becomes the last second of its minute.
        var local = date.ToDateTime(new TimeOnly(hour, minute, Math.Min(second, 59)), DateTimeKind.Utc);
        var offset = ((zone / 100 * 60) + (zone % 100)) * 60;
        unixSeconds = new DateTimeOffset(local).ToUnixTimeSeconds() + (west ? offset : -offset);
        return true;
    }

    private static bool ExpectRestOfDate(this ref ImapScanner scanner, int day, out DateOnly date)
    {
        date = default;
        if (!scanner.Expect('-')) return false;
        if (scanner.Rest.Length < 3) return scanner.Fail("A month is missing");
        var name = System.Text.Encoding.ASCII.GetString(scanner.Rest[..3]).ToUpperInvariant();
        var month = Array.IndexOf(Months, name) + 1;
        if (month == 0) return scanner.Fail("There is no such month");
        scanner.Advance(3);
        if (!scanner.Expect('-') || !scanner.ExpectDigits(4, 4, out var year)) return false;
        if (year == 0 || day == 0 || day > DateTime.DaysInMonth(year, month)) return scanner.Fail("There is no such day");
        date = new(year, month, day);
        return true;
    }

    private static bool ExpectDigits(this ref ImapScanner scanner, int least, int most, out int number)
    {
        number = 0;
        var count = 0;
        while (count < most && char.IsAsciiDigit((char)scanner.Next))
        {
            number = (number * 10) + scanner.Next - '0';
            scanner.Advance(1);
            count++;
        }

        return count >= least || scanner.Fail("The date is not well-formed");
    }
}
