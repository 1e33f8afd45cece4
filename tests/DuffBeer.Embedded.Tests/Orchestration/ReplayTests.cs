using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.Orchestration;
using static DuffBeer.Embedded.Tests.Orchestration.Workshop;

namespace DuffBeer.Embedded.Tests.Orchestration;

public sealed class ReplayTests : IDisposable
{
    readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task A_crash_at_any_point_changes_no_result_and_repeats_no_recorded_call()
    {
        await _workshop.StopAtAsync("last", FlowAsync);
        var executed = _workshop.Executed.Count;
        var path = Assert.Single(_workshop.JournalFiles);
        var journal = await File.ReadAllBytesAsync(path);
        var ends = EntryEnds(journal);
        var lastEntry = Enumerable.Range(ends[^2], ends[^1] - ends[^2]);

        foreach (var length in ends.Concat(lastEntry).Prepend(0).Prepend(3).Distinct())
        {
            var recorded = ends.Count(end => end <= length) - 1;
            _workshop.Executed.Clear();
            await File.WriteAllBytesAsync(path, journal[..length]);

            var outcome = await _workshop.RunAsync(FlowAsync);

            Assert.Equal(Expected, outcome.Value);
            // A timer is recorded but is not an activity; the call that never ended ran but was not recorded.
            var timers = recorded > TimerIndex(ends, journal) ? 1 : 0;
            Assert.Equal(executed - Math.Max(0, recorded - timers), _workshop.Executed.Count);
            Assert.Empty(_workshop.JournalFiles);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(9)]
    public async Task A_damaged_last_entry_is_cut_off(int at)
    {
        await _workshop.StopAtAsync("last", FlowAsync);
        var path = Assert.Single(_workshop.JournalFiles);
        var journal = await File.ReadAllBytesAsync(path);
        journal[EntryEnds(journal)[^2] + at] ^= 0x40;
        await File.WriteAllBytesAsync(path, journal);

        Assert.Equal(Expected, (await _workshop.RunAsync(FlowAsync)).Value);
    }

    [Fact]
    public async Task An_entry_whose_value_was_changed_is_cut_off_with_all_behind_it()
    {
        await _workshop.StopAtAsync("last", FlowAsync);
        var path = Assert.Single(_workshop.JournalFiles);
        var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path));
        var changed = text.Replace("\"Value\":2,", "\"Value\":3,", StringComparison.Ordinal);
        Assert.NotEqual(text, changed);
        await File.WriteAllBytesAsync(path, Encoding.Latin1.GetBytes(changed));

        Assert.Equal(Expected, (await _workshop.RunAsync(FlowAsync)).Value);
    }

    /// <summary>A journal is read by later versions of the program.</summary>
    [Fact]
    public async Task Each_entry_is_framed_by_its_length_and_a_standard_checksum()
    {
        await _workshop.StopAtAsync("last", FlowAsync);
        var journal = await File.ReadAllBytesAsync(Assert.Single(_workshop.JournalFiles));

        foreach (var (begin, end) in EntryEnds(journal).Prepend(0).Zip(EntryEnds(journal)))
            Assert.Equal(Framed(Encoding.UTF8.GetString(journal[(begin + 8)..end])), journal[begin..end]);
    }

    [Fact]
    public async Task What_is_cut_off_cannot_come_back()
    {
        await _workshop.StopAtAsync("last", FlowAsync);
        var path = Assert.Single(_workshop.JournalFiles);
        var journal = await File.ReadAllBytesAsync(path);
        await File.WriteAllBytesAsync(path, [.. journal, .. Framed("{}"), .. journal]);

        Journal.TryOpen(path)!.Dispose();

        Assert.Equal(journal, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task A_journal_that_is_deleted_is_emptied_first()
    {
        await _workshop.StopAtAsync("last", FlowAsync);
        var path = Assert.Single(_workshop.JournalFiles);
        var elsewhere = path + ".moved";
        File.Move(path, elsewhere);
        File.CreateSymbolicLink(path, elsewhere);

        // Only the link goes.
        Journal.TryOpen(path)!.Delete();

        Assert.Equal((0L, false), (new FileInfo(elsewhere).Length, File.Exists(path)));
    }

    [Theory]
    [InlineData("""{"entry":"paused","At":"2026-11-21T07:00:00+00:00"}""")]
    [InlineData("""{"entry":"ended","Id":7}""")]
    [InlineData("hello")]
    public async Task An_entry_that_only_another_version_of_the_program_understands_is_cut_off(string entry)
    {
        await _workshop.StopAtAsync("last", FlowAsync);
        var path = Assert.Single(_workshop.JournalFiles);
        var journal = await File.ReadAllBytesAsync(path);
        var begin = EntryEnds(journal)[^2];
        await File.WriteAllBytesAsync(path, [.. journal[..begin], .. Framed(entry)]);
        Assert.Equal(Expected, (await _workshop.RunAsync(FlowAsync)).Value);

        await _workshop.StopAtAsync("last", FlowAsync);
        await File.WriteAllBytesAsync(path, Framed(entry));
        using (var orchestrator = _workshop.Open())
            Assert.Empty(orchestrator.Unfinished());
        Assert.Equal(Expected, (await _workshop.RunAsync(FlowAsync)).Value);
    }

    [Fact]
    public async Task A_journal_that_does_not_say_how_its_run_began_counts_as_none()
    {
        await _workshop.StopAtAsync("last", FlowAsync);
        var path = Assert.Single(_workshop.JournalFiles);
        var journal = await File.ReadAllBytesAsync(path);
        await File.WriteAllBytesAsync(path, journal[EntryEnds(journal)[0]..]);

        Assert.Equal(Expected, (await _workshop.RunAsync(FlowAsync)).Value);
    }

    [Fact]
    public async Task A_replay_returns_results_in_their_original_order()
    {
        _workshop.OnStep = async (input, _) =>
        {
            await Task.Delay(Random.Shared.Next(3), CancellationToken.None);
            return input;
        };
        List<string> first = [];
        await _workshop.StopAtAsync("end", context => InterleavedAsync(context, first));
        List<string> again = [];
        var outcome = await _workshop.RunAsync(context => InterleavedAsync(context, again));

        Assert.Equal(36, first.Count);
        Assert.Equal(first, again);
        Assert.Null(outcome.Problem);
    }

    [Fact]
    public async Task A_replay_returns_the_original_times()
    {
        List<DateTimeOffset> first = [];
        _workshop.Clock = new JumpingClock(Start) { Tick = TimeSpan.FromSeconds(7) };
        await _workshop.StopAtAsync("end", context => TimesAsync(context, first));
        List<DateTimeOffset> again = [];
        _workshop.Clock = new JumpingClock(Start.AddYears(1));
        await _workshop.RunAsync(context => TimesAsync(context, again));

        Assert.Equal(4, first.Distinct().Count());
        Assert.Equal(first, again);
    }

    [Fact]
    public async Task A_clock_set_back_does_not_move_a_runs_time_back()
    {
        List<DateTimeOffset> times = [];
        await _workshop.StopAtAsync("end", context => TimesAsync(context, times));
        _workshop.Clock = new JumpingClock(Start.AddYears(-1));

        var outcome = await _workshop.RunAsync(async context =>
        {
            await TimesAsync(context, []);
            return context.Now;
        });

        Assert.True(outcome.Value >= times[^1]);
    }

    [Fact]
    public async Task Status_and_results_of_a_replay_are_marked_as_replayed()
    {
        await _workshop.StopAtAsync("end", ReportingAsync);
        _workshop.Events.Clear();
        await _workshop.RunAsync(ReportingAsync);

        Assert.Equal(
            ["began with 1", "Double again", "half again", "try 1 of Step", "Step", "whole"],
            _workshop.Events.Select(told => told switch
            {
                RunBegan began => $"began with {began.RecordedCalls}",
                CallBegan began => $"try {began.Attempt} of {began.Call}",
                CallSettled settled => settled.Call + (settled.Replayed ? " again" : ""),
                StatusChanged changed => changed.Status + (changed.Replayed ? " again" : ""),
                _ => "?",
            }));
    }

    public static TheoryData<string> OtherFlows =>
        new("another call", "another call with this input", "another input", "no call", "another order");

    [Theory]
    [MemberData(nameof(OtherFlows))]
    public async Task A_flow_that_differs_from_the_journal_is_detected(string other)
    {
        await _workshop.StopAtAsync("end", async context =>
        {
            await context.CallAsync(Workshop.Double, 1);
            return await context.CallAsync(Step, "end");
        });

        var outcome = await _workshop.RunAsync<string>(async context =>
        {
            if (other == "another input")
                await context.CallAsync(Workshop.Double, 2);
            if (other == "another call with this input")
                await context.CallAsync(Triple, 1);
            if (other is "another call" or "another order")
                await context.CallAsync(Step, "1");
            if (other == "another order")
                await context.CallAsync(Workshop.Double, 1);
            await context.DelayAsync(TimeSpan.FromDays(1));
            return "";
        });

        Assert.Equal(ProblemCode.Internal, outcome.Problem?.Code);
        Assert.Contains("not deterministic", outcome.Problem?.Message, StringComparison.Ordinal);
        Assert.Empty(_workshop.JournalFiles);
    }

    /// <summary>An entry with its length and a checksum that is right.</summary>
    static byte[] Framed(string entry)
    {
        var content = Encoding.UTF8.GetBytes(entry);
        var crc = content.Aggregate(BitOperations.Crc32C(uint.MaxValue, (uint)content.Length), BitOperations.Crc32C);
        var frame = new byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(frame, content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), ~crc);
        return [.. frame, .. content];
    }

    static readonly int[] Expected = [2, 4, 6, 12, 16, 5];

    static async Task<int[]> FlowAsync(IOrchestrationContext context)
    {
        var doubled = await Task.WhenAll(Enumerable.Range(1, 3).Select(i => context.CallAsync(Workshop.Double, i)));
        await context.DelayAsync(TimeSpan.FromHours(1));
        var chained = await Task.WhenAll(((int[])[3, 4]).Select(async i =>
            await context.CallAsync(Workshop.Double, await context.CallAsync(Workshop.Double, i))));
        var last = await context.CallAsync(Step, "last!");
        await context.CallAsync(Step, "last");
        return [.. doubled, .. chained, last.Length];
    }

    static async Task<int> InterleavedAsync(IOrchestrationContext context, List<string> log)
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(async lane =>
        {
            for (var i = 0; i < 3; i++)
                log.Add(await context.CallAsync(Step, $"{lane}.{i} after {log.Count}"));
        }));
        await context.CallAsync(Step, "end");
        return log.Count;
    }

    static async Task<int> TimesAsync(IOrchestrationContext context, List<DateTimeOffset> times)
    {
        times.Add(context.Now);
        for (var i = 0; i < 2; i++)
        {
            await context.CallAsync(Workshop.Double, i);
            times.Add(context.Now);
        }

        await context.DelayAsync(TimeSpan.FromDays(60));
        times.Add(context.Now);
        await context.CallAsync(Step, "end");
        return 0;
    }

    static async Task<int> ReportingAsync(IOrchestrationContext context)
    {
        await context.CallAsync(Workshop.Double, 1);
        context.SetCustomStatus("half");
        await context.CallAsync(Step, "end");
        context.SetCustomStatus("whole");
        return 0;
    }

    static List<int> EntryEnds(byte[] journal)
    {
        List<int> ends = [];
        for (var end = 0; end < journal.Length; ends.Add(end))
            end += 8 + BinaryPrimitives.ReadInt32LittleEndian(journal.AsSpan(end));
        return ends;
    }

    // The number of entries before the timer's own, without the run's start.
    static int TimerIndex(List<int> ends, byte[] journal) =>
        ends.FindIndex(
            end => System.Text.Encoding.UTF8.GetString(journal.AsSpan(0, end)).Contains("(timer)", StringComparison.Ordinal)) - 1;
}
