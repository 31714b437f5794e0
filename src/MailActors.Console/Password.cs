using Spectre.Console;

namespace MailActors.Console;

internal static class Password
{
    /// <summary>From the first line of standard input, or asked for twice without showing it.</summary>
    public static string Read(bool fromInput)
    {
        if (fromInput) return System.Console.In.ReadLine() ?? throw CannotAsk.Usage("No password on standard input.");
        if (System.Console.IsInputRedirected) throw CannotAsk.Usage("There is no terminal to ask for the password on: give it with --password-stdin.");
        var once = AnsiConsole.Prompt(new TextPrompt<string>("Password:").Secret(null));
        var again = AnsiConsole.Prompt(new TextPrompt<string>("Once more:").Secret(null));
        return once == again ? once : throw CannotAsk.Usage("The two passwords differ.");
    }
}
