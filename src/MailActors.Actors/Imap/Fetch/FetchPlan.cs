using MailActors.Protocol.Imap.Commands;

namespace MailActors.Actors.Imap.Fetch;

/// <summary>What a FETCH needs, worked out once for all its messages.</summary>
internal sealed class FetchPlan
{
    public FetchPlan(FetchCommand command)
    {
        Uid = command.Uid;
        Items = command.Items;
        ChangedSince = command.ChangedSince;
        // RFC 7162 §3.1.4.1: CHANGEDSINCE brings MODSEQ along.
        WantsModSeq = command.ChangedSince is not null && !Asks(FetchAttribute.ModSeq);
        UsesModSeq = command.ChangedSince is not null || Asks(FetchAttribute.ModSeq);
        WantsUid = command.Uid && !Asks(FetchAttribute.Uid);
        WantsFlags = Asks(FetchAttribute.Flags);
        NeedsSummary = Items.Any(i => i is not FetchItem.Attribute
            { Name: FetchAttribute.Uid or FetchAttribute.Flags or FetchAttribute.InternalDate or FetchAttribute.Rfc822Size or FetchAttribute.ModSeq });
        NeedsBytes = Items.Any(i => i is not FetchItem.Attribute
            || i is FetchItem.Attribute { Name: FetchAttribute.Rfc822 or FetchAttribute.Rfc822Header or FetchAttribute.Rfc822Text });
        DecodesParts = Items.Any(i => i is FetchItem.Binary or FetchItem.BinarySize);
        SetsSeen = Items.Any(i => i is FetchItem.Body { Peek: false } or FetchItem.Binary { Peek: false }
            or FetchItem.Attribute { Name: FetchAttribute.Rfc822 or FetchAttribute.Rfc822Text });
    }

    public bool Uid { get; }

    public IReadOnlyList<FetchItem> Items { get; }

    public long? ChangedSince { get; }

    public bool WantsUid { get; }

    public bool WantsFlags { get; }

    public bool WantsModSeq { get; }

    public bool UsesModSeq { get; }

    public bool NeedsSummary { get; }

    public bool NeedsBytes { get; }

    public bool DecodesParts { get; }

    public bool SetsSeen { get; }

    private bool Asks(FetchAttribute name) => Items.Any(i => i is FetchItem.Attribute attribute && attribute.Name == name);
}
