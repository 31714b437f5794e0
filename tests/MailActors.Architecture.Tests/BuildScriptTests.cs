using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using Xunit;

namespace MailActors.Architecture.Tests;

/// <summary>build.ps1 is for people on PowerShell; these tests bring the engine along and run it.</summary>
public class BuildScriptTests
{
    private static readonly string Script = Path.Combine(Repository.Root, "build.ps1");

    [Fact]
    public void Build_script_parses_without_errors()
    {
        Parser.ParseFile(Script, out _, out var errors);

        Assert.Empty(errors.Select(e => e.Message));
    }

    [Theory]
    [InlineData("restore", "dotnet restore MailActors.sln")]
    [InlineData("build", "dotnet build -c Release MailActors.sln")]
    [InlineData("test", "bash tests/run")]
    [InlineData("run", "dotnet run -c Release --project src/MailActors.Node")]
    [InlineData("bench", "bash tests/bench/run")]
    public void Each_verb_calls_what_the_readme_says(string verb, string expected) => Assert.Equal([expected], Run($"{Quoted} {verb}"));

    [Fact]
    public void Further_arguments_are_passed_on() => Assert.Equal(["bash tests/run Protocol Storage"], Run($"{Quoted} test Protocol Storage"));

    [Fact]
    public void An_unknown_verb_is_refused() => Assert.ThrowsAny<RuntimeException>(() => Run($"{Quoted} fly"));

    [Fact]
    public void A_failing_command_fails_the_script() => Assert.ThrowsAny<RuntimeException>(() => Run($"{Quoted} build", exitCode: 3));

    private static string Quoted => $"& '{Script.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Runs the script in a real PowerShell engine with dotnet and bash replaced by functions that tell how they were called.
    /// The engine comes without the modules of an installed PowerShell, so Set-Location is replaced too.</summary>
    private static List<string> Run(string command, int exitCode = 0)
    {
        var state = InitialSessionState.CreateDefault2();
        using var runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        shell.AddScript($$"""
            function dotnet { $global:LASTEXITCODE = {{exitCode}}; "dotnet $args" }
            function Set-Location { }
            function bash { $global:LASTEXITCODE = {{exitCode}}; "bash $args" }
            {{command}}
            """);
        var output = shell.Invoke<string>();
        return shell.HadErrors ? throw new RuntimeException(string.Join('\n', shell.Streams.Error)) : [.. output];
    }
}
