namespace MailActors.Console;

/// <summary>The command was not carried to the node. Exit codes: 2 it was typed wrong, 3 the node can't be reached.</summary>
internal sealed class CannotAsk(int exitCode, string reason, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public string Reason { get; } = reason;

    public static CannotAsk Usage(string message) => new(CommandLine.UsageError, "Usage", message);
}
