using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace MailActors.Node.Settings;

/// <summary>Finds values that are not of their setting's kind ("ten" for a number) before they are bound, all of them and not only the first.</summary>
public static class UnreadableValues
{
    /// <summary>Each such key and what is wrong with it.</summary>
    public static IEnumerable<KeyValuePair<string, string>> In(IConfigurationSection section, Type settings)
    {
        foreach (var child in section.GetChildren())
        {
            var property = settings.GetProperty(child.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
            if (property is null) continue;
            if (UnknownKeys.IsRecordOfSettings(property.PropertyType))
            {
                foreach (var fault in In(child, property.PropertyType)) yield return fault;
            }
            else if (RecordLists.ElementOf(property.PropertyType) is { } element)
            {
                foreach (var fault in child.GetChildren().SelectMany(record => In(record, element))) yield return fault;
            }
            else if (child.Value is { } value && !IsReadable(value, property.PropertyType))
            {
                yield return new(child.Path, $"{child.Path} is \"{value}\": give {Words(property.PropertyType)}.");
            }
        }
    }

    private static bool IsReadable(string value, Type type)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        if (target == typeof(string) || target.IsArray || target.IsGenericType) return true;
        try
        {
            return TypeDescriptor.GetConverter(target).ConvertFromString(null, CultureInfo.InvariantCulture, value) is not null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private static string Words(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(int) || t == typeof(long) => "a whole number",
        var t when t == typeof(double) => "a number",
        var t when t == typeof(bool) => "true or false",
        var t when t == typeof(TimeSpan) => "a time as hours:minutes:seconds, such as 00:05:00",
        { IsEnum: true } t => "one of " + string.Join(", ", Enum.GetNames(t)),
        var t => "a " + t.Name,
    };
}
