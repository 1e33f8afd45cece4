using DuffBeer.Core.Failures;

namespace DuffBeer.Aws.Glue;

/// <summary>The change that makes an existing table the wanted one.</summary>
static class TableChange
{
    /// <summary>The table with its missing columns; null if none are missing. Extra columns stay: they are null in new rows.</summary>
    public static TableInput? Of(Table found, TableInput wanted, string database, bool mayMove)
    {
        if (found.TableType != wanted.TableType)
            throw Conflict(database, wanted.Name, $"its type is {found.TableType ?? "unset"}, but must be {wanted.TableType}");
        if (!Same(found.PartitionKeys ?? [], wanted.PartitionKeys ?? []))
            throw Conflict(
                database,
                wanted.Name,
                $"its partition keys are ({Show(found.PartitionKeys)}), but must be ({Show(wanted.PartitionKeys)})");
        var (has, wants) = (found.StorageDescriptor, wanted.StorageDescriptor!);
        var isMoved = has?.Location?.TrimEnd('/') != wants.Location!.TrimEnd('/');
        if (isMoved && !mayMove)
            throw Conflict(database, wanted.Name, $"its location is {has?.Location}, but must be {wants.Location}");

        var columns = Merge(has?.Columns ?? [], wants.Columns!, database, wanted.Name);
        var parameters = new Dictionary<string, string>(found.Parameters ?? new Dictionary<string, string>());
        foreach (var (name, value) in wanted.Parameters ?? new Dictionary<string, string>())
            parameters[name] = value;

        var isSame = !isMoved && columns.SequenceEqual(has?.Columns ?? []) && (wanted.Description ?? found.Description) == found.Description
            && parameters.Count == (found.Parameters?.Count ?? 0)
                && parameters.All(pair => found.Parameters!.TryGetValue(pair.Key, out var value) && value == pair.Value);
        return isSame ? null : wanted with
        {
            Description = wanted.Description ?? found.Description,
            StorageDescriptor = wants with { Columns = columns },
            PartitionKeys = found.PartitionKeys,
            Parameters = parameters,
        };
    }

    /// <summary>Whether the table differs from the wanted one in anything that readers see.</summary>
    public static bool IsNeeded(Table found, TableInput wanted)
    {
        var (has, wants) = (found.StorageDescriptor, wanted.StorageDescriptor!);
        return found.TableType != wanted.TableType
            || found.Description != wanted.Description
            || has?.Location?.TrimEnd('/') != wants.Location?.TrimEnd('/')
            || has?.InputFormat != wants.InputFormat
            || !(has?.Columns ?? []).SequenceEqual(wants.Columns ?? [])
            || (found.PartitionKeys ?? []).Count > 0
            || (wanted.Parameters ?? new Dictionary<string, string>()).Any(
                pair => found.Parameters?.TryGetValue(pair.Key, out var value) != true || value != pair.Value);
    }

    public static TerminalException Conflict(string database, string table, string why) => new(ProblemCode.Conflict,
        $"The table {database}.{table} of the Glue catalog differs in what cannot be added: {why}. "
            + "Delete it there (its files stay) and run again, or use another database.");

    // Existing columns keep their order, and so do partitions: Athena compares the two by position.
    static List<Column> Merge(IReadOnlyList<Column> has, IReadOnlyList<Column> wants, string database, string table)
    {
        var merged = has.ToList();
        foreach (var wanted in wants)
        {
            var at = merged.FindIndex(column => column.Name == wanted.Name);
            if (at < 0)
                merged.Add(wanted);
            else if (merged[at].Type != wanted.Type)
                throw Conflict(database, table, $"its column {wanted.Name} is {merged[at].Type}, but must be {wanted.Type}");
            else
                merged[at] = wanted with { Comment = wanted.Comment ?? merged[at].Comment };
        }

        return merged;
    }

    static bool Same(IReadOnlyList<Column> left, IReadOnlyList<Column> right) =>
        left.Select(key => (key.Name, key.Type)).SequenceEqual(right.Select(key => (key.Name, key.Type)));

    static string Show(IReadOnlyList<Column>? keys) => string.Join(", ", (keys ?? []).Select(key => $"{key.Name} {key.Type}"));
}
