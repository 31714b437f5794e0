namespace MailActors.Protocol.Smtp;

/// <summary>A command, or what is wrong with the line.</summary>
/// <param name="Verb">Known even when the arguments are bad, so that order and security are judged first.</param>
/// <param name="Fault">Looked at only without a command.</param>
/// <param name="Position">The octet the fault was seen at, for the log.</param>
public readonly record struct ParsedCommand(SmtpVerb Verb, SmtpCommand? Command, SmtpRejection Fault = default, int Position = 0)
{
    internal static ParsedCommand Of(SmtpCommand command) => new(command.Verb, command);

    internal static ParsedCommand Bad(SmtpVerb verb, SmtpRejection fault, int position) => new(verb, null, fault, position);
}
