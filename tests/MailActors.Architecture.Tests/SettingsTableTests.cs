using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using MailActors.Node.Settings;
using Xunit;

namespace MailActors.Architecture.Tests;

/// <summary>The settings of docs/operating.md are those of the records, with their defaults; no more and no less.</summary>
public class SettingsTableTests
{
    private const string Page = "docs/operating.md";

    [Fact]
    public void Every_setting_is_documented_and_every_documented_one_exists() =>
        Assert.Equal(Settings().Select(s => s.Key).Order(StringComparer.Ordinal), Documented().Select(row => row.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_documented_default_is_the_default()
    {
        var settings = Settings().ToDictionary(s => s.Key, s => s.Default, StringComparer.Ordinal);

        Assert.Empty(
            from row in Documented()
            where settings.TryGetValue(row.Key, out var value) && !Equals(Read(row.Default, value!.GetType()), Comparable(value))
            select $"{row.Key}: the table says {row.Default}, the record {Comparable(settings[row.Key]!)}");
    }

    [Fact]
    public void Every_setting_says_what_it_means() => Assert.Empty(Documented().Where(row => row.Meaning.Length < 10).Select(row => row.Key));

    /// <summary>The control: a wrong default and a key too many would be seen.</summary>
    [Fact]
    public void A_wrong_default_would_be_seen()
    {
        Assert.NotEqual(Read("2049", typeof(int)), Comparable(2048));
        Assert.NotEqual(Read("00:00:01", typeof(TimeSpan)), Comparable(TimeSpan.FromMinutes(1)));
        Assert.Equal(Read("(empty)", typeof(string)), Comparable(""));
    }

    private static IEnumerable<(string Key, object? Default)> Settings() => Of(new NodeSettings(), "");

    private static IEnumerable<(string Key, object? Default)> Of(object record, string prefix)
    {
        foreach (var property in record.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(UnknownKeys.IsSetting))
        {
            var value = property.GetValue(record);
            if (UnknownKeys.IsRecordOfSettings(property.PropertyType))
                foreach (var inner in Of(value!, $"{prefix}{property.Name}:")) yield return inner;
            else
                yield return (prefix + property.Name, value);
        }
    }

    private static List<(string Key, string Default, string Meaning)> Documented()
    {
        var all = new List<(string, string, string)>();
        foreach (var heading in File.ReadLines(Path.Combine(Repository.Root, Page)).Where(line => line.StartsWith("### ", StringComparison.Ordinal)))
        {
            var prefix = heading.Split('`') is [_, var section, ..] ? section + ":" : "";
            all.AddRange(Docs.Rows(Page, heading).Select(row => (prefix + row[0].Trim('`'), row[1], string.Join(" | ", row[2..]))));
        }

        return all;
    }

    private static object? Read(string text, Type type) => text == "(empty)" ? "" :
        type == typeof(bool) ? bool.Parse(text) :
        type == typeof(string) || type.IsAssignableTo(typeof(System.Collections.IEnumerable)) ? text :
        TypeDescriptor.GetConverter(type).ConvertFromString(null, CultureInfo.InvariantCulture, text);

    private static object Comparable(object value) => value is System.Collections.IEnumerable list and not string ? string.Join(", ", list.Cast<object>()) : value;
}
