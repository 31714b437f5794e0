using System.Buffers;
using MailActors.Protocol.Framing;

namespace MailActors.Protocol.Smtp.Message;

/// <summary>Looks through message text that came by count (BDAT) for what DATA's decoder would have noted. Fed piece by piece.</summary>
public struct BareNewlines
{
    private static readonly SearchValues<byte> Notable = SearchValues.Create("\r\n\0"u8);

    private bool _afterCr;

    public DataFaults Faults { get; private set; }

    public void Look(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty)
        {
            if (_afterCr)
            {
                _afterCr = false;
                if (piece[0] == '\n')
                {
                    piece = piece[1..];
                    continue;
                }

                Faults |= DataFaults.BareCarriageReturn;
            }

            var at = piece.IndexOfAny(Notable);
            if (at < 0) return;
            if (piece[at] == '\r') _afterCr = true;
            else Faults |= piece[at] == '\n' ? DataFaults.BareLineFeed : DataFaults.Nul;
            piece = piece[(at + 1)..];
        }
    }

    /// <summary>Behind the last piece.</summary>
    public void End()
    {
        if (_afterCr) Faults |= DataFaults.BareCarriageReturn;
        _afterCr = false;
    }
}
