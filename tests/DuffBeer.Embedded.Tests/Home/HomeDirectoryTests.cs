using System.Text.Json;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.Home;
using DuffBeer.Embedded.Orchestration;
using DuffBeer.Embedded.Store;

namespace DuffBeer.Embedded.Tests.Home;

public sealed class HomeDirectoryTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly HomeDirectory _home;

    public HomeDirectoryTests() => _home = new(_folder["home"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Taking_the_lock_creates_the_home()
    {
        Assert.False(Directory.Exists(_home.Root));
        using var held = await _home.AcquireLockAsync("duffbeer ingest", null, default);

        Assert.All([_home.Landing, _home.Lake, _home.Journal, _home.Temporary], folder => Assert.True(Directory.Exists(folder)));
    }

    [Fact]
    public async Task Taking_the_lock_deletes_journals_that_a_crash_left_without_a_first_entry_and_no_others()
    {
        _home.Create();
        var unfinished = Path.Combine(_home.Journal, "unfinished.journal");
        using (var journal = Journal.TryOpen(unfinished)!)
            journal.Append(new RunStarted("Run", "run-a1", "program", JsonDocument.Parse("{}").RootElement, DateTimeOffset.UnixEpoch));
        File.WriteAllBytes(Path.Combine(_home.Journal, "ended.journal"), []);
        File.WriteAllBytes(Path.Combine(_home.Journal, "torn.journal"), File.ReadAllBytes(unfinished)[..^1]);

        using var held = await _home.AcquireLockAsync("duffbeer ingest", null, default);

        Assert.Equal(["unfinished.journal"], Directory.GetFiles(_home.Journal).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_second_process_waits_and_learns_who_holds_the_lock()
    {
        var told = new TaskCompletionSource<LockHolder?>();
        var first = await _home.AcquireLockAsync("duffbeer ingest", _ => Assert.Fail("the lock is free"), default);
        var waiting = new HomeDirectory(_home.Root).AcquireLockAsync("duffbeer refresh", told.SetResult, default);

        var holder = await told.Task;
        Assert.False(waiting.IsCompleted);
        Assert.Equal(("duffbeer ingest", Environment.ProcessId), (holder!.Command, holder.ProcessId));
        Assert.StartsWith(
            $"{_home.Root} is held by duffbeer ingest (pid {Environment.ProcessId}) since 20", holder.ToString(), StringComparison.Ordinal);

        first.Dispose();
        using var second = await waiting;
    }

    [Fact]
    public async Task A_change_of_holder_is_reported()
    {
        using (await _home.AcquireLockAsync("duffbeer ingest", null, default))
        {
        }

        using var second = await _home.AcquireLockAsync("duffbeer refresh", null, default);
        using var stop = new CancellationTokenSource();
        LockHolder? told = null;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _home.AcquireLockAsync("duffbeer serve", holder =>
        {
            told = holder;
            stop.Cancel();
        }, stop.Token));

        Assert.Equal("duffbeer refresh", told?.Command);
    }

    [Fact]
    public async Task The_lock_of_a_dead_holder_is_free()
    {
        _home.Create();
        await File.WriteAllTextAsync(_home.Lock, "");
        await File.WriteAllTextAsync(
            _home.Lock + ".json", """{"Home":"x","Command":"duffbeer ingest","ProcessId":1,"Since":"2026-01-01T00:00:00Z"}""");

        using var held = await _home.AcquireLockAsync("duffbeer ingest", _ => Assert.Fail("the lock is free"), default);
    }

    [Fact]
    public async Task A_half_written_holder_is_unknown()
    {
        using var held = await _home.AcquireLockAsync("duffbeer ingest", null, default);
        await File.WriteAllTextAsync(_home.Lock + ".json", "{");
        using var stop = new CancellationTokenSource();
        var calls = new List<LockHolder?>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _home.AcquireLockAsync("duffbeer ingest", holder =>
        {
            calls.Add(holder);
            stop.Cancel();
        }, stop.Token));

        Assert.Null(Assert.Single(calls));
    }

    [Fact]
    public async Task Unfinished_files_of_a_crash_are_deleted()
    {
        _home.Create();
        Directory.CreateDirectory(Path.Combine(_home.Temporary, "spill", "deeper"));
        await File.WriteAllTextAsync(Path.Combine(_home.Temporary, "spill", "deeper", "x"), "");
        await File.WriteAllTextAsync(Path.Combine(_home.Temporary, "y"), "");
        // Files of ended processes: one with another id, and one that had this process's id.
        var uploads = Directory.CreateDirectory(Path.Combine(_home.Lake, FolderObjectStore.UploadFolder)).FullName;
        foreach (var name in (string[])[$"{int.MaxValue}-00000000-x", $"{Environment.ProcessId}-00000000-x", "of-an-older-version"])
            await File.WriteAllTextAsync(Path.Combine(uploads, name), "half");

        using var held = await _home.AcquireLockAsync("duffbeer ingest", null, default);

        Assert.Empty(Directory.EnumerateFileSystemEntries(_home.Temporary));
        Assert.Empty(Directory.EnumerateFiles(_home.Lake, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_write_survives_a_clean_up_by_another_process()
    {
        _home.Create();
        await using var upload = await _home.OpenLake().CreateAsync("a.json", WriteCondition.None, default);
        await upload.Body.WriteAsync(new byte[100_000]);

        using var held = await _home.AcquireLockAsync("duffbeer ingest", null, default);

        Assert.Equal(100_000, (await upload.CommitAsync(default))!.Size);
    }

    [Fact]
    public async Task A_scratch_folder_in_use_stays_and_is_deleted_with_its_owner()
    {
        using var scratch = _home.CreateScratchFolder();
        await File.WriteAllTextAsync(Path.Combine(scratch.Path, "spill"), "in use");
        using (await _home.AcquireLockAsync("duffbeer ingest", null, default))
            Assert.Equal("in use", await File.ReadAllTextAsync(Path.Combine(scratch.Path, "spill")));

        scratch.Dispose();
        Assert.Empty(Directory.EnumerateFileSystemEntries(_home.Temporary));
    }

    [Fact]
    public void The_hash_key_is_created_once_and_only_its_owner_can_read_it()
    {
        var key = _home.HashKey();

        Assert.Matches("^[0-9a-f]{64}$", key);
        Assert.Equal(key, new HomeDirectory(_home.Root).HashKey());
        Assert.NotEqual(key, new HomeDirectory(_home.Root + "-other").HashKey());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_home.Root, "hash.key")));
    }

    [Fact]
    public async Task A_home_that_cannot_be_created_is_a_transient_failure_with_its_path()
    {
        await File.WriteAllTextAsync(_home.Root, "a file where the folder should be");

        var failure = await Assert.ThrowsAsync<TransientException>(() => _home.AcquireLockAsync("duffbeer ingest", null, default));

        Assert.Equal(ProblemCode.StoreUnavailable, failure.Code);
        Assert.Contains(_home.Root, failure.Message, StringComparison.Ordinal);
    }
}
