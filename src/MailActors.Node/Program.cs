using MailActors.Node;
using MailActors.Node.Settings;

return await CommandLine.Build((options, cancel) =>
{
    var (settings, faults) = SettingsReader.Read(SettingsReader.Sources(options));
    if (settings is not null) return NodeProgram.Run(settings, cancel);
    Console.Error.WriteLine("The settings can't be used:");
    foreach (var fault in faults) Console.Error.WriteLine("  " + fault);
    return Task.FromResult(2);
}).Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(25) });
