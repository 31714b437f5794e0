using System.Text;
using MailActors.Actors.Imap.Search;
using MailActors.Actors.Tests.Imap.Running;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap;
using MailActors.Protocol.Imap.Commands;
using Xunit;

namespace MailActors.Actors.Tests.Imap.Search;

public class FolderSearchTests
{
    private readonly MemoryBlobs _blobs = new();
    private readonly List<(int Sequence, MessageRow Row)> _messages = [];

    [Theory]
    [InlineData("", "plain text")]
    [InlineData("Content-Transfer-Encoding: quoted-printable\r\n", "pl=61in=\r\n text")]
    [InlineData("Content-Transfer-Encoding: base64\r\n", "cGxhaW4gdGV4dA==")]
    public async Task A_body_is_searched_out_of_its_transfer_encoding(string field, string body)
    {
        Add($"Subject: x\r\n{field}\r\n{body}\r\n");
        Assert.Equal([1], await Find(new SearchKey.Text("PLAIN TEXT", WithHeader: false)));
        Assert.Empty(await Find(new SearchKey.Text("plain  text", WithHeader: false)));
    }

    [Fact]
    public async Task A_match_across_two_pieces_of_a_body_is_found()
    {
        for (var before = 16 * 1024 - 12; before <= 16 * 1024; before++) Add("Subject: x\r\n\r\n" + new string('a', before) + "needle here");
        Assert.Equal(Enumerable.Range(1, _messages.Count), await Find(new SearchKey.Text("needle here", WithHeader: false)));
    }

    /// <summary>Batches end at different times; messages of all sizes share them, and some are decided by their row or their summary alone.</summary>
    [Fact]
    public async Task What_is_found_comes_in_the_order_of_the_folder_whatever_read_it()
    {
        for (var i = 1; i <= 500; i++)
        {
            var flags = i % 7 == 0 ? MessageFlags.Flagged : MessageFlags.None;
            Add($"Subject: s{i % 5}\r\n\r\n" + (i % 3 == 0 ? "needle" : "hay") + new string('x', i % 50 == 0 ? 300_000 : 10), flags);
        }

        var key = new SearchKey.Or(new SearchKey.Flag(SystemFlags.Flagged, Set: true), new SearchKey.Or(
            new SearchKey.Field(SearchField.Subject, "s4"), new SearchKey.Text("NEEDLE", WithHeader: false)));
        Assert.Equal(Enumerable.Range(1, 500).Where(i => i % 7 == 0 || i % 5 == 4 || i % 3 == 0), await Find(key));
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_is_not_found_and_stops_no_search()
    {
        Add("Subject: a\r\n\r\nneedle");
        Add("Subject: b\r\n\r\n" + new string('x', 5000) + "needle");
        _blobs.DamagedFrom = 1000;
        Assert.Equal([1], await Find(new SearchKey.Text("needle", WithHeader: false)));
        _blobs.Lose();
        Assert.Empty(await Find(new SearchKey.Text("needle", WithHeader: false)));
    }

    private void Add(string message, MessageFlags flags = MessageFlags.None)
    {
        var stored = _blobs.Put(Encoding.ASCII.GetBytes(message));
        _messages.Add((_messages.Count + 1, new((uint)_messages.Count + 1, flags, 1, 0, 0, stored.Size, stored.Id)));
    }

    private async Task<IEnumerable<int>> Find(SearchKey key)
    {
        var search = new FolderSearch(SearchPlan.From(key, new(null!, UidSet.Empty, UidSet.Empty, 0)), _blobs, batch: 20, CancellationToken.None);
        return (await search.Find(_messages)).Select(found => found.Sequence);
    }
}
