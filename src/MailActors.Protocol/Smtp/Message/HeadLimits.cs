namespace MailActors.Protocol.Smtp.Message;

/// <summary>How much of a header is read. A message beyond these is refused, so that nobody behind us has to fear it.</summary>
/// <param name="Total">Octets of the whole header section.</param>
/// <param name="Field">Octets of one field with its continuation lines.</param>
/// <param name="Fields">How many fields.</param>
/// <param name="Hops">How many Received fields: more is a loop (RFC 5321 §6.3; fewer than its 100, as Postfix has it).</param>
public sealed record HeadLimits(int Total, int Field, int Fields, int Hops)
{
    public static readonly HeadLimits Default = new(1024 * 1024, 100 * 1024, 1000, 50);
}
