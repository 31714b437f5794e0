using System.Buffers;
using System.Text;

namespace MailActors.Protocol.Mime.Transport;

/// <summary>Finds the facts about octets that come in pieces of any size.</summary>
public struct OctetScanner
{
    /// <summary>Octets of a line without its CRLF.</summary>
    public const int MaxLine = 998;

    private static readonly SearchValues<byte> Notable = SearchValues.Create("\r\n\0"u8);

    private OctetFacts _facts;
    private long _column;
    private bool _afterCr;

    public void Look(ReadOnlySpan<byte> piece)
    {
        if ((_facts & OctetFacts.HighBit) == 0 && !Ascii.IsValid(piece)) _facts |= OctetFacts.HighBit;
        while (!piece.IsEmpty)
        {
            if (_afterCr) piece = piece[AfterCr(piece[0])..];
            var run = piece.IndexOfAny(Notable);
            if (run < 0)
            {
                Text(piece.Length);
                return;
            }

            Text(run);
            if (piece[run] == '\r') _afterCr = true;
            else
            {
                _facts |= piece[run] == '\n' ? OctetFacts.BareNewline : OctetFacts.Nul;
                Text(1);
            }

            piece = piece[(run + 1)..];
        }
    }

    /// <summary>What has been found since the last call. No line end goes over this border.</summary>
    /// <param name="endsInLine">What was looked at ends with a line end, or nothing was.</param>
    public OctetFacts Take(out bool endsInLine)
    {
        if (_afterCr) AfterCr(0);
        endsInLine = _column == 0;
        var facts = _facts;
        _facts = OctetFacts.None;
        return facts;
    }

    private int AfterCr(byte next)
    {
        _afterCr = false;
        if (next == '\n')
        {
            _column = 0;
            return 1;
        }

        _facts |= OctetFacts.BareNewline;
        Text(1);
        return 0;
    }

    private void Text(int octets)
    {
        _column += octets;
        if (_column > MaxLine) _facts |= OctetFacts.LongLine;
    }
}
