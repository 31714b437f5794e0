using MailActors.Protocol.Imap.Commands;

namespace MailActors.Protocol.Imap.Responses;

/// <summary>SEARCH and ESEARCH (RFC 3501 §7.2.5, RFC 9051 §7.3.4, RFC 4731).</summary>
public static class SearchResponse
{
    /// <param name="modSeq">The highest of what was found, when the key had MODSEQ in it and something was found (RFC 7162 §3.1.5).</param>
    public static ImapWriter Search(this ImapWriter writer, IEnumerable<uint> found, long? modSeq)
    {
        writer.Raw("* SEARCH"u8);
        foreach (var number in found) writer.Space().Number(number);
        if (modSeq is { } value) writer.Raw(" (MODSEQ "u8).Number(value).Close();
        return writer.Line();
    }

    public static ImapWriter Esearch(this ImapWriter writer, string tag, bool uid, SearchReturn wanted, EsearchResult result)
    {
        writer.Raw("* ESEARCH (TAG "u8).String(tag).Close();
        if (uid) writer.Raw(" UID"u8);
        if (result.Count > 0)
        {
            // RFC 9051 §7.3.4: with nothing found, MIN, MAX and ALL are left out.
            if (wanted.HasFlag(SearchReturn.Min)) writer.Raw(" MIN "u8).Number(result.Min);
            if (wanted.HasFlag(SearchReturn.Max)) writer.Raw(" MAX "u8).Number(result.Max);
            if (wanted.HasFlag(SearchReturn.All)) writer.Raw(" ALL "u8).Raw(result.All);
        }

        if (wanted.HasFlag(SearchReturn.Count)) writer.Raw(" COUNT "u8).Number(result.Count);
        if (result.ModSeq is { } value) writer.Raw(" MODSEQ "u8).Number(value);
        return writer.Line();
    }
}

/// <param name="All">A sequence-set in wire form; may be empty when ALL is not wanted.</param>
/// <param name="ModSeq">RFC 4731 §3.2: of MIN or MAX when only one or both of these are wanted, else the highest of all found.</param>
public sealed record EsearchResult(int Count, uint Min, uint Max, string All, long? ModSeq);
