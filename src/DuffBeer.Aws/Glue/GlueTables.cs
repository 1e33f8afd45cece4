using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Glue;

/// <summary>Updates the tables of one database: adds what is missing; any other difference is a problem.</summary>
public sealed class GlueTables(GlueClient client, GlueOptions options)
{
    /// <summary>Tries of a change that conflicts with other writers.</summary>
    const int MaxTries = 5;
    const int FirstPause = 100;

    readonly Remembered<bool> _database = new();

    public string Database => options.Database;

    public GlueClient Client => client;

    public async Task<Table?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.GetTableAsync(new(Database, name), cancellationToken)).Table;
        }
        catch (TerminalException failure) when (GlueClient.IsMissing(failure))
        {
            return null;
        }
    }

    /// <summary>Creates the table, or adds columns and descriptions to an existing one. Returns its columns.</summary>
    /// <param name="mayMove">Whether the location may change: only we write such tables.</param>
    /// <exception cref="TerminalException"><c>Conflict</c>: the existing table differs in what cannot be added.</exception>
    public async Task<IReadOnlyList<Column>> EnsureAsync(TableInput wanted, bool mayMove, CancellationToken cancellationToken)
    {
        await EnsureDatabaseAsync(cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await FindAsync(wanted.Name, cancellationToken) is not { } found)
                {
                    await client.CreateTableAsync(new(Database, wanted), cancellationToken);
                    return wanted.StorageDescriptor!.Columns!;
                }

                var next = TableChange.Of(found, wanted, Database, mayMove);
                if (next is not null)
                    await client.UpdateTableAsync(new(Database, next, SkipArchive: true, found.VersionId), cancellationToken);
                return (next?.StorageDescriptor ?? found.StorageDescriptor)?.Columns ?? [];
            }
            catch (RunException failure) when (attempt < MaxTries && (GlueClient.IsThere(failure) || GlueClient.IsChanged(failure)))
            {
                // Another writer created or changed it: start from its new state.
                await Pause.AfterAsync(attempt, FirstPause, TimeProvider.System, cancellationToken);
            }
        }
    }

    /// <summary>Creates a table that only we write, or makes it exactly the wanted one with one change.</summary>
    /// <param name="mark">The parameter that such a table has, and no other.</param>
    /// <exception cref="TerminalException"><c>Conflict</c>: another table has that name.</exception>
    public async Task ReplaceAsync(TableInput wanted, string mark, CancellationToken cancellationToken)
    {
        await EnsureDatabaseAsync(cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var found = await FindAsync(wanted.Name, cancellationToken);
                // Earlier versions of DuffBeer wrote views, and a view cannot become a table.
                if (found is { TableType: "VIRTUAL_VIEW" } && found.Parameters?.ContainsKey("presto_view") == true)
                {
                    await DeleteAsync(found.Name, cancellationToken);
                    found = null;
                }

                if (found is null)
                    await client.CreateTableAsync(new(Database, wanted), cancellationToken);
                else if (found.Parameters?.ContainsKey(mark) != true)
                    throw TableChange.Conflict(Database, wanted.Name, $"it is not a table of DuffBeer's (it lacks the parameter {mark})");
                else if (TableChange.IsNeeded(found, wanted))
                    await client.UpdateTableAsync(new(Database, wanted, SkipArchive: true, found.VersionId), cancellationToken);
                return;
            }
            catch (RunException failure) when (attempt < MaxTries && (GlueClient.IsThere(failure) || GlueClient.IsChanged(failure)))
            {
                await Pause.AfterAsync(attempt, FirstPause, TimeProvider.System, cancellationToken);
            }
        }
    }

    /// <summary>The tables whose names match a regular expression.</summary>
    public async Task<IReadOnlyList<Table>> ListAsync(string expression, CancellationToken cancellationToken)
    {
        var found = new List<Table>();
        string? next = null;
        var pages = new Continuation($"glue:GetTables on {Database}", ProblemCode.EngineUnavailable);
        do
        {
            var page = await client.GetTablesAsync(new(Database, expression, next, GlueClient.MaxTables), cancellationToken);
            found.AddRange(page.TableList ?? []);
            next = pages.Next(!string.IsNullOrEmpty(page.NextToken), page.NextToken);
        }
        while (next is not null);

        return found;
    }

    /// <summary>Deletes tables but not their objects; missing ones are not an error.</summary>
    public async Task DeleteAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        foreach (var batch in names.Chunk(GlueClient.MaxTables))
        {
            var answer = await client.BatchDeleteTableAsync(new(Database, batch), cancellationToken);
            if ((answer.Errors ?? []).FirstOrDefault(error => error.ErrorDetail?.ErrorCode != "EntityNotFoundException") is { } failed)
                throw new TransientException(
                    ProblemCode.EngineUnavailable,
                    $"glue:BatchDeleteTable on the table {Database}.{failed.TableName}: "
                        + $"{failed.ErrorDetail?.ErrorCode}: {failed.ErrorDetail?.ErrorMessage}");
        }
    }

    /// <summary>Deletes the table but not its objects; a missing table is not an error.</summary>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeleteTableAsync(new(Database, name), cancellationToken);
        }
        catch (TerminalException failure) when (GlueClient.IsMissing(failure))
        {
        }
    }

    /// <summary>Once per process; a failed try is not remembered.</summary>
    public Task EnsureDatabaseAsync(CancellationToken cancellationToken) =>
        _database.GetAsync(Database, CreateDatabaseAsync, cancellationToken);

    async Task<bool> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.GetDatabaseAsync(new(Database), cancellationToken);
        }
        catch (TerminalException missing) when (GlueClient.IsMissing(missing))
        {
            try
            {
                await client.CreateDatabaseAsync(new(new(Database, "Tables of DuffBeer's lake")), cancellationToken);
            }
            catch (TerminalException failure) when (GlueClient.IsThere(failure))
            {
            }
        }

        return true;
    }
}
