using System.Diagnostics;
using System.Text;

namespace MailActors.Node.Tests.Running;

/// <summary>Runs a program to its end, with a deadline, and keeps what it said.</summary>
internal sealed record ProcessRun(int ExitCode, string Output, string Errors)
{
    public string Everything => $"exit {ExitCode}\n--- output\n{Output}\n--- errors\n{Errors}";

    public static async Task<ProcessRun> Run(
        string program, IEnumerable<string> arguments, string? input = null, IReadOnlyDictionary<string, string>? environment = null,
        string? workingDirectory = null, int seconds = 60)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? Path.GetTempPath(),
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (input is not null) await process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(input));
        process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', start.ArgumentList)} did not end within {seconds} s.\n{await output}\n{await errors}");
        }

        return new(process.ExitCode, await output, await errors);
    }
}
