namespace MailActors.Protocol.Framing;

/// <summary>Cuts what a connection receives into the frames its session asks for. One per connection, no input or output of its own, and
/// bounded: between two calls it keeps at most one unfinished line, never message data.</summary>
public sealed class FrameDecoder
{
    private readonly LineDecoder _lines = new();
    private readonly DataDecoder _data = new();
    private long _octetsLeft;
    private bool _inOctets;

    /// <summary>Whether nothing received is kept here. Before a TLS handshake it must be so (CVE-2011-0411).</summary>
    public bool IsEmpty => _lines.IsEmpty && _data.IsIdle && !_inOctets;

    /// <summary>Reads on until one frame is complete or the input is used up. Call it with empty input first: an empty octet run is complete at once.</summary>
    /// <param name="input">What was received and not yet consumed. It may be changed in place, and the frame may lie in it: leave it alone until
    /// the next frame is asked for.</param>
    /// <param name="expect">Runs of octets and mail data come in pieces: each further piece is asked for with the same expectation
    /// (for octets the count is only looked at for the first).</param>
    /// <param name="consumed">How much of <paramref name="input"/> is done with. Without a frame it is all of it.</param>
    /// <returns>Null when more input is needed.</returns>
    public Frame? Read(Memory<byte> input, Expect expect, out int consumed) => expect switch
    {
        Expect.Line line => _lines.Read(input, line.MaxLength, out consumed),
        Expect.Octets octets => ReadOctets(input, octets.Count, out consumed),
        Expect.Data => _data.Read(input, out consumed),
        _ => throw new ArgumentOutOfRangeException(nameof(expect)),
    };

    private Frame.Octets? ReadOctets(Memory<byte> input, long count, out int consumed)
    {
        if (!_inOctets)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count);
            _octetsLeft = count;
            _inOctets = true;
        }

        consumed = (int)Math.Min(input.Length, _octetsLeft);
        _octetsLeft -= consumed;
        _inOctets = _octetsLeft > 0;
        return consumed > 0 || !_inOctets ? new Frame.Octets(input[..consumed], !_inOctets) : null;
    }
}
