using System.Collections.Concurrent;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>Sessions of one database that wait for the next question.</summary>
sealed class SessionPool(DuckDbDatabase database, int mostIdle) : IDisposable
{
    readonly ConcurrentStack<(DuckDbSession Session, int Generation)> _idle = [];
    int _generation;

    public Rented Rent() =>
        _idle.TryPop(out var idle)
            ? new(this, idle.Session, idle.Generation)
            : new(this, new(database.Connect()), Volatile.Read(ref _generation));

    /// <summary>
    /// Tables came or went. No session keeps from now on what it had prepared before: such a statement would be planned at each
    /// execution, and it keeps the tables that it reads in memory, also dropped ones.
    /// </summary>
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

    /// <summary>Goes back into the pool where <see cref="IsSound"/> was set, else it is closed.</summary>
    internal sealed class Rented(SessionPool pool, DuckDbSession session, int generation) : IDisposable
    {
        public DuckDbSession Session => session;

        /// <summary>The work has come to its end, and nothing that was meant for it can reach the next user.</summary>
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
