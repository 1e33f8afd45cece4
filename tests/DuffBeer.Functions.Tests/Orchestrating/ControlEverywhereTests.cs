using System.Globalization;
using System.Net;
using System.Text.Json;
using DuffBeer.Functions.Tests.Engine;
using DuffBeer.Tests.Shared;
using Microsoft.DurableTask.Client;
using Xunit.Abstractions;

namespace DuffBeer.Functions.Tests.Orchestrating;

/// <summary>
/// Suspend, resume, terminate and replay, alone and in pairs, at any chunk of a long run and at any call to the task hub: every answer is
/// true, an operation can be repeated, and the run ends with exactly its rows.
/// </summary>
/// <remarks>
/// A pass takes some of the pairs, the chunks and the calls. With all cases of the laws it takes all of them, which takes hours.
/// </remarks>
public sealed class ControlEverywhereTests(ITestOutputHelper output)
{
    const int RowsPerChunk = 3;
    const int MostHubCalls = 12;

    static readonly string[] s_operations = ["suspend", "resume", "terminate", "replay"];

    // A hundred are a wave.
    static readonly int s_chunks = Law.IsWhole ? 250 : 110;

    public static TheoryData<string, string> OneOrTwo => PairsOf(s_operations, ["", .. s_operations]);

    /// <summary>A suspension does not come first: the record suspends, and the hub is not called.</summary>
    public static TheoryData<string, string> Two => PairsOf([.. s_operations.Except(["suspend"])], s_operations);

    static TheoryData<string, string> PairsOf(IReadOnlyList<string> firsts, IReadOnlyList<string> seconds)
    {
        var pairs = new TheoryData<string, string>();
        foreach (var (first, second) in Law.Pairs(firsts, seconds))
            pairs.Add(first, second);
        return pairs;
    }

    [Theory]
    [MemberData(nameof(OneOrTwo))]
    public async Task One_after_the_other_at_a_chunk(string first, string second)
    {
        await using var scene = await Scene.StartAsync();
        var (count, place) = (0, Array.IndexOf(s_operations, first) * 5 + Array.IndexOf(s_operations, second) + 1);
        // Each pair takes another chunk of the file.
        for (var chunk = Law.IsWhole ? 0 : place * 5; chunk < s_chunks; chunk += Law.IsWhole ? 1 : s_chunks)
        {
            await scene.RunAsync(chunk, async run =>
            {
                await scene.OperateAsync(run, first);
                if (second.Length > 0)
                    await scene.OperateAsync(run, second);
            });
            count++;
        }

        output.WriteLine($"{count} chunks");
    }

    [Theory]
    [MemberData(nameof(Two))]
    public async Task The_second_at_a_call_to_the_hub_of_the_first(string first, string second)
    {
        await using var scene = await Scene.StartAsync();
        var count = 0;
        // The last chunk of a wave and the last of all end orchestrations that are being controlled.
        foreach (var chunk in Law.IsWhole ? [0, 50, 99, 199, 249] : new[] { 99 })
        {
            for (var call = Law.IsWhole ? 1 : 1 + second.Length % 3; call <= MostHubCalls; call += Law.IsWhole ? 1 : 3)
            {
                var wasReached = true;
                await scene.RunAsync(chunk, async run =>
                {
                    scene.HubCalls.Before(call, () => scene.OperateAsync(run, second));
                    await scene.OperateAsync(run, first);
                    wasReached = scene.HubCalls.Take() is null;
                });
                if (!wasReached)
                    break;
                count++;
            }
        }

        output.WriteLine($"{count} calls");
    }

    /// <summary>One installation, and runs of many chunks in it.</summary>
    sealed class Scene : IAsyncDisposable
    {
        Cloud _cloud = null!;
        int _runs;
        volatile Stop? _stop;

        sealed record Stop(string File, int Chunk, TaskCompletionSource<Exception?> Done)
        {
            public int Reached;
            public Func<Task> Work = null!;
        }

        public HubCalls HubCalls { get; } = new();

        public static async Task<Scene> StartAsync()
        {
            var scene = new Scene();
            scene._cloud = await Cloud.StartAsync(options => options with
            {
                ChunkBytes = Cloud.Row(100).Length * RowsPerChunk,
                HubCalls = scene.HubCalls,
                Around = store => new WriteHook(store, scene.BeforeWriteAsync),
            });
            return scene;
        }

        public ValueTask DisposeAsync() => _cloud.DisposeAsync();

        /// <summary>Does the work before the chunk's manifest is written, then brings the run to its end and checks everything.</summary>
        public async Task RunAsync(int chunk, Func<string, Task> work)
        {
            var key = $"duff/orders/{++_runs}.csv";
            // Numbers of three digits, so that all chunks have the same rows.
            _cloud.Put(Cloud.Rows(s_chunks * RowsPerChunk, first: 100), key);
            var stop = new Stop(key, chunk, new(TaskCreationOptions.RunContinuationsAsynchronously));
            var started = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            stop.Work = async () => await work(await started.Task);
            _stop = stop;
            var run = await _cloud.StartRunAsync(key);
            started.SetResult(run);
            if (await stop.Done.Task.WaitAsync(TimeSpan.FromMinutes(1)) is { } failure)
                throw failure;
            await ConcludeAsync(run, chunk, $"{key} at chunk {chunk}");
        }

        /// <summary>A refusal must be a 409, and what a success says must be so.</summary>
        public async Task OperateAsync(string run, string operation)
        {
            using var answer = await _cloud.SendAsync($"/api/runs/{run}/{operation}");
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(
                answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.Conflict,
                $"{operation}: {answer.StatusCode} {text}");
        }

        async Task ConcludeAsync(string run, int chunk, string what)
        {
            var now = await SettledAsync(run);
            // Eight chunks are under way at a time.
            Assert.True(ChunksDone(now) > 0 || chunk < 8, $"{what}: a run that is {Status(now)} shows no progress");
            if (Status(now) == "Suspended")
            {
                Assert.True(now.GetProperty("customStatus").GetProperty("chunks").GetInt32() == s_chunks, what);
                await AssertHeldAsync(run);
                await _cloud.PostAsync($"/api/runs/{run}/suspend");
                await _cloud.PostAsync($"/api/runs/{run}/resume");
                // The run may have ended by now.
                await OperateAsync(run, "resume");
                now = await SettledAsync(run);
            }

            if (Status(now) == "Terminated")
            {
                await _cloud.PostAsync($"/api/runs/{run}/terminate");
                await _cloud.PostAsync($"/api/runs/{run}/replay");
                now = await SettledAsync(run);
            }

            Assert.True(Status(now) == "Completed", $"{what}: {now}");
            var ledger = now.GetProperty("ledger");
            Assert.Equal(
                (s_chunks * RowsPerChunk, 0),
                (ledger.GetProperty("accepted").GetInt32(), ledger.GetProperty("rejected").GetInt32()));
            foreach (var operation in new[] { "suspend", "resume", "terminate" })
            {
                using var answer = await _cloud.SendAsync($"/api/runs/{run}/{operation}");
                Assert.True(answer.StatusCode == HttpStatusCode.Conflict, $"{what}: {operation} after the end is {answer.StatusCode}");
            }

            await Cloud.UntilAsync(
                () => _cloud.Host.Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: run)).ToListAsync().AsTask(),
                found => found.All(instance => instance.IsCompleted));
        }

        /// <summary>Waits until the run has ended, or all of its activities are held.</summary>
        Task<JsonElement> SettledAsync(string run) => Cloud.UntilAsync(
            () => _cloud.GetAsync($"/api/runs/{run}"),
            now => Status(now) != "Running" && (Status(now) != "Suspended" || _cloud.Host.Activities.All.All(call => call.HasEnded)));

        /// <summary>What begins while the run is suspended does nothing.</summary>
        async Task AssertHeldAsync(string run)
        {
            var before = _cloud.Host.Activities.All.Count;
            var chunks = await ChunksDoneAsync(run);
            // Another run passes through all stages meanwhile.
            var other = $"duff/orders/other-{_runs}.csv";
            var second = await _cloud.IngestAsync(Cloud.Rows(3, first: 100), other);
            await _cloud.EndOfAsync(second);

            Assert.Equal("Suspended", Status(await _cloud.GetAsync($"/api/runs/{run}")));
            Assert.Equal(chunks, await ChunksDoneAsync(run));
            Assert.Equal(
                1, _cloud.Host.Activities.All.Skip(before).Count(call => call is { Name: "TransformChunk", IsHeld: false }));
        }

        async Task<int> ChunksDoneAsync(string run) => ChunksDone(await _cloud.GetAsync($"/api/runs/{run}"));

        static int ChunksDone(JsonElement run) => run.GetProperty("customStatus").GetProperty("chunksDone").GetInt32();

        async Task BeforeWriteAsync(string key)
        {
            if (_stop is not { } stop
                || !key.Contains("/chunks/", StringComparison.Ordinal)
                || !key.Contains(string.Create(CultureInfo.InvariantCulture, $"-{stop.Chunk:00000}-"), StringComparison.Ordinal)
                || Interlocked.Exchange(ref stop.Reached, 1) == 1)
                return;
            try
            {
                await stop.Work();
                stop.Done.SetResult(null);
            }
            catch (Exception failure)
            {
                stop.Done.SetResult(failure);
            }
        }

        static string Status(JsonElement run) => run.GetProperty("runtimeStatus").GetString()!;
    }
}
