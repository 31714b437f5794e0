namespace MailActors.Protocol.Imap.Commands;

/// <summary>A section-part, <c>1.2.3</c>: numbers from 1, at most <see cref="MaxDepth"/> of them; none means the message itself.</summary>
public readonly struct PartNumber(params ReadOnlySpan<uint> numbers) : IEquatable<PartNumber>
{
    /// <summary>As deep as MIME structure is kept.</summary>
    public const int MaxDepth = 100;

    private readonly uint[]? _numbers = numbers.ToArray();

    public ReadOnlySpan<uint> Numbers => _numbers;

    public bool IsEmpty => Numbers.IsEmpty;

    public bool Equals(PartNumber other) => Numbers.SequenceEqual(other.Numbers);

    public override bool Equals(object? obj) => obj is PartNumber other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var number in Numbers) hash.Add(number);
        return hash.ToHashCode();
    }

    public static bool operator ==(PartNumber left, PartNumber right) => left.Equals(right);

    public static bool operator !=(PartNumber left, PartNumber right) => !left.Equals(right);

    public override string ToString() => string.Join('.', _numbers ?? []);
}
