using DuffBeer.Core.Ports;

namespace DuffBeer.Golden.Tests.OpenTables;

/// <summary>
/// The process dies before or after any write of a commit: the table shows what was published before or after, and catches up.
/// </summary>
public sealed class CrashTests : IDisposable
{
    const string Header = "id,kind,day,units,price,worth,ratio,fresh,at,fax\n";

    /// <summary>The attempt's list of files, the snapshot's list of lists, the metadata, the hint.</summary>
    const int Writes = 4;

    readonly TableWorld _world = new();
    int _files;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_commit_that_dies_at_any_write_loses_nothing_and_is_finished_by_what_comes_next()
    {
        await IngestAsync();
        Assert.Equal(1, await RowsAsync());
        for (var write = 1; write <= Writes; write++)
        {
            foreach (var after in (bool[])[false, true])
            {
                var before = await RowsAsync();
                _world.Lake.Live(write, after, LakeKeys.OpenTables);
                await Assert.ThrowsAsync<Killed>(IngestAsync);
                _world.Lake.Live();

                // Readers see a whole snapshot, however much of the commit was written.
                Assert.InRange(await RowsAsync(), before, before + 1);
                if (write % 2 == 0)
                {
                    // The next publication shows what the dead process published, too.
                    var isPublished = (await _world.ManifestAsync()).Count == before + 1;
                    await IngestAsync();
                    Assert.Equal(before + (isPublished ? 2 : 1), await RowsAsync());
                }

                await _world.RecoverAsync();
                Assert.Equal(_files, await RowsAsync());
            }
        }

        _world.Lake.Live(Writes + 1, after: true, LakeKeys.OpenTables);
        await IngestAsync();
        Assert.Equal(_files, await RowsAsync());
    }

    [Fact]
    public async Task A_hint_that_is_lost_or_behind_is_found_again()
    {
        await IngestAsync();
        await IngestAsync();
        foreach (var hint in (string?[])[null, "1"])
        {
            await _world.WriteHintAsync(hint);
            await _world.FollowAsync();
            Assert.Equal(2, await RowsAsync());
        }
    }

    Task IngestAsync()
    {
        var file = _files++;
        return _world.IngestAsync(
            FormattableString.Invariant($"things/{file}.csv"),
            Header + FormattableString.Invariant($"{file},Retail,2026-01-05,1,1.50,2.5,0.5,true,2026-01-05T10:00:00Z,fax\n"),
            new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(file));
    }

    async Task<int> RowsAsync() => (await _world.Reader.ReadAsync(TableWorld.Dataset)).Rows.Count;
}
