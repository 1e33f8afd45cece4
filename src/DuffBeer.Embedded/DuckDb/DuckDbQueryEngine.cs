using System.Runtime.CompilerServices;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.Store;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>Runs SELECTs with DuckDB in this process over a lake of Parquet files in a folder; safe for concurrent use.</summary>
public sealed class DuckDbQueryEngine : IQueryEngine, IDisposable
{
    static readonly TimeSpan s_interruptAgain = TimeSpan.FromMilliseconds(20);

    readonly IObjectStore _lake;
    readonly string _tempFolder;
    readonly RelationSql _relations;
    readonly Func<EngineMemory> _remember;
    EngineMemory _memory;
    bool _isDisposed;

    /// <param name="lake">Receives the parts of a materialised SELECT.</param>
    /// <param name="pathOf">The local file of a lake key.</param>
    /// <param name="tempFolder">A folder of this process, for data that does not fit into memory and for unfinished parts.</param>
    /// <param name="macros">Statements that run once before all others, such as the caller's own macros.</param>
    public DuckDbQueryEngine(IObjectStore lake, Func<string, string> pathOf, string tempFolder, string macros = "")
    {
        (_lake, _tempFolder) = (lake, tempFolder);
        _relations = new(pathOf);
        _remember = () => new(tempFolder, macros, pathOf, _relations);
        _memory = _remember();
    }

    public ISqlDialect Dialect { get; } = new DuckDbDialect();

    /// <summary>Ends when the files are made that <see cref="FindAsync"/> wants for later questions.</summary>
    internal Task Making => _memory.Coded.Making;

    public Task ForgetAsync(CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _memory, _remember()).Leave();
        NativeMemory.Trim();
        return Task.CompletedTask;
    }

    public Task<FoundByKey?> FindAsync(KeyedRows wanted, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using var use = Use();
            return use.Memory.Coded.Find(wanted, cancellationToken);
        },
        cancellationToken);

    public async Task<IReadOnlyList<object?[]>> AtAsync(
        Relation relation, IReadOnlyList<RowPlace> places, CancellationToken cancellationToken) =>
        (await QueryAsync(new(_relations.SelectAt(relation, places), [], []), cancellationToken)).Rows;

    public async Task<QueryResult> QueryAsync(Statement statement, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CostMeter.Spend(new() { Statements = 1 });
        using var use = Use();
        var memory = use.Memory;
        if (memory.Tables.TryLease(statement) is not { } tables)
        {
            using var files = await memory.Datasets.LeaseAsync(statement, cancellationToken);
            return await RunAsync(
                memory,
                connection =>
                {
                    using var prepared = connection.Prepare(_relations.With(statement, files.Of));
                    return prepared.Query(statement.Parameters, cancellationToken);
                },
                statement.FirstLine,
                cancellationToken);
        }

        using var lease = tables;
        using var rented = memory.Tables.Rent();
        var session = rented.Session;
        var answer = await RunAsync(
            session.Connection,
            () => session.Query(RelationSql.WithTables(statement, tables.TableOf), statement.Parameters, cancellationToken),
            statement.FirstLine,
            cancellationToken);
        rented.IsSound = true;
        return answer;
    }

    public async IAsyncEnumerable<IReadOnlyList<object?[]>> StreamAsync(
        Statement statement, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CostMeter.Spend(new() { Statements = 1 });
        using var use = Use();
        var memory = use.Memory;
        if (memory.Tables.TryLease(statement) is not { } tables)
        {
            using var files = await memory.Datasets.LeaseAsync(statement, cancellationToken);
            using var connection = memory.Database.Connect();
            using var stream = new DuckDbStream(connection, _relations.With(statement, files.Of), statement.Parameters);
            while (await RunAsync(connection, stream.ReadNext, statement.FirstLine, cancellationToken) is { Count: > 0 } batch)
                yield return batch;
            yield break;
        }

        using var lease = tables;
        using var rented = memory.Tables.Rent();
        using (var stream = new DuckDbStream(rented.Session, RelationSql.WithTables(statement, tables.TableOf), statement.Parameters))
        {
            while (await RunAsync(rented.Session.Connection, stream.ReadNext, statement.FirstLine, cancellationToken)
                is { Count: > 0 } batch)
                yield return batch;
        }

        rented.IsSound = true;
    }

    public async Task<Materialized> MaterializeAsync(
        Statement statement, IReadOnlyList<TableColumn> columns, string prefix, IReadOnlyList<string> partitionBy,
        CancellationToken cancellationToken)
    {
        CostMeter.Spend(new() { Statements = 1 });
        try
        {
            using var draft = new PartDraft(_tempFolder);
            using var use = Use();
            using var files = await use.Memory.Datasets.LeaseAsync(statement, cancellationToken);
            var copy = new PartCopy(_relations.With(statement, files.Of), statement.Parameters, columns, partitionBy);
            var rows = await RunAsync(
                use.Memory, connection => copy.WriteTo(draft.Folder, connection), statement.FirstLine, cancellationToken);
            var parts = await draft.UploadAsync(_lake, prefix, cancellationToken);
            return new([.. parts.Select(part => part.Key)], rows, parts.Sum(part => part.Size));
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            throw new TransientException(
                ProblemCode.StoreUnavailable, $"Parts could not be written to {_tempFolder}: {failure.Message}", failure);
        }
        finally
        {
            NativeMemory.Trim();
        }
    }

    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _isDisposed, true))
            _memory.Leave();
    }

    EngineMemory.Use Use()
    {
        EngineMemory.Use? use;
        // What was forgotten meanwhile may end before it is used.
        while ((use = Volatile.Read(ref _memory).TryUse()) is null)
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed), this);
        return use;
    }

    static async Task<T> RunAsync<T>(
        EngineMemory memory, Func<DuckDbConnection, T> work, int firstLine, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var connection = memory.Database.Connect();
        return await RunAsync(connection, () => work(connection), firstLine, cancellationToken);
    }

    static async Task<T> RunAsync<T>(DuckDbConnection connection, Func<T> work, int firstLine, CancellationToken cancellationToken)
    {
        var running = Task.Run(work, CancellationToken.None);
        try
        {
            return await running.WaitAsync(cancellationToken);
        }
        catch (TerminalException failure) when (firstLine != 1 && failure.Code == ProblemCode.ModelFailed)
        {
            throw DuckDbFailure.InFile(failure, firstLine);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // DuckDB ignores an interrupt that arrives before the statement has started, so repeat it until the work ends.
            while (!running.IsCompleted)
            {
                connection.Interrupt();
                await Task.WhenAny(running, Task.Delay(s_interruptAgain, CancellationToken.None));
            }

            _ = running.Exception;
            throw;
        }
    }
}
