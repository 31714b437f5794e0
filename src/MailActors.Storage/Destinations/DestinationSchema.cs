using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Destinations;

/// <summary>What operators have said about single destinations.</summary>
public static class DestinationSchema
{
    public static readonly SchemaPart Part = new(
        "destinations",
        """
        CREATE TABLE destination_pauses(
            destination TEXT NOT NULL PRIMARY KEY,
            why TEXT NOT NULL,
            since INTEGER NOT NULL) WITHOUT ROWID;
        """);
}
