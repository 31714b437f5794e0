using MailActors.Actors.Imap.Selected;
using MailActors.Actors.Imap.Session;
using MailActors.Domain.Blobs;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Responses;
using MailActors.Protocol.Mime;

namespace MailActors.Actors.Imap.Fetch;

/// <summary>Writes the FETCH response of one message.</summary>
internal static class FetchItems
{
    private static readonly BodySection Whole = new(default, SectionText.All, []);
    private static readonly BodySection Header = new(default, SectionText.Header, []);
    private static readonly BodySection Text = new(default, SectionText.Text, []);

    /// <param name="summary">Null when the plan needs none, or the message's is lost.</param>
    /// <param name="tellFlags">The flags changed by this very FETCH.</param>
    /// <returns>Null when all was written; otherwise nothing of this message was, unless the connection is to be closed.</returns>
    public static async ValueTask<FetchFailure?> Write(
        ImapSession session, FetchPlan plan, int sequence, MessageRow row, MessageSummary? summary, bool tellFlags)
    {
        if (plan.NeedsSummary && summary is null) return new(ImapWords.Damaged);
        if (plan.DecodesParts && !plan.Items.All(item => BinarySection.CanDecode(item, summary!)))
            return new(ImapReply.No("A part has an unknown transfer encoding.", ResponseCode.UnknownCte));
        await using var message = new MessageBytes(session, row.Blob);
        if (plan.NeedsBytes && await message.Open() is { } missing) return missing;

        try
        {
            return await WriteOpened(session, plan, sequence, row, summary, tellFlags, message);
        }
        catch (StorageException)
        {
            // The response has begun, maybe a literal: what is missing can't be told from what would follow.
            return session.Abandon();
        }
    }

    private static async ValueTask<FetchFailure?> WriteOpened(
        ImapSession session, FetchPlan plan, int sequence, MessageRow row, MessageSummary? summary, bool tellFlags, MessageBytes message)
    {
        session.Out.BeginFetch(sequence);
        var separator = new Separator(session);
        if (plan.WantsUid) separator.Next().FetchUid(row.Uid);
        foreach (var item in plan.Items)
        {
            var to = separator.Next();
            var failure = item switch
            {
                FetchItem.Attribute { Name: FetchAttribute.Rfc822 } => await Body(session, message, summary!, Whole, null, "RFC822 "),
                FetchItem.Attribute { Name: FetchAttribute.Rfc822Header } => await Body(session, message, summary!, Header, null, "RFC822.HEADER "),
                FetchItem.Attribute { Name: FetchAttribute.Rfc822Text } => await Body(session, message, summary!, Text, null, "RFC822.TEXT "),
                FetchItem.Attribute attribute => Attribute(to, session, attribute.Name, row, summary),
                FetchItem.Body body => await Body(session, message, summary!, body.Section, body.Partial, null),
                FetchItem.Binary binary => await BinarySection.Write(session, message, summary!, binary),
                FetchItem.BinarySize size => await BinarySection.WriteSize(session, message, summary!, size),
                _ => null,
            };
            if (failure is not null) return failure;
        }

        if (tellFlags && !plan.WantsFlags) FlagNames.Write(separator.Next(), row.Flags, session.Folder!.Latest.Keywords, session.Folder.IsRecent(row.Uid));
        if (plan.WantsModSeq || (tellFlags && !plan.UsesModSeq && session.Enabled.HasFlag(ImapExtensions.CondStore)))
            separator.Next().FetchModSeq(row.ModSeq);
        session.Out.EndFetch();
        return null;
    }

    private static FetchFailure? Attribute(ImapWriter to, ImapSession session, FetchAttribute name, MessageRow row, MessageSummary? summary)
    {
        _ = name switch
        {
            FetchAttribute.Uid => to.FetchUid(row.Uid),
            FetchAttribute.Flags => Flags(to, session, row),
            FetchAttribute.InternalDate => to.FetchInternalDate(row.InternalDate),
            FetchAttribute.Rfc822Size => to.FetchSize(row.Size),
            FetchAttribute.ModSeq => to.FetchModSeq(row.ModSeq),
            FetchAttribute.Envelope => to.FetchEnvelope(summary!.Envelope.Span),
            FetchAttribute.Body => to.FetchBody(summary!.Body.Span),
            FetchAttribute.BodyStructure => to.FetchBodyStructure(summary!.BodyStructure.Span),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
        return null;
    }

    private static ImapWriter Flags(ImapWriter to, ImapSession session, MessageRow row)
    {
        FlagNames.Write(to, row.Flags, session.Folder!.Latest.Keywords, session.Folder.IsRecent(row.Uid));
        return to;
    }

    /// <param name="name">Another name than BODY[…] for it, with the space behind.</param>
    private static async ValueTask<FetchFailure?> Body(
        ImapSession session, MessageBytes message, MessageSummary summary, BodySection section, PartialRange? partial, string? name)
    {
        var content = await SectionContent.Find(section, summary.Root, message);
        if (name is null) session.Out.SectionName(section, partial);
        else session.Out.Raw(name);
        switch (content)
        {
            case SectionContent.Lying lying:
                return await message.Copy(Cut(lying.Where, partial), binary: false);
            case SectionContent.Made made:
                var bytes = made.Bytes;
                if (partial is { } range) bytes = bytes[(int)Math.Min(range.Offset, (uint)bytes.Length)..];
                if (partial is { } limit && limit.Count < bytes.Length) bytes = bytes[..(int)limit.Count];
                session.Out.LiteralHead(bytes.Length).Raw(bytes.Span);
                return null;
            default:
                session.Out.Nil(); // RFC 9051 §6.4.5.1: no such part
                return null;
        }
    }

    /// <summary>RFC 9051 §6.4.5.1: a range that begins behind the end is the empty string.</summary>
    private static Extent Cut(Extent whole, PartialRange? partial)
    {
        if (partial is not { } range) return whole;
        var offset = Math.Min(range.Offset, whole.Length);
        return new(whole.Offset + offset, Math.Min(range.Count, whole.Length - offset));
    }

    private struct Separator(ImapSession session)
    {
        private bool _behindFirst;

        public ImapWriter Next()
        {
            if (_behindFirst) session.Out.Space();
            _behindFirst = true;
            return session.Out;
        }
    }
}
