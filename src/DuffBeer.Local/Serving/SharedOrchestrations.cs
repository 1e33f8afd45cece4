using DuffBeer.Local.Wiring;

namespace DuffBeer.Local.Serving;

/// <summary>Holds the home's lock while there is work, and releases it soon after, so that commands can run beside a server.</summary>
/// <param name="open">Waits for the lock.</param>
/// <param name="resume">Resumes what an earlier holder of the lock left unfinished.</param>
sealed class SharedOrchestrations(
    Func<CancellationToken, Task<Orchestrations>> open, Func<Orchestrations, CancellationToken, Task> resume, TimeProvider time)
    : IAsyncDisposable
{
    static readonly TimeSpan s_idle = TimeSpan.FromSeconds(1);

    readonly SemaphoreSlim _gate = new(1);
    readonly CancellationTokenSource _ended = new();
    Orchestrations? _open;
    int _users;
    int _turn;

    /// <summary>Whether this process holds the lock: then no other process executes runs.</summary>
    public bool IsOpen => Volatile.Read(ref _open) is not null;

    public async Task<T> UseAsync<T>(Func<Orchestrations, Task<T>> work, CancellationToken cancellationToken)
    {
        var orchestrations = await EnterAsync(cancellationToken);
        try
        {
            return await work(orchestrations);
        }
        finally
        {
            await LeaveAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await CloseAsync(_ => true);
        _ended.Dispose();
    }

    async Task<Orchestrations> EnterAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_open is null)
                await OpenAsync(cancellationToken);

            _users++;
            _turn++;
            return _open!;
        }
        finally
        {
            _gate.Release();
        }
    }

    async Task OpenAsync(CancellationToken cancellationToken)
    {
        _open = await open(cancellationToken);
        try
        {
            await resume(_open, cancellationToken);
        }
        catch
        {
            _open.Dispose();
            _open = null;
            throw;
        }
    }

    async Task LeaveAsync()
    {
        await _gate.WaitAsync(CancellationToken.None);
        var turn = _turn;
        var isLast = --_users == 0;
        _gate.Release();
        if (isLast)
            _ = CloseWhenIdleAsync(turn);
    }

    async Task CloseWhenIdleAsync(int turn)
    {
        try
        {
            await Task.Delay(s_idle, time, _ended.Token);
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
        {
            return;
        }

        await CloseAsync(last => last == turn);
    }

    async Task CloseAsync(Func<int, bool> isDue)
    {
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            if (_users > 0 || !isDue(_turn))
                return;
            _open?.Dispose();
            _open = null;
        }
        finally
        {
            _gate.Release();
        }
    }
}
