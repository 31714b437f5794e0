using System.Security.Cryptography;
using MailActors.Domain.Blobs;
using MailActors.Protocol.Mime;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Verify;

/// <summary>Reads every message: its checksums, its name (which is its hash), its size and summary.</summary>
internal sealed class BlobCheck(SqliteSession session, VerifyReport report)
{
    private readonly KnownBlobs _known = new();
    private readonly List<(BlobId Overlay, BlobId Base)> _overlays = [];
    private readonly BlobBytes _bytes = new(session);

    public KnownBlobs Run()
    {
        var total = session.Number("SELECT count(*) FROM blob") ?? 0;
        using var read = session.Use("SELECT id, size, base, summary FROM blob ORDER BY number");
        for (long done = 1; read.Step(); done++)
        {
            var id = BlobId.From(read.Blob(0));
            var size = read.Long(1);
            _known.Add(id, size);
            if (!read.IsNull(2)) _overlays.Add((id, BlobId.From(read.Blob(2))));
            CheckSummary(id, size, MessageSummaryCodec.Read(read.Blob(3)));
            CheckBytes(id, size);
            report.Step("blobs", done, total);
        }

        foreach (var (overlay, body) in _overlays)
            if (_known.Name(body) is null) report.Add(FindingKind.OverlayBaseMissing, overlay.ToString(), $"its body {body} is missing");
        CheckUploads();
        return _known;
    }

    private void CheckSummary(BlobId id, long size, MessageSummary? summary)
    {
        if (summary is null) report.Add(FindingKind.BlobSummary, id.ToString(), "its summary cannot be read");
        else if (summary.Size != size) report.Add(FindingKind.BlobSummary, id.ToString(), $"its summary is of {summary.Size} octets, its row says {size}");
    }

    private void CheckBytes(BlobId id, long size)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long length = 0;
        try
        {
            foreach (var part in _bytes.Of(id))
            {
                hash.AppendData(part);
                length += part.Length;
            }
        }
        catch (BlobMissingException missing)
        {
            // A missing body is told once, with the overlay.
            if (missing.Piece is { } piece) report.Add(FindingKind.BlobPieceMissing, id.ToString(), $"piece {piece} is missing");
            return;
        }
        catch (StorageException damaged)
        {
            report.Add(FindingKind.BlobChecksum, id.ToString(), damaged.Message);
            return;
        }

        if (length != size) report.Add(FindingKind.BlobSize, id.ToString(), $"it has {length} octets, its row says {size}");
        if (BlobId.From(hash.GetHashAndReset()) != id) report.Add(FindingKind.BlobHash, id.ToString(), "its bytes have another hash than its name");
    }

    private void CheckUploads()
    {
        using var read = session.Use("SELECT upload, count(*) FROM blob_piece WHERE upload NOT IN (SELECT upload FROM blob WHERE upload IS NOT NULL) GROUP BY upload");
        while (read.Step()) report.Add(FindingKind.UnfinishedUpload, $"upload {read.Long(0)}", $"{read.Long(1)} pieces without a message");
    }
}
