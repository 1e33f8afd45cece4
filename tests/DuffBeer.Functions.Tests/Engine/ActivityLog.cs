using System.Collections.Concurrent;

namespace DuffBeer.Functions.Tests.Engine;

/// <summary>The activities that a host has begun, in order.</summary>
sealed class ActivityLog
{
    readonly ConcurrentQueue<Begun> _all = [];

    public IReadOnlyList<Begun> All => [.. _all];

    public async Task<object?> RunAsync(string name, Func<Task<object?>> activity)
    {
        var begun = new Begun(name);
        _all.Enqueue(begun);
        try
        {
            var result = await activity();
            begun.IsHeld = result is null;
            return result;
        }
        finally
        {
            begun.HasEnded = true;
        }
    }

    public sealed record Begun(string Name)
    {
        /// <summary>It did nothing, because its run is suspended.</summary>
        public bool IsHeld { get; set; }

        public bool HasEnded { get; set; }
    }
}
