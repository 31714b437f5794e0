using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace MailActors.Node.Settings;

/// <summary>Reads the settings of a node and finds all their faults at once.</summary>
public static class SettingsReader
{
    public const string Root = "MailActors";

    /// <summary>Later sources win: appsettings.json beside the program, in the working directory, the environment, the command line.</summary>
    private static IConfiguration Sources(IReadOnlyDictionary<string, string?> commandLine) => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true)
        .AddEnvironmentVariables()
        .AddInMemoryCollection(commandLine)
        .Build();

    /// <summary>The settings of all sources, or every reason why they can't be used; a file that is no JSON is the only one told then.</summary>
    public static (NodeSettings? Settings, IReadOnlyList<string> Faults) Read(IReadOnlyDictionary<string, string?> commandLine)
    {
        try
        {
            return Read(Sources(commandLine));
        }
        catch (InvalidDataException e)
        {
            return (null, [$"{e.Message.TrimEnd('.')}: {e.GetBaseException().Message}"]);
        }
    }

    /// <summary>The settings, or every reason why they can't be used.</summary>
    public static (NodeSettings? Settings, IReadOnlyList<string> Faults) Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Root);
        var faults = UnknownKeys.In(section, typeof(NodeSettings)).ToList();
        var unreadable = UnreadableValues.In(section, typeof(NodeSettings)).ToDictionary(StringComparer.OrdinalIgnoreCase);
        faults.AddRange(unreadable.Values);
        // What can't be read is left out, so that the faults of the rest are told too.
        var readable = new ConfigurationBuilder().AddInMemoryCollection(configuration.AsEnumerable().Where(pair => !unreadable.ContainsKey(pair.Key))).Build();
        var settings = readable.GetSection(Root).Get<NodeSettings>() ?? new NodeSettings();
        faults.AddRange(FaultsOf(settings));
        return faults.Count > 0 ? (null, faults) : (settings, faults);
    }

    /// <summary>Asks the record and every record and list of records in it for their own faults.</summary>
    private static IEnumerable<string> FaultsOf(object settings)
    {
        var type = settings.GetType();
        if (type.GetMethod("Faults", Type.EmptyTypes)?.Invoke(settings, null) is IEnumerable<string> own)
            foreach (var fault in own) yield return fault;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => UnknownKeys.IsRecordOfSettings(p.PropertyType)))
            if (property.GetValue(settings) is { } inner)
                foreach (var fault in FaultsOf(inner)) yield return fault;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => RecordLists.ElementOf(p.PropertyType) is not null))
            foreach (var fault in ((IEnumerable<object>?)property.GetValue(settings) ?? []).SelectMany(FaultsOf)) yield return fault;
    }
}
