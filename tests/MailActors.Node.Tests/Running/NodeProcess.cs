using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace MailActors.Node.Tests.Running;

/// <summary>A node as a user runs it: the built program in a process of its own, a data folder and ports of its own, on loopback.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private static int _nextOffset = Random.Shared.Next(0, 300);
    private readonly Dictionary<string, string> _environment;
    private readonly string[] _wrapper;
    private readonly StringBuilder _log = new();
    private readonly bool _ownsData;
    private Process? _process;

    private NodeProcess(string hostName, string data, bool ownsData, int offset, Dictionary<string, string> environment, string[] wrapper)
    {
        HostName = hostName;
        Data = data;
        _ownsData = ownsData;
        Offset = offset;
        _environment = environment;
        _wrapper = wrapper;
    }

    public string HostName { get; }

    public string Data { get; }

    public int Offset { get; }

    public int Smtp => 25 + Offset;

    public int Lmtp => 24 + Offset;

    public int Submission => 587 + Offset;

    public int Submissions => 465 + Offset;

    public int Imap => 143 + Offset;

    public int Imaps => 993 + Offset;

    public int Pop3 => 110 + Offset;

    public int Pop3s => 995 + Offset;

    public int Operators => 9110 + Offset;

    public int Pid => _process?.Id ?? throw new InvalidOperationException("The node does not run.");

    public bool HasExited => _process is null || _process.HasExited;

    public string Log
    {
        get { lock (_log) return _log.ToString(); }
    }

    /// <summary>Starts a node and waits until it takes mail.</summary>
    /// <param name="settings">Environment variables, such as <c>MAILACTORS__TRANSPORT__PERADDRESS</c>.</param>
    /// <param name="wrapper">A program and arguments to run it under, such as strace.</param>
    public static async Task<NodeProcess> Start(Dictionary<string, string>? settings = null, string? data = null, string[]? wrapper = null, string hostName = "mail.example.test")
    {
        var folder = data ?? Directory.CreateTempSubdirectory("mailactors-").FullName;
        var node = new NodeProcess(hostName, folder, data is null, FreeOffset(), settings ?? [], wrapper ?? []);
        await node.StartAgain();
        return node;
    }

    public async Task StartAgain(int seconds = 60)
    {
        var dll = Path.Combine(AppContext.BaseDirectory, "MailActors.Node.dll");
        string[] command = [.. _wrapper, "dotnet", dll, "--data", Data, "--port-offset", $"{Offset}", "--hostname", HostName];
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = Data };
        foreach (var argument in command[1..]) start.ArgumentList.Add(argument);
        foreach (var (name, value) in _environment) start.Environment[name] = value;
        _process = Process.Start(start) ?? throw new InvalidOperationException("The node does not start.");
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _process.StandardInput.Close();
        var patience = Stopwatch.StartNew();
        while (!await Answers(Smtp) || !await Answers(Imap) || !await Answers(Pop3) || !await Answers(Submissions) || !await Answers(Operators))
        {
            if (_process.HasExited) throw new InvalidOperationException($"The node ended with {_process.ExitCode}:\n{Log}");
            if (patience.Elapsed.TotalSeconds > seconds) throw new TimeoutException($"The node does not answer:\n{Log}");
            await Task.Delay(50);
        }
    }

    /// <summary>What a power cut does to the process.</summary>
    public async Task Kill()
    {
        if (_process is null) return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM; returns the exit code.</summary>
    public async Task<int> Stop(int seconds = 30)
    {
        var process = _process ?? throw new InvalidOperationException("The node does not run.");
        Signal(process.Id, 15);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        await process.WaitForExitAsync(deadline.Token);
        return process.ExitCode;
    }

    /// <summary>Waits for a node that is to end by itself; its exit code, null when it goes on running.</summary>
    public async Task<int?> Ends(int seconds)
    {
        var process = _process ?? throw new InvalidOperationException("The node does not run.");
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        try
        {
            await process.WaitForExitAsync(deadline.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Waits until every message has been delivered or refused; false when some still wait.</summary>
    public async Task<bool> QueueRunsEmpty(int seconds = 30)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            var list = await Mailctl("queue", "list", "--json");
            if (list.ExitCode == 0 && !list.Output.Contains("recipient", StringComparison.Ordinal)) return true;
            if (patience.Elapsed.TotalSeconds > seconds) return false;
            await Task.Delay(100);
        }
    }

    public Task<ProcessRun> Mailctl(params string[] arguments) => MailctlWith(null, arguments);

    public Task<ProcessRun> MailctlWith(string? input, params string[] arguments) => ProcessRun.Run(
        "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "mailctl.dll"), .. arguments, "--data", Data, "--port-offset", $"{Offset}"],
        input, seconds: 180);

    /// <summary>Makes the domain once and an account; returns the address.</summary>
    public async Task<string> AddAccount(string local, string password = "secret", string domain = "bench.test")
    {
        await Mailctl("domain", "add", domain);
        var run = await MailctlWith(password + "\n", "account", "add", $"{local}@{domain}", "--password-stdin");
        return run.ExitCode == 0 ? $"{local}@{domain}" : throw new InvalidOperationException(run.Everything + Log);
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        _process?.Dispose();
        if (_ownsData) Directory.Delete(Data, recursive: true);
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_log) _log.AppendLine(line);
    }

    private static async Task<bool> Answers(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>An offset with all nine ports free, below the range the kernel gives to clients.</summary>
    internal static int FreeOffset()
    {
        while (true)
        {
            var offset = 11000 + Interlocked.Increment(ref _nextOffset) * 67 % 12000; // no two of the next sixty share a port
            int[] ports = [24, 25, 110, 143, 465, 587, 993, 995, 9110];
            if (ports.All(port => IsFree(port + offset))) return offset;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    internal static void Signal(int pid, int signal) => _ = kill(pid, signal);

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int pid, int signal);
}
