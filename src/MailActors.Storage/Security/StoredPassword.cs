using MailActors.Protocol.Sasl;

namespace MailActors.Storage.Security;

/// <summary>What is kept of a password: its argon2id hash in PHC form, and the SCRAM keys made beside it.</summary>
public sealed record StoredPassword(string Hash, ScramKeys Scram);

/// <summary>All that a log-in is checked against.</summary>
internal sealed record Credentials(StoredPassword Password, IReadOnlyList<StoredAppPassword> AppPasswords);

/// <param name="Scram">Null: not made yet.</param>
internal sealed record StoredAppPassword(string Name, byte[] Hash, ScramKeys? Scram);
