using MailActors.Protocol.Addresses;

namespace MailActors.Protocol.Srs;

/// <summary>What an address stands for.</summary>
public abstract record SrsReading
{
    private SrsReading() { }

    /// <summary>An address like any other.</summary>
    public sealed record NotRewritten : SrsReading
    {
        public static readonly NotRewritten Instance = new();
    }

    /// <summary>It has the form, but no secret of ours made it.</summary>
    public sealed record Forged : SrsReading
    {
        public static readonly Forged Instance = new();
    }

    public sealed record Expired : SrsReading
    {
        public static readonly Expired Instance = new();
    }

    public sealed record Original(MailAddress Address) : SrsReading;

    /// <summary>A sender that is kept here.</summary>
    public sealed record Kept(string Name) : SrsReading;
}
