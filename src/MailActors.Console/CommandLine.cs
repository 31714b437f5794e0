using System.CommandLine;
using MailActors.Console.Commands;

namespace MailActors.Console;

/// <summary>Makes the command line from the table of commands.</summary>
internal static class CommandLine
{
    private static readonly Option<string> Data = new("--data")
    {
        Description = "The node's data folder, where operator.token is (default $MAILACTORS_DATA, then ./data)", HelpName = "DIR", Recursive = true,
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("MAILACTORS_DATA") ?? "./data",
    };

    private static readonly Option<int> Offset = new("--port-offset")
    {
        Description = "As given to the node (default 10000: port 19110)", HelpName = "N", Recursive = true, DefaultValueFactory = _ => 10000,
    };

    private static readonly Option<string?> Server = new("--server") { Description = "Another operator port", HelpName = "HOST:PORT", Recursive = true };
    private static readonly Option<string?> TokenFile = new("--token-file") { Description = "The file with the token, when it is not in the data folder", HelpName = "FILE", Recursive = true };
    private static readonly Option<bool> Json = new("--json") { Description = "Answers for programs", Recursive = true };
    private static readonly Option<bool> PasswordFromInput = new("--password-stdin") { Description = "Read the password from standard input" };

    private static readonly Option<bool> Yes = new("--yes") { Description = "Do it without asking" };

    /// <summary>The exit code of what was typed wrong.</summary>
    public const int UsageError = 2;

    /// <summary>An argument with an at sign in front is a domain (<c>--sender @example.org</c>), not a file of arguments.</summary>
    public static ParseResult Parse(IReadOnlyList<string> args) => Build().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

    private static RootCommand Build()
    {
        var root = new RootCommand("Administers a MailActors node through its operator port.") { Data, Offset, Server, TokenFile, Json };
        foreach (var (name, help) in CommandTable.Palettes)
        {
            var palette = new Command(name, help);
            foreach (var text in CommandTable.All.Where(c => c.Palette == name)) palette.Add(Make(text));
            root.Add(palette);
        }

        return root;
    }

    private static Command Make(CommandText text)
    {
        var command = new Command(text.Name, $"{text.Help}\n\nExample:\n  {text.Example}");
        var arguments = text.Arguments.Select(MakeArgument).ToList();
        var options = text.Options.Select(name => new Option<string?>("--" + name) { HelpName = Kind(name) }).ToList();
        foreach (var argument in arguments) command.Add(argument);
        foreach (var option in options) command.Add(option);
        if (text.TakesPassword) command.Add(PasswordFromInput);
        if (text.Confirms || text.Rehearses) command.Add(Yes);
        command.SetAction((parsed, cancel) => Run(text, parsed, arguments, options, cancel));
        return command;
    }

    private static Argument<string[]> MakeArgument(string name) => new(name.TrimEnd('?', '*').ToUpperInvariant())
    {
        CustomParser = result => [.. result.Tokens.Select(token => token.Value)],
        Arity = name[^1] switch { '?' => ArgumentArity.ZeroOrOne, '*' => ArgumentArity.OneOrMore, _ => ArgumentArity.ExactlyOne },
    };

    /// <summary>As the node knows it: <c>catch-all</c> is <c>catchAll</c>.</summary>
    private static string Argument(string option) =>
        string.Concat(option.Split('-').Select((word, i) => i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    private static async Task<int> Run(
        CommandText text, ParseResult parsed, List<Argument<string[]>> arguments, List<Option<string?>> options, CancellationToken cancel)
    {
        var output = Output.For(text, parsed.GetValue(Json));
        try
        {
            var args = new Dictionary<string, object>();
            foreach (var (argument, name) in arguments.Zip(text.Arguments))
                if (parsed.GetValue(argument) is { Length: > 0 } values) args[name.TrimEnd('?', '*')] = name[^1] == '*' ? values : Value(name.TrimEnd('?'), values[0]);
            foreach (var (option, name) in options.Zip(text.Options))
                if (parsed.GetValue(option) is { } value) args[Argument(name)] = Value(name, value);
            if (text.TakesPassword) args["password"] = Password.Read(parsed.GetValue(PasswordFromInput));
            if (text.Rehearses && parsed.GetValue(Yes)) args["yes"] = "true";
            var node = NodeConnection.To(parsed.GetValue(Server), parsed.GetValue(Offset), parsed.GetValue(TokenFile), parsed.GetValue(Data)!);
            if (text.Confirms && !args.ContainsKey("id") && !parsed.GetValue(Yes) && !await Confirmation.Given(text, node, args, cancel)) return 1;
            return text.TakesFile
                ? await AccountImport.Run(node, (string)args["file"], output, cancel)
                : output.Finish(await node.Ask(text.Palette, text.Name, args, output.Take, cancel));
        }
        catch (CannotAsk e)
        {
            output.Fail(e.Reason, e.Message);
            return e.ExitCode;
        }
    }

    private static string Value(string name, string text) =>
        CommandTable.Sizes.Contains(name) ? SizeText.ToOctets(text) : CommandTable.Durations.Contains(name) ? DurationText.ToSeconds(text) : text;

    private static string Kind(string name) =>
        CommandTable.Sizes.Contains(name) ? "SIZE" : CommandTable.Durations.Contains(name) ? "TIME" : name.ToUpperInvariant();
}
