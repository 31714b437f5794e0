using MailActors.Node;
using MailActors.Node.Settings;

var parsed = CommandLine.Build((options, cancel) =>
{
    var (settings, faults) = SettingsReader.Read(options);
    if (settings is not null) return NodeProgram.Run(settings, cancel);
    Console.Error.WriteLine("The settings can't be used:");
    foreach (var fault in faults) Console.Error.WriteLine("  " + fault);
    return Task.FromResult(2);
}).Parse(args);
var exitCode = await parsed.InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(19) });
return parsed.Errors.Count > 0 ? 2 : exitCode;
