namespace MailActors.Protocol.Mime.Decoding;

internal sealed class IdentityDecoder : TransferDecoder
{
    public override int Decode(ReadOnlySpan<byte> input, Span<byte> output, bool last)
    {
        input.CopyTo(output);
        return input.Length;
    }
}
