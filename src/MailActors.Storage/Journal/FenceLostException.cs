namespace MailActors.Storage.Journal;

/// <summary>Another living copy of the entity has written this number: the loser stops, recovers and sees the truth.</summary>
public sealed class FenceLostException(string persistenceId, long sequenceNr, Exception inner)
    : Exception($"Event {sequenceNr} of {persistenceId} was written by another copy.", inner);
