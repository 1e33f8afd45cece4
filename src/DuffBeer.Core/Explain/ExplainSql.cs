using System.Text;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;

namespace DuffBeer.Core.Explain;

/// <summary>Renders the rows below a row of a report: each input restricted by the keys of the rows above it.</summary>
/// <remarks>Inputs whose rows are in memory are not read again: their keys become part of the statement.</remarks>
/// <param name="row">The report's row: column → value.</param>
sealed class ExplainSql(ExplainPlan plan, ReportRequest request, IReadOnlyDictionary<string, SqlValue> row, SqlScope scope)
{
    readonly LinkSql _links = new(request, row, scope);
    readonly Dictionary<string, FoundRows> _found = [];

    /// <summary>The name by which a statement reads the found rows of an input.</summary>
    public static string Found(string input) => SqlName.Quote($"why_{input}");

    /// <summary>The rows in memory; null where there are too many, or the input was not read yet.</summary>
    public FoundRows? InMemory(string input) => _found.GetValueOrDefault(input);

    public void Keep(string input, FoundRows rows) => _found[input] = rows;

    public Relation RelationOf(ReadInput input) => input.IsDataset ? scope.Datasets[input.Name] : scope.Models[input.Name];

    /// <summary>False where the rows above show that there are none.</summary>
    public bool MayHaveRows(ReadInput input) => input.Links.Any(MayHaveRows);

    /// <summary>The column that alone decides which rows of the input belong to those above, and its values.</summary>
    /// <remarks>Null if more decides, or too many rows are above.</remarks>
    public (string Column, IReadOnlyCollection<object> Values)? KeysTo(ReadInput input)
    {
        var keys = input.Links.Where(MayHaveRows).Select(KeysOf).ToList();
        return keys is [{ } first, ..] && keys.All(other => other?.Column == first.Column)
            ? (first.Column, [.. keys.SelectMany(other => other!.Value.Values).Distinct()])
            : null;
    }

    (string Column, IReadOnlyCollection<object> Values)? KeysOf(ReadLink link) =>
        link.Reader is null ? _links.KeysOf(link.Link, null)
        : InMemory(link.Reader) is { } above ? _links.KeysOf(link.Link, above)
        : null;

    /// <param name="select">A SELECT that may name <see cref="Found"/> of the input.</param>
    /// <param name="also">Further relations that it names.</param>
    public Statement Over(ReadInput input, string select, params Relation[] also)
    {
        var parts = new List<string>();
        var relations = new List<Relation>();
        var written = new HashSet<string>();
        Write(input);
        var sql = new StringBuilder("WITH ").AppendJoin(",\n", parts).Append('\n').Append(select);
        return new(sql.ToString(), [.. relations.Concat(also).DistinctBy(relation => relation.Name)], []);

        void Write(ReadInput reached)
        {
            if (!written.Add(reached.Name))
                return;
            foreach (var reader in reached.Links.Where(MayHaveRows).Select(link => link.Reader).OfType<string>())
            {
                if (written.Contains(reader))
                    continue;
                var above = plan.Inputs.First(other => other.Name == reader);
                if (KeysOf(above) is { } keys)
                {
                    written.Add(reader);
                    parts.Add($"{Found(reader)} AS (\n{keys}\n)");
                }
                else
                    Write(above);
            }

            parts.Add($"{Found(reached.Name)} AS (\n{RowsOf(reached)}\n)");
            relations.Add(RelationOf(reached));
            relations.AddRange(
                from link in reached.Links
                from key in link.Link.Keys
                let other = key.Of
                where other is not null
                select scope.Models.GetValueOrDefault(other) ?? scope.Datasets[other]);
        }
    }

    /// <summary>The keys of rows in memory by which any input below is reached; null if they must be found by the statement.</summary>
    string? KeysOf(ReadInput reader)
    {
        if (InMemory(reader.Name) is not { Rows.Count: > 0 } found)
            return null;
        var names = plan.Inputs.SelectMany(input => input.Links).Where(link => link.Reader == reader.Name)
            .SelectMany(link => link.Link.Own).Distinct().ToList();
        return names.Count == 0 ? $"SELECT 1 AS found" : found.Keys(names, scope.Dialect);
    }

    // UNION leaves out the rows that are reached twice.
    string RowsOf(ReadInput input) => string.Join(
        "\nUNION\n",
        input.Links
            .Where(MayHaveRows)
            .Select(link => link.Reader is null
                ? _links.OfReport(link.Link)
                : _links.OfModel(link.Link, Found(link.Reader), scope.Models[link.Reader].Columns,
                    column => MayBeNull(link.Reader, column)))
            .Distinct());

    bool MayHaveRows(ReadLink link) => link.Reader is null || InMemory(link.Reader) is not { Rows.Count: 0 };

    bool MayBeNull(string reader, string column) => InMemory(reader)?.HasNull(column) ?? true;
}
