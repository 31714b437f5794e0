using MailActors.Console;

return await CommandLine.Build().Parse(args).InvokeAsync();
