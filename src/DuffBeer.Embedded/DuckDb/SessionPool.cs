using System.Collections.Concurrent;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>Idle sessions of one database.</summary>
sealed class SessionPool(DuckDbDatabase database, int mostIdle) : IDisposable
{
    readonly ConcurrentStack<(DuckDbSession Session, int Generation)> _idle = [];
    int _generation;

    public Rented Rent() =>
        _idle.TryPop(out var idle)
            ? new(this, idle.Session, idle.Generation)
            : new(this, new(database.Connect()), Volatile.Read(ref _generation));

    /// <summary>Call this after tables were created or dropped: sessions discard their prepared statements.</summary>
    /// <remarks>DuckDB would plan such a statement at each execution, and it keeps its tables in memory, dropped ones too.</remarks>
    public void Forget()
    {
        Interlocked.Increment(ref _generation);
        CloseIdle();
    }

    public void Dispose() => CloseIdle();

    void CloseIdle()
    {
        while (_idle.TryPop(out var idle))
            idle.Session.Dispose();
    }

    void Take(DuckDbSession session, int generation)
    {
        if (generation == Volatile.Read(ref _generation) && _idle.Count < mostIdle)
            _idle.Push((session, generation));
        else
            session.Dispose();
    }

    /// <summary>On disposal, returns to the pool if <see cref="IsSound"/> is set; otherwise the session is closed.</summary>
    internal sealed class Rented(SessionPool pool, DuckDbSession session, int generation) : IDisposable
    {
        public DuckDbSession Session => session;

        /// <summary>The work has ended, and no interrupt meant for it can reach the next user.</summary>
        public bool IsSound { get; set; }

        public void Dispose()
        {
            if (IsSound)
                pool.Take(session, generation);
            else
                session.Dispose();
        }
    }
}
