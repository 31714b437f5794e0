using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace MailActors.Node.Settings;

/// <summary>Lists of records of settings, such as routes: in JSON an array of objects, elsewhere keys with a number, <c>Routes:0:Host</c>.</summary>
public static class RecordLists
{
    /// <summary>The kind of the records; null when the type is no list of records of settings.</summary>
    public static Type? ElementOf(Type type)
    {
        var element = type.IsArray ? type.GetElementType() : type.IsGenericType && type.GetGenericArguments() is [var one] ? one : null;
        return element is not null && UnknownKeys.IsRecordOfSettings(element) ? element : null;
    }

    /// <summary>What under a list is no record with a number.</summary>
    public static IEnumerable<string> Faults(IConfigurationSection list)
    {
        // An empty array in JSON is an empty text.
        if (!string.IsNullOrEmpty(list.Value)) yield return $"{list.Path} is \"{list.Value}\": give a list of records.";
        foreach (var child in list.GetChildren())
        {
            if (!int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)) yield return $"{child.Path} is not a setting: {list.Path} is a list, so give a number, as in {list.Path}:0.";
            else if (child.Value is { } value) yield return $"{child.Path} is \"{value}\": give a record, such as its settings one by one.";
        }
    }
}
