using System.CommandLine;

namespace MailActors.Node;

/// <summary>The node's own command line; everything else is a setting.</summary>
public static class CommandLine
{
    public static RootCommand Build(Func<IReadOnlyDictionary<string, string?>, CancellationToken, Task<int>> run)
    {
        var data = new Option<string?>("--data") { Description = "The folder to keep mail in (default ./data)", HelpName = "DIR" };
        var bind = new Option<string?>("--bind") { Description = "The address of the mail ports (default 127.0.0.1)", HelpName = "ADDRESS" };
        var offset = new Option<string?>("--port-offset") { Description = "Added to each standard port (default 10000; 0: the standard ports)", HelpName = "N" };
        var hostname = new Option<string?>("--hostname") { Description = "What this host calls itself in mail (default: the machine's name)", HelpName = "NAME" };
        var root = new RootCommand("MailActors: SMTP, LMTP, IMAP and POP3 on one machine, nothing beside it.") { data, bind, offset, hostname };
        root.SetAction((parsed, cancel) =>
        {
            var settings = new Dictionary<string, string?>();
            void Take(Option<string?> option, string key)
            {
                if (parsed.GetValue(option) is { } value) settings[$"{Settings.SettingsReader.Root}:{key}"] = value;
            }

            Take(data, "Data");
            Take(bind, "Bind");
            Take(offset, "PortOffset");
            Take(hostname, "Hostname");
            return run(settings, cancel);
        });
        return root;
    }
}
