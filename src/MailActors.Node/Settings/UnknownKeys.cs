using System.Reflection;
using MailActors.Storage.Sqlite;
using Microsoft.Extensions.Configuration;

namespace MailActors.Node.Settings;

/// <summary>A key nobody reads is a mistake the operator would like to hear of, not a setting silently ignored.</summary>
public static class UnknownKeys
{
    /// <summary>The configuration keys under <paramref name="section"/> that <paramref name="settings"/> has no property for.</summary>
    public static IEnumerable<string> In(IConfigurationSection section, Type settings)
    {
        foreach (var child in section.GetChildren())
        {
            var property = settings.GetProperty(child.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
            if (property is null || !IsSetting(property))
            {
                var known = string.Join(", ", settings.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsSetting).Select(p => p.Name));
                yield return $"{child.Path} is not a setting. Known here: {known}.";
            }
            else if (IsRecordOfSettings(property.PropertyType))
            {
                foreach (var unknown in In(child, property.PropertyType)) yield return unknown;
            }
            else if (RecordLists.ElementOf(property.PropertyType) is { } element)
            {
                foreach (var unknown in RecordLists.Faults(child).Concat(child.GetChildren().SelectMany(record => In(record, element)))) yield return unknown;
            }
        }
    }

    /// <summary>What is worked out from others is none, nor is the folder of the database: that is <see cref="NodeSettings.Data"/>.</summary>
    public static bool IsSetting(PropertyInfo property) =>
        property.CanWrite && (property.DeclaringType != typeof(SqliteSettings) || property.Name != nameof(SqliteSettings.Folder));

    /// <summary>A record of settings can tell its own faults.</summary>
    public static bool IsRecordOfSettings(Type type) => type.GetMethod("Faults", Type.EmptyTypes) is not null;
}
