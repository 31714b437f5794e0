using MailActors.Console;

var parsed = CommandLine.Parse(args);
var exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? CommandLine.UsageError : exitCode;
