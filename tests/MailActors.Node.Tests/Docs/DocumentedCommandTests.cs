using System.Diagnostics;
using System.Text.RegularExpressions;
using MailActors.Node.Tests.Running;
using Xunit;

namespace MailActors.Node.Tests.Docs;

/// <summary>What README and docs tell people to type, typed: on a fresh node, in the order it stands there.</summary>
public class DocumentedCommandTests
{
    /// <summary>Code that is not run here, each with the reason.</summary>
    private static readonly Dictionary<string, string> NotRun = new()
    {
        ["bash tests/run"] = "these tests would run themselves; tests/run is what runs them",
        ["dotnet build -c Release MailActors.sln"] = "tests/run does it before any test",
        ["dotnet test -c Release tests/MailActors.Actors.Tests --filter acceptance=SM-01"] = "a test run within a test run",
        ["Protocol  <-  Domain  <-  Actors   <-  Node          Console (mailctl)"] = "a picture",
        ["^------  Storage  <----'             speaks to the operator port only"] = "a picture",
    };

    [Fact]
    public void The_list_of_what_is_not_run_is_not_stale() => Assert.Empty(NotRun.Keys.Except(DocPages.CodeLines().Select(line => line.Text)));

    [Fact]
    public async Task Every_command_works_on_a_fresh_node()
    {
        var commands = DocPages.CodeLines().Where(line => !NotRun.ContainsKey(line.Text)).ToList();
        Assert.NotEmpty(commands);
        await using var fresh = new FreshNode();
        foreach (var (page, number, text) in commands)
        {
            var run = await fresh.Type(text);
            // Delivery follows the 250 of the line before, not much later.
            for (var again = 0; run.ExitCode != 0 && again < 20 && text.StartsWith("curl", StringComparison.Ordinal); again++)
            {
                await Task.Delay(100);
                run = await fresh.Type(text);
            }

            Assert.True(run.ExitCode == 0, $"{page}:{number}: {text}\n{run.Everything}\n{fresh.Log}");
        }

        // What was sent by the first page has arrived.
        Assert.Contains("Subject: hello", fresh.LastOutputOf("curl"));
    }

    /// <summary>The control: what does not work is seen.</summary>
    [Fact]
    public async Task A_command_that_fails_would_be_seen()
    {
        await using var fresh = new FreshNode();
        await fresh.Type("dotnet run -c Release --project src/MailActors.Node");
        Assert.NotEqual(0, (await fresh.Type("curl --insecure --user demo@example.test:wrong \"imaps://127.0.0.1:10993/INBOX;MAILINDEX=1\"")).ExitCode);
        Assert.NotEqual(0, (await fresh.Type("dotnet src/MailActors.Console/bin/Release/net10.0/mailctl.dll domain ad example.org")).ExitCode);
    }

    /// <summary>A node that the documented command started, with a data folder and ports of its own; other commands are pointed at it.</summary>
    private sealed class FreshNode : IAsyncDisposable
    {
        private const int DefaultOffset = 10000;
        private readonly string _data = Directory.CreateTempSubdirectory("mailactors-").FullName;
        private readonly int _offset = NodeProcess.FreeOffset();
        private readonly Dictionary<string, string> _outputs = [];
        private readonly List<string> _log = [];
        private Process? _node;
        private string _password = "";

        public string Log
        {
            get { lock (_log) return string.Join('\n', _log); }
        }

        public string LastOutputOf(string program) => _outputs[program];

        public async Task<ProcessRun> Type(string command)
        {
            if (command.StartsWith("dotnet run ", StringComparison.Ordinal)) return await Start(command);
            var typed = Regex.Replace(command.Replace("PASSWORD", _password), @"127\.0\.0\.1:(\d+)", port => $"127.0.0.1:{int.Parse(port.Groups[1].Value) - DefaultOffset + _offset}");
            typed = typed.Replace("data/mailactors.db", Path.Combine(_data, "mailactors.db")).Replace("/backup/", _data + "/backup-");
            if (typed.Contains("mailctl.dll")) typed += $" --data {_data} --port-offset {_offset}";
            if (typed.Contains("account add") && !typed.Contains("--password-stdin")) typed += " --password-stdin"; // there is no terminal to ask on
            var run = await ProcessRun.Run("bash", ["-c", typed], typed.Contains("--password-stdin") ? "secret\n" : null, workingDirectory: DocPages.Root);
            _outputs[command.Split(' ')[0]] = run.Output;
            return run;
        }

        public async ValueTask DisposeAsync()
        {
            if (_node is not null)
            {
                _node.Kill(entireProcessTree: true);
                await _node.WaitForExitAsync();
                _node.Dispose();
            }

            Directory.Delete(_data, recursive: true);
        }

        /// <summary>With the build that is there: building is another command.</summary>
        private async Task<ProcessRun> Start(string command)
        {
            var start = new ProcessStartInfo("bash", ["-c", $"exec {command.Replace("dotnet run", "dotnet run --no-build")} -- --data {_data} --port-offset {_offset}"])
            {
                RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = DocPages.Root,
            };
            _node = Process.Start(start)!;
            _node.OutputDataReceived += (_, line) => Keep(line.Data);
            _node.ErrorDataReceived += (_, line) => Keep(line.Data);
            _node.BeginOutputReadLine();
            _node.BeginErrorReadLine();
            for (var patience = Stopwatch.StartNew(); !Log.Contains("Read it:") && patience.Elapsed.TotalSeconds < 90; await Task.Delay(100))
                if (_node.HasExited) return new(_node.ExitCode, Log, "The node ended.");
            _password = Regex.Match(Log, @"password  (\w+)").Groups[1].Value;
            return new(_password.Length > 0 ? 0 : 1, Log, "");
        }

        private void Keep(string? line)
        {
            if (line is null) return;
            lock (_log) _log.Add(line);
        }
    }
}
