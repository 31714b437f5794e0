using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace MailActors.Node.Tests.Running;

/// <summary>What goes wrong at a person's hands is told in words they can act on, with the exit code of docs/operating.md.</summary>
public class MistypedTests
{
    private static readonly string Node = Path.Combine(AppContext.BaseDirectory, "MailActors.Node.dll");

    [Fact]
    public async Task A_settings_file_that_is_no_json_is_named_with_its_line()
    {
        var folder = Directory.CreateTempSubdirectory("mailactors-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "appsettings.json"), "{\n \"MailActors\": {");

        var run = await ProcessRun.Run("dotnet", [Node], workingDirectory: folder);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(Path.Combine(folder, "appsettings.json"), run.Errors);
        Assert.Contains("LineNumber: 1", run.Errors);
        Assert.DoesNotContain("   at ", run.Errors);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task An_option_there_is_not_is_typed_wrong() => Assert.Equal(2, (await ProcessRun.Run("dotnet", [Node, "--dta", "x"])).ExitCode);

    /// <summary>The first start makes the account, and the next one is not the first.</summary>
    [Fact]
    public async Task A_first_start_that_finds_a_port_taken_still_tells_the_password()
    {
        var folder = Directory.CreateTempSubdirectory("mailactors-").FullName;
        var offset = NodeProcess.FreeOffset();
        using var other = new TcpListener(IPAddress.Loopback, 143 + offset);
        other.Start();

        var run = await ProcessRun.Run("dotnet", [Node, "--data", folder, "--port-offset", $"{offset}"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"imap can't listen on 127.0.0.1:{143 + offset}: Address already in use.", run.Errors.Split(Environment.NewLine));
        Assert.Contains("--port-offset", run.Errors);
        Assert.Matches("demo@example.test has been made.* [a-z2-9]{16}", run.Errors);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Each_bad_line_of_an_import_is_named_and_nothing_is_imported()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "# people\nu0@bench.test,secret-pw,10M\nu1@bench.test\nu2@bench.test,secret-pw,tens\nu3@bench.test,secret,pw,1\n");

        var run = await Mailctl("account", "import", file);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(["3", "4", "5"], Regex.Matches(run.Errors, @"line (\d+): ").Select(line => line.Groups[1].Value));
        Assert.Contains("Nothing was imported.", run.Errors);
        Assert.DoesNotContain("secret", run.Errors);
        File.Delete(file);
    }

    /// <summary>Each example of mailctl's help is understood: it fails only because no node is there.</summary>
    [Fact]
    public void Every_example_of_the_help_can_be_typed()
    {
        var table = Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "mailctl.dll")).GetType("MailActors.Console.Commands.CommandTable", throwOnError: true)!;
        var commands = ((System.Collections.IEnumerable)table.GetField("All")!.GetValue(null)!).Cast<object>().ToList();
        Assert.True(commands.Count > 50);
        foreach (var command in commands)
        {
            var example = (string)command.GetType().GetProperty("Example")!.GetValue(command)!;
            var words = Regex.Matches(example, "\"([^\"]*)\"|\\S+").Select(word => word.Groups[1].Success ? word.Groups[1].Value : word.Value).Skip(1).ToList();
            Assert.Equal(0, Errors([.. words]));
        }

        Assert.NotEqual(0, Errors("queue", "cuont"));
        int Errors(params string[] words)
        {
            var parse = table.Assembly.GetType("MailActors.Console.CommandLine", throwOnError: true)!.GetMethod("Parse")!;
            return ((System.CommandLine.ParseResult)parse.Invoke(null, [words])!).Errors.Count;
        }
    }

    private static Task<ProcessRun> Mailctl(params string[] arguments) =>
        ProcessRun.Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "mailctl.dll"), .. arguments, "--data", Path.GetTempPath(), "--token-file", "/dev/null", "--server", "127.0.0.1:1"]);
}
