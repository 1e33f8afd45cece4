namespace DuffBeer.Local.Serving;

/// <summary>An attempt in the queue, or under way.</summary>
/// <param name="Attempt">The requested attempt.</param>
sealed record WaitingRun(string Run, int Attempt, CancellationTokenSource Stop)
{
    /// <summary>
    /// An attempt requested while this one was still in the queue: a later one, or this one again, resumed while it stops. 0 for none.
    /// </summary>
    /// <remarks>A later one can be requested because a run's record shows its end a moment before it leaves the queue.</remarks>
    public int Next { get; set; }

    /// <summary>A worker has taken it, or it left the queue earlier.</summary>
    public bool IsTaken { get; set; }

    /// <summary>It was told to stop and will leave the queue.</summary>
    public bool IsStopping { get; set; }

    /// <summary>It is executed by itself: it cannot be in a batch.</summary>
    public bool IsAlone { get; set; }

    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
