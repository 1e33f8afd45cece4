using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>
/// Keeps one <c>CREATE OR REPLACE VIEW</c> per table in the lake, so that people can read the tables in a DuckDB shell.
/// </summary>
/// <param name="pathOf">The local file of a key of the lake.</param>
public sealed class DuckDbCatalog(IObjectStore lake, Func<string, string> pathOf) : ITableCatalog
{
    /// <summary>Of parts with and without moments DuckDB converts the latter from the session's zone, before the view sees them.</summary>
    const string Zone = "-- All timestamps are UTC.\nSET TimeZone = 'UTC';\n";

    // A view that was stored may be read by a later session, which has the machine's time zone.
    readonly RelationSql _relations = new(pathOf, isUtc: false);

    /// <summary>The key of a dataset's or model's view.</summary>
    public static string KeyOf(string name) => $"catalog/{name}.sql";

    /// <remarks>An existing view shows published rows and stays; the next publish updates its columns.</remarks>
    public Task DeclareAsync(DatasetContract contract, CancellationToken cancellationToken) =>
        WriteAsync(new(contract.Name, contract.TableColumns, []), WriteCondition.IfAbsent, cancellationToken);

    public async Task PublishAsync(
        DatasetContract contract, Func<CancellationToken, Task<IReadOnlyList<string>>> parts, CancellationToken cancellationToken) =>
        await WriteAsync(
            new(contract.Name, contract.TableColumns, await parts(cancellationToken)), WriteCondition.None, cancellationToken);

    public Task PointAsync(
        string model, IReadOnlyList<TableColumn> columns, IReadOnlyList<string> parts, CancellationToken cancellationToken) =>
        WriteAsync(new(model, columns, parts), WriteCondition.None, cancellationToken);

    /// <remarks>There is one view per name, whatever it showed before.</remarks>
    public Task RetireAsync(string newest, IReadOnlyCollection<IReadOnlyList<string>> kept, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    async Task WriteAsync(Relation table, WriteCondition condition, CancellationToken cancellationToken)
    {
        await using var upload = await lake.CreateAsync(KeyOf(table.Name), condition, cancellationToken);
        await using (var view = new StreamWriter(upload.Body, leaveOpen: true))
        {
            await view.WriteAsync($"{Zone}CREATE OR REPLACE VIEW {SqlWriter.Name(table.Name)} AS\n");
            await _relations.WriteAsync(table, view);
            await view.WriteAsync(";\n");
        }

        _ = await upload.CommitAsync(cancellationToken);
    }
}
