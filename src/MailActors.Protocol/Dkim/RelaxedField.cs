using System.Buffers;

namespace MailActors.Protocol.Dkim;

/// <summary>A header field in relaxed canonical form (RFC 6376 §3.4.2).</summary>
internal static class RelaxedField
{
    /// <summary>Without the CRLF at its end.</summary>
    public static void Write(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ArrayBufferWriter<byte> into)
    {
        var room = into.GetSpan(name.Length + 1 + value.Length);
        var length = 0;
        foreach (var octet in name) room[length++] = octet is >= (byte)'A' and <= (byte)'Z' ? (byte)(octet | 0x20) : octet;
        room[length++] = (byte)':';
        var start = length;
        var space = false;
        foreach (var octet in value)
        {
            switch (octet)
            {
                case (byte)'\r' or (byte)'\n':
                    break;
                case (byte)' ' or (byte)'\t':
                    space = true;
                    break;
                default:
                    if (space && length > start) room[length++] = (byte)' ';
                    space = false;
                    room[length++] = octet;
                    break;
            }
        }

        into.Advance(length);
    }
}
